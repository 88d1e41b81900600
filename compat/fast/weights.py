"""Weights of a layer that is no cell of TensorFlow 1.x, under the cells' names.

`step` is the cell's equation, for what is not written by hand: second derivatives.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf


class LSTMWeights:
    """As of a `BasicLSTMCell` that adds nothing to the forget gate.

    Args:
        kernel: `[depth + units, 4 * units]`, columns in the order `i, j, f, o`.
        bias: `[4 * units]`.
    """

    _forget_bias = 0.0

    def __init__(self, kernel: Any, bias: Any) -> None:
        self._kernel, self._bias = kernel, bias
        self._num_units = bias.shape.dims[0].value // 4
        self.state_size = self._num_units, self._num_units

    def step(self, x: Any, state: Any) -> Any:
        """The state `(c, h)` after an input `[batch, depth]`."""
        c, h = state
        gates = tf.concat([x, h], 1) @ self._kernel + self._bias
        i, j, f, o = tf.split(gates, 4, 1)
        c = tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(j)
        return c, tf.sigmoid(o) * tf.tanh(c)


class GRUWeights:
    """As of a `GRUCell`.

    Args:
        gate_kernel: `[depth + units, 2 * units]`, columns in the order `r, u`.
        gate_bias: `[2 * units]`.
        candidate_kernel: `[depth + units, units]`.
        candidate_bias: `[units]`.
    """

    def __init__(
        self,
        gate_kernel: Any,
        gate_bias: Any,
        candidate_kernel: Any,
        candidate_bias: Any,
    ) -> None:
        self._gate_kernel, self._gate_bias = gate_kernel, gate_bias
        self._candidate_kernel = candidate_kernel
        self._candidate_bias = candidate_bias
        self.state_size = self._num_units = candidate_bias.shape.dims[0].value

    def step(self, x: Any, h: Any) -> Any:
        """The state `h` after an input `[batch, depth]`."""
        gates = tf.concat([x, h], 1) @ self._gate_kernel + self._gate_bias
        r, u = tf.split(tf.sigmoid(gates), 2, 1)
        candidate = tf.concat([x, r * h], 1) @ self._candidate_kernel
        return u * h + (1 - u) * tf.tanh(candidate + self._candidate_bias)


class RNNWeights:
    """As of a `BasicRNNCell`.

    Args:
        kernel: `[depth + units, units]`.
        bias: `[units]`.
    """

    def __init__(self, kernel: Any, bias: Any) -> None:
        self._kernel, self._bias = kernel, bias
        self.state_size = self._num_units = bias.shape.dims[0].value

    def step(self, x: Any, h: Any) -> Any:
        """The state `h` after an input `[batch, depth]`."""
        return tf.tanh(tf.concat([x, h], 1) @ self._kernel + self._bias)
