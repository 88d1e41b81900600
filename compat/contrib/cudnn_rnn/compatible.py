"""Cells that take the weights of a cuDNN layer, and run anywhere."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.rnn.block import LSTMBlockCell
from compat.count.ops.arrays import split
from compat.nn.rnn_cell.base import check_float, input_depth
from compat.nn.rnn_cell.basic import GRUCell

tf1 = tf.compat.v1


class CudnnCompatibleLSTMCell(LSTMBlockCell):
    """`LSTMBlockCell` as cuDNN has it: no forget bias but the one in the bias.

    Args:
        num_units: Size of output and of each part of the state.
        reuse: Whether to reuse variables of the scope.

    Source: `tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell`.
    """

    def __init__(self, num_units: int, reuse: bool | None = None) -> None:
        super().__init__(
            num_units,
            forget_bias=0,
            cell_clip=None,
            use_peephole=False,
            reuse=reuse,
            name="cudnn_compatible_lstm_cell",
        )


class CudnnCompatibleGRUCell(GRUCell):
    """`GRUCell` as cuDNN has it: the reset after the matrix product.

    With gates `r, u` as in `GRUCell`: `c = tanh(x·W + b_W + r*(h·R + b_R))` and
    `h' = (1-u)*c + u*h`.

    Args:
        num_units: Size of output and state.
        reuse: Whether to reuse variables of the scope.
        kernel_initializer: For all kernels; by default the scope's.

    Source: `tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell`.
    """

    def __init__(
        self,
        num_units: int,
        reuse: bool | None = None,
        kernel_initializer: Any = None,
    ) -> None:
        super().__init__(
            num_units,
            activation=None,
            reuse=reuse,
            kernel_initializer=kernel_initializer,
        )

    def build(self, inputs_shape: Any) -> None:
        depth, units = input_depth(inputs_shape), self._num_units
        check_float(self.dtype)
        start, bias = self._kernel_initializer, self._bias_initializer
        zeros = bias or tf1.zeros_initializer(dtype=self.dtype)
        self._gate_kernel = self.add_variable(
            "gates/kernel", [depth + units, 2 * units], initializer=start
        )
        self._gate_bias = self.add_variable(
            "gates/bias",
            [2 * units],
            initializer=bias or tf1.constant_initializer(1.0, dtype=self.dtype),
        )
        projections = ("candidate/input_projection", "candidate/hidden_projection")
        self._kernels = [
            self.add_variable(f"{name}/kernel", [size, units], initializer=start)
            for name, size in zip(projections, (depth, units), strict=True)
        ]
        self._biases = [
            self.add_variable(f"{name}/bias", [units], initializer=zeros)
            for name in projections
        ]
        self.built = True

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:
        check_float([inputs.dtype, state.dtype])
        gates = tf.matmul(tf.concat([inputs, state], 1), self._gate_kernel)
        gates = tf.sigmoid(tf.nn.bias_add(gates, self._gate_bias))
        r, u = split(gates, 2, axis=1)
        from_inputs = tf.matmul(inputs, self._kernels[0])
        from_inputs = tf.nn.bias_add(from_inputs, self._biases[0])
        from_state = tf.matmul(state, self._kernels[1])
        from_state = tf.nn.bias_add(from_state, self._biases[1])
        candidate = self._activation(from_inputs + r * from_state)
        new_h = (1 - u) * candidate + u * state
        return new_h, new_h
