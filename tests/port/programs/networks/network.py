"""A small network, which a script beside it trains."""

import tensorflow as tf


class Network(object):
    def __init__(self, n_in, sess=tf.Session()):
        self.sess = sess
        self.X = tf.placeholder(tf.float32, [None, None, n_in])
        self.Y = tf.placeholder(tf.int32, [None])
        self.rate = tf.placeholder(tf.float32)
        self._pointer = self.X
        self.add_cell()
        self.add_loss()

    def add_cell(self):
        cell = tf.nn.rnn_cell.GRUCell(6)
        self.start = cell.zero_state(tf.shape(self.X)[0], tf.float32)
        self._pointer, self.end = tf.nn.dynamic_rnn(
            cell, self._pointer, initial_state=self.start
        )

    def add_loss(self):
        self.logits = tf.layers.dense(self.end, 2)
        self.loss = tf.losses.sparse_softmax_cross_entropy(self.Y, self.logits)
        optimizer = tf.train.GradientDescentOptimizer(self.rate)
        pairs = optimizer.compute_gradients(self.loss)
        pairs = [(tf.clip_by_value(g, -0.1, 0.1), v) for g, v in pairs]
        self.step = optimizer.apply_gradients(pairs)

    def train(self, session, x, y, rate, state=None):
        feed = {self.X: x, self.Y: y, self.rate: rate}
        if state is not None:
            _, loss = session.run(
                [self.step, self.loss],
                {self.X: x, self.Y: y, self.rate: rate, self.start: state},
            )
        elif rate > 1:
            raise ValueError("a rate below 1")
        else:
            _, loss = session.run([self.step, self.loss], feed)
        return loss

    def classes(self, session, x):
        return session.run(tf.argmax(self.logits, 1), {self.X: x})
