"""Runs in TensorFlow 1.15.5: writes small checkpoints, and what their layers compute.

Arguments: the folder to write to. Every weight is from a ramp, so that two gates that
change places change the numbers.
"""

import gzip
import os
import sys

import numpy as np
import tensorflow as tf

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
from tests.cases.values import ramp

N, R, C = tf.nn.rnn_cell, tf.contrib.rnn, tf.contrib.cudnn_rnn
INPUTS, UNITS, BATCH, TIME, WORDS = 3, 2, 2, 4, 5


def inputs(dtype=np.float32):
    return tf.constant(ramp([BATCH, TIME, INPUTS], dtype=dtype))


def over_time(cell, scope, x=None):
    x = inputs() if x is None else x
    with tf.variable_scope(scope):
        output, _ = tf.nn.dynamic_rnn(cell, x, dtype=x.dtype)
    return output


def char_rnn(forget_bias):
    """Embedding, two BasicLSTMCells, a softmax layer, Adam: as char-rnns are."""
    ids = tf.constant(np.arange(BATCH * TIME).reshape(BATCH, TIME) % WORDS)
    table = tf.get_variable("embedding", [WORDS, INPUTS])
    cells = [N.BasicLSTMCell(size, forget_bias) for size in (UNITS, 4)]
    x = tf.nn.embedding_lookup(table, ids)
    output, _ = tf.nn.dynamic_rnn(N.MultiRNNCell(cells), x, dtype=tf.float32)
    logits = tf.contrib.layers.fully_connected(output, WORDS, activation_fn=None)
    step = tf.train.get_or_create_global_step()
    tf.train.AdamOptimizer().minimize(tf.reduce_sum(logits), global_step=step)
    return {"output": output, "logits": logits}


def gru(size=UNITS):
    """Two GRUCells and a dense layer, with momentum."""
    cells = N.MultiRNNCell([N.GRUCell(size), N.GRUCell(3)])
    output, _ = tf.nn.dynamic_rnn(cells, inputs(), dtype=tf.float32)
    logits = tf.layers.dense(output, 2)
    tf.train.MomentumOptimizer(0.1, 0.9).minimize(tf.reduce_sum(logits))
    return {"output": output, "logits": logits}


def both_ways():
    found = {}
    makers = (("lstm", N.BasicLSTMCell), ("gru", N.GRUCell), ("rnn", N.BasicRNNCell))
    for name, make in makers:
        with tf.variable_scope(name):
            outputs, _ = tf.nn.bidirectional_dynamic_rnn(
                make(UNITS), make(UNITS), inputs(), dtype=tf.float32
            )
        found[name] = tf.concat(outputs, 2)
    make = C.CudnnCompatibleLSTMCell
    found["cudnn_lstm"], _, _ = R.stack_bidirectional_dynamic_rnn(
        [make(UNITS), make(UNITS)],
        [make(UNITS), make(UNITS)],
        inputs(),
        dtype=tf.float32,
        scope="cudnn_lstm/stack_bidirectional_rnn",
    )
    return found


