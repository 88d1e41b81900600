"""Old code's imports from `tensorflow.python` find 1.15's names again."""

import json

from test_run import compat_run

SAME = {
    "python.ops.array_ops.stack": "stack",
    "python.ops.array_ops.unstack": "unstack",
    "python.ops.array_ops.zeros": "zeros",
    "python.ops.array_ops.one_hot": "one_hot",
    "python.ops.control_flow_ops.cond": "cond",
    "python.ops.control_flow_ops.while_loop": "while_loop",
    "python.ops.control_flow_ops.group": "group",
    "python.ops.control_flow_ops.Assert": "Assert",
    "python.ops.control_flow_ops.case": "case",
    "python.ops.embedding_ops.embedding_lookup": "nn.embedding_lookup",
    "python.ops.init_ops.zeros_initializer": "zeros_initializer",
    "python.ops.math_ops.tensordot": "tensordot",
    "python.ops.math_ops.sigmoid": "sigmoid",
    "python.ops.nn_ops.dropout": "nn.dropout",
    "python.ops.random_ops.random_uniform": "random_uniform",
    "python.ops.rnn.dynamic_rnn": "nn.dynamic_rnn",
    "python.ops.rnn_cell.GRUCell": "contrib.rnn.GRUCell",
    "python.ops.rnn_cell_impl.RNNCell": "nn.rnn_cell.RNNCell",
    "python.ops.tensor_array_ops.TensorArray": "TensorArray",
    "python.ops.variable_scope.get_variable": "get_variable",
    "python.framework.graph_util.extract_sub_graph": "graph_util.extract_sub_graph",
    "python.framework.graph_util.convert_variables_to_constants": (
        "graph_util.convert_variables_to_constants"
    ),
    "python.framework.ops.Graph": "Graph",
    "python.framework.dtypes.float32": "float32",
    "python.layers.core.Dense": "layers.Dense",
    "python.layers.base.Layer": "layers.Layer",
    "python.layers.convolutional.Deconvolution2D": "layers.Conv2DTranspose",
    "python.layers.convolutional.convolution1d": "layers.conv1d",
    "python.layers.core.FullyConnected": "layers.Dense",
    "python.layers.normalization.batch_norm": "layers.batch_normalization",
    "python.layers.pooling.MaxPool2D": "layers.MaxPooling2D",
    "python.platform.gfile.Exists": "gfile.Exists",
    "python.platform.tf_logging.info": "logging.info",
    "python.platform.test.TestCase": "test.TestCase",
    "python.training.saver.Saver": "train.Saver",
}

SCRIPT = """\
import importlib, json, sys
import tensorflow as tf
from tensorflow.contrib.seq2seq.python.ops import beam_search_decoder
from tensorflow.python.util import nest
from tensorflow.python.training import moving_averages
import tensorflow.python.ops.array_ops as array_ops

def public(path):
    found = tf
    for part in path.split("."):
        found = getattr(found, part)
    return found

other = []
for deep, name in json.loads(sys.argv[1]).items():
    module, _, last = deep.rpartition(".")
    found = importlib.import_module("tensorflow." + module)
    if getattr(found, last) is not public(name):
        other.append(deep)
try:
    array_ops.no_such_name
except AttributeError as error:
    refused = str(error)
try:
    beam_search_decoder.BeamSearchDecoderV2
except AttributeError as error:
    not_public = str(error)
print(json.dumps({
    "other": other,
    "nest": nest.flatten([1, [2]]),
    "moving": callable(moving_averages.assign_moving_average),
    "refused": refused,
    "not public": not_public,
}))
"""


def test_what_was_public_is_the_public_object(tmp_path):
    (tmp_path / "lab.py").write_text(SCRIPT)
    code, out, err = compat_run(tmp_path, "lab.py", json.dumps(SAME))
    assert (code, err) == (0, [])
    seen = json.loads(out)
    assert seen.pop("other") == []
    assert seen.pop("refused").startswith(
        "tensorflow.python.ops.array_ops.no_such_name was internal to TensorFlow 1.x"
    )
    assert seen.pop("not public").startswith(
        "tf.contrib.seq2seq.python.ops.beam_search_decoder.BeamSearchDecoderV2 is not "
        "a public name of TensorFlow, nor provided"
    )
    assert seen == {"nest": [1, 2], "moving": True}


OTHERS = """\
import tensorflow as tf
from tensorflow.contrib.rnn.python.ops import core_rnn_cell
from tensorflow.python.data.ops import dataset_ops
from tensorflow.python.data.util import nest as data_nest
from tensorflow.python.framework import common_shapes, ops
from tensorflow.python.keras.engine import network
from tensorflow.python.layers import utils
from tensorflow.python.ops import array_ops, rnn_cell_impl
from tensorflow.python.util import nest

for value in ([1], (1,), {"a": 1}, "a", 1, tf.constant(1)):
    print(nest.is_sequence(value), data_nest.is_sequence(value))
print(core_rnn_cell._Linear.__name__, core_rnn_cell._linear.__name__)
print(array_ops.newaxis, ops.RegisterShape("Op")(len) is len)
print(ops.IndexedSlicesValue._fields)
x = tf.placeholder(tf.float32, [2, None], name="x")
y = tf.identity(x * 2, name="y")
print(utils.static_shape(x), common_shapes.has_fully_defined_shape(x))
found = utils.get_reachable_from_inputs([x], [y])
print(sorted(tensor.op.name for tensor in found))
print(dataset_ops.TensorSliceDataset([1, 2]).take(1).__class__.__name__ != "")
try:
    rnn_cell_impl._check_rnn_cell_input_dtypes([x, (tf.constant(1),)])
except ValueError as error:
    print(error)

class Twice(network.Network):
    def call(self, inputs):
        return 2 * inputs

print(Twice(name="twice")(tf.ones([2, 3])).shape)
"""


