# TensorFlow 1.x
import numpy as np
import tensorflow as tf

x = tf.constant(np.ones([2, 5, 3]), tf.float32)
cell = tf.contrib.rnn.BasicLSTMCell(4)
outputs, state = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
print(outputs.shape, state.c.shape, state.h.shape)

# Keras 3
import keras
import numpy as np

x = np.ones([2, 5, 3], "float32")
layer = keras.layers.LSTM(4, return_sequences=True, return_state=True)
outputs, h, c = layer(x)
print(outputs.shape, c.shape, h.shape)
