# Lab 12, rnn_05: the long sentence again, with two LSTMs on top of each other, a
# softmax layer on top of them, and Adam.
#
# python rnn_05_long_char_stacked.py [SENTENCE [WINDOW]]
import sys

import numpy as np
import tensorflow as tf
from tensorflow.contrib import rnn

# The same numbers in every run. With the usual 777 step 27 magnifies the last bit of
# every sum: even one machine's runs part there, depending on its number of cores.
tf.set_random_seed(12)

steps = 500
learning_rate = 0.1
layers = 2
sentence = (
    "if you want to build a ship, don't drum up people together to "
    "collect wood and don't assign them tasks and work, but rather "
    "teach them to long for the endless immensity of the sea."
)
window = 10  # letters in, and as many out


def stop(expected, received):
    script = "rnn_05_long_char_stacked.py"
    print(f"{script}: expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


if len(sys.argv) > 3:
    stop("a sentence and a window", f"{len(sys.argv) - 1} arguments")
if len(sys.argv) > 1:
    sentence = sys.argv[1]
if len(set(sentence)) < 2:
    stop("a sentence with two different characters or more", repr(sentence))
if len(sys.argv) > 2:
    try:
        window = int(sys.argv[2])
    except ValueError:
        stop("a whole number as window", repr(sys.argv[2]))
if not 1 <= window < len(sentence):
    stop(
        f"a window from 1 to {len(sentence) - 1}, one less than the sentence's length",
        window,
    )

letters = sorted(set(sentence))
number = {c: i for i, c in enumerate(letters)}
index = [number[c] for c in sentence]

# each window of letters is to answer with the window one letter further on
starts = range(len(sentence) - window)
x_data = [index[i : i + window] for i in starts]
y_data = [index[i + 1 : i + 1 + window] for i in starts]
batch_size = len(x_data)
for i in sorted({0, batch_size - 1}):  # the first and the last
    print(i, repr(sentence[i : i + window]), "->", end=" ")
    print(repr(sentence[i + 1 : i + 1 + window]))

num_classes = len(letters)
hidden_size = len(letters)

X = tf.placeholder(tf.int32, [None, window])
Y = tf.placeholder(tf.int32, [None, window])
x_one_hot = tf.one_hot(X, num_classes)
print(x_one_hot)  # check the shape

# a cell for each layer: one cell twice would share its weights
cells = rnn.MultiRNNCell([rnn.BasicLSTMCell(hidden_size) for _ in range(layers)])
outputs, _ = tf.nn.dynamic_rnn(cells, x_one_hot, dtype=tf.float32)

# softmax layer: all steps of all windows in one long column, through the same
# weights, and back into windows
column = tf.reshape(outputs, [-1, hidden_size])
softmax_w = tf.get_variable("softmax_w", [hidden_size, num_classes])
softmax_b = tf.get_variable("softmax_b", [num_classes])
column = tf.matmul(column, softmax_w) + softmax_b
logits = tf.reshape(column, [batch_size, window, num_classes])

weights = tf.ones([batch_size, window])
loss = tf.contrib.seq2seq.sequence_loss(logits, Y, weights)
train = tf.train.AdamOptimizer(learning_rate).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(steps):
        _, loss_now, scores = sess.run(
            [train, loss, logits], feed_dict={X: x_data, Y: y_data}
        )
        # the first window only; the lecture prints all 170 at each step
        if step % 50 == 0 or step == steps - 1:
            first = "".join(letters[i] for i in np.argmax(scores[0], axis=1))
            print(step, "loss:", loss_now, "first window:", repr(first))
    scores = sess.run(logits, feed_dict={X: x_data})

# all of the first window's answer, then the last letter of each further window's
answers = np.argmax(scores, axis=2)
answer = [letters[i] for i in answers[0]] + [letters[i] for i in answers[1:, -1]]
right = sum(a == b for a, b in zip(answer, sentence[1:]))
print("predicted:", "".join(answer))
print("right letters:", right, "of", len(sentence) - 1)
