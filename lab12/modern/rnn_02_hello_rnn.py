"""Lab 12, rnn_02: teach an LSTM 'hihello'. It reads 'hihell' and is to answer with
the letter that comes next, 'ihello'.

Changes from TensorFlow 1.x:
- Placeholders, Session and feed_dict -> a model, compile() and fit().
- A Session.run for each step -> epochs of 100 steps: of an epoch fit() tells the mean
  loss, and a callback is asked after each.
- No zero_state: a Keras layer starts from zeros unless it is told otherwise.
- sequence_loss with weights of 1 -> SparseCategoricalCrossentropy(from_logits=True).
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras.
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import keras
import numpy as np

keras.utils.set_random_seed(777)

epochs = 20  # of 100 steps each
learning_rate = 0.1

text = "hihello"
letters = ["h", "i", "e", "l", "o"]
index = [letters.index(c) for c in text]

sequence_length = len(text) - 1  # 6 letters in, 6 letters out
input_dim = len(letters)  # one-hot
hidden_size = len(letters)  # the outputs are the scores of the 5 letters

x_data = np.eye(input_dim, dtype="float32")[np.newaxis, index[:-1]]  # h i h e l l
y_data = np.array([index[1:]])  # i h e l l o

# the LSTM's outputs are the logits: they stay between -1 and 1, so the loss cannot
# come near 0
model = keras.Sequential(
    [
        keras.Input([sequence_length, input_dim]),
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
