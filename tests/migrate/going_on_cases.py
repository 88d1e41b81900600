"""Runs in TensorFlow 1.15.5: trains, saves, and trains on.

Arguments: the folder to write to: a checkpoint for each case, with its graph, of the
first also a SavedModel and a frozen graph; and `going_on.npz` with the losses after it.
"""

import gzip
import os
import shutil
import sys

import numpy as np
import tensorflow as tf

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
from tests.cases.values import ramp

N, R = tf.nn.rnn_cell, tf.contrib.rnn
BATCH, TIME, WORDS, SIZE = 3, 4, 6, 5
STEPS = 12


def text():
    ids = np.arange(BATCH * (TIME + 1)).reshape(BATCH, TIME + 1) * 7 % WORDS
    return ids[:, :-1], ids[:, 1:]


def adam():
    """A char-rnn of two LSTMs, as many are written."""
    x = tf.placeholder(tf.int32, [None, None], name="x")
    y = tf.placeholder(tf.int32, [None, None])
    table = tf.get_variable("embedding", [WORDS, SIZE])
    cells = [N.BasicLSTMCell(SIZE, forget_bias=0.5) for _ in range(2)]
    output, _ = tf.nn.dynamic_rnn(
        N.MultiRNNCell(cells), tf.nn.embedding_lookup(table, x), dtype=tf.float32
    )
    w = tf.get_variable("softmax_w", [SIZE, WORDS])
    b = tf.get_variable("softmax_b", [WORDS])
    flat = tf.reshape(output, [-1, SIZE])
    logits = tf.nn.xw_plus_b(flat, w, b, name="logits")
    loss = tf.losses.sparse_softmax_cross_entropy(tf.reshape(y, [-1]), logits)
    with tf.variable_scope("train"):
        step = tf.train.get_or_create_global_step()
        train = tf.train.AdamOptimizer(0.05, beta1=0.8, epsilon=1e-6).minimize(
            loss, global_step=step
        )
    return dict(zip([x, y], text())), loss, train, x, logits


def momentum():
    """Two directions of GRUs, and two dense layers out of the alphabet's order."""
    x = tf.placeholder(tf.float32, [None, TIME, SIZE])
    (forward, backward), _ = tf.nn.bidirectional_dynamic_rnn(
        N.GRUCell(4), N.GRUCell(4), x, dtype=tf.float32
    )
    both = tf.concat([forward, backward], 2)
    wide = tf.layers.dense(both, 8, tf.nn.relu, name="wide")
    again = tf.layers.dense(wide, 8, name="before")
    loss = tf.reduce_mean(tf.square(again - 0.3))
    train = tf.train.MomentumOptimizer(0.3, 0.9, use_nesterov=True).minimize(loss)
    return {x: ramp([BATCH, TIME, SIZE])}, loss, train, x, again


def rmsprop():
    """A convolution, a normalization, a BasicRNNCell and a layer normalization."""
    x = tf.placeholder(tf.float32, [None, TIME, SIZE])
    seen = tf.layers.conv1d(x, 4, 2, padding="same", name="conv")
    seen = tf.contrib.layers.layer_norm(seen, begin_norm_axis=2, scope="norm")
    output, _ = tf.nn.dynamic_rnn(N.BasicRNNCell(SIZE), seen, dtype=tf.float32)
    found = tf.contrib.layers.fully_connected(output, 3, None)
    loss = tf.reduce_mean(tf.square(found - 0.3))
    train = tf.train.RMSPropOptimizer(
        0.01, 0.8, 0.5, epsilon=1e-3, centered=True
    ).minimize(loss)
    return {x: ramp([BATCH, TIME, SIZE])}, loss, train, x, found


def main(folder):
    found = {}
    for make in (adam, momentum, rmsprop):
        name = make.__name__
        prefix = os.path.join(folder, "going_on_" + name)
        with tf.Graph().as_default(), tf.Session() as session:
            feeds, loss, train, x, output = make()
            session.run(tf.global_variables_initializer())
            for number, variable in enumerate(tf.trainable_variables()):
                variable.load(ramp(variable.shape.as_list(), number), session)
            for _ in range(STEPS):
                session.run(train, feeds)
            tf.train.Saver().save(session, prefix, write_state=False)
            pack(prefix + ".meta", prefix + ".meta.gz")
            if make is adam:
                given = [{"x": x}, {"logits": output}]
                keep(session, folder, given, output)
            losses = [session.run([train, loss], feeds)[1] for _ in range(STEPS)]
            found[name] = np.array(losses)
    np.savez_compressed(os.path.join(folder, "going_on.npz"), **found)


def pack(path, packed):
    """Keep a file as .gz."""
    with open(path, "rb") as file:
        with gzip.GzipFile(packed, "wb", mtime=0) as target:
            target.write(file.read())
    os.remove(path)


def keep(session, folder, given, output):
    """A SavedModel (its variables are the checkpoint's), and a frozen graph."""
    saved = os.path.join(folder, "saved")
    tf.saved_model.simple_save(session, saved, *given)
    target = os.path.join(folder, "going_on_saved_model.pb.gz")
    pack(os.path.join(saved, "saved_model.pb"), target)
    shutil.rmtree(saved)
    graph = session.graph.as_graph_def()
    frozen = tf.graph_util.convert_variables_to_constants(
        session, graph, [output.op.name]
    )
    with open(os.path.join(folder, "going_on_frozen.pb"), "wb") as file:
        file.write(frozen.SerializeToString())


if __name__ == "__main__":
    main(sys.argv[1])