def cells():
    """One layer of each cell, the output under the layer's scope."""
    made = {
        "basic_rnn": N.BasicRNNCell(UNITS),
        "basic_lstm": N.BasicLSTMCell(UNITS),
        "lstm": N.LSTMCell(UNITS),
        "peepholes": N.LSTMCell(UNITS, True),
        "projected": N.LSTMCell(UNITS, num_proj=4),
        "everything": N.LSTMCell(UNITS, True, num_proj=4),
        "block": R.LSTMBlockCell(UNITS),
        "block_peepholes": R.LSTMBlockCell(UNITS, use_peephole=True),
        "gru": N.GRUCell(UNITS),
        "block_gru": R.GRUBlockCell(UNITS),
        "block_gru_v2": R.GRUBlockCellV2(UNITS),
        "cudnn_lstm": C.CudnnCompatibleLSTMCell(UNITS),
        "cudnn_gru": C.CudnnCompatibleGRUCell(UNITS),
        "layer_norm": R.LayerNormBasicLSTMCell(4),
        "no_layer_norm": R.LayerNormBasicLSTMCell(UNITS, layer_norm=False),
        "ugrnn": R.UGRNNCell(UNITS),
        "nas": R.NASCell(UNITS),
        "nas_all": R.NASCell(UNITS, 4, use_bias=True),
        "coupled": R.CoupledInputForgetGateLSTMCell(UNITS),
        "coupled_all": R.CoupledInputForgetGateLSTMCell(UNITS, True, num_proj=4),
        "ind_rnn": R.IndRNNCell(UNITS),
        "indy_gru": R.IndyGRUCell(UNITS),
        "indy_lstm": R.IndyLSTMCell(UNITS),
        "sru": R.SRUCell(UNITS),
    }
    found = {name: over_time(cell, name) for name, cell in made.items()}
    with tf.variable_scope("fused"):
        x = tf.transpose(inputs(), [1, 0, 2])
        output, _ = R.LSTMBlockFusedCell(UNITS)(x, dtype=tf.float32)
        found["fused"] = tf.transpose(output, [1, 0, 2])
    with tf.variable_scope("double"):
        found["double"] = over_time(N.LSTMCell(UNITS), "x", inputs(np.float64))
    with tf.variable_scope("mine"):
        found["mine"] = over_time(N.BasicLSTMCell(UNITS, name="own_name"), "x")
    wrapped = N.DropoutWrapper(N.ResidualWrapper(N.GRUCell(INPUTS)), 1.0)
    over_time(wrapped, "wrapped")
    with tf.variable_scope("by_hand"):
        w = tf.Variable(tf.zeros([INPUTS, 2]), name="softmax_w")
        b = tf.Variable(tf.zeros([2]), name="softmax_b")
        product = tf.matmul(tf.reshape(inputs(), [-1, INPUTS]), w) + b
        found["by_hand"] = tf.reshape(product, [BATCH, TIME, 2])
    with tf.variable_scope("unnamed"):
        w, b = tf.Variable(tf.zeros([INPUTS, 2])), tf.Variable(tf.zeros([2]))
        product = tf.matmul(tf.reshape(inputs(), [-1, INPUTS]), w) + b
        found["unnamed"] = tf.reshape(product, [BATCH, TIME, 2])
    found["no_bias"] = tf.layers.dense(inputs(), 2, use_bias=False, name="no_bias")
    tf.layers.batch_normalization(inputs())
    tf.Variable(7, name="counter")
    return found


def fill(session):
    """Give every variable a ramp of its own."""
    for number, variable in enumerate(tf.global_variables()):
        dtype = variable.dtype.base_dtype.as_numpy_dtype
        if np.issubdtype(dtype, np.floating):
            shape = variable.shape.as_list()
            variable.load(ramp(shape, number, dtype), session)


def graphs():
    """What a checkpoint's names do not tell, and the graph beside it does."""
    K = tf.keras.layers
    relu, elu = tf.nn.relu, tf.nn.elu
    made = {
        "relu_rnn": N.BasicRNNCell(UNITS, activation=relu),
        "no_forget": N.LSTMCell(UNITS, forget_bias=0.0, activation=elu),
        "clipped": N.LSTMCell(UNITS, cell_clip=0.1, forget_bias=0.3),
        "clipped_projection": N.LSTMCell(UNITS, True, num_proj=2, proj_clip=0.05),
        "block": R.LSTMBlockCell(UNITS, forget_bias=0.2),
        "relu_gru": N.GRUCell(UNITS, activation=relu),
        "layer_norm": R.LayerNormBasicLSTMCell(4, forget_bias=0.7),
        "indy": R.IndyLSTMCell(UNITS, forget_bias=0.5),
        "own": N.BasicLSTMCell(UNITS, name="mine"),
    }
    found = {name: over_time(cell, name) for name, cell in made.items()}
    x = inputs()
    with tf.variable_scope("static"):
        outputs, _ = tf.nn.static_rnn(
            N.GRUCell(UNITS), tf.unstack(x, axis=1), dtype=tf.float32
        )
        found["static"] = tf.stack(outputs, 1)
    with tf.variable_scope("fused"):
        output, _ = R.LSTMBlockFusedCell(UNITS, forget_bias=0.5, cell_clip=0.1)(
            tf.transpose(x, [1, 0, 2]), dtype=tf.float32
        )
        found["fused"] = tf.transpose(output, [1, 0, 2])
    with tf.variable_scope("two_stacks"):
        stacks = [
            N.MultiRNNCell([N.BasicLSTMCell(UNITS) for _ in range(2)]) for _ in range(2)
        ]
        tf.nn.bidirectional_dynamic_rnn(*stacks, x, dtype=tf.float32)
    found["keras_lstm"] = K.LSTM(UNITS, return_sequences=True, name="keras_lstm")(x)
    found["keras_gru"] = K.GRU(UNITS, return_sequences=True, name="keras_gru")(x)
    after = K.GRU(
        UNITS,
        return_sequences=True,
        recurrent_activation="sigmoid",
        reset_after=True,
        name="keras_after",
    )
    found["keras_after"] = after(x)
    rnn = K.SimpleRNN(UNITS, return_sequences=True, name="keras_simple")
    found["keras_simple"] = rnn(x)
    by_hand(found)
    return found


