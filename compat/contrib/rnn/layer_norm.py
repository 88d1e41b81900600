"""`LayerNormBasicLSTMCell`, and the normalization it shares with another cell."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.ops.arrays import split
from compat.count.ops.dropout import dropout
from compat.nn.rnn_cell.base import RNNCell
from compat.nn.rnn_cell.lstm import LSTMStateTuple

tf1 = tf.compat.v1


def normalize(x: Any, scope: str, gain: float, shift: float, dtype: Any = None) -> Any:
    """Layer normalization of each row of `x`, with gamma and beta in `scope`.

    `gamma * (x - mean) / sqrt(variance + 1e-12) + beta`.

    Args:
        x: Tensor `[batch, size]`.
        scope: Variable scope of `gamma` and `beta`.
        gain: Where gamma starts.
        shift: Where beta starts.
        dtype: dtype of both; by default float32.
    """
    size = x.shape.as_list()[-1:]
    with tf1.variable_scope(scope):
        gamma = tf1.get_variable(
            "gamma", size, dtype, initializer=tf1.constant_initializer(gain)
        )
        beta = tf1.get_variable(
            "beta", size, dtype, initializer=tf1.constant_initializer(shift)
        )
        mean, variance = tf1.nn.moments(x, [1], keep_dims=True)
        return tf1.nn.batch_normalization(x, mean, variance, beta, gamma, 1e-12)


class LayerNormBasicLSTMCell(RNNCell):
    """LSTM cell with layer normalization and dropout of the candidate.

    After Ba et al. 2016 (arXiv:1607.06450) and Semeniuta et al. 2016
    (arXiv:1603.05118).

    Args:
        num_units: Size of output and of each part of the state.
        forget_bias: Added to the forget gate at run time.
        input_size: Not used.
        activation: Of candidate and cell state.
        layer_norm: Whether to normalize; else there is a bias.
        norm_gain: Where the gains start.
        norm_shift: Where the shifts start.
        dropout_keep_prob: Probability of keeping an element of the candidate: float, or
            float scalar tensor.
        dropout_prob_seed: Seed of the dropout.
        reuse: Whether to reuse variables of the scope.

    Source: `tf.contrib.rnn.LayerNormBasicLSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        forget_bias: float = 1.0,
        input_size: Any = None,
        activation: Any = tf.tanh,
        layer_norm: bool = True,
        norm_gain: float = 1.0,
        norm_shift: float = 0.0,
        dropout_keep_prob: Any = 1.0,
        dropout_prob_seed: int | None = None,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._activation = activation
        self._layer_norm = layer_norm
        self._norm_gain = norm_gain
        self._norm_shift = norm_shift
        self._keep_prob = dropout_keep_prob
        self._seed = dropout_prob_seed

    @property
    def state_size(self) -> LSTMStateTuple:
        return LSTMStateTuple(self._num_units, self._num_units)

    @property
    def output_size(self) -> int:
        return self._num_units

    def _norm(self, x: Any, scope: str, dtype: Any) -> Any:
        if not self._layer_norm:
            return x
        return normalize(x, scope, self._norm_gain, self._norm_shift, dtype)

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        c, h = state
        both = tf.concat([inputs, h], 1)
        dtype, units = both.dtype, self._num_units
        depth = both.shape.as_list()[-1]
        kernel = tf1.get_variable("kernel", [depth, 4 * units], dtype)
        gates = tf.matmul(both, kernel)
        if not self._layer_norm:
            bias = tf1.get_variable("bias", [4 * units], dtype)
            gates = tf.nn.bias_add(gates, bias)
        names = ("input", "transform", "forget", "output")
        i, j, f, o = (
            self._norm(gate, name, dtype)
            for gate, name in zip(split(gates, 4, axis=1), names, strict=True)
        )
        candidate = self._activation(j)
        keep = self._keep_prob
        if not isinstance(keep, float) or keep < 1:
            candidate = dropout(candidate, keep, seed=self._seed)
        kept = c * tf.sigmoid(f + self._forget_bias)
        new_c = kept + tf.sigmoid(i) * candidate
        new_c = self._norm(new_c, "state", dtype)
        new_h = self._activation(new_c) * tf.sigmoid(o)
        return new_h, LSTMStateTuple(new_c, new_h)
