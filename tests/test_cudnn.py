"""tf.contrib.cudnn_rnn's layers do what TensorFlow 1.15.5 does, or says it would do.

1.15.5 builds the layers' graphs on any machine, and runs them on none without a GPU. So
their names, shapes, seeds and errors are compared with the layers of 1.15.5, and their
numbers with those of its cells for the same weights.
"""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
try:
    import cudnn_cases
    import differential
    import record_cudnn
    import starting
finally:
    sys.path.pop(0)

# Rounding of each type, forward and in slopes, over two layers and five steps.
LIMITS = {
    "float16": (2e-3, 4e-3),
    "float32": (1e-6, 1e-5),
    "float64": (1e-12, 1e-12),
}


EXPECTED = differential.load(record_cudnn.GOLDEN)
ASKED = sorted({key.partition("|")[0] for key in EXPECTED if "|" in key})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The checkpoints of 1.15.5's cells, and room for those of the layers."""
    copied = tmp_path_factory.mktemp("cudnn") / "checkpoints"
    shutil.copytree(record_cudnn.CHECKPOINTS, copied)
    return copied


@pytest.fixture(scope="module")
def seen(folder, forking):
    """All cases, run in one process under the facade."""
    out = folder.parent / "seen.npz"
    done = record_cudnn.run(starting.WARM, out, folder, "layers", forking)
    assert done.returncode == 0, done.stderr[-3000:]
    return differential.load(out)


def differences(case, expected, seen):
    """List what differs between two recordings of a case."""

    def limit(key, one):
        return LIMITS[one.dtype.name]["|gradient/" in key]

    def is_exact(key):
        return key.startswith("drawn ")

    return differential.differences(case, expected, seen, limit, is_exact)


def biases_once(seen):
    """Take the slope of one bias where cuDNN has two, and saves their sum."""
    halved = dict(seen)
    for key in seen:
        if "|gradient/" in key and key.endswith("bias") and "projection" not in key:
            halved[key] = (seen[key].astype(float) / 2).astype(seen[key].dtype)
    return halved


@pytest.mark.parametrize("case", ASKED)
def test_layer_is_as_in_115(seen, case):
    assert not differences(case, EXPECTED, biases_once(seen))


def test_no_case_is_left_unrecorded(seen):
    cases = {key.partition("|")[0] for key in seen if "|" in key}
    assert cases - {"dropped", "trained"} == set(ASKED)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("gru_both|output", lambda a: a + 2e-6),
        ("lstm|state/1", lambda a: a[:, ::-1]),
        ("facts gru|variables", lambda a: np.array("other")),
        ("drawn lstm|3", lambda a: a * 1.00001),
    ],
)
def test_an_altered_golden_is_noticed(key, change):
    case = key.partition("|")[0]
    assert not differences(case, EXPECTED, EXPECTED)
    altered = {**EXPECTED, key: change(EXPECTED[key])}
    assert len(differences(case, EXPECTED, altered)) == 1


@pytest.mark.parametrize("case", cudnn_cases.CHECKPOINTS)
def test_layer_saves_what_the_cells_saved(seen, folder, case):
    import tensorflow as tf

    cells = tf.train.load_checkpoint(str(folder / case))
    layer = tf.train.load_checkpoint(str(folder / f"of_{case}"))
    names = set(cells.get_variable_to_shape_map())
    (more,) = set(layer.get_variable_to_shape_map()) - names
    assert more.endswith("/opaque_kernel")
    for name in names:
        # Halves of a bias, added up again, are the bias.
        np.testing.assert_array_equal(cells.get_tensor(name), layer.get_tensor(name))


def test_dropout_leaves_out_a_part_and_scales_the_rest(seen):
    rate = 0.25
    kept = seen["dropped|first"] != 0
    # 960 draws: five standard deviations are 0.07.
    assert abs(kept.mean() - (1 - rate)) < 0.07
    whole = seen["dropped|inputs"] / (1 - rate)
    np.testing.assert_allclose(seen["dropped|first"][kept], whole[kept], rtol=1e-6)
    assert (kept[1:] != kept[:-1]).any(), "one mask for all time steps"
    np.testing.assert_array_equal(seen["dropped|again"], seen["dropped|first"])
    assert (seen["dropped|other seed"] != seen["dropped|first"]).any()
    assert (seen["dropped|first, second run"] != seen["dropped|first"]).any()
    np.testing.assert_array_equal(seen["dropped|not training"], seen["dropped|inputs"])
    assert not seen["dropped|all"].any()


def test_gradient_has_the_mask_of_the_forward_pass(seen):
    passed = seen["dropped|with slope"] != 0
    np.testing.assert_allclose(seen["dropped|slope"], passed / 0.75, rtol=1e-6)


def test_layer_learns(seen):
    losses = seen["trained|losses"]
    assert losses[-1] < losses[0] / 20


@pytest.mark.oracle
@pytest.mark.slow
def test_golden_is_what_the_live_oracle_says(tmp_path):
    python = starting.oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    command = [python, "-W", "ignore"]
    done = record_cudnn.run(command, tmp_path / "live.npz", tmp_path, "save")
    assert done.returncode == 0, done.stderr[-3000:]
    live = differential.load(tmp_path / "live.npz")
    assert set(live) == set(EXPECTED), "run python tests/record_cudnn.py"
    for case in ASKED:
        found = differences(case, EXPECTED, live)
        assert not found, "run python tests/record_cudnn.py"


@pytest.mark.oracle
@pytest.mark.slow
def test_cells_of_115_load_what_the_layers_saved(seen, folder):
    python = starting.oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    out = folder.parent / "restored.npz"
    done = record_cudnn.run([python, "-W", "ignore"], out, folder, "restore")
    assert done.returncode == 0, done.stderr[-3000:]
    restored = differential.load(out)
    for case in cudnn_cases.CHECKPOINTS:
        assert not differences(case, EXPECTED, restored)
