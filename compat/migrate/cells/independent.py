"""Cells whose units see only their own state: a row of weights for a matrix."""

from __future__ import annotations

from typing import Any

from keras import ops

from compat.migrate.cells.base import Cell, LongCell, registered, split


@registered
class IndRNNCell(Cell):
    """`h' = tanh(x · kernel_w + h*kernel_u + bias)`.

    Args:
        units: Size of output and state.
        **kwargs: As for `keras.Layer`, and `activation`.

    Source: tf.contrib.rnn.IndRNNCell; Li et al. 2018 (arXiv:1803.04831).
    """

    def build(self, shape: Any) -> None:
        self.kernel = self.weight("kernel_w", shape[-1], self.units)
        self.own = self.weight("kernel_u", 1, self.units)
        self.bias = self.weight("bias", self.units, start="zeros")

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        product = ops.matmul(inputs, self.kernel) + states[0] * self.own
        h = self.activation(product + self.bias)
        return h, [h]


@registered
class IndyGRUCell(Cell):
    """GRU with the recurrent matrices replaced by a weight per unit and gate.

    Args:
        units: Size of output and state.
        **kwargs: As for `keras.Layer`, and `activation`.

    Source: tf.contrib.rnn.IndyGRUCell; Gonnet and Deselaers 2019 (arXiv:1903.08023).
    """

    def build(self, shape: Any) -> None:
        units = self.units
        self.gates = self.weight("gates/kernel_w", shape[-1], 2 * units)
        self.gates_own = self.weight("gates/kernel_u", 1, 2 * units)
        self.gates_bias = self.weight("gates/bias", 2 * units, start="ones")
        self.candidate = self.weight("candidate/kernel", shape[-1], units)
        self.candidate_own = self.weight("candidate/kernel_u", 1, units)
        self.candidate_bias = self.weight("candidate/bias", units, start="zeros")

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        (h,) = states
        gates = ops.matmul(inputs, self.gates) + ops.tile(h, [1, 2]) * self.gates_own
        r, u = split(ops.sigmoid(gates + self.gates_bias), 2)
        j = ops.matmul(inputs, self.candidate) + r * h * self.candidate_own
        h = u * h + (1 - u) * self.activation(j + self.candidate_bias)
        return h, [h]


@registered
class IndyLSTMCell(LongCell):
    """LSTM with the recurrent matrix replaced by a weight per unit and gate.

    Args:
        units: Size of output and cell state.
        forget_bias: Added to the forget gate at run time.
        **kwargs: As for `keras.Layer`, and `activation`.

    Source: tf.contrib.rnn.IndyLSTMCell; Gonnet and Deselaers 2019 (arXiv:1903.08023).
    """

    def __init__(self, units: int, forget_bias: float = 1.0, **kwargs: Any) -> None:
        kwargs.pop("projection", None)
        super().__init__(units, None, forget_bias, **kwargs)

    def build(self, shape: Any) -> None:
        self.kernel = self.weight("kernel_w", shape[-1], 4 * self.units)
        self.own = self.weight("kernel_u", 1, 4 * self.units)
        self.bias = self.weight("bias", 4 * self.units, start="zeros")

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        h, c = states
        product = ops.matmul(inputs, self.kernel) + ops.tile(h, [1, 4]) * self.own
        i, j, f, o = split(product + self.bias, 4)
        c = c * ops.sigmoid(f + self.forget_bias) + ops.sigmoid(i) * self.activation(j)
        h = self.activation(c) * ops.sigmoid(o)
        return h, [h, c]
