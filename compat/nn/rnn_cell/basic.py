"""`BasicRNNCell` and `GRUCell`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.layers.input_spec import InputSpec
from compat.nn.rnn_cell.base import (
    LayerRNNCell,
    activation_function,
    activation_name,
    check_float,
    input_depth,
)

tf1 = tf.compat.v1


class BasicRNNCell(LayerRNNCell):
    """The plain recurrent cell: `h' = activation([x; h] · kernel + bias)`.

    Args:
        num_units: Size of output and state.
        activation: By default tanh.
        reuse: Whether to reuse variables of the scope.
        name: Name of layer and scope.
        dtype: dtype of the weights.
        **kwargs: As for `tf.layers.Layer`.

    Source: `tf.nn.rnn_cell.BasicRNNCell`.
    """

    def __init__(
        self,
        num_units: int,
        activation: Any = None,
        reuse: bool | None = None,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(_reuse=reuse, name=name, dtype=dtype, **kwargs)
        check_float(self.dtype or [])
        self.input_spec = InputSpec(ndim=2)
        self._num_units = num_units
        self._activation = activation_function(activation, tf.tanh)

    @property
    def state_size(self) -> int:
        return self._num_units

    @property
    def output_size(self) -> int:
        return self._num_units

    def build(self, inputs_shape: Any) -> None:
        depth = input_depth(inputs_shape)
        check_float(self.dtype)
        self._kernel = self.add_variable(
            "kernel", [depth + self._num_units, self._num_units]
        )
        self._bias = self.add_variable(
            "bias",
            [self._num_units],
            initializer=tf1.zeros_initializer(dtype=self.dtype),
        )
        self.built = True

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        check_float([inputs.dtype, state.dtype])
        gate_inputs = tf.matmul(tf.concat([inputs, state], 1), self._kernel)
        output = self._activation(tf.nn.bias_add(gate_inputs, self._bias))
        return output, output

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {
            "num_units": self._num_units,
            "activation": activation_name(self._activation),
            "reuse": self._reuse,
        }


class GRUCell(LayerRNNCell):
    """Gated recurrent unit of Cho et al. 2014 (arXiv:1406.1078).

    With `r, u = sigmoid([x; h] · gates/kernel + gates/bias)`:
    `c = activation([x; r*h] · candidate/kernel + candidate/bias)`,
    `h' = u*h + (1-u)*c`. The reset comes before the matrix product (Keras:
    `reset_after=False`), and the gates' bias starts at one.

    Args:
        num_units: Size of output and state.
        activation: By default tanh.
        reuse: Whether to reuse variables of the scope.
        kernel_initializer: For both kernels; by default the scope's.
        bias_initializer: For both biases; by default ones for the gates, zeros for the
            candidate.
        name: Name of layer and scope.
        dtype: dtype of the weights.
        **kwargs: As for `tf.layers.Layer`.

    Source: `tf.nn.rnn_cell.GRUCell`.
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
        **kwargs: Any,
    ) -> None:
        super().__init__(_reuse=reuse, name=name, dtype=dtype, **kwargs)
        check_float(self.dtype or [])
        self.input_spec = InputSpec(ndim=2)
        self._num_units = num_units
        self._activation = activation_function(activation, tf.tanh)
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer

    @property
    def state_size(self) -> int:
        return self._num_units

    @property
    def output_size(self) -> int:
        return self._num_units

    def build(self, inputs_shape: Any) -> None:
        depth = input_depth(inputs_shape) + self._num_units
        check_float(self.dtype)
        bias = self._bias_initializer
        self._gate_kernel = self.add_variable(
            "gates/kernel",
            [depth, 2 * self._num_units],
            initializer=self._kernel_initializer,
        )
        self._gate_bias = self.add_variable(
            "gates/bias",
            [2 * self._num_units],
            initializer=bias or tf1.constant_initializer(1.0, dtype=self.dtype),
        )
        self._candidate_kernel = self.add_variable(
            "candidate/kernel",
            [depth, self._num_units],
            initializer=self._kernel_initializer,
        )
        self._candidate_bias = self.add_variable(
            "candidate/bias",
            [self._num_units],
            initializer=bias or tf1.zeros_initializer(dtype=self.dtype),
        )
        self.built = True

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        check_float([inputs.dtype, state.dtype])
        gates = tf.matmul(tf.concat([inputs, state], 1), self._gate_kernel)
        gates = tf.sigmoid(tf.nn.bias_add(gates, self._gate_bias))
        r, u = tf.split(value=gates, num_or_size_splits=2, axis=1)
        candidate = tf.matmul(tf.concat([inputs, r * state], 1), self._candidate_kernel)
        c = self._activation(tf.nn.bias_add(candidate, self._candidate_bias))
        new_h = u * state + (1 - u) * c
        return new_h, new_h

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {
            "num_units": self._num_units,
            "kernel_initializer": self._kernel_initializer,
            "bias_initializer": self._bias_initializer,
            "activation": activation_name(self._activation),
            "reuse": self._reuse,
        }
