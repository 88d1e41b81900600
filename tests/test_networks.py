"""Networks over time, drawn from a table, are the same in the faster way as plain.

`python -m tests.networks --count 2000` draws more; `--oracle` asks 1.15.5.
"""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
try:
    from tests import starting
    from tests.networks import covering, factors
finally:
    sys.path.remove(str(ROOT))


def networks(*arguments):
    command = [sys.executable, "-m", "tests.networks", *arguments]
    environment = {**os.environ, "COMPAT_FAST": "strict"}
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env=environment
    )


def test_the_set_has_every_pair_that_goes_together():
    """A table: which network has which pair of values of two factors."""
    table = {pair: [] for pair in factors.all_pairs()}
    for number, network in enumerate(covering.networks()):
        assert factors.is_possible(network)
        for pair in factors.pairs(network):
            table[pair].append(number)
    assert not [pair for pair, numbers in table.items() if not numbers]
    excluded = set()
    for one, other in itertools.combinations(factors.FACTORS, 2):
        for values in itertools.product(factors.FACTORS[one], factors.FACTORS[other]):
            network = dict(zip((one, other), values, strict=True))
            if not factors.is_possible(network):
                excluded |= factors.pairs(network)
    assert not excluded & table.keys()


def test_what_once_differed_is_the_same_both_ways():
    done = networks("--again")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.mark.slow
def test_all_pairs_are_the_same_both_ways():
    done = networks("--pairs")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert done.stdout.endswith(" networks, 0 differ\n")


@pytest.mark.oracle
@pytest.mark.slow
def test_some_are_as_in_115():
    if starting.oracle() is None:
        pytest.skip("no TensorFlow 1.15.5")
    for which in (["--again"], ["--count", "10", "--seed0", "400"]):
        done = networks("--oracle", *which)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
