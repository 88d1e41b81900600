"""compat.migrate: weights of TensorFlow 1.x cells in Keras layers, and back."""

from __future__ import annotations

import numpy as np
import pytest

from compat import migrate
from lab12.labs import catalogue
from lab12.record.trace import Trace

INPUTS, UNITS, BATCH, TIME = 3, 2, 2, 4


def ramp(*shape: int, start: float = -0.7, stop: float = 0.9) -> np.ndarray:
    """Weights that differ in every place, so that a swapped gate cannot hide."""
    return np.linspace(start, stop, int(np.prod(shape)), dtype="float32").reshape(shape)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def tf1_lstm(x, kernel, bias, forget_bias=1.0):
    """BasicLSTMCell over time, by its equations; outputs, last c, last h."""
    units = kernel.shape[1] // 4
    c = h = np.zeros((len(x), units))
    outputs = []
    for t in range(x.shape[1]):
        i, j, f, o = np.split(np.concatenate([x[:, t], h], 1) @ kernel + bias, 4, 1)
        c = sigmoid(f + forget_bias) * c + sigmoid(i) * np.tanh(j)
        h = sigmoid(o) * np.tanh(c)
        outputs.append(h)
    return np.stack(outputs, 1), c, h


def keras_lstm(x, kernel, recurrent_kernel, bias):
    """keras.layers.LSTM over time, by its equations; outputs, last c, last h."""
    c = h = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, 1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        outputs.append(h)
    return np.stack(outputs, 1), c, h


def tf1_gru(x, gates_kernel, gates_bias, candidate_kernel, candidate_bias):
    h = np.zeros((len(x), candidate_kernel.shape[1]))
    for t in range(x.shape[1]):
        both = np.concatenate([x[:, t], h], 1) @ gates_kernel + gates_bias
        r, u = np.split(sigmoid(both), 2, 1)
        c = np.concatenate([x[:, t], r * h], 1) @ candidate_kernel + candidate_bias
        h = u * h + (1 - u) * np.tanh(c)
    return h


def tf1_rnn(x, kernel, bias):
    h = np.zeros((len(x), kernel.shape[1]))
    for t in range(x.shape[1]):
        h = np.tanh(np.concatenate([x[:, t], h], 1) @ kernel + bias)
    return h


X = ramp(BATCH, TIME, INPUTS, start=1.0, stop=-1.3)
LSTM = ramp(INPUTS + UNITS, 4 * UNITS), ramp(4 * UNITS, start=0.4, stop=-0.5)
GRU = (
    ramp(INPUTS + UNITS, 2 * UNITS),
    ramp(2 * UNITS, start=0.3, stop=-0.2),
    ramp(INPUTS + UNITS, UNITS, start=0.8, stop=-0.6),
    ramp(UNITS, start=0.1, stop=0.5),
)
RNN = ramp(INPUTS + UNITS, UNITS), ramp(UNITS, start=0.1, stop=0.5)


