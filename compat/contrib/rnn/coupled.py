"""`CoupledInputForgetGateLSTMCell`: what is not forgotten is not replaced."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.rnn.layer_norm import normalize
from compat.contrib.rnn.sharded import sharded
from compat.count.ops.arrays import split
from compat.nn.rnn_cell.base import RNNCell
from compat.nn.rnn_cell.lstm import LSTMStateTuple

tf1 = tf.compat.v1


class CoupledInputForgetGateLSTMCell(RNNCell):
    """LSTM with input gate `1 - forget gate` (Greff et al. 2015, arXiv:1503.04069).

    Args:
        num_units: Size of the cell state, and of the output unless it is projected.
        use_peepholes: Whether gates also see the cell state, through diagonal weights.
        initializer: Without effect, as in 1.15: the scope's is taken.
        num_proj: Size of the projected output, or `None`.
        proj_clip: Bound on the absolute value of the projected output, or `None`.
        num_unit_shards: Number of variables that the kernel is kept in.
        num_proj_shards: The same for the projection.
        forget_bias: Added to the forget gate at run time.
        state_is_tuple: Whether the state is an `LSTMStateTuple`, or one tensor.
        activation: Of candidate and cell state.
        reuse: Whether to reuse variables of the scope.
        layer_norm: Whether to normalize gates and cell state; then there is no bias.
        norm_gain: Where the gains start.
        norm_shift: Where the shifts start.

    Source: `tf.contrib.rnn.CoupledInputForgetGateLSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        use_peepholes: bool = False,
        initializer: Any = None,
        num_proj: int | None = None,
        proj_clip: float | None = None,
        num_unit_shards: int = 1,
        num_proj_shards: int = 1,
        forget_bias: float = 1.0,
        state_is_tuple: bool = True,
        activation: Any = tf.tanh,
        reuse: bool | None = None,
        layer_norm: bool = False,
        norm_gain: float = 1.0,
        norm_shift: float = 0.0,
    ) -> None:
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._initializer = initializer
        self._num_proj = num_proj
        self._proj_clip = proj_clip
        self._num_unit_shards = num_unit_shards
        self._num_proj_shards = num_proj_shards
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple
        self._activation = activation
        self._layer_norm = layer_norm
        self._norm_gain = norm_gain
        self._norm_shift = norm_shift

    @property
    def state_size(self) -> Any:
        if self._state_is_tuple:
            return LSTMStateTuple(self._num_units, self.output_size)
        return self._num_units + self.output_size

    @property
    def output_size(self) -> int:
        return self._num_proj or self._num_units

    def _norm(self, x: Any, scope: str) -> Any:
        if not self._layer_norm:
            return x
        return normalize(x, scope, self._norm_gain, self._norm_shift)

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        units, act = self._num_units, self._activation
        if self._state_is_tuple:
            c, m = state
        else:
            c = tf.slice(state, [0, 0], [-1, units])
            m = tf.slice(state, [0, units], [-1, self.output_size])
        dtype = inputs.dtype
        depth = inputs.shape.with_rank(2).as_list()[1]
        if depth is None:
            raise ValueError("Could not infer input size from inputs.get_shape()[-1]")
        shape = [depth + self.output_size, 3 * units]
        kernel = sharded("W", shape, dtype, self._num_unit_shards)
        bias = tf1.get_variable(
            "B", [3 * units], dtype, initializer=tf1.zeros_initializer()
        )
        gates = tf.matmul(tf.concat([inputs, m], 1), kernel)
        if not self._layer_norm:
            gates = tf.nn.bias_add(gates, bias)
        names = ("transform", "forget", "output")
        j, f, o = (
            self._norm(gate, name)
            for gate, name in zip(split(gates, 3, axis=1), names, strict=True)
        )
        if self._use_peepholes:
            w_f = tf1.get_variable("W_F_diag", [units], dtype)
            w_o = tf1.get_variable("W_O_diag", [units], dtype)
            forget = tf.sigmoid(f + self._forget_bias + w_f * c)
        else:
            forget = tf.sigmoid(f + self._forget_bias)
        new_c = forget * c + (1 - forget) * act(j)
        new_c = self._norm(new_c, "state")
        if self._use_peepholes:
            o = o + w_o * new_c
        new_m = tf.sigmoid(o) * act(new_c)
        if self._num_proj is not None:
            new_m = self._project(new_m, dtype)
        if self._state_is_tuple:
            return new_m, LSTMStateTuple(new_c, new_m)
        return new_m, tf.concat([new_c, new_m], 1)

    def _project(self, output: Any, dtype: Any) -> Any:
        shape = [self._num_units, self._num_proj]
        kernel = sharded("W_P", shape, dtype, self._num_proj_shards)  # type: ignore[arg-type]
        output = tf.matmul(output, kernel)
        if self._proj_clip is not None:
            output = tf.clip_by_value(output, -self._proj_clip, self._proj_clip)
        return output
