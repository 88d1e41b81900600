"""Saves a model (`saved.py write FOLDER`), or loads it and compares (`read FOLDER`)."""

import sys

import numpy as np
from keras.layers import GRU, LSTM, BatchNormalization, Bidirectional, Dense, Embedding
from keras.models import Sequential, load_model
from keras.regularizers import l2

what, folder = sys.argv[1:]
path = folder + "/keras2_model.h5"
x = np.arange(24).reshape(4, 6) % 11
y = np.eye(3)[[0, 1, 2, 0]]
if what == "write":
    np.random.seed(5)
    model = Sequential()
    model.add(Embedding(11, 4, input_length=6, mask_zero=True))
    model.add(
        Bidirectional(LSTM(3, return_sequences=True, kernel_regularizer=l2(0.01)))
    )
    model.add(GRU(5, recurrent_activation="hard_sigmoid"))
    model.add(BatchNormalization())
    model.add(Dense(3, activation="softmax"))
    model.compile("rmsprop", "categorical_crossentropy", metrics=["acc"])
    model.fit(x, y, epochs=3, verbose=0)
    model.save(path)
    weights = model.get_weights()
    values = [model.predict(x), np.array(model.evaluate(x, y, verbose=0))]
    values.append(np.array(model.train_on_batch(x, y)[0]))
    values.append(model.predict(x))
    np.savez(folder + "/keras2_model.npz", *(weights + values))
else:
    with np.load(folder + "/keras2_model.npz") as kept:
        kept = [kept["arr_%d" % number] for number in range(len(kept.files))]
    model = load_model(path)
    weights = model.get_weights()
    assert all(np.array_equal(*pair) for pair in zip(weights, kept)), "weights"
    values = [model.predict(x), np.array(model.evaluate(x, y, verbose=0))]
    values.append(np.array(model.train_on_batch(x, y)[0]))
    values.append(model.predict(x))
    for ours, theirs in zip(values, kept[len(weights) :]):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)
    print("the same")
