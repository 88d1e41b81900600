# TensorFlow 1.x
import tensorflow as tf

y = tf.layers.dense(
    tf.constant([[1.0, 2.0]]), 2, kernel_initializer=tf.ones_initializer()
)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(y).tolist())

# Keras 3
import keras
import numpy as np

layer = keras.layers.Dense(2, kernel_initializer="ones")
print(np.asarray(layer(np.array([[1.0, 2.0]], "float32"))).tolist())
