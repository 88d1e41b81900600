"""Each case of tests/cases does what it did in TensorFlow 1.15.5.

The goldens beside the files of cases hold what 1.15.5 said; `python -m tests.record`.
"""

from __future__ import annotations

import collections

import pytest

from tests.cases import asking, compare, goldens, registry

GOLDENS = {
    family: goldens.load(goldens.path_of(family)) for family in registry.families()
}
EXPECTED: dict[str, asking.Seen] = collections.defaultdict(dict)
for recorded, _ in GOLDENS.values():
    for entry, array in recorded.items():
        of_case, _, key = entry.partition("|")
        EXPECTED[of_case][key] = array


@pytest.mark.parametrize("name", EXPECTED)
def test_case(cases, name):
    seen, told = cases.run(name)
    assert not compare.differences(EXPECTED[name], seen, told)


def test_every_case_is_recorded_and_every_golden_has_its_case(cases):
    assert set(cases.cases(registry.families())) == set(EXPECTED)


@pytest.mark.parametrize("family", GOLDENS)
def test_golden_says_where_it_comes_from(family):
    _, about = GOLDENS[family]
    assert about["tensorflow"] == "1.15.5"
    assert about["numpy"].startswith("1.")
    assert about["how"] == f"python -m tests.record {family}"


@pytest.mark.oracle
@pytest.mark.slow
@pytest.mark.parametrize("family", GOLDENS)
def test_golden_is_what_the_live_oracle_says(live, family):
    found = {}
    for name in live.cases([family]):
        seen, told = live.run(name)
        told = {**told, "counted": True}  # the real one builds what it built
        if different := compare.differences(EXPECTED[name], seen, told):
            found[name] = different
    assert not found, GOLDENS[family][1]["how"]
