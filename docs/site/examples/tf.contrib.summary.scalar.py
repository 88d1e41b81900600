# TensorFlow 1.x
import glob
import tempfile

import tensorflow as tf

folder = tempfile.mkdtemp()
tf.train.create_global_step()
writer = tf.contrib.summary.create_file_writer(folder)
with writer.as_default(), tf.contrib.summary.always_record_summaries():
    write = tf.contrib.summary.scalar("loss", 0.5)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(tf.contrib.summary.summary_writer_initializer_op())
        session.run(write)
        session.run(tf.contrib.summary.flush())
(events,) = glob.glob(folder + "/*")
print([v.tag for e in tf.train.summary_iterator(events) for v in e.summary.value])

# Keras 3
import glob
import tempfile

import tensorflow as tf

folder = tempfile.mkdtemp()  # or keras.callbacks.TensorBoard(folder) in fit
with tf.summary.create_file_writer(folder).as_default(step=0):
    tf.summary.write("loss", 0.5)  # tf.summary.scalar, where TensorBoard is
    tf.summary.flush()
(events,) = glob.glob(folder + "/*")
read = tf.compat.v1.train.summary_iterator(events)
print([v.tag for e in read for v in e.summary.value])
