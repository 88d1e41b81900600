"""The ways of tf1_sample.py in Keras 3.

python keras_sample.py loop|read|write LENGTH CLASSES HIDDEN LAYERS
"""

import sys

import blocks
import keras
import numpy as np
import tensorflow as tf

at_start = blocks.memory()
way = sys.argv[1]
length, classes, hidden, layers = (int(number) for number in sys.argv[2:6])

keras.utils.set_random_seed(777)
cells = [keras.layers.LSTMCell(hidden) for _ in range(layers)]
dense = keras.layers.Dense(classes)
x = keras.Input([None], dtype="int32")
outputs = keras.ops.one_hot(x, classes)
starts: list[keras.KerasTensor] = []
ends: list[keras.KerasTensor] = []
for cell in cells:
    start = [keras.Input([hidden]), keras.Input([hidden])]
    layer = keras.layers.RNN(cell, return_sequences=True, return_state=True)
    if way != "write":  # the LSTM layer itself, which may be faster than its cell
        layer = keras.layers.LSTM(hidden, return_sequences=True, return_state=True)
    outputs, *end = layer(outputs, initial_state=start)
    starts, ends = starts + start, ends + end
model = keras.Model([x, *starts], [dense(outputs), *ends])


@tf.function(reduce_retracing=True)
def forward(x, states):
    logits, *states = model([x, *states])
    return logits, states


@tf.function
def write(letter, states):
    written = tf.TensorArray(tf.int32, length)
    for i in tf.range(length):
        outputs = tf.one_hot(letter, classes)
        after = []
        for cell, state in zip(cells, states, strict=True):
            outputs, state = cell(outputs, state)
            after.append(state)
        states = after
        letter = tf.argmax(dense(outputs), axis=1, output_type=tf.int32)
        written = written.write(i, letter)
    return written.stack()


zeros = [tf.zeros([1, hidden]) for _ in starts]
pairs = [zeros[i : i + 2] for i in range(0, len(zeros), 2)]
letters = tf.constant(np.random.RandomState(777).randint(0, classes, (1, length)))
first = tf.constant([0])
letter, states = 0, zeros


def one_letter():
    global letter, states
    scores, states = forward(tf.constant([[letter]]), states)
    letter = int(np.argmax(scores[0, -1]))


steps = {
    "loop": one_letter,
    "read": lambda: forward(letters, zeros)[0].numpy(),
    "write": lambda: write(first, pairs).numpy(),
}
blocks.serve(blocks.timed(steps[way]), at_start)
