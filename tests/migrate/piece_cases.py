"""Runs in TensorFlow 1.15.5: more of what compat.migrate has to be equal to.

Arguments: the folder to write to: a checkpoint `pieces`, and `pieces.npz` with outputs
and gradients. Every weight is from a ramp.
"""

import os
import sys

import numpy as np
import tensorflow as tf

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
from tests.cases.values import ramp

R, G, S, L = tf.contrib.rnn, tf.contrib.grid_rnn, tf.contrib.seq2seq, tf.contrib.layers
BATCH, TIME, INPUTS, UNITS, TOKENS = 2, 4, 3, 3, 5
GRIDS = {
    "grid1_rnn": lambda: G.Grid1BasicRNNCell(UNITS),
    "grid1_lstm": lambda: G.Grid1LSTMCell(UNITS, use_peepholes=True),
    "grid2_basic": lambda: G.Grid2BasicLSTMCell(UNITS, forget_bias=0.5),
    "grid2_rnn": lambda: G.Grid2BasicRNNCell(UNITS, tied=True),
    "grid2_gru": lambda: G.Grid2GRUCell(UNITS),
    "grid2_relu": lambda: G.Grid2LSTMCell(UNITS, non_recurrent_fn=tf.nn.relu),
    "grid3_lstm": lambda: G.Grid3LSTMCell(UNITS, use_peepholes=True),
    "grid3_tied": lambda: G.Grid3LSTMCell(UNITS, tied=True),
}


def found(output, inputs, name):
    """An output, and the gradients by an input and by the first weights."""
    weighted = output * ramp(output.shape.as_list(), 7)
    weights = tf.trainable_variables(name + "/")[:2]
    gradients = tf.gradients(tf.reduce_sum(weighted), [inputs] + weights)
    built = {"output": output}
    for key, gradient in zip(["dx", "dw0", "dw1"], gradients):
        built[key] = gradient
    return built


def over_time(cell, x, name):
    output, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    return found(output[0] if isinstance(output, tuple) else output, x, name)


def grids(built):
    for name, make in GRIDS.items():
        # without an initializer, 1.15 raises for an axis without a state
        with tf.variable_scope(name, initializer=tf.zeros_initializer()):
            x = tf.constant(ramp([BATCH, TIME, INPUTS]))
            built[name] = over_time(make(), x, name)


def phased(built):
    times = np.cumsum(ramp([BATCH, TIME, 1], 4) + 2.0, axis=1).astype(np.float32)
    for name, options in (
        ("phased", {}),
        ("phased_peepholes", {"use_peepholes": True, "leak": 0.1}),
    ):
        with tf.variable_scope(name):
            x = tf.constant(ramp([BATCH, TIME, INPUTS]))
            cell = R.PhasedLSTMCell(UNITS, **options)
            output, _ = tf.nn.dynamic_rnn(
                cell, (tf.constant(times), x), dtype=tf.float32
            )
            built[name] = found(output, x, name)


def convolutional(built):
    for axes in (1, 2, 3):
        name = "conv%dd" % axes
        shape = [5, 4, 3][:axes] + [2]
        make = getattr(R, "Conv%dDLSTMCell" % axes)
        with tf.variable_scope(name):
            x = tf.constant(ramp([BATCH, TIME] + shape))
            cell = make(
                input_shape=shape, output_channels=3, kernel_shape=[3, 2, 3][:axes],
                forget_bias=0.5,
            )  # fmt: skip
            output, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
            built[name] = found(output, x, name)


