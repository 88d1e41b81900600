"""What TensorFlow 1.x does by default; runs on 1.15.5 and under compat."""

import sys

import numpy as np
import tensorflow as tf


def ramp(*shape):
    count = int(np.prod(shape))
    return (np.sin(np.arange(1.0, count + 1)) / 2).astype("float32").reshape(shape)


inputs = ramp(2, 4, 3)
found = {}


def run(name, cell, **options):
    """A cell over `inputs`, with ramps for weights; its weights go into `found`."""
    with tf.variable_scope(name):
        outputs, _ = tf.nn.dynamic_rnn(
            cell, tf.constant(inputs), dtype=tf.float32, **options
        )
    variables = tf.global_variables(name)
    with tf.Session() as sess:
        for index, variable in enumerate(variables):
            value = ramp(*variable.shape.as_list())
            variable.load(value, sess)
            found[f"{name}_weight{index}"] = value
        found[name] = sess.run(outputs)


run("lstm", tf.contrib.rnn.BasicLSTMCell(5))
run("lstm_without", tf.contrib.rnn.BasicLSTMCell(5, forget_bias=0.0))
run("gru", tf.contrib.rnn.GRUCell(5))
run("ended", tf.contrib.rnn.BasicLSTMCell(5), sequence_length=[4, 2])

tf.set_random_seed(1)
with tf.variable_scope("initial"):
    cell = tf.contrib.rnn.BasicLSTMCell(64)
    tf.nn.dynamic_rnn(cell, tf.zeros([1, 1, 32]), dtype=tf.float32)
for name, optimizer in (
    ("adam", tf.train.AdamOptimizer(0.1)),
    ("rmsprop", tf.train.RMSPropOptimizer(0.1)),
):
    with tf.variable_scope(name):
        place = tf.get_variable("x", initializer=tf.constant([1e-6, -2e-6, 3e-4]))
        train = optimizer.minimize(tf.reduce_sum(place * place) / 2)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        steps = []
        for _ in range(3):
            sess.run(train)
            steps.append(sess.run(place))
        found[name] = np.array(steps)

dense = tf.contrib.layers.fully_connected(
    tf.constant(ramp(4, 3)), 2, weights_initializer=tf.constant_initializer(ramp(3, 2))
)
kept = tf.reduce_mean(tf.cast(tf.nn.dropout(tf.ones([10000]), 0.8) > 0, tf.float32))
loss = tf.contrib.seq2seq.sequence_loss(
    tf.constant(ramp(2, 4, 3)),
    tf.constant([[0, 1, 2, 0], [1, 2, 0, 0]]),
    tf.constant([[1.0, 1, 1, 1], [1, 1, 0, 0]]),
)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    found["dense"], found["kept"], found["loss"], found["initial"] = sess.run(
        [dense, kept, loss, tf.global_variables("initial")[0]]
    )
np.savez(sys.argv[1], **found)
