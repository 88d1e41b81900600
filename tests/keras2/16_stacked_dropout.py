# three layers of LSTM with dropout between, weights for the classes
import numpy as np
from keras.layers import (
    LSTM,
    Dense,
    Dropout,
    GaussianNoise,
    SpatialDropout1D,
    Embedding,
)
from keras.models import Sequential

np.random.seed(21)
X = np.random.rand(24, 6, 1)
y = (X.mean(axis=(1, 2)) > 0.5).astype(int)
regressor = Sequential()
regressor.add(LSTM(units=5, return_sequences=True, input_shape=(X.shape[1], 1)))
regressor.add(Dropout(0.2))
regressor.add(LSTM(units=4, return_sequences=True))
regressor.add(GaussianNoise(0.1))
regressor.add(LSTM(units=3))
regressor.add(Dropout(0.5, seed=3))
regressor.add(Dense(units=1, activation="sigmoid"))
regressor.compile(optimizer="adam", loss="binary_crossentropy", metrics=["acc"])
history = regressor.fit(
    X, y, epochs=3, batch_size=6, class_weight={0: 1.0, 1: 3.0}, verbose=0
)
weighted = regressor.fit(
    X, y, epochs=2, batch_size=6, sample_weight=np.linspace(0, 1, 24), verbose=0
)
out = regressor.predict(X)
words = Sequential(
    [Embedding(9, 4, input_length=5), SpatialDropout1D(0.4), LSTM(3), Dense(1)]
)
words.compile("sgd", "mse")
second = words.fit(
    np.arange(45).reshape(9, 5) % 9, np.ones(9), epochs=2, batch_size=3, verbose=0
)
