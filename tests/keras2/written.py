"""Writes .h5 files (`written.py write FOLDER`), or loads them and compares (`read`)."""

import sys

import keras
import numpy as np
from keras.layers import GRU, LSTM, BatchNormalization, Bidirectional, Dense
from keras.layers import Dropout, Embedding
from keras.models import Sequential

what, folder = sys.argv[1:]
x = np.arange(24).reshape(4, 6) % 11
if what == "write":
    np.random.seed(2)
    model = Sequential()
    model.add(Embedding(11, 4, input_length=6, mask_zero=True, name="words"))
    model.add(Bidirectional(LSTM(3, return_sequences=True), name="both"))
    model.add(Dropout(0.2, name="drop"))
    model.add(GRU(5, return_sequences=True, name="gru"))
    model.add(LSTM(4, name="lstm"))
    model.add(BatchNormalization(name="norm"))
    model.add(Dense(3, activation="softmax", name="out"))
    model.compile("adam", "categorical_crossentropy", metrics=["acc"])
    model.train_on_batch(x, np.eye(3)[[0, 1, 2, 0]])
    model.save(folder + "/model.h5")
    model.save_weights(folder + "/weights.h5")
    np.save(folder + "/predicted.npy", model.predict(x))
else:
    expected = np.load(folder + "/predicted.npy")
    model = keras.models.load_model(folder + "/model.h5")
    np.testing.assert_allclose(model.predict(x), expected, atol=1e-6)
    rebuilt = keras.models.model_from_json(model.to_json())
    rebuilt.load_weights(folder + "/weights.h5")
    np.testing.assert_allclose(rebuilt.predict(x), expected, atol=1e-6)
    print("the same")
