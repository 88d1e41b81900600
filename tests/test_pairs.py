"""docs/site/pairs.csv: both expressions run, and give what 1.15.5 gave."""

import csv
import sys
from pathlib import Path

import numpy as np
import pytest

from compat.names import surface
from tests.starting import oracle, run

HERE = Path(__file__).resolve().parent
GOLDEN = HERE / "goldens" / "pairs.npz"
with (HERE.parent / "docs" / "site" / "pairs.csv").open(encoding="utf-8") as stream:
    ROWS = list(csv.DictReader(stream))
NAMES = [row["name"] for row in ROWS]
BOUND = 1e-6


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """What each side gives by name; 1.15.5's was recorded."""
    folder = tmp_path_factory.mktemp("pairs")
    found = {"golden": dict(np.load(GOLDEN))}
    compat = [sys.executable, "-m", "compat", "run"]
    for side, command in (("legacy", compat), ("modern", [sys.executable])):
        out = folder / f"{side}.npz"
        done = run(command, "run_pairs.py", side, out)
        assert done.returncode == 0, done.stderr[-2000:]
        found[side] = dict(np.load(out))
    return found


@pytest.mark.parametrize("side", ["legacy", "modern"])
@pytest.mark.parametrize("name", NAMES)
def test_it_gives_what_115_gave(name, side, given):
    wanted, ours = given["golden"][name], given[side][name]
    assert ours.shape == wanted.shape
    np.testing.assert_allclose(ours, wanted, rtol=0, atol=BOUND)


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_pair_belongs_to_a_name_that_runs(row):
    name = row["name"]
    found = surface.table()[name]
    assert found.state != "refused"
    assert f"{name}(" in row["tf1"]
    examples = HERE.parent / "docs" / "site" / "examples"
    assert not (examples / f"{name}.py").exists()


def test_every_name_is_there_once():
    assert len(set(NAMES)) == len(NAMES)
    assert sorted(np.load(GOLDEN).files) == sorted(NAMES)


@pytest.mark.oracle
def test_the_golden_is_what_115_gives(tmp_path):
    python = oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    done = run([python, "-W", "ignore"], "run_pairs.py", "legacy", tmp_path / "o.npz")
    assert done.returncode == 0, done.stderr[-2000:]
    with np.load(tmp_path / "o.npz") as live, np.load(GOLDEN) as kept:
        for name in kept.files:
            np.testing.assert_allclose(live[name], kept[name], rtol=0, atol=BOUND)
