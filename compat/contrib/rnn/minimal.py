"""Two small cells of 1.15's `rnn_cell` file: chaos-free, and minimal.

They were never public as `tf.contrib.rnn.…`; old code took them out of the file.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.ops.arrays import split
from compat.layers.input_spec import InputSpec
from compat.nn.rnn_cell.base import (
    LayerRNNCell,
    activation_function,
    input_depth,
)

tf1 = tf.compat.v1


def initializer_of(given: Any) -> Any:
    """The initializer that `given` names, or is.

    Raises:
        ValueError: For a name that is not known.
    """
    if not isinstance(given, str):
        return given
    known = ("glorot_normal", "glorot_uniform", "ones", "orthogonal", "zeros")
    if given not in known:
        raise ValueError(
            f"Unknown initializer: {given}; expected one of {', '.join(known)}, "
            "or an initializer itself"
        )
    return getattr(tf1, f"{given}_initializer")()


class _Small(LayerRNNCell):
    """A cell with one state, kernels and a bias.

    Args:
        units: Size of output and state.
        activation: Function, or its name.
        kernel_initializer: Initializer, or its name.
        bias_initializer: Initializer, or its name.
        name: Name of layer and scope.
        dtype: dtype of the weights.
        **kwargs: As for `tf.layers.Layer`.
    """

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "ones",
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, dtype=dtype, **kwargs)
        self.input_spec = InputSpec(ndim=2)
        self.units = units
        self.activation = activation_function(activation, tf.tanh)
        self.kernel_initializer = initializer_of(kernel_initializer)
        self.bias_initializer = initializer_of(bias_initializer)

    @property
    def state_size(self) -> int:
        return self.units

    @property
    def output_size(self) -> int:
        return self.units


class MinimalRNNCell(_Small):
    """The minimal recurrent cell of Chen 2017 (arXiv:1711.06788).

    With `z = activation(x · kernel_x)` and `u = sigmoid([z; h] · kernel_zh + bias)`:
    `h' = u*h + (1-u)*z`.

    Source: `tensorflow.contrib.rnn.python.ops.rnn_cell.MinimalRNNCell`.
    """

    def build(self, inputs_shape: Any) -> None:
        self._depth = input_depth(inputs_shape)
        self.kernel = self.add_variable(
            "kernel",
            [self._depth + 2 * self.units, self.units],
            initializer=self.kernel_initializer,
        )
        self.bias = self.add_variable(
            "bias", [self.units], initializer=self.bias_initializer
        )
        self.built = True

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        of_input, of_both = tf.split(self.kernel, [self._depth, 2 * self.units], axis=0)
        z = self.activation(tf.matmul(inputs, of_input))
        gate = tf.nn.bias_add(tf.matmul(tf.concat([z, state], 1), of_both), self.bias)
        u = tf.sigmoid(gate)
        output = u * state + (1 - u) * z
        return output, output


class CFNCell(_Small):
    """The chaos-free network's cell of Laurent and von Brecht 2016 (arXiv:1612.06212).

    With `f, i = sigmoid(h · recurrent_kernel + x · kernel_g + bias)`:
    `h' = f * activation(h) + (1-i) * activation(x · kernel_h)`.

    Source: `tensorflow.contrib.rnn.python.ops.rnn_cell.CFNCell`.
    """

    def build(self, inputs_shape: Any) -> None:
        depth, units = input_depth(inputs_shape), self.units
        self.kernel = self.add_variable(
            "kernel", [depth, 3 * units], initializer=self.kernel_initializer
        )
        self.recurrent_kernel = self.add_variable(
            "recurrent_kernel", [units, 2 * units], initializer=self.kernel_initializer
        )
        self.bias = self.add_variable(
            "bias", [2 * units], initializer=self.bias_initializer
        )
        self.built = True

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        of_gates, of_state = tf.split(self.kernel, [2 * self.units, self.units], axis=1)
        gates = tf.matmul(state, self.recurrent_kernel) + tf.matmul(inputs, of_gates)
        gates = tf.sigmoid(tf.nn.bias_add(gates, self.bias))
        forget, keep_out = split(gates, 2, axis=1)
        candidate = tf.matmul(inputs, of_state)
        kept = forget * self.activation(state)
        output = kept + (1 - keep_out) * self.activation(candidate)
        return output, output
