# TensorFlow 1.x
import tensorflow as tf

cell = tf.contrib.rnn.LSTMCell(4, initializer=tf.zeros_initializer())
outputs, state = tf.nn.dynamic_rnn(cell, tf.ones([2, 5, 3]), dtype=tf.float32)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(outputs.shape, float(sess.run(outputs).sum()))

# Keras 3
import keras
import numpy as np

layer = keras.layers.LSTM(
    4,
    return_sequences=True,
    kernel_initializer="zeros",
    recurrent_initializer="zeros",
)
outputs = layer(np.ones([2, 5, 3], "float32"))
print(outputs.shape, float(np.sum(outputs)))
