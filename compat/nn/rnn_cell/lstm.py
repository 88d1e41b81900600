"""`BasicLSTMCell`, `LSTMCell` and `LSTMStateTuple`."""

from __future__ import annotations

from typing import Any, NamedTuple

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


class _State(NamedTuple):
    c: Any
    h: Any


class LSTMStateTuple(_State):
    """State of an LSTM cell: `c`, the cell state, and `h`, the output.

    Source: `tf.nn.rnn_cell.LSTMStateTuple`.
    """

    __slots__ = ()

    @property
    def dtype(self) -> Any:
        """The dtype of both parts; `TypeError` where they differ."""
        c, h = self
        if c.dtype != h.dtype:
            raise TypeError(f"Inconsistent internal state: {c.dtype} vs {h.dtype}")
        return c.dtype


class BasicLSTMCell(LayerRNNCell):
    """LSTM cell without peepholes, after Zaremba et al. 2014 (arXiv:1409.2329).

    With `i, j, f, o = split([x; h] · kernel + bias)`:
    `c' = c*sigmoid(f + forget_bias) + sigmoid(i)*activation(j)`,
    `h' = activation(c')*sigmoid(o)`.

    Args:
        num_units: Size of output and of each part of the state.
        forget_bias: Added to the forget gate at run time, not stored in the bias.
        state_is_tuple: Whether the state is an `LSTMStateTuple`, or `[c; h]` in one.
        activation: By default tanh.
        reuse: Whether to reuse variables of the scope.
        name: Name of layer and scope.
        dtype: dtype of the weights.
        **kwargs: As for `tf.layers.Layer`.

    Source: `tf.nn.rnn_cell.BasicLSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        forget_bias: float = 1.0,
        state_is_tuple: bool = True,
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
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple
        self._activation = activation_function(activation, tf.tanh)

    @property
    def state_size(self) -> Any:
        if self._state_is_tuple:
            return LSTMStateTuple(self._num_units, self._num_units)
        return 2 * self._num_units

    @property
    def output_size(self) -> int:
        return self._num_units

    def build(self, inputs_shape: Any) -> None:
        depth = input_depth(inputs_shape)
        check_float(self.dtype)
        self._kernel = self.add_variable(
            "kernel", [depth + self._num_units, 4 * self._num_units]
        )
        self._bias = self.add_variable(
            "bias",
            [4 * self._num_units],
            initializer=tf1.zeros_initializer(dtype=self.dtype),
        )
        self.built = True

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        leaves = tf.nest.flatten(state)
        check_float([inputs.dtype, *(leaf.dtype for leaf in leaves)])
        one = tf.constant(1, dtype=tf.int32)  # the axis of both splits
        if self._state_is_tuple:
            c, h = state
        else:
            c, h = tf.split(value=state, num_or_size_splits=2, axis=one)
        gates = tf.matmul(tf.concat([inputs, h], 1), self._kernel)
        gates = tf.nn.bias_add(gates, self._bias)
        i, j, f, o = tf.split(value=gates, num_or_size_splits=4, axis=one)
        forget_bias = tf.constant(self._forget_bias, dtype=f.dtype)
        kept = tf.multiply(c, tf.sigmoid(tf.add(f, forget_bias)))
        new_c = tf.add(kept, tf.multiply(tf.sigmoid(i), self._activation(j)))
        new_h = tf.multiply(self._activation(new_c), tf.sigmoid(o))
        if self._state_is_tuple:
            return new_h, LSTMStateTuple(new_c, new_h)
        return new_h, tf.concat([new_c, new_h], 1)

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {
            "num_units": self._num_units,
            "forget_bias": self._forget_bias,
            "state_is_tuple": self._state_is_tuple,
            "activation": activation_name(self._activation),
            "reuse": self._reuse,
        }


class LSTMCell(LayerRNNCell):
    """LSTM cell with peepholes, clipping and projection (Sak et al. 2014).

    Args:
        num_units: Size of the cell state, and of the output unless it is projected.
        use_peepholes: Whether gates also see the cell state, through diagonal weights.
        cell_clip: Bound on the absolute value of the cell state, or `None`.
        initializer: For the kernels and the peepholes; by default the scope's.
        num_proj: Size of the projected output, or `None`.
        proj_clip: Bound on the absolute value of the projected output, or `None`.
        num_unit_shards: Number of parts the kernel is kept in (deprecated in 1.x).
        num_proj_shards: The same for the projection.
        forget_bias: Added to the forget gate at run time.
        state_is_tuple: Whether the state is an `LSTMStateTuple`, or one tensor.
        activation: By default tanh.
        reuse: Whether to reuse variables of the scope.
        name: Name of layer and scope.
        dtype: dtype of the weights.
        **kwargs: As for `tf.layers.Layer`.

    Source: `tf.nn.rnn_cell.LSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        use_peepholes: bool = False,
        cell_clip: float | None = None,
        initializer: Any = None,
        num_proj: int | None = None,
        proj_clip: float | None = None,
        num_unit_shards: int | None = None,
        num_proj_shards: int | None = None,
        forget_bias: float = 1.0,
        state_is_tuple: bool = True,
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
        self._use_peepholes = use_peepholes
        self._cell_clip = cell_clip
        self._initializer = initializer
        self._num_proj = num_proj
        self._proj_clip = proj_clip
        self._num_unit_shards = num_unit_shards
        self._num_proj_shards = num_proj_shards
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple
        self._activation = activation_function(activation, tf.tanh)

    @property
    def output_size(self) -> int:
        return self._num_proj or self._num_units

    @property
    def state_size(self) -> Any:
        if self._state_is_tuple:
            return LSTMStateTuple(self._num_units, self.output_size)
        return self._num_units + self.output_size

    def build(self, inputs_shape: Any) -> None:
        depth = input_depth(inputs_shape) + self.output_size
        check_float(self.dtype)
        self._kernel = self.add_variable(
            "kernel",
            [depth, 4 * self._num_units],
            initializer=self._initializer,
            partitioner=_shards(self._num_unit_shards),
        )
        initializer = (
            None if self.dtype is None else tf1.zeros_initializer(dtype=self.dtype)
        )
        self._bias = self.add_variable(
            "bias", [4 * self._num_units], initializer=initializer
        )
        if self._use_peepholes:
            self._w_f_diag, self._w_i_diag, self._w_o_diag = (
                self.add_variable(
                    f"w_{gate}_diag", [self._num_units], initializer=self._initializer
                )
                for gate in "fio"
            )
        if self._num_proj is not None:
            self._projection = self.add_variable(
                "projection/kernel",
                [self._num_units, self._num_proj],
                initializer=self._initializer,
                partitioner=_shards(self._num_proj_shards),
            )
        self.built = True

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        leaves = tf.nest.flatten(state)
        check_float([inputs.dtype, *(leaf.dtype for leaf in leaves)])
        if self._state_is_tuple:
            c, m = state
        else:
            c = tf.slice(state, [0, 0], [-1, self._num_units])
            m = tf.slice(state, [0, self._num_units], [-1, self.output_size])
        gates = tf.matmul(tf.concat([inputs, m], 1), self._kernel)
        gates = tf.nn.bias_add(gates, self._bias)
        i, j, f, o = tf.split(value=gates, num_or_size_splits=4, axis=1)
        act = self._activation
        if self._use_peepholes:
            forget = tf.sigmoid(f + self._forget_bias + self._w_f_diag * c) * c
            new_c = forget + tf.sigmoid(i + self._w_i_diag * c) * act(j)
        else:
            new_c = tf.sigmoid(f + self._forget_bias) * c + tf.sigmoid(i) * act(j)
        if self._cell_clip is not None:
            new_c = tf.clip_by_value(new_c, -self._cell_clip, self._cell_clip)
        if self._use_peepholes:
            new_m = tf.sigmoid(o + self._w_o_diag * new_c) * act(new_c)
        else:
            new_m = tf.sigmoid(o) * act(new_c)
        if self._num_proj is not None:
            new_m = tf.matmul(new_m, self._projection)
            if self._proj_clip is not None:
                new_m = tf.clip_by_value(new_m, -self._proj_clip, self._proj_clip)
        if self._state_is_tuple:
            return new_m, LSTMStateTuple(new_c, new_m)
        return new_m, tf.concat([new_c, new_m], 1)

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {
            "num_units": self._num_units,
            "use_peepholes": self._use_peepholes,
            "cell_clip": self._cell_clip,
            "initializer": self._initializer,
            "num_proj": self._num_proj,
            "proj_clip": self._proj_clip,
            "num_unit_shards": self._num_unit_shards,
            "num_proj_shards": self._num_proj_shards,
            "forget_bias": self._forget_bias,
            "state_is_tuple": self._state_is_tuple,
            "activation": activation_name(self._activation),
            "reuse": self._reuse,
        }


def _shards(count: int | None) -> Any:
    return tf1.fixed_size_partitioner(count) if count else None
