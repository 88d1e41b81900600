# TensorFlow 1.x
import tensorflow as tf

cells = [tf.contrib.rnn.BasicLSTMCell(units) for units in (4, 6)]
stacked = tf.contrib.rnn.MultiRNNCell(cells)
outputs, states = tf.nn.dynamic_rnn(stacked, tf.ones([2, 5, 3]), dtype=tf.float32)
print(outputs.shape, len(states))

# Keras 3
import keras
import numpy as np

cells = [keras.layers.LSTMCell(units) for units in (4, 6)]
stacked = keras.layers.RNN(cells, return_sequences=True, return_state=True)
outputs, *states = stacked(np.ones([2, 5, 3], "float32"))
print(outputs.shape, len(states))
