"""Cases for tf.layers and contrib.layers that 1.15's own unit tests look at."""

import os
import tempfile

from tensorflow.contrib.layers.python.layers import rev_block_lib
from tensorflow.python.keras.engine import input_spec
from tensorflow.python.layers import base

from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)


def message(function):
    """The first line of what an error says."""
    try:
        function()
    except Exception as raised:
        return type(raised).__name__ + ": " + str(raised).splitlines()[0]
    return "none"


@case
def pooling_without_strides(tf):
    x = tf.ones([2, 4, 4, 3])
    return {
        "function": message(lambda: tf.layers.max_pooling2d(x, 2, None)),
        "class": message(lambda: tf.layers.AveragePooling1D(2, None)),
        "contrib": message(lambda: tf.contrib.layers.max_pool2d(x, 2, None)),
    }


@case
def group_norm_unknown(tf):
    norm = tf.contrib.layers.group_norm

    def said(*shape):
        x = tf.placeholder(tf.float32, shape, name="x")
        return message(lambda: norm(x, reduction_axes=[-3, -2])).split(" ", 3)[3]

    return {
        "channel": said(2, 3, 4, None),
        "other": said(2, 3, None, 8),
        "both": said(2, 3, None, None),
    }


@case
def batch_norm_without_correction(tf):
    layer = tf.layers.BatchNormalization(fused=True)
    layer._bessels_correction_test_only = False
    outputs = layer.apply(given(tf, [2, 3, 2, 2]), training=True)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        return {"outputs": outputs, "variance": tf.identity(layer.moving_variance)}


@case
def regularized_parts(tf):
    parts = tf.fixed_size_partitioner(3)
    for reuse in (False, True):
        with tf.variable_scope(tf.get_variable_scope(), partitioner=parts, reuse=reuse):
            layer = tf.layers.Layer(name="mine")
            layer.add_variable(
                "weight",
                [4, 4],
                initializer=tf.ones_initializer(),
                regularizer=lambda part: tf.nn.l2_loss(part) * 0.1,
            )
    losses = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
    return {"losses": losses, "variables": [v.name for v in tf.global_variables()]}


@case
def specs_of_keras(tf):
    class Mine(base.Layer):
        def __init__(self, **spec):
            super(Mine, self).__init__(name="mine")
            self.input_spec = input_spec.InputSpec(**spec)

        def call(self, inputs):
            return inputs

    def said(shape, **spec):
        return message(lambda: Mine(**spec).apply(tf.placeholder(tf.float32, shape)))

    return {
        "unknown": error(lambda: Mine(ndim=2).apply(tf.placeholder(tf.float32))),
        "ndim": said([2], ndim=2),
        "enough": said([2, 3], ndim=2, axes={-1: 3}),
        "axis": said([2, 4], axes={-1: 3}),
        "least": error(lambda: Mine(min_ndim=2).apply(tf.ones([2]))),
    }


@case
def reversible_again(tf):
    x1, x2 = given(tf, [2, 3]), given(tf, [2, 3], 2)
    found = []
    for reuse in (False, True):
        with tf.variable_scope("around", reuse=reuse):
            found.append(
                rev_block_lib.rev_block(
                    x1,
                    x2,
                    lambda x: tf.layers.dense(x, 3, use_bias=False),
                    lambda x: tf.layers.dense(x, 3, use_bias=False),
                    num_layers=2,
                )
            )
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        first, second = session.run(found)
    return {
        "same": bool(abs(first[0] - second[0]).max() < 1e-6),
        "names": [v.name for v in tf.global_variables()],
    }


@case
def recomputing_is_told(tf):
    told = []

    def layer(x, is_recomputing=False):
        told.append(is_recomputing)
        return x * x

    x = tf.ones([2])
    grad = tf.gradients(rev_block_lib.recompute_grad(layer)(x), x)[0]
    with tf.Session() as session:
        return {"told": told, "slope": session.run(grad).tolist()}