def normalized(built):
    x = tf.constant(ramp([BATCH, TIME, INPUTS]))
    for name, options in (
        ("layer_norm", {}),
        ("layer_norm_last", {"begin_norm_axis": 2}),
        ("layer_norm_plain", {"center": False, "scale": False}),
        ("layer_norm_params", {"begin_norm_axis": 1, "begin_params_axis": 1}),
    ):
        with tf.variable_scope(name):
            built[name] = found(L.layer_norm(x, **options), x, name)
    flat = tf.constant(ramp([6, INPUTS]))
    image = tf.constant(ramp([2, 3, 4, INPUTS]))
    for name, x, options in (
        ("batch_norm", flat, {}),
        ("batch_norm_scaled", flat, {"scale": True, "decay": 0.8, "epsilon": 0.01}),
        ("batch_norm_image", image, {"scale": True, "decay": 0.8}),
        ("batch_norm_plain", image, {"fused": False, "decay": 0.8}),
        ("batch_norm_time", tf.constant(ramp([2, 4, INPUTS])), {"decay": 0.8}),
    ):
        with tf.variable_scope(name):
            trained = L.batch_norm(x, is_training=True, scope="bn", **options)
            used = L.batch_norm(x, is_training=False, scope="bn", reuse=True, **options)
            built[name] = dict(found(trained, x, name), used=used)


def scheduled(built):
    """Always, never, and at half of the steps: those draws are handed to ours.

    One iteration at a time: a draw that waits for nothing may overtake the one before.
    """
    x = tf.constant(ramp([BATCH, TIME, INPUTS]))
    lengths = np.full([BATCH], TIME, np.int32)
    table = tf.get_variable("scheduled/table", [TOKENS, INPUTS])
    for name, chance in (("never", 0.0), ("always", 1.0), ("half", 0.5)):
        with tf.variable_scope("scheduled/" + name):
            cell = tf.nn.rnn_cell.GRUCell(UNITS)
            project = tf.layers.Dense(TOKENS, use_bias=False)
            helper = S.ScheduledEmbeddingTrainingHelper(
                x, lengths, table, chance, seed=3, scheduling_seed=4
            )
            state = cell.zero_state(BATCH, tf.float32)
            decoder = S.BasicDecoder(cell, helper, state, project)
            output, _, _ = S.dynamic_decode(decoder, parallel_iterations=1)
            logits = tf.reshape(output.rnn_output, [BATCH, TIME, TOKENS])
            built["scheduled/" + name] = dict(
                found(logits, x, "scheduled/" + name), drawn=output.sample_id
            )
        with tf.variable_scope("scheduled/output_" + name):
            cell = tf.nn.rnn_cell.GRUCell(INPUTS)
            extra = tf.constant(ramp([BATCH, TIME, 2], 5))
            helper = S.ScheduledOutputTrainingHelper(
                x, lengths, chance, seed=3, auxiliary_inputs=extra,
                next_inputs_fn=lambda outputs: outputs * 2,
            )  # fmt: skip
            state = cell.zero_state(BATCH, tf.float32)
            decoder = S.BasicDecoder(cell, helper, state)
            output, _, _ = S.dynamic_decode(decoder, parallel_iterations=1)
            outputs = tf.reshape(output.rnn_output, [BATCH, TIME, INPUTS])
            built["scheduled/output_" + name] = dict(
                found(outputs, x, "scheduled/output_" + name), drawn=output.sample_id
            )


def main(folder):
    kept, built = {}, {}
    with tf.Graph().as_default(), tf.Session() as session:
        tf.set_random_seed(1)
        for make in (grids, phased, convolutional, normalized, scheduled):
            make(built)
        session.run(tf.global_variables_initializer())
        for number, variable in enumerate(tf.global_variables()):
            value = 2 * ramp(variable.shape.as_list(), number)
            name = variable.op.name.rpartition("/")[2]
            if name in ("period", "moving_variance", "ratio_on"):
                value = abs(value) + {"period": 2, "ratio_on": 0.2}.get(name, 0.1)
            variable.load(value, session)
        tf.train.Saver().save(
            session, os.path.join(folder, "pieces"), write_meta_graph=False,
            write_state=False,
        )  # fmt: skip
        for name, some in built.items():
            some = {key: tensor for key, tensor in some.items() if tensor is not None}
            for key, value in session.run(some).items():
                kept[name + "|" + key] = value
        session.run(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
        for variable in tf.global_variables():
            if "bn/moving" in variable.op.name:
                kept["after|" + variable.op.name] = session.run(variable)
    np.savez_compressed(os.path.join(folder, "pieces.npz"), **kept)


if __name__ == "__main__":
    main(sys.argv[1])
