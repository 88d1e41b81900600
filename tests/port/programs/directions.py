# Last states of a bidirectional LSTM with lengths, a stack of cells on top of a list of
# steps, two outputs asked for at once, and a Saver.
import os
import tempfile

import numpy as np
import tensorflow as tf

steps, features, units = 5, 3, 4
random = np.random.RandomState(7)
data_x = random.uniform(-1, 1, [16, steps, features]).astype("float32")
data_n = random.randint(1, steps + 1, [16]).astype("int32")
data_y = (data_x.mean(axis=(1, 2)) > 0).astype("float32").reshape(-1, 1)

x = tf.placeholder(tf.float32, shape=(None, steps, features), name="x")
seq_len = tf.placeholder(tf.int32, shape=(None,), name="seq_len")
target = tf.placeholder(tf.float32, shape=(None, 1), name="target")

fw = tf.contrib.rnn.BasicLSTMCell(units)
bw = tf.contrib.rnn.BasicLSTMCell(units)
_, (state_fw, state_bw) = tf.nn.bidirectional_dynamic_rnn(
    fw, bw, x, sequence_length=seq_len, dtype=tf.float32
)
both = tf.concat([state_fw.h, state_bw.h], 1)

series = tf.unstack(x, steps, axis=1)
stack = tf.contrib.rnn.MultiRNNCell([tf.contrib.rnn.GRUCell(units) for _ in range(2)])
outputs, _ = tf.contrib.rnn.static_rnn(stack, series, dtype=tf.float32)
features_all = tf.concat([both, outputs[-1]], 1)

hidden = tf.contrib.layers.fully_connected(features_all, 6)
score = tf.contrib.layers.fully_connected(hidden, 1, activation_fn=None)
probability = tf.sigmoid(score)
cost = tf.reduce_mean(
    tf.nn.sigmoid_cross_entropy_with_logits(labels=target, logits=score)
)
step = tf.train.MomentumOptimizer(0.1, 0.9).minimize(cost)
saver = tf.train.Saver()

folder = tempfile.mkdtemp()
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for i in range(8):
        _, c = session.run([step, cost], {x: data_x, seq_len: data_n, target: data_y})
        print("cost {:.5f}".format(c))
    before, hid = session.run([probability, hidden], {x: data_x, seq_len: data_n})
    saver.save(session, os.path.join(folder, "model"))
    session.run(step, {x: data_x, seq_len: data_n, target: data_y})
    saver.restore(session, os.path.join(folder, "model"))
    after = session.run(probability, {x: data_x, seq_len: data_n})
    print("restored:", np.abs(before - after).max() < 1e-6, hid.shape)
