"""Lab 12, rnn_13: the shapes of the lecture, each with a small task.

    python rnn_13_shapes.py

    one to one            two numbers -> their sum and their difference
    one to many           a number -> a wave of that height (RepeatVector)
    many to one           ten numbers -> their mean
    many to many, in step ten numbers -> the mean so far, after each
    the regressor         49 samples of a wave -> the next one

The fifth shape, many to many with a shift in time, is rnn_13_shapes_attention.py.

Changes from Keras 2:
- model.add(...) after model.add(...) -> the layers in one list.
- input_shape= of the first layer -> keras.Input.
- tf.set_random_seed and np.random.seed -> keras.utils.set_random_seed.
- Same layers, same default initial values; from the same seed other ones.
"""

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers

keras.utils.set_random_seed(777)

epochs = 30
random = np.random.RandomState(0)

one_to_one = keras.Sequential([keras.Input([2]), layers.Dense(2)])

one_to_many = keras.Sequential(
    [
        keras.Input([1]),
        layers.RepeatVector(8),
        layers.LSTM(16, return_sequences=True),
        layers.TimeDistributed(layers.Dense(1)),
    ]
)

many_to_one = keras.Sequential([keras.Input([10, 1]), layers.LSTM(16), layers.Dense(1)])

many_to_many = keras.Sequential(
    [
        keras.Input([10, 1]),
        layers.LSTM(16, return_sequences=True),
        layers.TimeDistributed(layers.Dense(1)),
    ]
)

# The lecture compiles this one with loss='categorical_crossentropy', which is for
# classes: for one number it is always 0. A number wants a squared error.
regressor = keras.Sequential(
    [
        keras.Input([49, 1]),
        layers.SimpleRNN(50),
        layers.Dense(64, activation="relu"),
        layers.Dense(1),
    ]
)

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
for axis, (title, model, x, y) in zip(axes, tasks, strict=True):
    model.compile(loss="mean_squared_error", optimizer=keras.optimizers.Adam(0.02))
    received = model.predict(x, verbose=0)
    print(f"{title} shapes: {x.shape} -> {received.shape}")
    assert received.shape == y.shape
    before = model.evaluate(x, y, verbose=0)
    model.fit(x, y, batch_size=64, epochs=epochs, shuffle=False, verbose=0)
    after = model.evaluate(x, y, verbose=0)
    print(f"{title}: mean square error {before:.6f} before, {after:.6f} after")
    axis.plot([-1, 1], [-1, 1], color="gray", linewidth=1)
    axis.plot(y.ravel()[:200], model.predict(x, verbose=0).ravel()[:200], ".")
    axis.set_title(title)
    axis.set_xlabel("true")
axes[0].set_ylabel("predicted")
plt.tight_layout()
plt.show()
