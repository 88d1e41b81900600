"""Batch renormalization, GDN, spatial softmax and other rare names, as in 1.15.5.

The cases are in rare_cases.py; the golden holds what 1.15.5 said to them.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
try:
    import rare_cases
    import record_rare
    import starting
    from differential import load
    from test_rnn import differences
finally:
    sys.path.pop(0)

EXPECTED = load(record_rare.GOLDEN)
CASES = [f"rare_cases.{case.__name__}" for case in rare_cases.CASES]


# Gradients of fewer ops than 1.15's, as their rows say: it computed some twice.
OTHER_GRADIENTS = [
    "rare_cases.rev_block",
    "rare_cases.rev_block_twice",
    "rare_cases.rev_block_side",
    "rare_cases.rev_block_class",
    "rare_cases.recompute_data",
]


@pytest.fixture(scope="module")
def seen(tmp_path_factory, forking):
    """All cases, run in one process under the facade."""
    out = tmp_path_factory.mktemp("rare") / "seen.npz"
    done = record_rare.run(starting.WARM, out, forking)
    assert done.returncode == 0, done.stderr[-3000:]
    return load(out)


@pytest.mark.parametrize("case", CASES)
def test_case_is_as_in_115(seen, case):
    assert any(key.startswith(f"{case}|") for key in EXPECTED), "not recorded"
    found = differences(case, EXPECTED, seen)
    if case in OTHER_GRADIENTS:
        count = f"{case}|count"
        assert EXPECTED[count][0] == seen[count][0], "op seeds after the forward pass"
        assert any("|count" in one for one in found), "take it out of OTHER_GRADIENTS"
        found = [one for one in found if "|count" not in one]
    assert not found


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("rare_cases.renorm_clipped|output/outputs", lambda a: a + 2e-6),
        ("rare_cases.renorm_clipped|count", lambda a: a + 1),
        ("rare_cases.gdn|gradient/gdn/reparam_beta:0", lambda a: a * 1.01),
    ],
)
def test_an_altered_golden_is_noticed(key, change):
    altered = {**EXPECTED, key: change(EXPECTED[key])}
    case = key.partition("|")[0]
    assert not differences(case, EXPECTED, EXPECTED)
    assert len(differences(case, EXPECTED, altered)) == 1


@pytest.mark.oracle
@pytest.mark.slow
def test_golden_is_what_the_live_oracle_says(tmp_path):
    python = starting.oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    done = record_rare.run([python, "-W", "ignore"], tmp_path / "live.npz")
    assert done.returncode == 0, done.stderr[-3000:]
    live = load(tmp_path / "live.npz")
    assert set(live) == set(EXPECTED), "run python tests/record_rare.py"
    for case in CASES:
        assert not differences(case, EXPECTED, live), "run python tests/record_rare.py"
