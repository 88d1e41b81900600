"""Lab 12, rnn_03: the same for any text; letters, sizes and lengths follow from it.

    python rnn_03_char_sequence.py [TEXT]

Changes from TensorFlow 1.x:
- Placeholders, Session and feed_dict -> a model, compile() and fit().
- A Session.run for each step -> epochs of 100 steps: of an epoch fit() tells the mean
  loss, and a callback is asked after each.
- tf.one_hot in the graph -> rows of np.eye before it.
- sequence_loss with weights of 1 -> SparseCategoricalCrossentropy(from_logits=True).
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras.
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import sys

import keras
import numpy as np

# Not 777: from about one start in ten, and from that one, a letter stays wrong. Scores
# between -1 and 1 cannot punish a wrong letter much.
keras.utils.set_random_seed(3)

epochs = 30  # of 100 steps each
learning_rate = 0.1


def stop(expected, received):
    script = "rnn_03_char_sequence.py"
    print(f"{script}: expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


if len(sys.argv) > 2:
    stop("one text (in quotes)", f"{len(sys.argv) - 1} arguments")
text = sys.argv[1] if len(sys.argv) > 1 else "if you want you"
if len(set(text)) < 2:
    stop("a text with two different characters or more", repr(text))

# sorted: the order of a set changes from run to run, and the results with it
letters = sorted(set(text))
number = {c: i for i, c in enumerate(letters)}
index = [number[c] for c in text]

sequence_length = len(text) - 1
num_classes = len(letters)
hidden_size = len(letters)  # the outputs are the scores of the letters

# all letters but the last, one-hot; the letter that follows each
x_data = np.eye(num_classes, dtype="float32")[np.newaxis, index[:-1]]
y_data = np.array([index[1:]])

model = keras.Sequential(
    [
        keras.Input([sequence_length, num_classes]),
        keras.layers.LSTM(hidden_size, return_sequences=True),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate, epsilon=1e-8),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)


def answer_text():
    """What the model answers now."""
    scores = model.predict(x_data, verbose=0)  # [1, time, letters]
    return "".join(letters[i] for i in scores[0].argmax(axis=-1))


def show(epoch, logs):
    told = f"loss: {logs['loss']:.7f} prediction: {answer_text()}"
    print("step", 100 * (epoch + 1), told)


# an epoch: the same text a hundred times, a step each
model.fit(
    np.repeat(x_data, 100, axis=0),
    np.repeat(y_data, 100, axis=0),
    batch_size=1,
    epochs=epochs,
    verbose=0,
    callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=show)],
)

print("to learn:", text[:-1], "->", text[1:])
print("predicted:", answer_text())
