"""tf.contrib.rnn does what TensorFlow 1.15.5 does, case by case (see the golden)."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
try:
    import differential
    import record_rnn
    import starting
finally:
    sys.path.pop(0)

# Half precision is rounded after each op, and those of an element need not be the same.
HALF = 2e-3
# float32: six digits forward; gradients add up over steps and weights.
FORWARD, GRADIENT = 1e-6, 1e-5


EXPECTED = differential.load(record_rnn.GOLDEN)
CASES = sorted({key.partition("|")[0] for key in EXPECTED if "|" in key})


@pytest.fixture(scope="module")
def seen(tmp_path_factory, forking):
    """All cases, run in one process under the facade."""
    out = tmp_path_factory.mktemp("rnn") / "seen.npz"
    done = record_rnn.run(starting.WARM, out, forking)
    assert done.returncode == 0, done.stderr[-3000:]
    return differential.load(out)


def differences(case, expected, seen):
    """List what differs between two recordings of a case."""

    def limit(key, one):
        if one.dtype == np.float16:
            return HALF
        return GRADIENT if "|gradient/" in key else FORWARD

    return differential.differences(case, expected, seen, limit)


@pytest.mark.parametrize("case", CASES)
def test_case_is_as_in_115(seen, case):
    assert not differences(case, EXPECTED, seen)


def test_no_case_is_left_unrecorded(seen):
    assert {key for key in seen} == set(EXPECTED)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("rnn_time_cases.lstm_block|output/output", lambda a: a + 2e-6),
        ("rnn_time_cases.lstm_block|output/state/c", lambda a: a[:, ::-1]),
        ("rnn_time_cases.lstm_block|count", lambda a: a + 1),
        ("rnn_time_cases.lstm_block|initial/lstm_cell/kernel:0", lambda a: a * 1.00001),
        ("rnn_time_cases.lstm_block|text/output_size", lambda a: np.array("other")),
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
    done = record_rnn.run([python, "-W", "ignore"], tmp_path / "live.npz")
    assert done.returncode == 0, done.stderr[-3000:]
    live = differential.load(tmp_path / "live.npz")
    assert set(live) == set(EXPECTED), "run python tests/record_rnn.py"
    for case in CASES:
        assert not differences(case, EXPECTED, live), "run python tests/record_rnn.py"