def test_what_is_elsewhere_or_gone_is_found(tmp_path):
    (tmp_path / "lab.py").write_text(OTHERS)
    code, out, err = compat_run(tmp_path, "lab.py")
    assert (code, err) == (0, [])
    assert out.splitlines() == [  # as 1.15.5 prints
        "True False",
        "True True",
        "True True",
        "False False",
        "False False",
        "False False",
        "_Linear _linear",
        "None True",
        "('values', 'indices', 'dense_shape')",
        "(2, None) False",
        "['mul', 'x', 'y']",
        "True",
        "RNN cell only supports floating point inputs, but saw dtype: <dtype: 'int32'>",
        "(2, 3)",
    ]


OLD_TESTS = """\
import unittest
import tensorflow as tf
from tensorflow.contrib.seq2seq.python.ops import attention_wrapper
from tensorflow.python.platform import test

class OldTest(test.TestCase):
    def test_names(self):
        self.assertIs(test.TestCase, tf.test.TestCase)
        self.assertEquals(1, 1)
        self.assertItemsEqual([1, 2], [2, 1])
        with self.assertRaisesRegexp(ValueError, "wrong"):
            raise ValueError("all wrong")
        with self.assertRaises(AssertionError):
            self.assertEquals(1, 2)

    def test_what_is_set_in_a_file_is_heard(self):
        def half(mechanism, cell_output, attention_state, attention_layer):
            return cell_output / 2, attention_state, attention_state

        memory = tf.ones([2, 3, 4])
        luong = tf.contrib.seq2seq.LuongAttention(4, memory)
        with test.mock.patch.object(attention_wrapper, "_compute_attention", half):
            cell = tf.contrib.seq2seq.AttentionWrapper(
                tf.nn.rnn_cell.GRUCell(4), luong
            )
        halves, after = cell(tf.ones([2, 4]), cell.zero_state(2, tf.float32))
        self.assertIsNot(attention_wrapper._compute_attention, half)
        with self.cached_session() as session:
            session.run(tf.global_variables_initializer())
            seen, cell_state = session.run([halves, after.cell_state])
        self.assertAllClose(seen, cell_state / 2)

if __name__ == "__main__":
    test.main()
"""


def test_old_unit_tests_run(tmp_path):
    (tmp_path / "old_test.py").write_text(OLD_TESTS)
    code, _, err = compat_run(tmp_path, "old_test.py")
    assert code == 0, err
    assert any(line.startswith("Ran 3 tests") for line in err), err


KEPT = """\
import importlib
import tensorflow as tf
from tensorflow.contrib.framework.python.ops import arg_scope
from tensorflow.contrib.framework.python.ops.arg_scope import arg_scope as in_file
import tensorflow.contrib.framework.python.ops.arg_scope as bound
from tensorflow.python.framework import ops
from tensorflow.python.layers import base

path = "tensorflow.contrib.framework.python.ops.arg_scope"
print(arg_scope is in_file is bound is tf.contrib.framework.arg_scope)
print(importlib.import_module(path).add_arg_scope is tf.contrib.framework.add_arg_scope)

loss = tf.constant(5.0)
tf.get_variable("a", [2], regularizer=lambda weights: loss)
tf.get_variable("b", [2], regularizer=lambda weights: None)
print([kept is loss for kept in tf.losses.get_regularization_losses()])

class Mine(base.Layer):
    def build(self, shape):
        self.weight = self.add_variable("weight", ())
        self.built = True

around, function = tf.Graph(), tf.Graph()
function._building_function = True
with around.as_default(), function.as_default():
    layer = Mine()
    layer.apply(tf.placeholder(tf.float32, ()))
    print(len(layer.trainable_variables), layer.weight.graph is around)

def parted(normalize, **given):
    with tf.Graph().as_default():
        halves = tf.fixed_size_partitioner(2, axis=0)
        with tf.variable_scope("a", partitioner=halves) as scope:
            normalize(tf.ones([5, 3, 3, 4]), **given)
            assert scope.partitioner is halves
        print(*[v.op.name.split("/", 2)[2] for v in tf.global_variables()])

parted(tf.contrib.layers.batch_norm)
parted(tf.contrib.layers.batch_norm, updates_collections=None, fused=False)
parted(tf.layers.batch_normalization, training=True, center=False, renorm=True)
"""


def test_what_1_15_kept_is_kept(tmp_path):
    """A function before its file, a loss, a function's variables, whole averages."""
    (tmp_path / "lab.py").write_text(KEPT)
    code, out, err = compat_run(tmp_path, "lab.py")
    assert (code, err) == (0, [])
    assert out.splitlines() == [  # as 1.15.5 prints
        "True",
        "True",
        "[True]",
        "1 True",
        "beta/part_0 beta/part_1 moving_mean moving_variance",
        "beta/part_0 beta/part_1 moving_mean moving_variance",
        "gamma/part_0 gamma/part_1 moving_mean moving_variance moving_stddev "
        "renorm_mean renorm_stddev",
    ]
