# Lab 12, rnn_01: words of different lengths (dynamic RNN), and why padding
# must not count in the loss.
#
# python rnn_01_basic_04_dynamic.py [LENGTH LENGTH LENGTH]
import sys

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
steps = 5


def stop(expected, received):
    script = "rnn_01_basic_04_dynamic.py"
    print(f"{script}: expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


lengths = [5, 3, 4]
if len(sys.argv) > 1:
    if len(sys.argv) != 1 + len(words):
        stop("3 lengths, one for each word", len(sys.argv) - 1)
    for i, text in enumerate(sys.argv[1:]):
        try:
            lengths[i] = int(text)
        except ValueError:
            stop("whole numbers as lengths", repr(text))
        if not 0 <= lengths[i] <= steps:
            stop("lengths from 0 to 5, the letters in a word", lengths[i])

x_data = np.array([[letter[c] for c in word] for word in words], dtype=np.float32)
print("input shape:", x_data.shape, "lengths:", lengths)

cell = tf.contrib.rnn.BasicLSTMCell(num_units=hidden_size)
outputs, state = tf.nn.dynamic_rnn(
    cell, x_data, sequence_length=lengths, dtype=tf.float32
)

# The two outputs serve as logits of two classes: is the letter a vowel? Past a
# word's end the outputs are zeros, so each padded step puts log(2) = 0.693147
# into a loss that weighs all steps alike, whatever the cell has learned.
vowels = tf.constant([[int(c in "eo") for c in word] for word in words])
every_step = tf.ones([len(words), steps])
real_steps = tf.sequence_mask(lengths, steps, dtype=tf.float32)
loss_every_step = tf.contrib.seq2seq.sequence_loss(outputs, vowels, every_step)
loss_real_steps = tf.contrib.seq2seq.sequence_loss(outputs, vowels, real_steps)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    out, last = sess.run([outputs, state])
    padded, masked = sess.run([loss_every_step, loss_real_steps])

print("output shape:", out.shape)
for word, length, rows in zip(words, lengths, out):
    print(word, "length", length)
    print(rows)

# the state is that of each word's last real step, so h is the output there
print("last states, h:")
print(last.h)
for i, length in enumerate(lengths):
    real = out[i, length - 1] if length else np.zeros(hidden_size, np.float32)
    print("output at the last real step of", words[i], real, (real == last.h[i]).all())
zeros = [not out[i, length:].any() for i, length in enumerate(lengths)]
print("all outputs past the lengths are 0.0:", all(zeros))

print(f"loss, padding counted: {padded:.6f}   padding left out: {masked:.6f}")
