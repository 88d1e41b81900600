"""Two LSTM cells of 1.15's `rnn_cell` file: layer norm, and weight norm.

They were never public as `tf.contrib.rnn.…`; old code took them out of the file.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.rnn.layer_norm import normalize
from compat.count.ops.arrays import split
from compat.nn.rnn_cell.base import RNNCell
from compat.nn.rnn_cell.lstm import LSTMStateTuple

tf1 = tf.compat.v1


class _PeepholeLSTM(RNNCell):
    """What both cells share: gates, peepholes, clipping and projection."""

    _num_units: int
    _num_proj: int | None
    _proj_clip: float | None
    _cell_clip: float | None
    _use_peepholes: bool
    _forget_bias: float
    _activation: Any

    @property
    def state_size(self) -> LSTMStateTuple:
        return LSTMStateTuple(self._num_units, self.output_size)

    @property
    def output_size(self) -> int:
        return self._num_units if self._num_proj is None else self._num_proj

    def _product(self, tensors: list[Any], size: int, bias: bool) -> Any:
        """`[x1; x2; …] · kernel`, and a bias."""
        raise NotImplementedError

    def _norm(self, x: Any, scope: str) -> Any:
        """Layer normalization, where there is any."""
        return x

    def _step(self, inputs: Any, state: Any) -> tuple[Any, Any]:
        units = self._num_units
        c, h = state
        gates = self._product([inputs, h], 4 * units, True)
        names = ("input", "transform", "forget", "output")
        i, j, f, o = (
            self._norm(gate, name)
            for gate, name in zip(split(gates, 4, axis=1), names, strict=True)
        )
        if self._use_peepholes:
            w_f, w_i, w_o = (
                tf1.get_variable(f"w_{gate}_diag", [units], inputs.dtype)
                for gate in "fio"
            )
            forget = tf.sigmoid(f + self._forget_bias + w_f * c)
            new_c = forget * c + tf.sigmoid(i + w_i * c) * self._activation(j)
        else:
            forget = tf.sigmoid(f + self._forget_bias)
            new_c = forget * c + tf.sigmoid(i) * self._activation(j)
        new_c = self._norm(new_c, "state")
        if self._cell_clip is not None:
            new_c = tf.clip_by_value(new_c, -self._cell_clip, self._cell_clip)
        if self._use_peepholes:
            o = o + w_o * new_c
        new_h = tf.sigmoid(o) * self._activation(new_c)
        if self._num_proj is not None:
            with tf1.variable_scope("projection"):
                new_h = self._product([new_h], self._num_proj, False)
            if self._proj_clip is not None:
                new_h = tf.clip_by_value(new_h, -self._proj_clip, self._proj_clip)
        return new_h, LSTMStateTuple(new_c, new_h)


class LayerNormLSTMCell(_PeepholeLSTM):
    """LSTM cell with layer normalization, peepholes, clipping and projection.

    Args:
        num_units: Size of the cell state, and of the output unless it is projected.
        use_peepholes: Whether gates also see the cell state, through diagonal weights.
        cell_clip: Bound on the absolute value of the cell state, or `None`.
        initializer: For the weights; by default the scope's.
        num_proj: Size of the projected output, or `None`.
        proj_clip: Bound on the absolute value of the projected output, or `None`.
        forget_bias: Added to the forget gate at run time.
        activation: By default tanh.
        layer_norm: Whether to normalize gates and cell state; then no bias is added.
        norm_gain: Where the gains start.
        norm_shift: Where the shifts start.
        reuse: Whether to reuse variables of the scope.

    Source: `tensorflow.contrib.rnn.python.ops.rnn_cell.LayerNormLSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        use_peepholes: bool = False,
        cell_clip: float | None = None,
        initializer: Any = None,
        num_proj: int | None = None,
        proj_clip: float | None = None,
        forget_bias: float = 1.0,
        activation: Any = None,
        layer_norm: bool = False,
        norm_gain: float = 1.0,
        norm_shift: float = 0.0,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._cell_clip = cell_clip
        self._initializer = initializer
        self._num_proj = num_proj
        self._proj_clip = proj_clip
        self._forget_bias = forget_bias
        self._activation = activation or tf.tanh
        self._layer_norm = layer_norm
        self._norm_gain = norm_gain
        self._norm_shift = norm_shift

    def _norm(self, x: Any, scope: str) -> Any:
        if not self._layer_norm:
            return x
        return normalize(x, scope, self._norm_gain, self._norm_shift)

    def _product(self, tensors: list[Any], size: int, bias: bool) -> Any:
        depth = sum(tensor.shape.as_list()[1] for tensor in tensors)
        dtype = tensors[0].dtype
        kernel = tf1.get_variable("kernel", [depth, size], dtype)
        both = tf.concat(tensors, 1) if len(tensors) > 1 else tensors[0]
        product = tf.matmul(both, kernel)
        if not bias:
            return product
        start = tf1.constant_initializer(0.0, dtype=dtype)
        biases = tf1.get_variable("bias", [size], dtype, initializer=start)
        # With layer normalization the bias is there, and not added.
        return product if self._layer_norm else tf.nn.bias_add(product, biases)

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        if inputs.shape.with_rank(2).as_list()[1] is None:
            raise ValueError("Could not infer input size from inputs.get_shape()[-1]")
        with tf1.variable_scope(
            tf1.get_variable_scope(), initializer=self._initializer
        ):
            return self._step(inputs, state)


class WeightNormLSTMCell(_PeepholeLSTM):
    """LSTM cell with normalized weights (Salimans and Kingma, arXiv:1602.07868).

    The rows of each kernel that belong to one input have columns of length `norm_i`.

    Args:
        num_units: Size of the cell state, and of the output unless it is projected.
        norm: Whether to normalize the weights.
        use_peepholes: Whether gates also see the cell state, through diagonal weights.
        cell_clip: Bound on the absolute value of the cell state, or `None`.
        initializer: For the weights; by default the scope's.
        num_proj: Size of the projected output, or `None`.
        proj_clip: Bound on the absolute value of the projected output, or `None`.
        forget_bias: Added to the forget gate at run time.
        activation: By default tanh.
        reuse: Whether to reuse variables of the scope.

    Source: `tensorflow.contrib.rnn.python.ops.rnn_cell.WeightNormLSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        norm: bool = True,
        use_peepholes: bool = False,
        cell_clip: float | None = None,
        initializer: Any = None,
        num_proj: int | None = None,
        proj_clip: float | None = None,
        forget_bias: float = 1,
        activation: Any = None,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(_reuse=reuse)
        self._scope = "wn_lstm_cell"
        self._num_units = num_units
        self._weight_norm = norm
        self._use_peepholes = use_peepholes
        self._cell_clip = cell_clip
        self._initializer = initializer
        self._num_proj = num_proj
        self._proj_clip = proj_clip
        self._forget_bias = forget_bias
        self._activation = activation or tf.tanh

    def _product(self, tensors: list[Any], size: int, bias: bool) -> Any:
        depths = [tensor.shape.as_list()[1] for tensor in tensors]
        dtype = tensors[0].dtype
        kernel = tf1.get_variable("kernel", [sum(depths), size], dtype)
        if self._weight_norm:
            parts, row = [], 0
            for index, depth in enumerate(depths):
                part = kernel[row : row + depth, :]
                length = tf1.get_variable(f"norm_{index}", [size], dtype)
                parts.append(tf.nn.l2_normalize(part, axis=0) * length)
                row += depth
            kernel = tf.concat(parts, axis=0)
        both = tf.concat(tensors, 1) if len(tensors) > 1 else tensors[0]
        product = tf.matmul(both, kernel)
        if not bias:
            return product
        start = tf1.constant_initializer(0.0, dtype=dtype)
        biases = tf1.get_variable("bias", [size], dtype, initializer=start)
        return tf.nn.bias_add(product, biases)

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        if inputs.shape.with_rank(2).as_list()[1] is None:
            raise ValueError("Could not infer input size from inputs.get_shape()[-1]")
        with tf1.variable_scope("wn_lstm_cell", initializer=self._initializer):
            return self._step(inputs, state)