@pytest.mark.parametrize("forget_bias", [0.0, 0.5, 1.0])
def test_lstm_by_its_equations(forget_bias):
    weights = migrate.keras_lstm_weights(*LSTM, forget_bias=forget_bias)
    expected = tf1_lstm(X, *LSTM, forget_bias=forget_bias)
    for ours, theirs in zip(keras_lstm(X, *weights), expected, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_keras_layers_compute_as_the_cells():
    import keras

    lstm = keras.layers.LSTM(UNITS)
    gru = keras.layers.GRU(UNITS, reset_after=False)
    rnn = keras.layers.SimpleRNN(UNITS)
    cases = [
        (lstm, migrate.keras_lstm_weights(*LSTM), tf1_lstm(X, *LSTM)[2]),
        (gru, migrate.keras_gru_weights(*GRU), tf1_gru(X, *GRU)),
        (rnn, migrate.keras_simple_rnn_weights(*RNN), tf1_rnn(X, *RNN)),
    ]
    for layer, weights, expected in cases:
        layer.build(X.shape)
        layer.set_weights(weights)
        np.testing.assert_allclose(np.array(layer(X)), expected, atol=1e-6)


@pytest.mark.parametrize("to_keras, back, weights", [
    (migrate.keras_lstm_weights, migrate.tf1_lstm_weights, LSTM),
    (migrate.keras_gru_weights, migrate.tf1_gru_weights, GRU),
    (migrate.keras_simple_rnn_weights, migrate.tf1_simple_rnn_weights, RNN),
    (migrate.keras_dense_weights, migrate.tf1_dense_weights, RNN),
])  # fmt: skip
def test_there_and_back(to_keras, back, weights):
    returned = back(*to_keras(*weights))
    for ours, theirs in zip(returned, weights, strict=True):
        assert ours.dtype == theirs.dtype
        np.testing.assert_allclose(ours, theirs, atol=1e-7)


WORDS = {
    "rnn_01_basic_01": ["h"],
    "rnn_01_basic_02": ["hello"],
    "rnn_01_basic_03": ["hello", "eolll", "lleel"],
}


def golden_lstm(lab):
    """Input, kernel, bias and outputs of a run of the real TensorFlow 1.15.5."""
    trace = Trace.load(catalogue.lab_named(lab).golden)
    x = np.stack([[np.eye(4)["helo".index(c)] for c in word] for word in WORDS[lab]])
    kernel, bias = trace.initial.values()
    return x, kernel, bias, trace.scores()


@pytest.mark.parametrize("lab", WORDS)
def test_against_the_real_1_15(lab):
    x, kernel, bias, expected = golden_lstm(lab)
    outputs, _, _ = keras_lstm(x, *migrate.keras_lstm_weights(kernel, bias))
    np.testing.assert_allclose(outputs, expected, atol=1e-6)


def swapped(a, b):
    def mutate(kernel, recurrent_kernel, bias):
        order = list(range(4))
        order[a], order[b] = b, a
        return [
            np.concatenate([np.split(w, 4, -1)[i] for i in order], -1)
            for w in (kernel, recurrent_kernel, bias)
        ]

    return mutate


def without_forget_bias(kernel, recurrent_kernel, bias):
    units = len(recurrent_kernel)
    bias = bias.copy()
    bias[units : 2 * units] -= 1.0
    return [kernel, recurrent_kernel, bias]


@pytest.mark.parametrize("mutate", [
    *(swapped(a, b) for a in range(4) for b in range(a)),
    without_forget_bias,
])  # fmt: skip
def test_a_wrong_mapping_is_seen(mutate):
    """The tester is tested: each mistake moves the numbers of the golden."""
    x, kernel, bias, expected = golden_lstm("rnn_01_basic_03")
    weights = mutate(*migrate.keras_lstm_weights(kernel, bias))
    outputs, _, _ = keras_lstm(x, *weights)
    assert np.abs(outputs - expected).max() > 1e-3


@pytest.mark.parametrize("call, words", [
    (lambda: migrate.keras_lstm_weights(np.ones((5, 9)), np.ones(9)),
     ["[inputs + units, 4 * units]", "(5, 9)"]),
    (lambda: migrate.keras_lstm_weights(np.ones((2, 8)), np.ones(8)), ["(2, 8)"]),
    (lambda: migrate.keras_lstm_weights(np.ones(8), np.ones(8)), ["rank 2", "(8,)"]),
    (lambda: migrate.keras_lstm_weights(np.ones((5, 8)), np.ones(4)),
     ["(8,)", "received (4,)"]),
    (lambda: migrate.tf1_lstm_weights(np.ones((3, 8)), np.ones((3, 8)), np.ones(8)),
     ["[units, 4 * units]", "(3, 8) and (3, 8)"]),
    (lambda: migrate.keras_gru_weights(GRU[0], GRU[1], np.ones((4, 2)), GRU[3]),
     ["(5, 2)", "(4, 2)"]),
    (lambda: migrate.tf1_gru_weights(np.ones((3, 6)), np.ones((2, 6)),
                                     np.ones((2, 6))),
     ["reset_after=False", "(2, 6)"]),
    (lambda: migrate.keras_dense_weights(np.ones((3, 2)), np.ones(3)),
     ["(2,)", "received (3,)"]),
])  # fmt: skip
def test_wrong_shapes_are_named(call, words):
    with pytest.raises(ValueError) as caught:
        call()
    for word in words:
        assert word in str(caught.value)
