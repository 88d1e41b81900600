# Lab 12, rnn_01: one LSTM node. Four numbers go in, two come out.
import numpy as np
import tensorflow as tf

tf.set_random_seed(777)  # the same numbers in every run

hidden_size = 2  # numbers that come out

# one word of one letter: h, one-hot over h, e, l, o
x_data = np.array([[[1, 0, 0, 0]]], dtype=np.float32)
print("input shape:", x_data.shape)

# first the cell, then the loop that drives it over the input
cell = tf.contrib.rnn.BasicLSTMCell(num_units=hidden_size)
outputs, state = tf.nn.dynamic_rnn(cell, x_data, dtype=tf.float32)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    out, last = sess.run([outputs, state])

print("output shape:", out.shape)
print(out)
print("last state, c:", last.c, "h:", last.h)
