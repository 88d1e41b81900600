# TensorFlow 1.x
import tensorflow as tf

ones = tf.ones_initializer()
y = tf.contrib.layers.fully_connected(
    tf.constant([[1.0, 2.0], [-1.0, -2.0]]), 3, weights_initializer=ones
)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(y).tolist())

# Keras 3
import keras
import numpy as np

layer = keras.layers.Dense(3, activation="relu", kernel_initializer="ones")
print(np.asarray(layer(np.array([[1.0, 2.0], [-1.0, -2.0]], "float32"))).tolist())
