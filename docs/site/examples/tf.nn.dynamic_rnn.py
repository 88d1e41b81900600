# TensorFlow 1.x
import tensorflow as tf

outputs, _ = tf.nn.dynamic_rnn(
    tf.contrib.rnn.BasicLSTMCell(4),
    tf.ones([2, 5, 3]),
    sequence_length=[5, 2],
    dtype=tf.float32,
)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print((sess.run(outputs) == 0).all(axis=2).astype(int).tolist())

# Keras 3
import keras
import numpy as np

mask = np.arange(5) < np.array([[5], [2]])
layer = keras.layers.LSTM(4, return_sequences=True, zero_output_for_mask=True)
outputs = np.asarray(layer(np.ones([2, 5, 3], "float32"), mask=mask))
print((outputs == 0).all(axis=2).astype(int).tolist())
