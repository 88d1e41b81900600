# a stateful LSTM over one long sine, one batch, reset by hand
import numpy as np
from keras.layers import Dense
from keras.layers.recurrent import LSTM
from keras.models import Sequential

np.random.seed(0)
t = np.arange(33)
wave = np.sin(0.3 * t)
x = wave[:-1].reshape(1, 32, 1)
y = wave[1:].reshape(1, 32, 1)
model = Sequential()
model.add(LSTM(6, batch_input_shape=(1, 8, 1), return_sequences=True, stateful=True))
model.add(Dense(1, activation="linear"))
model.compile(loss="mse", optimizer="rmsprop")
losses = []
for epoch in range(2):
    for i in range(4):
        losses.append(
            model.train_on_batch(x[:, 8 * i : 8 * i + 8], y[:, 8 * i : 8 * i + 8])
        )
    model.reset_states()
first = model.predict(x[:, :8])
second = model.predict(x[:, :8])
model.reset_states()
again = model.predict(x[:, :8])
