"""What Keras 3 does by default, and what it does once told to be as TensorFlow 1.x."""

import sys

import keras
import numpy as np

from compat import migrate

legacy = np.load(sys.argv[1])
found = {}


def ramp(*shape):
    count = int(np.prod(shape))
    return (np.sin(np.arange(1.0, count + 1)) / 2).astype("float32").reshape(shape)


inputs = ramp(2, 4, 3)
mask = np.array([[1, 1, 1, 1], [1, 1, 0, 0]], bool)


def run(name, layer, weights, **options):
    layer.build(inputs.shape)
    layer.set_weights(weights)
    found[name] = np.asarray(layer(inputs, **options))


def lstm(**options):
    return keras.layers.LSTM(5, return_sequences=True, **options)


def split(kernel, bias):
    return [kernel[:3], kernel[3:], bias]


kernel, bias = legacy["lstm_weight0"], legacy["lstm_weight1"]
mapped = migrate.keras_lstm_weights(kernel, bias, forget_bias=1.0)
without = migrate.keras_lstm_weights(kernel, bias, forget_bias=0.0)
run("gate_order_default", lstm(), split(kernel, bias + without[2] * 0))
run("lstm", lstm(), mapped)
run("lstm_without", lstm(), without)
gru = [legacy[f"gru_weight{i}"] for i in range(4)]
weights = migrate.keras_gru_weights(*gru)
after = keras.layers.GRU(5, return_sequences=True)
run("gru_default", after, [*weights[:2], np.stack([weights[2], 0 * weights[2]])])
before = keras.layers.GRU(5, return_sequences=True, reset_after=False)
run("gru", before, weights)
run("ended_default", lstm(), mapped, mask=mask)
run("ended", lstm(zero_output_for_mask=True), mapped, mask=mask)

keras.utils.set_random_seed(1)
layer = keras.layers.LSTM(64)
layer.build([None, 1, 32])
found["initial"], found["initial_recurrent"] = layer.get_weights()[:2]


def descend(name, optimizer, start=None):
    place = keras.Variable([1e-6, -2e-6, 3e-4])
    optimizer.build([place])
    if start is not None:
        optimizer._velocities[0].assign(np.full(3, start, "float32"))
    steps = []
    for _ in range(3):
        optimizer.apply([place.value], [place])
        steps.append(np.asarray(place))
    found[name] = np.array(steps)


descend("adam_default", keras.optimizers.Adam(0.1))
descend("adam", keras.optimizers.Adam(0.1, epsilon=1e-8))
descend("rmsprop_default", keras.optimizers.RMSprop(0.1))
descend("rmsprop", keras.optimizers.RMSprop(0.1, rho=0.9, epsilon=1e-10), start=1.0)

for name, activation in (("dense_default", None), ("dense", "relu")):
    dense = keras.layers.Dense(2, activation=activation)
    dense.build([4, 3])
    dense.set_weights([ramp(3, 2), np.zeros(2)])
    found[name] = np.asarray(dense(ramp(4, 3)))

for name, rate in (("kept_default", 0.8), ("kept", 1 - 0.8)):
    dropped = keras.layers.Dropout(rate, seed=1)(np.ones(10000), training=True)
    found[name] = np.mean(np.asarray(dropped) > 0)

targets = np.array([[0, 1, 2, 0], [1, 2, 0, 0]])
weights = mask.astype("float32")
mean = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
total = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum")
found["loss_default"] = mean(targets, ramp(2, 4, 3), sample_weight=weights)
found["loss"] = total(targets, ramp(2, 4, 3), sample_weight=weights) / weights.sum()
np.savez(sys.argv[2], **{name: np.asarray(value) for name, value in found.items()})
