"""Whole programs under compat print what 1.15.5 printed, and their twins learn."""

import re
import sys

import pytest

from tests import starting
from tests.record.whole import GOLDENS, NAMES

NUMBER = re.compile(r"-?\d+\.\d+")

# How far a number may be from 1.15.5's, as a part of it. The captioner's batches of
# eight normalize few values, and Adam divides its small gradients: 1.15.5, its weights
# moved by 1e-7, parts from itself as far (docs/programs.md).
PART = {"captioner": 2e-3}

# What the twins' last loss stays under, in two runs' distance of what was seen.
REACHED = {
    "captioner": 0.4,
    "classifier": 0.1,
    "tagger": 0.5,
    "translator": 0.8,
    "vrnn": -8.0,
}

SLOW = {"translator"}
LEGACY = [
    pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in NAMES
]


def differences(expected, seen, part):
    """The lines that differ in words, or in numbers by more than `part` of them."""
    found = []
    lines = expected.splitlines(), seen.splitlines()
    if len(lines[0]) != len(lines[1]):
        found.append(f"{len(lines[0])} lines expected, {len(lines[1])} seen")
    for one, other in zip(*lines, strict=False):
        same = NUMBER.sub("#", one) == NUMBER.sub("#", other)
        pairs = zip(NUMBER.findall(one), NUMBER.findall(other), strict=False)
        near = all(
            abs(float(a) - float(b)) <= part * abs(float(a)) + 2e-6 for a, b in pairs
        )
        if not (same and near):
            found.append(f"expected {one!r}, seen {other!r}")
    return found


@pytest.mark.parametrize("name", LEGACY)
def test_legacy_prints_what_115_printed(name):
    done = starting.run(starting.COLD, f"whole/legacy/{name}.py")
    assert done.returncode == 0, done.stderr[-3000:]
    golden = (GOLDENS / f"{name}.txt").read_text(encoding="utf-8")
    assert not differences(golden, done.stdout, PART.get(name, 1e-4))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_twin_learns(name):
    done = starting.run([sys.executable], f"whole/modern/{name}.py")
    assert done.returncode == 0, done.stderr[-3000:]
    said = next(line for line in done.stdout.splitlines() if line[:5] == "loss ")
    losses = [float(number) for number in NUMBER.findall(said)]
    assert losses[-1] < min(losses[0], REACHED[name])


@pytest.mark.oracle
@pytest.mark.slow
@pytest.mark.parametrize("name", ["classifier", "vrnn"])
def test_golden_is_what_the_live_oracle_says(name):
    python = starting.oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    done = starting.run([python, "-W", "ignore"], f"whole/legacy/{name}.py")
    golden = (GOLDENS / f"{name}.txt").read_text(encoding="utf-8")
    assert not differences(golden, done.stdout, 1e-4)


def test_the_comparison_sees_a_changed_loss_and_a_changed_word():
    golden = (GOLDENS / "vrnn.txt").read_text(encoding="utf-8")
    assert differences(golden, golden.replace("kl 0.3", "kl 0.4"), 1e-4)
    assert differences(golden, golden.replace("prior/", "before/"), 1e-4)
    assert differences(golden, golden.rsplit("\n", 2)[0], 1e-4)
