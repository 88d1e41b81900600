"""Lab 12, rnn_05: the long sentence again, with two LSTMs on top of each other, a
softmax layer on top of them, and Adam.

    python rnn_05_long_char_stacked.py [SENTENCE [WINDOW]]

Changes from TensorFlow 1.x:
- Placeholders, Session and feed_dict -> a model, compile() and fit().
- A Session.run for each step -> epochs of 50 steps: of an epoch fit() tells the mean
  loss, and a callback is asked after each.
- MultiRNNCell -> one LSTM layer after the other; each returns its whole sequence.
- reshape, matmul, reshape -> Dense, which works on the last axis of any shape.
- Dense starts its bias at zero; get_variable drew softmax_b at random, as any
  variable without an initializer.
- tf.one_hot in the graph -> rows of np.eye before it; the windows come from NumPy's
  sliding_window_view.
- sequence_loss with weights of 1 -> SparseCategoricalCrossentropy(from_logits=True).
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras.
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import sys

import keras
import numpy as np

keras.utils.set_random_seed(777)

epochs = 10  # of 50 steps each
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
y_data = windows[1:]
for i in sorted({0, len(x_data) - 1}):  # the first and the last
    print(i, repr(sentence[i : i + window]), "->", end=" ")
    print(repr(sentence[i + 1 : i + 1 + window]))
print("one-hot:", x_data.shape)  # check the shape

hidden_size = len(letters)

model = keras.Sequential(
    [
        keras.Input([window, num_classes]),
        keras.layers.LSTM(hidden_size, return_sequences=True),
        keras.layers.LSTM(hidden_size, return_sequences=True),
        keras.layers.Dense(num_classes),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate, epsilon=1e-8),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)


def show(epoch, logs):
    scores = model.predict(x_data[:1], verbose=0)
    first = "".join(letters[i] for i in scores[0].argmax(axis=-1))
    print("step", 50 * (epoch + 1), end=" ")
    print(f"loss: {logs['loss']:.7f} first window: {first!r}")


# an epoch: all windows fifty times, a step for all of them at once
model.fit(
    np.tile(x_data, [50, 1, 1]),
    np.tile(y_data, [50, 1]),
    batch_size=len(x_data),
    epochs=epochs,
    shuffle=False,
    verbose=0,
    callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=show)],
)

# all of the first window's answer, then the last letter of each further window's
answers = model.predict(x_data, batch_size=len(x_data), verbose=0).argmax(axis=-1)
answer = [letters[i] for i in answers[0]] + [letters[i] for i in answers[1:, -1]]
right = sum(a == b for a, b in zip(answer, sentence[1:], strict=True))
print("predicted:", "".join(answer))
print("right letters:", right, "of", len(sentence) - 1)
