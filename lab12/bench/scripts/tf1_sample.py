# A network writes a text, each letter the likeliest one. TensorFlow 1.x.
#
# python tf1_sample.py loop|read|write LENGTH CLASSES HIDDEN LAYERS
#
# loop: one letter a step; letter and state come out of sess.run and go in again
# read: one step is one forward run of dynamic_rnn over LENGTH letters
# write: one step is a while loop in the graph that writes LENGTH letters
import sys

import blocks
import numpy as np
import tensorflow as tf

at_start = blocks.memory()
way = sys.argv[1]
length, classes, hidden, layers = [int(number) for number in sys.argv[2:6]]

tf.set_random_seed(777)
X = tf.placeholder(tf.int32, [None, None])
cells = tf.nn.rnn_cell.MultiRNNCell(
    [tf.nn.rnn_cell.BasicLSTMCell(hidden) for _ in range(layers)]
)
start_state = cells.zero_state(tf.shape(X)[0], tf.float32)
dense = tf.layers.Dense(classes)


def letter_by_letter():
    def body(i, letter, state, written):
        outputs, state = cells(tf.one_hot(letter, classes), state)
        letter = tf.argmax(dense(outputs), axis=1, output_type=tf.int32)
        return i + 1, letter, state, written.write(i, letter)

    written = tf.TensorArray(tf.int32, length)
    start = (0, X[:, 0], start_state, written)
    return tf.while_loop(lambda i, *_: i < length, body, start)[-1].stack()


if way == "write":
    written = letter_by_letter()
else:
    outputs, end_state = tf.nn.dynamic_rnn(
        cells, tf.one_hot(X, classes), initial_state=start_state
    )
    logits = dense(outputs)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    letters = np.random.RandomState(777).randint(0, classes, (1, length))
    letter, state = [[0]], sess.run(start_state, {X: [[0]]})

    def one_letter():
        global letter, state
        feed = {X: letter, start_state: state}
        scores, state = sess.run([logits, end_state], feed)
        letter = [[int(np.argmax(scores[0, -1]))]]

    steps = {
        "loop": one_letter,
        "read": lambda: sess.run(logits, {X: letters}),
        "write": lambda: sess.run(written, {X: [[0]]}),
    }
    blocks.serve(blocks.timed(steps[way]), at_start)