def by_hand(found):
    """Weights and biases of dictionaries, a table of any name, moving averages."""
    W = {key: tf.Variable(tf.zeros([INPUTS, INPUTS])) for key in ("hidden", "out")}
    b = {
        "out": tf.Variable(tf.zeros([1, INPUTS])),
        "hidden": tf.Variable(tf.zeros([INPUTS])),
    }
    table = tf.get_variable("lookup", [WORDS, INPUTS])
    ids = tf.constant(np.arange(BATCH * TIME).reshape(BATCH, TIME) % WORDS)
    words = tf.nn.embedding_lookup(table, ids)
    flat = tf.reshape(inputs(), [-1, INPUTS])
    hidden = tf.nn.relu(tf.matmul(flat, W["hidden"]) + b["hidden"])
    found["Variable"] = tf.reshape(hidden, [BATCH, TIME, INPUTS])
    logits = tf.matmul(flat, W["out"]) + b["out"]
    tf.nn.softmax(logits)
    tf.nn.sparse_softmax_cross_entropy_with_logits(
        logits=logits, labels=tf.reshape(ids, [-1])
    )
    found["Variable_1"] = tf.reshape(logits, [BATCH, TIME, INPUTS])
    found["lookup"] = words
    found["tanh"] = tf.layers.dense(inputs(), 2, tf.nn.tanh, name="tanh")
    found["half"] = over_time(N.GRUCell(UNITS), "half", inputs(np.float16))
    tf.layers.conv1d(words, 2, 3)
    tf.train.ExponentialMovingAverage(0.9).apply([W["hidden"]])


# TensorFlow 1.0 and 1.1, and 0.x, of 1.15's names.
def older(name):
    return name.replace("/kernel", "/weights").replace("/bias", "/biases")


def oldest(name):
    for new, old in (
        ("rnn/", "RNN/"),
        ("multi_rnn_cell", "MultiRNNCell"),
        ("cell_", "Cell"),
        ("gru_cell", "GRUCell"),
        ("gates/", "Gates/Linear/"),
        ("candidate/", "Candidate/Linear/"),
        ("kernel", "Matrix"),
        ("bias", "Bias"),
    ):
        name = name.replace(new, old)
    return name


def save(folder, name, build, version=tf.train.SaverDef.V2, spelled=None, meta=False):
    """Build, fill, save; give what was computed."""
    with tf.Graph().as_default(), tf.Session() as session:
        built = build()
        session.run(tf.global_variables_initializer())
        fill(session)
        named = {(spelled or str)(v.op.name): v for v in tf.global_variables()}
        saver = tf.train.Saver(named, write_version=version)
        path = os.path.join(folder, name)
        saver.save(session, path, write_meta_graph=meta, write_state=False)
        return {name + "|" + key: v for key, v in session.run(built).items()}


def main(folder):
    v1 = tf.train.SaverDef.V1
    found = {}
    for forget_bias in (0.0, 0.5, 1.0):
        got = save(folder, "char_rnn", lambda f=forget_bias: char_rnn(f))
        found.update({k + "|%s" % forget_bias: v for k, v in got.items()})
    found.update(save(folder, "gru_v1.ckpt", gru, v1))
    found.update(save(folder, "gru_1_0", gru, spelled=older))
    found.update(save(folder, "gru_0_x.ckpt", gru, v1, oldest))
    found.update(save(folder, "both_ways", both_ways))
    found.update(save(folder, "cells", cells))
    found.update(save(folder, "graphs", graphs, meta=True))
    meta = os.path.join(folder, "graphs.meta")
    with open(meta, "rb") as file, gzip.GzipFile(meta + ".gz", "wb", mtime=0) as out:
        out.write(file.read())
    os.remove(meta)
    np.savez_compressed(os.path.join(folder, "outputs.npz"), **found)


main(sys.argv[1])
