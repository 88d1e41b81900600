"""Weights of TensorFlow 1.x cells as Keras 3 layers keep them, and back.

TensorFlow 1.x keeps one kernel over the input and the state, `[inputs + units, …]`;
Keras keeps two. The gates stand in another order, and the LSTM's forget bias is added
while the cell runs in TensorFlow 1.x but is part of the bias in Keras:

| layer | TensorFlow 1.x | Keras 3 |
| --- | --- | --- |
| LSTM | i, j, f, o; forget bias added at run time | i, f, c (= j), o; in the bias |
| GRU | r, u and, of its own, the candidate c | z (= u), r, h (= c) |

All functions are pure NumPy, keep the dtype and copy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.floating]


def _array(name: str, value: ArrayLike, rank: int) -> Array:
    array = np.asarray(value)
    if array.ndim != rank:
        raise ValueError(
            f"expected {name} of rank {rank}, received shape {array.shape}"
        )
    return array


def _units(kernel: Array, bias: Array, gates: int, name: str = "kernel") -> int:
    """The units of a cell whose kernel and bias hold `gates` gates, checked."""
    columns = kernel.shape[1]
    units = columns // gates
    if columns % gates or not 0 < units < kernel.shape[0]:
        raise ValueError(
            f"expected a {name} of shape [inputs + units, {gates} * units], "
            f"received {kernel.shape}"
        )
    if bias.shape != (columns,):
        raise ValueError(
            f"expected a bias of shape ({columns},) for the {name} of shape "
            f"{kernel.shape}, received {bias.shape}"
        )
    return units


def _joined(kernel: ArrayLike, recurrent_kernel: ArrayLike, gates: int) -> Array:
    """A Keras kernel over its recurrent kernel, shapes checked."""
    top = _array("kernel", kernel, 2)
    bottom = _array("recurrent_kernel", recurrent_kernel, 2)
    units = bottom.shape[0]
    if bottom.shape != (units, gates * units) or top.shape[1] != gates * units:
        raise ValueError(
            f"expected a kernel [inputs, {gates} * units] and a recurrent_kernel "
            f"[units, {gates} * units], received {top.shape} and {bottom.shape}"
        )
    return np.concatenate([top, bottom])


def keras_lstm_weights(
    kernel: ArrayLike, bias: ArrayLike, forget_bias: float = 1.0
) -> list[Array]:
    """Weights of a `keras.layers.LSTM` that computes what a BasicLSTMCell does.

    Args:
        kernel: `[inputs + units, 4 * units]`, gates i, j, f, o.
        bias: `[4 * units]`, without the forget bias.
        forget_bias: What the cell adds to its forget gate (BasicLSTMCell: 1.0).

    Returns:
        kernel `[inputs, 4 * units]`, recurrent kernel `[units, 4 * units]` and bias
        `[4 * units]`, gates i, f, c, o, for `layer.set_weights`.

    Raises:
        ValueError: When the shapes are not those of one cell.

    Source: tf.nn.rnn_cell.BasicLSTMCell, tf.nn.rnn_cell.LSTMCell.
    """
    joined, flat = _array("kernel", kernel, 2), _array("bias", bias, 1)
    units = _units(joined, flat, 4)
    i, j, f, o = np.split(joined, 4, axis=1)
    bias_i, bias_j, bias_f, bias_o = np.split(flat, 4)
    bias_f = (bias_f + flat.dtype.type(forget_bias)).astype(flat.dtype)
    gates = np.concatenate([i, f, j, o], axis=1)
    return [
        gates[:-units].copy(),
        gates[-units:].copy(),
        np.concatenate([bias_i, bias_f, bias_j, bias_o]),
    ]


def keras_conv_lstm_weights(
    kernel: ArrayLike, biases: ArrayLike, forget_bias: float = 1.0
) -> list[Array]:
    """Weights of a `keras.layers.ConvLSTM2D` that computes what a Conv2DLSTMCell does.

    Of ConvLSTM1D and ConvLSTM3D as well, each with `padding="same"`: a convolution of
    inputs and state side by side is the sum of one of each.

    Args:
        kernel: `[…, channels + filters, 4 * filters]`, gates i, j, f, o.
        biases: `[4 * filters]`, without the forget bias.
        forget_bias: What the cell adds to its forget gate.

    Returns:
        kernel `[…, channels, 4 * filters]`, recurrent kernel `[…, filters, 4 *
        filters]` and bias, gates i, f, c, o, for `layer.set_weights`.

    Raises:
        ValueError: When the shapes are not those of one cell.

    Source: tf.contrib.rnn.ConvLSTMCell.
    """
    joined = np.asarray(kernel)
    sizes, (seen, gates) = joined.shape[:-2], joined.shape[-2:]
    places = joined.reshape(-1, seen, gates)
    made = [keras_lstm_weights(place, biases, forget_bias) for place in places]
    own, recurrent = (np.stack([one[part] for one in made]) for part in (0, 1))
    return [
        own.reshape(*sizes, *own.shape[1:]),
        recurrent.reshape(*sizes, *recurrent.shape[1:]),
        made[0][2],
    ]


def tf1_lstm_weights(
    kernel: ArrayLike,
    recurrent_kernel: ArrayLike,
    bias: ArrayLike,
    forget_bias: float = 1.0,
) -> list[Array]:
    """Kernel and bias of a BasicLSTMCell that computes what a `keras.layers.LSTM` does.

    Args:
        kernel: `[inputs, 4 * units]`, gates i, f, c, o.
        recurrent_kernel: `[units, 4 * units]`.
        bias: `[4 * units]`.
        forget_bias: What the cell will add to its forget gate, taken off the bias.

    Returns:
        kernel `[inputs + units, 4 * units]` and bias `[4 * units]`, gates i, j, f, o.

    Raises:
        ValueError: When the shapes are not those of one layer.

    Source: tf.nn.rnn_cell.BasicLSTMCell.
    """
    joined, flat = _joined(kernel, recurrent_kernel, 4), _array("bias", bias, 1)
    _units(joined, flat, 4)
    i, f, j, o = np.split(joined, 4, axis=1)
    bias_i, bias_f, bias_j, bias_o = np.split(flat, 4)
    bias_f = (bias_f - flat.dtype.type(forget_bias)).astype(flat.dtype)
    return [
        np.concatenate([i, j, f, o], axis=1),
        np.concatenate([bias_i, bias_j, bias_f, bias_o]),
    ]


def keras_gru_weights(
    gates_kernel: ArrayLike,
    gates_bias: ArrayLike,
    candidate_kernel: ArrayLike,
    candidate_bias: ArrayLike,
) -> list[Array]:
    """Weights of a `keras.layers.GRU(reset_after=False)` that computes as a GRUCell.

    Args:
        gates_kernel: `[inputs + units, 2 * units]`, gates r, u.
        gates_bias: `[2 * units]`.
        candidate_kernel: `[inputs + units, units]`.
        candidate_bias: `[units]`.

    Returns:
        kernel `[inputs, 3 * units]`, recurrent kernel `[units, 3 * units]` and bias
        `[3 * units]`, gates z, r, h, for `layer.set_weights`.

    Raises:
        ValueError: When the shapes are not those of one cell.

    Source: tf.nn.rnn_cell.GRUCell.
    """
    gates = _array("gates_kernel", gates_kernel, 2)
    gates_flat = _array("gates_bias", gates_bias, 1)
    candidate = _array("candidate_kernel", candidate_kernel, 2)
    candidate_flat = _array("candidate_bias", candidate_bias, 1)
    units = _units(gates, gates_flat, 2, "gates_kernel")
    if candidate.shape != (gates.shape[0], units) or candidate_flat.shape != (units,):
        raise ValueError(
            f"expected a candidate_kernel of shape ({gates.shape[0]}, {units}) and a "
            f"candidate_bias of shape ({units},), received {candidate.shape} and "
            f"{candidate_flat.shape}"
        )
    r, u = np.split(gates, 2, axis=1)
    bias_r, bias_u = np.split(gates_flat, 2)
    joined = np.concatenate([u, r, candidate], axis=1)
    return [
        joined[:-units].copy(),
        joined[-units:].copy(),
        np.concatenate([bias_u, bias_r, candidate_flat]),
    ]


def tf1_gru_weights(
    kernel: ArrayLike, recurrent_kernel: ArrayLike, bias: ArrayLike
) -> list[Array]:
    """Weights of a GRUCell that computes what a `GRU(reset_after=False)` does.

    Args:
        kernel: `[inputs, 3 * units]`, gates z, r, h.
        recurrent_kernel: `[units, 3 * units]`.
        bias: `[3 * units]`; the `[2, 3 * units]` of `reset_after=True` has no
            counterpart in a GRUCell.

    Returns:
        gates kernel `[inputs + units, 2 * units]`, gates bias `[2 * units]`, candidate
        kernel `[inputs + units, units]`, candidate bias `[units]`.

    Raises:
        ValueError: When the shapes are not those of one layer.

    Source: tf.nn.rnn_cell.GRUCell.
    """
    flat = np.asarray(bias)
    if flat.ndim == 2:
        raise ValueError(
            "expected the bias of a GRU with reset_after=False, of rank 1, received "
            f"shape {flat.shape}: reset_after=True has no counterpart in a GRUCell"
        )
    joined = _joined(kernel, recurrent_kernel, 3)
    _units(joined, flat, 3)
    z, r, h = np.split(joined, 3, axis=1)
    bias_z, bias_r, bias_h = np.split(flat, 3)
    return [
        np.concatenate([r, z], axis=1),
        np.concatenate([bias_r, bias_z]),
        h.copy(),
        bias_h.copy(),
    ]


def keras_simple_rnn_weights(kernel: ArrayLike, bias: ArrayLike) -> list[Array]:
    """Weights of a `keras.layers.SimpleRNN` that computes what a BasicRNNCell does.

    Args:
        kernel: `[inputs + units, units]`.
        bias: `[units]`.

    Returns:
        kernel `[inputs, units]`, recurrent kernel `[units, units]`, bias `[units]`.

    Raises:
        ValueError: When the shapes are not those of one cell.

    Source: tf.nn.rnn_cell.BasicRNNCell.
    """
    joined, flat = _array("kernel", kernel, 2), _array("bias", bias, 1)
    units = _units(joined, flat, 1)
    return [joined[:-units].copy(), joined[-units:].copy(), flat.copy()]


def tf1_simple_rnn_weights(
    kernel: ArrayLike, recurrent_kernel: ArrayLike, bias: ArrayLike
) -> list[Array]:
    """Kernel and bias of a BasicRNNCell that computes what a `SimpleRNN` does.

    Args:
        kernel: `[inputs, units]`.
        recurrent_kernel: `[units, units]`.
        bias: `[units]`.

    Returns:
        kernel `[inputs + units, units]`, bias `[units]`.

    Raises:
        ValueError: When the shapes are not those of one layer.

    Source: tf.nn.rnn_cell.BasicRNNCell.
    """
    joined, flat = _joined(kernel, recurrent_kernel, 1), _array("bias", bias, 1)
    _units(joined, flat, 1)
    return [joined, flat.copy()]


def keras_dense_weights(weights: ArrayLike, biases: ArrayLike) -> list[Array]:
    """Weights of a `keras.layers.Dense`: those of TensorFlow 1.x as they are, checked.

    Args:
        weights: `[inputs, units]`, `weights` of tf.contrib.layers.fully_connected or
            `kernel` of tf.layers.dense. Its activation is not among the weights:
            fully_connected's default is ReLU, Dense's is none.
        biases: `[units]`.

    Returns:
        kernel `[inputs, units]` and bias `[units]`.

    Raises:
        ValueError: When the shapes are not those of one layer.

    Source: tf.contrib.layers.fully_connected, tf.layers.dense.
    """
    kernel, bias = _array("weights", weights, 2), _array("biases", biases, 1)
    if bias.shape != (kernel.shape[1],):
        raise ValueError(
            f"expected biases of shape ({kernel.shape[1]},) for weights of shape "
            f"{kernel.shape}, received {bias.shape}"
        )
    return [kernel.copy(), bias.copy()]


def tf1_dense_weights(kernel: ArrayLike, bias: ArrayLike) -> list[Array]:
    """Weights of a fully_connected layer: those of a `keras.layers.Dense`, checked.

    Args:
        kernel: `[inputs, units]`.
        bias: `[units]`.

    Returns:
        weights `[inputs, units]` and biases `[units]`.

    Raises:
        ValueError: When the shapes are not those of one layer.

    Source: tf.contrib.layers.fully_connected, tf.layers.dense.
    """
    return keras_dense_weights(kernel, bias)
