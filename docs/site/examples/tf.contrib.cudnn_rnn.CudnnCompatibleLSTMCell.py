# TensorFlow 1.x
import tensorflow as tf

cell = tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell(4)
outputs, _ = tf.nn.dynamic_rnn(cell, tf.ones([2, 5, 3]), dtype=tf.float32)
print(outputs.shape)

# Keras 3
import keras
import numpy as np

# no forget bias: the biases start from 0
layer = keras.layers.LSTM(4, unit_forget_bias=False, return_sequences=True)
print(layer(np.ones([2, 5, 3], "float32")).shape)
