# TensorFlow 1.x
import tensorflow as tf

forward, backward = (tf.contrib.rnn.BasicLSTMCell(4) for _ in range(2))
outputs, _ = tf.nn.bidirectional_dynamic_rnn(
    forward, backward, tf.ones([2, 5, 3]), dtype=tf.float32
)
print(tf.concat(outputs, 2).shape)

# Keras 3
import keras
import numpy as np

layer = keras.layers.Bidirectional(keras.layers.LSTM(4, return_sequences=True))
print(layer(np.ones([2, 5, 3], "float32")).shape)
