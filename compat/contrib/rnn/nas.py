"""`NASCell`: found by neural architecture search."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.ops.arrays import split
from compat.layers.input_spec import InputSpec
from compat.nn.rnn_cell.base import LayerRNNCell
from compat.nn.rnn_cell.lstm import LSTMStateTuple

tf1 = tf.compat.v1


class NASCell(LayerRNNCell):
    """Recurrent cell of Zoph and Le 2017 (arXiv:1611.01578).

    Eight pairs of parts of `x · kernel` and `h · recurrent_kernel + bias` are combined
    by a tree of sums, products, tanh, sigmoid and ReLU.

    Args:
        num_units: Size of the cell state, and of the output unless it is projected.
        num_proj: Size of the projected output, or `None`.
        use_bias: Whether there is a bias.
        reuse: Whether to reuse variables of the scope.
        **kwargs: As for `tf.layers.Layer`.

    Source: `tf.contrib.rnn.NASCell`.
    """

    _NUMBER_OF_PARTS = 8

    def __init__(
        self,
        num_units: int,
        num_proj: int | None = None,
        use_bias: bool = False,
        reuse: bool | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(_reuse=reuse, **kwargs)
        self._num_units = num_units
        self._num_proj = num_proj
        self._use_bias = use_bias
        self.input_spec = InputSpec(ndim=2)

    @property
    def state_size(self) -> LSTMStateTuple:
        return LSTMStateTuple(self._num_units, self.output_size)

    @property
    def output_size(self) -> int:
        return self._num_units if self._num_proj is None else self._num_proj

    def build(self, inputs_shape: Any) -> None:
        depth = tf.TensorShape(inputs_shape).as_list()[1]
        if depth is None:
            raise ValueError("Could not infer input size from inputs.get_shape()[-1]")
        size = self._NUMBER_OF_PARTS * self._num_units
        self._recurrent_kernel = self.add_variable(
            "recurrent_kernel", [self.output_size, size]
        )
        self._kernel = self.add_variable("kernel", [depth, size])
        if self._use_bias:
            self._bias = self.add_variable(
                "bias", [size], initializer=tf1.zeros_initializer()
            )
        if self._num_proj is not None:
            self._projection = self.add_variable(
                "projection_weights", [self._num_units, self._num_proj]
            )
        self.built = True

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        c, m = state
        from_state = tf.matmul(m, self._recurrent_kernel)
        from_inputs = tf.matmul(inputs, self._kernel)
        if self._use_bias:
            from_state = tf.nn.bias_add(from_state, self._bias)
        h = split(from_state, self._NUMBER_OF_PARTS, axis=1)
        x = split(from_inputs, self._NUMBER_OF_PARTS, axis=1)
        # The leaves of the tree, from left to right.
        l0 = tf.sigmoid(x[0] + h[0])
        l1 = tf.nn.relu(x[1] + h[1])
        l2 = tf.sigmoid(x[2] + h[2])
        l3 = tf.nn.relu(x[3] * h[3])
        l4 = tf.tanh(x[4] + h[4])
        l5 = tf.sigmoid(x[5] + h[5])
        l6 = tf.tanh(x[6] + h[6])
        l7 = tf.sigmoid(x[7] + h[7])
        # Two by two, the cell state joining at the left.
        m0 = tf.tanh(l0 * l1)
        m1 = tf.tanh(l2 + l3)
        m2 = tf.tanh(l4 * l5)
        m3 = tf.sigmoid(l6 + l7)
        m0 = tf.tanh(m0 + c)
        new_c = m0 * m1
        new_m = tf.tanh(new_c * tf.tanh(m2 + m3))
        if self._num_proj is not None:
            new_m = tf.matmul(new_m, self._projection)
        return new_m, LSTMStateTuple(new_c, new_m)
