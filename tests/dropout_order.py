"""Losses of networks with dropout whose batch is not known, run by one thread.

On more threads the order in which the steps of a loop draw is chance. Recorded from the
real 1.15.5, in `tests/goldens/dropout_order.json`:

    python -m tests.record dropout_order
"""

import itertools
import json

import numpy as np
import tensorflow as tf

tf.logging.set_verbosity(tf.logging.ERROR)


def losses(where, lengths, time, together, known=False):
    """Three losses of a network that learns."""
    rnn, batch = tf.nn.rnn_cell, 3
    keep = tf.placeholder(tf.float32)
    options = {name + "_keep_prob": keep for name in where.split("+")}
    cells = [rnn.DropoutWrapper(rnn.GRUCell(n), **options) for n in (4, 3)]
    x = tf.placeholder(tf.float32, [batch if known else None, None, 4])
    n = tf.placeholder(tf.int32, [None])
    outputs, _ = tf.nn.dynamic_rnn(
        rnn.MultiRNNCell(cells),
        x,
        n if lengths else None,
        dtype=tf.float32,
        parallel_iterations=together,
    )
    weights = tf.reshape(tf.range(tf.size(outputs)), tf.shape(outputs))
    loss = tf.reduce_mean(tf.sin(tf.cast(weights, tf.float32)) * outputs)
    train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
    feed = {x: np.ones([batch, time, 4]), n: [time, time - 1, 2], keep: 0.6}
    config = tf.ConfigProto(
        intra_op_parallelism_threads=1, inter_op_parallelism_threads=1
    )
    with tf.Session(config=config) as session:
        session.run(tf.global_variables_initializer())
        return [float(session.run([loss, train], feed)[0]) for _ in range(3)]


seen = {}
for drawn in itertools.product(
    ("input", "output", "input+output"), (False, True), (5, 40), (None, 8)
):
    tf.reset_default_graph()
    tf.set_random_seed(1)
    seen[str(drawn)] = losses(*drawn)
for time in (5, 40):
    tf.reset_default_graph()
    tf.set_random_seed(1)
    seen["known, {}".format(time)] = losses(
        "input+output", True, time, None, known=True
    )
print(json.dumps(seen, indent=0))
