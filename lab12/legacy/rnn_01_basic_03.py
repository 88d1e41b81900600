# Lab 12, rnn_01: a batch. Three words go through the same cell at once.
import numpy as np
import tensorflow as tf

tf.set_random_seed(777)  # the same numbers in every run

hidden_size = 2
letter = {
    "h": [1, 0, 0, 0],
    "e": [0, 1, 0, 0],
    "l": [0, 0, 1, 0],
    "o": [0, 0, 0, 1],
}
words = ["hello", "eolll", "lleel"]

x_data = np.array([[letter[c] for c in word] for word in words], dtype=np.float32)
print("input shape:", x_data.shape)  # [batch, time, one-hot]

cell = tf.contrib.rnn.BasicLSTMCell(num_units=hidden_size)
outputs, state = tf.nn.dynamic_rnn(cell, x_data, dtype=tf.float32)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    out, last = sess.run([outputs, state])

print("output shape:", out.shape)
for word, rows in zip(words, out):
    print(word)
    print(rows)
print("last states, c:")
print(last.c)
print("last states, h:")
print(last.h)
