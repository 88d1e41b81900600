"""docs/site/pairs/: both codes run, and give what 1.15.5 gave.

The golden again: `run_pairs.py legacy tests/goldens/pairs.json` with 1.15.5's Python.
"""

import ast
import csv
import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from compat.names import surface
from tests.starting import oracle, run

HERE = Path(__file__).resolve().parent
SITE = HERE.parent / "docs" / "site"
GOLDEN = HERE / "goldens" / "pairs.json"
sys.path.insert(0, str(SITE))
try:
    import names
    import pairs
finally:
    sys.path.pop(0)

EACH = list(pairs.each(pairs.read()))
WITHOUT = SITE / "without.csv"
NAMES = [name for name, *_ in EACH]


def golden():
    return json.loads(GOLDEN.read_text(encoding="utf-8"))["found"]


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """What each side gives by name; 1.15.5's was recorded."""
    folder = tmp_path_factory.mktemp("pairs")
    found = {"golden": golden()}
    compat = [sys.executable, "-m", "compat", "run"]
    for side, command in (("legacy", compat), ("modern", [sys.executable])):
        out = folder / f"{side}.json"
        done = run(command, "run_pairs.py", side, out)
        assert done.returncode == 0, done.stderr[-2000:]
        found[side] = json.loads(out.read_text(encoding="utf-8"))
    return found


def assert_same(ours, wanted, within):
    """Numbers as near as that, shapes and texts equal."""
    assert len(ours) == len(wanted)
    for one, other in zip(ours, wanted, strict=True):
        assert np.shape(one) == np.shape(other)
        if np.asarray(other).dtype.kind in "UO":
            assert one == other
        else:
            np.testing.assert_allclose(one, other, rtol=0, atol=within)


@pytest.mark.parametrize("side", ["legacy", "modern"])
@pytest.mark.parametrize(
    ("name", "within"), [(name, pair.within) for name, _, _, pair in EACH], ids=NAMES
)
def test_it_gives_what_115_gave(name, within, side, given):
    assert name not in given[side]["wrong"], given[side]["wrong"][name]
    assert given["golden"][name]  # a value, not nothing
    assert_same(given[side]["found"][name], given["golden"][name], within)


@pytest.mark.parametrize(("name", "tf1", "keras3", "pair"), EACH, ids=NAMES)
def test_a_pair_belongs_to_a_name_that_runs(name, tf1, keras3, pair):
    assert surface.table()[name].state != "refused"
    assert re.search(re.escape(name) + r"(?!\w)", tf1)
    assert "tf.contrib" not in keras3 and "tf.compat" not in keras3
    ast.parse(tf1), ast.parse(keras3)
    assert pair.reason or pair.within <= 1e-6
    assert not (SITE / "examples" / f"{name}.py").exists()


def test_every_name_is_there_once():
    assert len(set(NAMES)) == len(NAMES)
    assert sorted(golden()) == sorted(NAMES)


def test_every_name_of_the_reference_has_a_pair_or_says_why_not():
    with WITHOUT.open(encoding="utf-8", newline="") as stream:
        without = {row["name"]: row["reason"] for row in csv.DictReader(stream)}
    assert all(without.values())
    rows = {
        name: row
        for name, row in surface.table().items()
        if row.state != "refused" and row.signature != "module"
    }
    shown = {name for name in rows if names.example(name) is not None}
    assert sorted(rows.keys() - shown) == sorted(without)
    others = [row for row in surface.table().values() if row.name not in rows]
    assert not [row.name for row in others if not row.keras3]


@pytest.mark.parametrize(
    ("ours", "wanted"),
    [([[1.0, 2.0]], [[1.0, 2.1]]), ([[1.0]], [1.0]), (["a"], ["b"]), ([], [1.0])],
)
def test_a_difference_is_seen(ours, wanted):
    with pytest.raises(AssertionError):
        assert_same(ours, wanted, 1e-6)


@pytest.mark.oracle
def test_the_golden_is_what_115_gives(tmp_path):
    python = oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    out = tmp_path / "live.json"
    done = run([python, "-W", "ignore"], "run_pairs.py", "legacy", out)
    assert done.returncode == 0, done.stderr[-2000:]
    live = json.loads(out.read_text(encoding="utf-8"))
    assert not live["wrong"]
    for name, _, _, pair in EACH:
        assert_same(live["found"][name], golden()[name], pair.within)
