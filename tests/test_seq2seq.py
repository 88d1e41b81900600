"""tf.contrib.seq2seq and legacy_seq2seq against TensorFlow 1.15.5, case by case.

The cases are in seq2seq_*.py, the answers of 1.15.5 in goldens/seq2seq.npz; made by

    python3.7 tests/record_seq2seq.py tests/goldens/seq2seq.npz
"""

from pathlib import Path

import numpy as np
import pytest
import starting

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "goldens" / "seq2seq.npz"

# Float32 sums in another order; gradients add up over the steps of a loop.
TOLERANCE = {"output": 1e-6, "gradient": 1e-5, "initial": 1e-7}


def answers(path):
    """Give case to (what|label) to array."""
    cases = {}
    with np.load(path) as stored:
        for key in stored.files:
            name, _, label = key.partition("|")
            cases.setdefault(name, {})[label] = stored[key]
    return cases


EXPECTED = answers(GOLDEN)


@pytest.fixture(scope="module")
def received(tmp_path_factory, forking):
    """What compat says to all cases: one process."""
    out = tmp_path_factory.mktemp("seq2seq") / "compat.npz"
    given = ["record_seq2seq.py", out]
    done = starting.run(starting.WARM, *given, environment=forking)
    assert done.returncode == 0, done.stderr[-3000:]
    return answers(out)


def _head(text):
    """What a text says before it names a class."""
    return text.partition("<class")[0][:60]


def difference(label, expected, received):
    """Say what differs between two arrays, or None."""
    what = label.partition("|")[0]
    if what == "error":  # kind and beginning of the text; paths and classes differ
        kind, text = (str(part) for part in expected)
        same = str(received[0]) == kind and _head(str(received[1])) == _head(text)
        return None if same else f"expected {expected}, received {received}"
    if expected.shape != received.shape or expected.dtype.kind != received.dtype.kind:
        return f"expected {expected.shape} {expected.dtype}, received {received}"
    if what not in TOLERANCE or expected.dtype.kind != "f":
        same = np.array_equal(expected, received)
        return None if same else f"expected {expected}, received {received}"
    if expected.dtype != received.dtype:
        return f"expected {expected.dtype}, received {received.dtype}"
    with np.errstate(invalid="ignore"):
        apart = np.abs(expected.astype(np.float64) - received.astype(np.float64))
    allowed = TOLERANCE[what] * np.maximum(1.0, np.abs(expected.astype(np.float64)))
    if np.all((expected == received) | (apart <= allowed)):  # infinities are equal
        return None
    return f"max |difference| {np.nanmax(apart)}"


def test_golden_has_all_cases(received):
    assert set(received) == set(EXPECTED), "record tests/goldens/seq2seq.npz again"


@pytest.mark.parametrize("case", EXPECTED)
def test_case(received, case):
    expected, got = EXPECTED[case], received[case]
    assert set(got) == set(expected), got.get("error|")
    found = {name: difference(name, expected[name], got[name]) for name in expected}
    assert not {name: text for name, text in found.items() if text}


@pytest.mark.oracle
def test_golden_is_what_the_live_oracle_says(tmp_path):
    python = starting.oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    out = tmp_path / "live.npz"
    done = starting.run([python, "-W", "ignore"], "record_seq2seq.py", out)
    assert done.returncode == 0, done.stderr[-3000:]
    live = answers(out)
    assert set(live) == set(EXPECTED)
    for case, expected in EXPECTED.items():
        for label, value in expected.items():
            assert difference(label, value, live[case][label]) is None, (case, label)
