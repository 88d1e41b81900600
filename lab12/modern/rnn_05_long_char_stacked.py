"""Lab 12, rnn_05: the long sentence again, with two LSTMs on top of each other, a
softmax layer on top of them, and Adam.

    python rnn_05_long_char_stacked.py [SENTENCE [WINDOW]]

Changes from TensorFlow 1.x:
- Placeholders, Session and feed_dict -> a model, and a GradientTape in a tf.function
  that makes many steps in one call: fit() with an epoch for each takes several times
  as long.
- MultiRNNCell -> one LSTM layer after the other; each returns its whole sequence.
- reshape, matmul, reshape -> Dense, which works on the last axis of any shape.
- Dense starts its bias at zero; get_variable drew softmax_b at random, as any
  variable without an initializer.
- tf.one_hot in the graph -> rows of np.eye before it; the windows come from NumPy's
  sliding_window_view.
- sequence_loss with weights of 1 -> SparseCategoricalCrossentropy(from_logits=True).
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras.
- The first window that is printed is answered after the step's update; the Session
  fetched it from before.
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import sys

import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(777)

steps = 500
learning_rate = 0.1
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
index = np.array([number[c] for c in sentence])

# each window of letters is to answer with the window one letter further on
windows = np.lib.stride_tricks.sliding_window_view(index, window)
num_classes = len(letters)
x_data = np.eye(num_classes, dtype="float32")[windows[:-1]]  # one-hot
y_data = windows[1:].copy()  # the windows overlap in memory; a copy lies on its own
for i in sorted({0, len(x_data) - 1}):  # the first and the last
    print(i, repr(sentence[i : i + window]), "->", end=" ")
    print(repr(sentence[i + 1 : i + 1 + window]))
print("one-hot:", x_data.shape)  # check the shape

hidden_size = len(letters)

model = keras.Sequential(
    [
        keras.Input([window, num_classes]),
        keras.layers.LSTM(hidden_size, return_sequences=True, unroll=True),
        keras.layers.LSTM(hidden_size, return_sequences=True, unroll=True),
        keras.layers.Dense(num_classes),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate, epsilon=1e-8),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)


@tf.function
def train(count):
    """Make so many steps; the loss before the last one."""
    loss = 0.0
    for _ in tf.range(count):
        with tf.GradientTape() as tape:
            loss = model.compute_loss(y=y_data, y_pred=model(x_data))
        gradients = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply(gradients, model.trainable_variables)
    return loss


done = 0
for step in [*range(0, steps, 50), steps - 1]:  # those to print
    loss_now = train(tf.constant(step + 1 - done))
    done = step + 1
    scores = model.predict_on_batch(x_data[:1])
    first = "".join(letters[i] for i in scores[0].argmax(axis=-1))
    print(step, f"loss: {loss_now:.7f}", "first window:", repr(first))

# all of the first window's answer, then the last letter of each further window's
answers = model.predict(x_data, batch_size=len(x_data), verbose=0).argmax(axis=-1)
answer = [letters[i] for i in answers[0]] + [letters[i] for i in answers[1:, -1]]
right = sum(a == b for a, b in zip(answer, sentence[1:], strict=True))
print("predicted:", "".join(answer))
print("right letters:", right, "of", len(sentence) - 1)
