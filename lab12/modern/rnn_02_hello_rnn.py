"""Lab 12, rnn_02: teach an LSTM 'hihello'. It reads 'hihell' and is to answer with
the letter that comes next, 'ihello'.

Changes from TensorFlow 1.x:
- Placeholders, Session and feed_dict -> a model, compile() and fit().
- No zero_state: a Keras layer starts from zeros unless it is told otherwise.
- sequence_loss with weights of 1 -> SparseCategoricalCrossentropy(from_logits=True).
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras.
- One step an epoch, so that fit() counts the lecture's steps. The data is a repeating
  tf.data.Dataset: with arrays, fit() makes a new iterator for each epoch, which takes
  many times as long as a step this small.
- A prediction at each step -> the accuracy, which fit() takes from the step's own
  forward pass: accuracy 1 in step k + 1 means that the answer was right after step k.
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(777)

steps = 2000
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
    metrics=["accuracy"],
)


def show(step, logs):
    if step < 20 or step % 100 == 99:
        answer = model.predict_on_batch(x_data).argmax(axis=-1)
        answer_text = "".join(letters[i] for i in answer[0])
        print(step, f"loss: {logs['loss']:.7f}", "prediction:", answer, answer_text)


batch = tf.data.Dataset.from_tensors((x_data, y_data)).repeat()
history = model.fit(
    batch,
    epochs=steps,
    steps_per_epoch=1,
    shuffle=False,
    verbose=0,
    callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=show)],
).history

answer = model.predict(x_data, verbose=0).argmax(axis=-1)
print("to learn:", text[:-1], "->", text[1:])
print("predicted:", "".join(letters[i] for i in answer[0]))
right = history["accuracy"]
first_right = right.index(1.0) - 1 if 1.0 in right else None
print("right for the first time after step:", first_right)
