# TensorFlow 1.x
import tensorflow as tf

tiled = tf.contrib.seq2seq.tile_batch(tf.constant([[1, 2], [3, 4]]), 2)
with tf.Session() as sess:
    print(sess.run(tiled).tolist())

# Keras 3
import keras
import numpy as np

tiled = keras.ops.repeat(np.array([[1, 2], [3, 4]]), 2, axis=0)
print(np.asarray(tiled).tolist())
