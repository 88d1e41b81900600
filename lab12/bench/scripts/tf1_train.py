# One training step: cells in a MultiRNNCell, dynamic_rnn, a softmax over the classes at
# each step, Adam. TensorFlow 1.x.
#
# python tf1_train.py BATCH TIME CLASSES HIDDEN [LAYERS [lstm|gru|rnn]]
import sys

import blocks
import numpy as np
import tensorflow as tf

at_start = blocks.memory()
batch, time, classes, hidden = [int(number) for number in sys.argv[1:5]]
layers = int(sys.argv[5]) if len(sys.argv) > 5 else 2
kind = sys.argv[6] if len(sys.argv) > 6 else "lstm"

tf.set_random_seed(777)
random = np.random.RandomState(777)
x_data = random.randn(batch, time, classes).astype("float32")
y_data = random.randint(0, classes, (batch, time))

X = tf.placeholder(tf.float32, [None, time, classes])
Y = tf.placeholder(tf.int32, [None, time])
kinds = {
    "lstm": tf.nn.rnn_cell.BasicLSTMCell,
    "gru": tf.nn.rnn_cell.GRUCell,
    "rnn": tf.nn.rnn_cell.BasicRNNCell,
}
cells = tf.nn.rnn_cell.MultiRNNCell([kinds[kind](hidden) for _ in range(layers)])
outputs, _ = tf.nn.dynamic_rnn(cells, X, dtype=tf.float32)
logits = tf.layers.dense(outputs, classes)
losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=Y, logits=logits)
loss = tf.reduce_mean(losses)
train = tf.train.AdamOptimizer(0.01).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    feed = {X: x_data, Y: y_data}
    blocks.serve(blocks.timed(lambda: sess.run([train, loss], feed)), at_start)
