"""Ways from TensorFlow 1.x's variables of a layer to Keras's weights, and back."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from compat.migrate import weights as w

Array = NDArray[Any]


def cudnn_gru(
    gates: Array,
    gates_bias: Array,
    inputs: Array,
    hidden: Array,
    inputs_bias: Array,
    hidden_bias: Array,
) -> list[Array]:
    units = hidden.shape[0]
    r, u = np.split(gates, 2, axis=1)
    bias_r, bias_u = np.split(gates_bias, 2)
    zeros = np.zeros_like(bias_u)
    return [
        np.concatenate([u[:-units], r[:-units], inputs], axis=1),
        np.concatenate([u[-units:], r[-units:], hidden], axis=1),
        np.stack([
            np.concatenate([bias_u, bias_r, inputs_bias]),
            np.concatenate([zeros, zeros, hidden_bias]),
        ]),
    ]  # fmt: skip


def cudnn_gru_back(kernel: Array, recurrent: Array, bias: Array) -> list[Array]:
    z, r, inputs = np.split(kernel, 3, axis=1)
    rec_z, rec_r, hidden = np.split(recurrent, 3, axis=1)
    (in_z, in_r, in_h), (st_z, st_r, st_h) = (np.split(row, 3) for row in bias)
    gates = [np.concatenate([r, rec_r]), np.concatenate([z, rec_z])]
    return [
        np.concatenate(gates, axis=1),
        np.concatenate([in_r + st_r, in_z + st_z]),
        inputs,
        hidden,
        in_h,
        st_h,
    ]


def simple_rnn(kernel: Array, bias: Array) -> list[Array]:
    return w.keras_simple_rnn_weights(kernel, bias)


def dense(kernel: Array, bias: Array | None = None) -> list[Array]:
    return [kernel.copy()] if bias is None else w.keras_dense_weights(kernel, bias)


def embedding(table: Array) -> list[Array]:
    return [table.copy()]


def keras_lstm(
    kernel: Array, recurrent: Array, bias: Array | None = None
) -> list[Array]:
    """Weights of tf.keras.layers.LSTM, as they are, checked."""
    return _keras(4, kernel, recurrent, bias)


def keras_gru(
    kernel: Array, recurrent: Array, bias: Array | None = None
) -> list[Array]:
    """Weights of tf.keras.layers.GRU, as they are, checked."""
    return _keras(3, kernel, recurrent, bias)


def keras_simple_rnn(
    kernel: Array, recurrent: Array, bias: Array | None = None
) -> list[Array]:
    """Weights of tf.keras.layers.SimpleRNN, as they are, checked."""
    return _keras(1, kernel, recurrent, bias)


def _keras(
    gates: int, kernel: Array, recurrent: Array, bias: Array | None
) -> list[Array]:
    units = recurrent.shape[0]
    wanted = (units, gates * units)
    if recurrent.shape != wanted or kernel.shape[1:] != wanted[1:]:
        raise ValueError(
            f"expected a kernel [inputs, {gates} * units] and a recurrent_kernel "
            f"[units, {gates} * units], received {kernel.shape} and {recurrent.shape}"
        )
    if bias is not None and bias.shape not in (wanted[1:], (2, wanted[1])):
        raise ValueError(
            f"expected a bias of shape {wanted[1:]}, received {bias.shape}"
        )
    given = [kernel, recurrent] + ([] if bias is None else [bias])
    return [array.copy() for array in given]
