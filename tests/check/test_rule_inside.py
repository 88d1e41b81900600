"""Rule `inside`: what old code took from inside TensorFlow."""

import pytest

from tests.check.finding import found

CASES = [
    ("from tensorflow.python.ops.array_ops import placeholder",
     "tf.placeholder exact"),
    ("from tensorflow.python.ops.rnn_cell_impl import LSTMStateTuple",
     "tf.contrib.rnn.LSTMStateTuple exact"),
    ("from tensorflow.python.layers.core import Dense", "tf.layers.Dense exact"),
    ("from tensorflow.contrib.rnn.python.ops.core_rnn_cell import _linear",
     "tf.contrib.rnn.python.ops.core_rnn_cell._linear approximate"),
    ("from tensorflow.python.platform.flags import FLAGS", "tf.flags.FLAGS exact"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "use"), CASES)
def test_inside(code, use):
    assert found(code) == [f"1 {use}"]
