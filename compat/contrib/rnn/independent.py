"""Cells whose units see only their own state: IndRNN, IndyGRU and IndyLSTM.

A recurrent kernel of one row stands for the matrix: each unit has a weight of its own
state (Li et al. 2018, arXiv:1803.04831; Gonnet and Deselaers 2019, arXiv:1903.08023).
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.ops.arrays import split
from compat.layers.input_spec import InputSpec
from compat.nn.rnn_cell.base import LayerRNNCell, activation_function, input_depth
from compat.nn.rnn_cell.lstm import LSTMStateTuple

tf1 = tf.compat.v1


class _Independent(LayerRNNCell):
    """A cell of `num_units` with an activation."""

    def __init__(
        self,
        num_units: int,
        activation: Any,
        reuse: bool | None,
        name: str | None,
        dtype: Any,
    ) -> None:
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self.input_spec = InputSpec(ndim=2)
        self._num_units = num_units
        self._activation = activation_function(activation, tf.tanh)

    @property
    def state_size(self) -> Any:
        return self._num_units

    @property
    def output_size(self) -> int:
        return self._num_units

    def _recurrent(self, name: str, size: int) -> Any:
        start = tf1.random_uniform_initializer(minval=-1, maxval=1, dtype=self.dtype)
        return self.add_variable(name, [1, size], initializer=start)


class IndRNNCell(_Independent):
    """`h' = activation(x · kernel_w + h*kernel_u + bias)`.

    Args:
        num_units: Size of output and state.
        activation: By default tanh.
        reuse: Whether to reuse variables of the scope.
        name: Name of layer and scope.
        dtype: dtype of the weights.

    Source: `tf.contrib.rnn.IndRNNCell`.
    """

    def __init__(
        self,
        num_units: int,
        activation: Any = None,
        reuse: bool | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(num_units, activation, reuse, name, dtype)

    def build(self, inputs_shape: Any) -> None:
        depth, units = input_depth(inputs_shape), self._num_units
        self._kernel_w = self.add_variable("kernel_w", [depth, units])
        self._kernel_u = self._recurrent("kernel_u", units)
        self._bias = self.add_variable(
            "bias", [units], initializer=tf1.zeros_initializer(dtype=self.dtype)
        )
        self.built = True

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        gates = tf.matmul(inputs, self._kernel_w) + state * self._kernel_u
        output = self._activation(tf.nn.bias_add(gates, self._bias))
        return output, output


class IndyGRUCell(_Independent):
    """`GRUCell` with the recurrent matrices replaced by a weight per unit.

    Args:
        num_units: Size of output and state.
        activation: By default tanh.
        reuse: Whether to reuse variables of the scope.
        kernel_initializer: For the kernels of the inputs; by default the scope's.
        bias_initializer: For both biases; by default ones for the gates, zeros for the
            candidate.
        name: Name of layer and scope.
        dtype: dtype of the weights.

    Source: `tf.contrib.rnn.IndyGRUCell`.
    """

    def __init__(
        self,
        num_units: int,
        activation: Any = None,
        reuse: bool | None = None,
        kernel_initializer: Any = None,
        bias_initializer: Any = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(num_units, activation, reuse, name, dtype)
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer

    def build(self, inputs_shape: Any) -> None:
        depth, units = input_depth(inputs_shape), self._num_units
        bias, kernel = self._bias_initializer, self._kernel_initializer
        self._gate_kernel_w = self.add_variable(
            "gates/kernel_w", [depth, 2 * units], initializer=kernel
        )
        self._gate_kernel_u = self._recurrent("gates/kernel_u", 2 * units)
        self._gate_bias = self.add_variable(
            "gates/bias",
            [2 * units],
            initializer=bias or tf1.constant_initializer(1.0, dtype=self.dtype),
        )
        self._candidate_kernel_w = self.add_variable(
            "candidate/kernel", [depth, units], initializer=kernel
        )
        self._candidate_kernel_u = self._recurrent("candidate/kernel_u", units)
        self._candidate_bias = self.add_variable(
            "candidate/bias",
            [units],
            initializer=bias or tf1.zeros_initializer(dtype=self.dtype),
        )
        self.built = True

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        gates = tf.matmul(inputs, self._gate_kernel_w)
        gates = gates + tf.tile(state, [1, 2]) * self._gate_kernel_u
        gates = tf.sigmoid(tf.nn.bias_add(gates, self._gate_bias))
        r, u = split(gates, 2, axis=1)
        kept = r * state
        candidate = tf.matmul(inputs, self._candidate_kernel_w)
        candidate = candidate + kept * self._candidate_kernel_u
        c = self._activation(tf.nn.bias_add(candidate, self._candidate_bias))
        new_h = u * state + (1 - u) * c
        return new_h, new_h


class IndyLSTMCell(_Independent):
    """`BasicLSTMCell` with the recurrent matrix replaced by a weight per unit and gate.

    Args:
        num_units: Size of output and of each part of the state.
        forget_bias: Added to the forget gate at run time.
        activation: By default tanh.
        reuse: Whether to reuse variables of the scope.
        kernel_initializer: For the kernel of the inputs; by default the scope's.
        bias_initializer: By default zeros.
        name: Name of layer and scope.
        dtype: dtype of the weights.

    Source: `tf.contrib.rnn.IndyLSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        forget_bias: float = 1.0,
        activation: Any = None,
        reuse: bool | None = None,
        kernel_initializer: Any = None,
        bias_initializer: Any = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(num_units, activation, reuse, name, dtype)
        self._forget_bias = forget_bias
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer

    @property
    def state_size(self) -> LSTMStateTuple:
        return LSTMStateTuple(self._num_units, self._num_units)

    def build(self, inputs_shape: Any) -> None:
        depth, size = input_depth(inputs_shape), 4 * self._num_units
        self._kernel_w = self.add_variable(
            "kernel_w", [depth, size], initializer=self._kernel_initializer
        )
        self._kernel_u = self._recurrent("kernel_u", size)
        self._bias = self.add_variable(
            "bias",
            [size],
            initializer=self._bias_initializer
            or tf1.zeros_initializer(dtype=self.dtype),
        )
        self.built = True

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        one = tf.constant(1, dtype=tf.int32)  # the axis of the split
        c, h = state
        gates = tf.matmul(inputs, self._kernel_w)
        gates += tf.tile(h, [1, 4]) * self._kernel_u
        i, j, f, o = split(tf.nn.bias_add(gates, self._bias), 4, axis=one)
        forget_bias = tf.constant(self._forget_bias, dtype=f.dtype)
        kept = tf.multiply(c, tf.sigmoid(tf.add(f, forget_bias)))
        new_c = tf.add(kept, tf.multiply(tf.sigmoid(i), self._activation(j)))
        new_h = tf.multiply(self._activation(new_c), tf.sigmoid(o))
        return new_h, LSTMStateTuple(new_c, new_h)