@case
def recomputing_errors(tf):
    x, other = tf.ones([2, 4]), tf.ones([2, 4], name="other")

    @rev_block_lib.recompute_grad
    def layer(x):
        return tf.layers.dense(x, 2)

    def twice():
        with tf.variable_scope("around", use_resource=True):
            tf.gradients(layer(x) + layer(x), x)

    return {
        "closed over": message(
            lambda: rev_block_lib.recompute_grad(lambda x: x * other)
        ),
        "twice": error(twice),
        "unknown": error(lambda: layer(x, other=1)),
    }


@case
def wrapped_cells(tf):
    cells = tf.nn.rnn_cell
    cell = cells.GRUCell(2)
    wrapped = [
        cells.DropoutWrapper(cell),
        cells.ResidualWrapper(cell),
        cells.DeviceWrapper(cell, "/cpu:0"),
        cells.MultiRNNCell([cell]),
    ]
    kept = [each._checkpoint_dependencies for each in wrapped]
    dropped = cells.DropoutWrapper(cell, dropout_state_filter_visitor=lambda s: True)
    return {
        "names": [[one.name for one in each] for each in kept],
        "cells": [all(one.ref is cell for one in each) for each in kept],
        "filter": dropped._dropout_state_filter(None),
    }


@case
def checkpoints_of_objects(tf):
    """What tf.train.Checkpoint calls the weights, and that it finds them again."""
    cells = tf.nn.rnn_cell
    stack = cells.MultiRNNCell(
        [cells.DropoutWrapper(cells.BasicLSTMCell(2)), cells.GRUCell(2)]
    )
    dense = tf.layers.Dense(3)
    outputs, _ = stack(tf.ones([1, 2]), stack.zero_state(1, tf.float32))
    dense(outputs)
    checkpoint = tf.train.Checkpoint(stack=stack, dense=dense)
    variables = stack.variables + dense.variables
    prefix = os.path.join(tempfile.mkdtemp(), "kept")
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        before = session.run(variables)
        path = checkpoint.save(prefix, session=session)
        session.run([variable.assign(variable * 0.0) for variable in variables])
        checkpoint.restore(path).assert_consumed().run_restore_ops(session)
        after = session.run(variables)
    return {
        "names": sorted(tf.train.list_variables(path)),
        "again": [bool((one == other).all()) for one, other in zip(before, after)],
    }


@case
def names_of_the_files(tf):
    """What code that was written after 1.15's files takes from them."""
    from tensorflow.contrib.cudnn_rnn.python.ops import cudnn_rnn_ops
    from tensorflow.contrib.layers.python.layers import layers, optimizers
    from tensorflow.contrib.legacy_seq2seq.python.ops import seq2seq
    from tensorflow.contrib.rnn.python.ops import rnn_cell
    from tensorflow.contrib.seq2seq.python.ops import attention_wrapper, decoder

    getter = layers._build_variable_getter({"kernel": "weights", "bias": "biases"})
    with tf.variable_scope("mine", custom_getter=getter) as scope:
        dense = tf.layers.Dense(2, name="mine", _scope=scope)
        outputs = dense.apply(given(tf, [2, 3]))
    layers._add_variable_to_collections(dense.kernel, {"weights": ["a"]}, "weights")
    layers._add_variable_to_collections(dense.bias, ["a", "b"], "biases")
    pairs = [(given(tf, [2]), dense.bias), (None, dense.kernel)]
    multiplied = optimizers._multiply_gradients(pairs, {dense.bias: 3.0})
    noisy = optimizers._add_scaled_noise_to_gradients(pairs, 0.5)
    zeros = attention_wrapper._zero_state_tensors((2, 3), 4, tf.float32)
    constants = [name for name in dir(cudnn_rnn_ops) if name.startswith("CUDNN")]
    return {
        "outputs": outputs,
        "model": [v.name for v in tf.get_collection(tf.GraphKeys.MODEL_VARIABLES)],
        "kept": [[v.name for v in tf.get_collection(key)] for key in "ab"],
        "multiplied": multiplied[0][0],
        "noisy": noisy[0][0],
        "zeros": zeros + decoder._zero_state_tensors((1,), 2, tf.int32),
        "linear": rnn_cell._Linear is seq2seq.Linear,
        "cudnn": [(name, getattr(cudnn_rnn_ops, name)) for name in constants],
    }
