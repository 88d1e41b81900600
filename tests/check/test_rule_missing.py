"""Rule `missing`: names that a run refuses, found without TensorFlow."""

import pytest

from tests.check.finding import found

ARRAYS = "tf.python.ops.array_ops"
CELLS = "tf.contrib.rnn.python.ops.core_rnn_cell"
CASES = [
    ("from tensorflow.python.ops.array_ops import no_such_op",
     [f"1 {ARRAYS}.no_such_op refused"]),
    ("from tensorflow.python.ops import array_ops\narray_ops.no_such_op",
     [f"2 {ARRAYS}.no_such_op refused"]),
    ("from tensorflow.contrib.rnn.python.ops import core_rnn_cell as c\nc._no_such",
     ["1 tf.contrib.rnn exact", f"2 {CELLS}._no_such refused"]),
    ("from tensorflow.contrib.rnn.python.ops import core_rnn_cell as c\nc._linear",
     ["1 tf.contrib.rnn exact", f"2 {CELLS}._linear approximate"]),
    ("import tensorflow as tf\ntf.Session\ntf.no_such",
     ["2 tf.Session exact", "3 tf.no_such refused"]),
    # nothing else says that it is TensorFlow 1.x, and TensorFlow 2 may have it
    ("import tensorflow as tf\ntf.no_such", []),
    ("from tensorflow.python.ops import array_ops\narray_ops.stack", []),
    ("from tensorflow.python.eager import context\ncontext.num_gpus", []),
    ("from tensorflow.python.framework import ops\nops.RegisterShape", []),
    ("from tensorflow.python.platform import flags\nflags.DEFINE_string",
     ["1 tf.flags exact", "2 tf.flags.DEFINE_string exact"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "uses"), CASES)
def test_missing(code, uses):
    assert found(code) == uses
