"""What a faster way knows of a cell: its weights, its dropout, the cells in it.

`compat.fast.cells` says it of a built cell of TensorFlow 1.x, `compat.keras.recurrent`
of a layer of Keras 2. `step` is the cell's equation, for what is not written by hand:
second derivatives.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf


class LSTMWeights:
    """As of a `BasicLSTMCell`, or an `LSTMCell` without peepholes and projection.

    Args:
        kernel: `[depth + units, 4 * units]`, columns in the order `i, j, f, o`.
        bias: `[4 * units]`.
        forget_bias: What is added to the forget gate.
    """

    def __init__(self, kernel: Any, bias: Any, forget_bias: float = 0.0) -> None:
        self.kernel, self.bias, self.forget_bias = kernel, bias, forget_bias
        self.units = bias.shape.dims[0].value // 4
        self.state_size = self.units, self.units

    def step(self, x: Any, state: Any) -> Any:
        """The state `(c, h)` after an input `[batch, depth]`."""
        c, h = state
        gates = tf.concat([x, h], 1) @ self.kernel + self.bias
        i, j, f, o = tf.split(gates, 4, 1)
        c = tf.sigmoid(f + self.forget_bias) * c + tf.sigmoid(i) * tf.tanh(j)
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
        self.gate_kernel, self.gate_bias = gate_kernel, gate_bias
        self.candidate_kernel = candidate_kernel
        self.candidate_bias = candidate_bias
        self.state_size = self.units = candidate_bias.shape.dims[0].value

    def step(self, x: Any, h: Any) -> Any:
        """The state `h` after an input `[batch, depth]`."""
        gates = tf.concat([x, h], 1) @ self.gate_kernel + self.gate_bias
        r, u = tf.split(tf.sigmoid(gates), 2, 1)
        candidate = tf.concat([x, r * h], 1) @ self.candidate_kernel
        return u * h + (1 - u) * tf.tanh(candidate + self.candidate_bias)


class RNNWeights:
    """As of a `BasicRNNCell`.

    Args:
        kernel: `[depth + units, units]`.
        bias: `[units]`.
    """

    def __init__(self, kernel: Any, bias: Any) -> None:
        self.kernel, self.bias = kernel, bias
        self.state_size = self.units = bias.shape.dims[0].value

    def step(self, x: Any, h: Any) -> Any:
        """The state `h` after an input `[batch, depth]`."""
        return tf.tanh(tf.concat([x, h], 1) @ self.kernel + self.bias)


class Stacked:
    """As of a `MultiRNNCell`.

    Args:
        layers: What is known of its cells.
    """

    def __init__(self, layers: list[Any]) -> None:
        self.layers = layers
        self.state_size = tuple(layer.state_size for layer in layers)


class Dropped:
    """As of a `DropoutWrapper` that drops nothing of the state.

    Args:
        layer: What is known of its cell.
        keep: For `input` and `output` the probability of keeping: float, or float
            scalar tensor; no entry where all is kept.
        noise: For the same the numbers `[1, size]` of a variational mask; no entry
            where each step has a mask of its own.
    """

    def __init__(self, layer: Any, keep: dict[str, Any], noise: dict[str, Any]) -> None:
        self.layer, self.keep, self.noise = layer, keep, noise
        self.state_size = layer.state_size
