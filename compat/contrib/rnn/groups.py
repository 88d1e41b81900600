"""`GLSTMCell`: an LSTM in groups that do not see each other."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.rnn.linear import Linear
from compat.count.ops.arrays import split
from compat.nn.rnn_cell.base import RNNCell
from compat.nn.rnn_cell.lstm import LSTMStateTuple

tf1 = tf.compat.v1


class GLSTMCell(RNNCell):
    """Group LSTM of Kuchaiev and Ginsburg 2017 (arXiv:1703.10722).

    Inputs and output are cut into groups, each with a kernel of its own; the gates of
    all groups side by side make those of one LSTM.

    Args:
        num_units: Size of the cell state, and of the output unless it is projected.
        initializer: For the kernels of the groups; by default the scope's.
        num_proj: Size of the projected output, or `None`.
        number_of_groups: Number of groups; divides all sizes.
        forget_bias: Added to the forget gate at run time.
        activation: Of the cell state; the candidate goes through tanh.
        reuse: Whether to reuse variables of the scope.

    Raises:
        ValueError: When the number of groups does not divide a size.

    Source: `tf.contrib.rnn.GLSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        initializer: Any = None,
        num_proj: int | None = None,
        number_of_groups: int = 1,
        forget_bias: float = 1.0,
        activation: Any = tf.tanh,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(_reuse=reuse)
        for name, size in (("num_units", num_units), ("num_proj", num_proj)):
            if size is not None and size % number_of_groups:
                raise ValueError(
                    f"{name} must be divisible by number_of_groups: {size} is not by "
                    f"{number_of_groups}"
                )
        self._num_units = num_units
        self._initializer = initializer
        self._num_proj = num_proj
        self._forget_bias = forget_bias
        self._activation = activation
        self._number_of_groups = number_of_groups
        self._linears: list[Linear] = []
        self._projection: Linear | None = None

    @property
    def state_size(self) -> LSTMStateTuple:
        return LSTMStateTuple(self._num_units, self.output_size)

    @property
    def output_size(self) -> int:
        return self._num_proj or self._num_units

    def _of_group(self, x: Any, group: int, size: int, batch: Any) -> Any:
        return tf.slice(
            x,
            [0, group * size],
            [batch, size],
            name=f"GLSTM_group{group}_input_generation",
        )

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        c, m = state
        batch, depth = inputs.shape.with_rank(2).as_list()
        if batch is None:
            batch = tf.shape(inputs)[0]
        if depth is None:
            raise ValueError("input size must be statically known")
        groups, units = self._number_of_groups, self._num_units
        if depth % groups:
            raise ValueError(
                f"input size ({depth}) must be divisible by number_of_groups ({groups})"
            )
        with tf1.variable_scope(
            tf1.get_variable_scope(), initializer=self._initializer
        ):
            parts: list[Any] = []
            for group in range(groups):
                with tf1.variable_scope(f"group{group}"):
                    both = tf.concat(
                        [
                            self._of_group(inputs, group, depth // groups, batch),
                            self._of_group(m, group, self.output_size // groups, batch),
                        ],
                        axis=1,
                    )
                    if len(self._linears) <= group:
                        size = 4 * units // groups
                        self._linears.append(Linear(both, size, False))
                    parts.append(split(self._linears[group](both), 4, axis=1))
            zeros = tf1.constant_initializer(0.0, dtype=inputs.dtype)
            biases = [
                tf1.get_variable(f"bias_{gate}", [units], c.dtype, initializer=zeros)
                for gate in "ijfo"
            ]
            i, j, f, o = (
                tf.nn.bias_add(tf.concat([p[gate] for p in parts], 1), biases[gate])
                for gate in range(4)
            )
        kept = tf.sigmoid(f + self._forget_bias) * c
        new_c = kept + tf.sigmoid(i) * tf.tanh(j)
        new_m = tf.sigmoid(o) * self._activation(new_c)
        if self._num_proj is not None:
            with tf1.variable_scope("projection"):
                if self._projection is None:
                    self._projection = Linear(new_m, self._num_proj, False)
                new_m = self._projection(new_m)
        return new_m, LSTMStateTuple(new_c, new_m)
