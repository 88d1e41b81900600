# Lab 12, rnn_13: the shapes of the lecture, each with a small task, by Keras 2.
#
# python rnn_13_shapes.py
#
# one to one            two numbers -> their sum and their difference
# one to many           a number -> a wave of that height (RepeatVector)
# many to one           ten numbers -> their mean
# many to many, in step ten numbers -> the mean so far, after each
# the regressor         49 samples of a wave -> the next one
# The fifth shape, many to many with a shift in time, is rnn_13_shapes_attention.py.
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras.layers import LSTM, Dense, RepeatVector, SimpleRNN, TimeDistributed
from keras.models import Sequential
from keras.optimizers import Adam

np.random.seed(777)
tf.set_random_seed(777)  # the same numbers in every run

epochs = 30
random = np.random.RandomState(0)

one_to_one = Sequential()
one_to_one.add(Dense(2, input_shape=(2,)))

one_to_many = Sequential()
one_to_many.add(RepeatVector(8, input_shape=(1,)))
one_to_many.add(LSTM(16, return_sequences=True))
one_to_many.add(TimeDistributed(Dense(1)))

many_to_one = Sequential()
many_to_one.add(LSTM(16, input_shape=(10, 1)))
many_to_one.add(Dense(1))

many_to_many = Sequential()
many_to_many.add(LSTM(16, input_shape=(10, 1), return_sequences=True))
many_to_many.add(TimeDistributed(Dense(1)))

# The lecture compiles this one with loss='categorical_crossentropy', which is for
# classes: for one number it is always 0. A number wants a squared error.
regressor = Sequential()
regressor.add(SimpleRNN(50, input_shape=(49, 1)))
regressor.add(Dense(64, activation="relu"))
regressor.add(Dense(1))

two = random.uniform(-1, 1, [256, 2])
height = random.uniform(-1, 1, [256, 1])
wave = height[:, :, None] * np.sin(np.arange(8) / 8.0 * 2 * np.pi)[None, :, None]
ten = random.uniform(-1, 1, [256, 10, 1])
so_far = np.cumsum(ten, axis=1) / np.arange(1, 11)[None, :, None]
speed, start = random.uniform(0.1, 0.4, [256, 1]), random.uniform(0, 6, [256, 1])
samples = np.sin(speed * np.arange(50) + start)[:, :, None]
tasks = [
    ("one to one", one_to_one, two, two.dot([[1, 1], [1, -1]])),
    ("one to many", one_to_many, height, wave),
    ("many to one", many_to_one, ten, so_far[:, -1]),
    ("many to many", many_to_many, ten, so_far),
    ("regressor", regressor, samples[:, :49], samples[:, 49]),
]

figure, axes = plt.subplots(1, len(tasks), figsize=(15, 3))
for axis, (title, model, x, y) in zip(axes, tasks):
    model.compile(loss="mean_squared_error", optimizer=Adam(0.02))
    print("%s shapes: %s -> %s" % (title, x.shape, model.predict(x).shape))
    assert model.predict(x).shape == y.shape
    before = model.evaluate(x, y, verbose=0)
    model.fit(x, y, batch_size=64, epochs=epochs, shuffle=False, verbose=0)
    after = model.evaluate(x, y, verbose=0)
    print("%s: mean square error %.6f before, %.6f after" % (title, before, after))
    axis.plot([-1, 1], [-1, 1], color="gray", linewidth=1)
    axis.plot(y.ravel()[:200], model.predict(x).ravel()[:200], ".")
    axis.set_title(title)
    axis.set_xlabel("true")
axes[0].set_ylabel("predicted")
plt.tight_layout()
plt.show()
