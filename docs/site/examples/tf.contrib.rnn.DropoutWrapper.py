# TensorFlow 1.x
import tensorflow as tf

keep = tf.placeholder_with_default(1.0, [])
cell = tf.contrib.rnn.DropoutWrapper(
    tf.contrib.rnn.BasicLSTMCell(4), output_keep_prob=keep
)
outputs, _ = tf.nn.dynamic_rnn(cell, tf.ones([2, 5, 3]), dtype=tf.float32)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print((sess.run(outputs) == 0).any(), (sess.run(outputs, {keep: 0.01}) == 0).any())

# Keras 3
import keras
import numpy as np

model = keras.Sequential(
    [keras.layers.LSTM(4, return_sequences=True), keras.layers.Dropout(1 - 0.01)]
)
x = np.ones([2, 5, 3], "float32")
print(
    (np.asarray(model(x)) == 0).any(), (np.asarray(model(x, training=True)) == 0).any()
)
