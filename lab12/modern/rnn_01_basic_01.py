"""Lab 12, rnn_01: one LSTM node. Four numbers go in, two come out.

Changes from TensorFlow 1.x:
- cell + dynamic_rnn -> one layer, keras.layers.LSTM, in a model.
- No graph, no Session, no variables to initialize: predict() returns arrays.
- return_sequences=True: dynamic_rnn always returned the outputs of all steps.
- return_state=True hands out h and c, in this order; LSTMStateTuple was (c, h).
- The weights start elsewhere: Keras draws the recurrent kernel as an orthogonal
  matrix, and the gates lie in the order i, f, c, o instead of i, j, f, o.
- forget_bias=1 was added in each run; Keras stores it in the bias.
"""

import keras
import numpy as np

keras.utils.set_random_seed(777)

hidden_size = 2  # numbers that come out

# one word of one letter: h, one-hot over h, e, l, o
x_data = np.array([[[1, 0, 0, 0]]], dtype="float32")
print("input shape:", x_data.shape)

letters = keras.Input(x_data.shape[1:])
lstm = keras.layers.LSTM(hidden_size, return_sequences=True, return_state=True)
model = keras.Model(letters, lstm(letters))

out, h, c = model.predict(x_data, verbose=0)

print("output shape:", out.shape)
print(out)
print("last state, c:", c, "h:", h)
