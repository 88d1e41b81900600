# learn to give back the last number of a sequence
import numpy as np
from keras.layers import LSTM, Dense
from keras.models import Sequential
from keras.optimizers import Adam

np.random.seed(7)
X = np.random.rand(40, 5, 1)
y = X[:, -1, 0]
model = Sequential()
model.add(LSTM(8, input_shape=(5, 1)))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer=Adam(lr=0.01))
before = model.predict(X)
history = model.fit(X, y, epochs=4, batch_size=8, verbose=0)
after = model.predict(X)
