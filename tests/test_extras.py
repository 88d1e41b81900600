"""HParams, learn's vocabularies, crf, lookup and cudnn_rnn do what 1.15.5 does."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
try:
    import differential
    import record_extras
    import starting
finally:
    sys.path.pop(0)

# float32: six digits forward; gradients add up over steps and weights.
FORWARD, GRADIENT = 1e-6, 1e-5


EXPECTED = differential.load(record_extras.GOLDEN)
CASES = sorted({key.partition("|")[0] for key in EXPECTED if "|" in key})


@pytest.fixture(scope="module")
def seen(tmp_path_factory, forking):
    """All cases, run in one process under the facade."""
    out = tmp_path_factory.mktemp("extras") / "seen.npz"
    done = record_extras.run(starting.WARM, out, forking)
    assert done.returncode == 0, done.stderr[-3000:]
    return differential.load(out)


def differences(case, expected, seen):
    """List what differs between two recordings of a case."""

    def limit(key, one):
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
        ("extras_crf_cases.log_norm|output/norm", lambda a: a + 2e-5),
        ("extras_crf_cases.decode|output/tags", lambda a: a[:, ::-1]),
        ("extras_crf_cases.decode|count", lambda a: a + 1),
        ("extras_training_cases.hparams|text/json", lambda a: np.array("other")),
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
    done = record_extras.run([python, "-W", "ignore"], tmp_path / "live.npz")
    assert done.returncode == 0, done.stderr[-3000:]
    live = differential.load(tmp_path / "live.npz")
    assert set(live) == set(EXPECTED), "run python tests/record_extras.py"
    for case in CASES:
        assert not differences(case, EXPECTED, live), (
            "run python tests/record_extras.py"
        )
