"""The reference's examples: both halves run, and print the same."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from compat.names import surface
from lab12.runs import fork

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent / "docs" / "site" / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.py"))


@pytest.fixture(scope="module")
def printed(forking):
    """What each half of each example prints, by half and name."""
    script = [str(HERE / "run_examples.py")]
    warm = [sys.executable, "-m", "compat", "run", "--warm"]
    halves = {
        "legacy": [*warm, *script, "legacy", str(EXAMPLES)],
        "modern": fork.command([sys.executable, *script, "modern", str(EXAMPLES)]),
    }
    found = {}
    for half, line in halves.items():
        done = subprocess.run(
            line,
            env=forking,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=900,
        )
        assert done.returncode == 0, done.stderr
        found[half] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("name", NAMES)
def test_both_halves_print_the_same(printed, name):
    assert printed["legacy"][name].strip()
    assert printed["legacy"][name] == printed["modern"][name]


@pytest.mark.parametrize("name", NAMES)
def test_an_example_belongs_to_a_name_that_runs(name):
    row = surface.table().get(name)
    assert name.startswith("tf.nn.") or (row is not None and row.state != "refused")
    assert name.rpartition(".")[2] in (EXAMPLES / f"{name}.py").read_text()


def test_every_family_has_one():
    families = {
        row.name.split(".")[2]
        for row in surface.table().values()
        if row.name.startswith("tf.contrib.")
        and row.state == "exact"
        and row.name.count(".") > 2
    }
    assert families <= {name.split(".")[2] for name in NAMES}
