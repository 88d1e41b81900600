"""What tf.contrib.cudnn_rnn's layers do that 1.15.5 does on a GPU alone: see the cases.

The rest is in tests/cases/contrib/cudnn_rnn/layers.py: names, shapes, seeds and errors
against the layers of 1.15.5, numbers against those of its cells for the same weights.
"""

import os

import numpy as np
import pytest

from tests import starting
from tests.cases import asking, compare, goldens

SCRIPT = "cases/contrib/cudnn_rnn/layers.py"
FAMILY = "contrib.cudnn_rnn.layers"
SAVED = ("lstm_both", "gru", "relu")


@pytest.fixture(scope="module")
def seen(tmp_path_factory, forking):
    """What layers with dropout, and one that learns, do under compat."""
    out = tmp_path_factory.mktemp("cudnn") / "seen.npz"
    done = starting.run(starting.WARM, SCRIPT, out, "alone", environment=forking)
    assert done.returncode == 0, done.stderr[-3000:]
    return goldens.load(out)[0]


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
def test_cells_of_115_load_what_the_layers_saved(tmp_path):
    python = starting.oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    worker = asking.Worker(starting.COLD, {**os.environ, "CASES_FOLDER": str(tmp_path)})
    told = {name: worker.run(f"{FAMILY}.{name}")[1] for name in SAVED}
    worker.close()
    out = tmp_path / "restored.npz"
    command = [python, "-W", "ignore"]
    environment = {**os.environ, "PYTHONPATH": str(starting.ROOT)}
    done = starting.run(
        command, SCRIPT, out, "restore", tmp_path, environment=environment
    )
    assert done.returncode == 0, done.stderr[-3000:]
    restored, _ = goldens.load(out)
    expected, _ = goldens.load(goldens.path_of(FAMILY))
    for name in SAVED:
        one, other = (
            {
                key.removeprefix(f"{name}|"): value
                for key, value in seen.items()
                if key.startswith(f"{name}|")
            }
            for seen in (
                {key.removeprefix(f"{FAMILY}."): v for key, v in expected.items()},
                restored,
            )
        )
        other = {
            key if key.startswith(("gradient", "initial")) else f"output/{key}": value
            for key, value in other.items()
        }
        assert not compare.differences(one, other, told[name])
