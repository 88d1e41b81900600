# TensorFlow 1.x
import tensorflow as tf

x = tf.constant([[1.0], [3.0]])
y = tf.layers.batch_normalization(x, training=True)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(y).round(3).tolist())

# Keras 3
import keras
import numpy as np

x = np.array([[1.0], [3.0]], "float32")
y = keras.layers.BatchNormalization()(x, training=True)
print(np.asarray(y).round(3).tolist())
