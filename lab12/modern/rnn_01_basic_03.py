"""Lab 12, rnn_01: a batch. Three words go through the same layer at once.

Changes from TensorFlow 1.x:
- cell + dynamic_rnn -> one layer, keras.layers.LSTM, in a model.
- No graph, no Session, no variables to initialize: predict() returns arrays.
- return_sequences=True: dynamic_rnn always returned the outputs of all steps.
- return_state=True hands out h and c, in this order; LSTMStateTuple was (c, h).
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import keras
import numpy as np

keras.utils.set_random_seed(777)

hidden_size = 2
one_hot = dict(zip("helo", np.eye(4), strict=True))
words = ["hello", "eolll", "lleel"]

x_data = np.array([[one_hot[c] for c in word] for word in words], dtype="float32")
print("input shape:", x_data.shape)  # [batch, time, one-hot]

letters = keras.Input(x_data.shape[1:])
lstm = keras.layers.LSTM(hidden_size, return_sequences=True, return_state=True)
model = keras.Model(letters, lstm(letters))

out, h, c = model.predict(x_data, verbose=0)

print("output shape:", out.shape)
for word, rows in zip(words, out, strict=True):
    print(word)
    print(rows)
print("last states, c:")
print(c)
print("last states, h:")
print(h)
