"""Flags, summaries and numbered checkpoints around a small network, with RMSProp."""

import os
import tempfile

import numpy as np
import tensorflow as tf

flags = tf.app.flags
flags.DEFINE_integer("units", 5, "how many")
flags.DEFINE_float("rate", 0.01, "of learning, 1% of it")
flags.DEFINE_boolean("loud", False, 'print "more"')
FLAGS = flags.FLAGS


class Config(object):
    start = 0.3


def main(_):
    tf.set_random_seed(2)
    random = np.random.RandomState(2)
    data = random.normal(size=[30, 6, 3]).astype(np.float32)
    folder = tempfile.mkdtemp()
    with tf.Graph().as_default():
        x = tf.placeholder(tf.float32, [None, None, 3], name="x")
        size = tf.shape(x)[0]
        v = tf.get_variable("v", [FLAGS.units], tf.float32)
        ones = tf.constant(Config.start, shape=[FLAGS.units])
        scale = tf.Variable(ones, name="scale")
        cell = tf.nn.rnn_cell.BasicRNNCell(FLAGS.units)
        outputs, last = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
        query = tf.layers.dense(last, FLAGS.units, name="query")
        keys = tf.layers.dense(outputs, FLAGS.units, name="keys")
        marks = tf.reduce_sum(v * tf.tanh(keys + tf.expand_dims(query, 1)), [2])
        weights = tf.nn.softmax(marks)
        mixed = tf.reduce_sum(outputs * tf.expand_dims(weights, 2), 1) * scale
        sums = tf.reduce_sum(x[:, :, 0], axis=1, keepdims=True)
        told = tf.layers.dense(mixed, 1, name="told")
        loss = tf.reduce_sum(tf.square(told - sums)) / tf.cast(size, tf.float32)
        tf.summary.scalar("loss", loss)
        merged = tf.summary.merge_all()
        train = tf.train.RMSPropOptimizer(FLAGS.rate, momentum=0.5).minimize(loss)
        saver = tf.train.Saver(tf.global_variables())
        with tf.Session() as sess:
            writer = tf.summary.FileWriter(folder, sess.graph)
            sess.run(tf.global_variables_initializer())
            for step in range(8):
                rows = data[step % 3 * 10 :][:10]
                _, loss_now, said = sess.run([train, loss, merged], {x: rows})
                writer.add_summary(said, step)
                if FLAGS.loud or step % 4 == 3:
                    print(step, loss_now)
                    saver.save(sess, os.path.join(folder, "model"), global_step=step)
            writer.close()
            print(sess.run(weights, {x: data[:2]}).sum(axis=1))
            saver.restore(sess, tf.train.latest_checkpoint(folder))


if __name__ == "__main__":
    tf.app.run()
