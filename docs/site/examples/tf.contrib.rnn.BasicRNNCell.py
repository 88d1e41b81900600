# TensorFlow 1.x
import tensorflow as tf

cell = tf.contrib.rnn.BasicRNNCell(4)
outputs, state = tf.nn.dynamic_rnn(cell, tf.ones([2, 5, 3]), dtype=tf.float32)
print(outputs.shape, state.shape)

# Keras 3
import keras
import numpy as np

layer = keras.layers.SimpleRNN(4, return_sequences=True, return_state=True)
outputs, state = layer(np.ones([2, 5, 3], "float32"))
print(outputs.shape, state.shape)
