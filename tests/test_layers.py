"""tf.layers, tf.contrib.layers and tf.contrib.framework do what TensorFlow 1.15.5 does.

The cases are in layers_cases.py and framework_cases.py; the golden holds what 1.15.5
said to them.
"""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
try:
    import record_layers
    import starting
    from differential import load
    from test_rnn import differences
finally:
    sys.path.pop(0)

EXPECTED = load(record_layers.GOLDEN)
CASES = sorted({key.partition("|")[0] for key in EXPECTED if "|" in key})


@pytest.fixture(scope="module")
def seen(tmp_path_factory, forking):
    """All cases, run in one process under the facade."""
    out = tmp_path_factory.mktemp("layers") / "seen.npz"
    done = record_layers.run(starting.WARM, out, forking)
    assert done.returncode == 0, done.stderr[-3000:]
    return load(out)


@pytest.mark.parametrize("case", CASES)
def test_case_is_as_in_115(seen, case):
    found = differences(case, EXPECTED, seen)
    assert not found


def test_no_case_is_left_unrecorded(seen):
    assert {key.partition("|")[0] for key in seen} == {
        key.partition("|")[0] for key in EXPECTED
    }


CONV = "layers_cases.layers_conv2d"
NORM = "layers_cases.layers_batch_normalization__training"


@pytest.mark.parametrize(
    ("key", "change"),
    [
        (CONV + "|output/outputs", lambda a: a + 2e-6),
        (CONV + "|output/outputs", lambda a: a[:, ::-1]),
        (CONV + "|count", lambda a: a + 1),
        (CONV + "|initial/conv2d/kernel:0", lambda a: a.swapaxes(0, 1)),
        (CONV + "|gradient/conv2d/bias:0", lambda a: a * 1.01),
        (NORM + "|text/update_ops/0", lambda a: np.array("other")),
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
    done = record_layers.run([python, "-W", "ignore"], tmp_path / "live.npz")
    assert done.returncode == 0, done.stderr[-3000:]
    live = load(tmp_path / "live.npz")
    assert set(live) == set(EXPECTED), "run python tests/record_layers.py"
    for case in CASES:
        assert not differences(case, EXPECTED, live), (
            "run python tests/record_layers.py"
        )
