"""`TimeFreqLSTMCell`: an LSTM over frequency within each step of time."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.rnn.sharded import sharded
from compat.count.ops.arrays import split
from compat.nn.rnn_cell.base import RNNCell

tf1 = tf.compat.v1


def frequency_slices(
    inputs: Any, feature_size: int | None, skip: int, number: int, start: int = 0
) -> list[Any]:
    """Cut `number` windows of `feature_size` out of the inputs, `skip` apart.

    Args:
        inputs: Tensor `[batch, depth]`.
        feature_size: Width of a window; `None` for the whole depth.
        skip: Distance of two windows.
        number: How many.
        start: Where the first begins.
    """
    size = inputs.shape.as_list()[-1] if feature_size is None else feature_size
    return [
        tf.slice(inputs, [0, start + step * skip], [-1, size]) for step in range(number)
    ]


def known_depth(inputs: Any) -> int:
    """The size of the inputs `[batch, depth]`, or `ValueError`."""
    depth = inputs.shape.with_rank(2).as_list()[-1]
    if depth is None:
        raise ValueError("Cannot infer input_size from static shape inference.")
    return depth


class TimeFreqLSTMCell(RNNCell):
    """LSTM over time and frequency (Li et al. 2015, ASRU).

    The inputs are windows of frequencies. The LSTM goes from window to window; each
    sees the same window's output one step of time before, and the last window's now.

    Args:
        num_units: Size of the output of a window.
        use_peepholes: Whether gates also see the cell state, through diagonal weights.
        cell_clip: Bound on the absolute value of the cell state, or `None`.
        initializer: Without effect, as in 1.15: the scope's is taken.
        num_unit_shards: Number of variables that the kernel is kept in.
        forget_bias: Added to the forget gate at run time.
        feature_size: Width of a window; by default all of the inputs.
        frequency_skip: Distance of two windows.
        reuse: Whether to reuse variables of the scope.

    Source: `tf.contrib.rnn.TimeFreqLSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        use_peepholes: bool = False,
        cell_clip: float | None = None,
        initializer: Any = None,
        num_unit_shards: int = 1,
        forget_bias: float = 1.0,
        feature_size: int | None = None,
        frequency_skip: int = 1,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._cell_clip = cell_clip
        self._initializer = initializer
        self._num_unit_shards = num_unit_shards
        self._forget_bias = forget_bias
        self._feature_size = feature_size
        self._frequency_skip = frequency_skip

    @property
    def output_size(self) -> int:
        return self._num_units

    @property
    def state_size(self) -> int:
        return 2 * self._num_units

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        """Run one step of time.

        Args:
            inputs: Tensor `[batch, depth]`.
            state: Tensor `[batch, 2 * num_units * windows]`.

        Returns:
            `(outputs, state)`: `[batch, num_units * windows]`, and like `state`.
        """
        depth, units, dtype = known_depth(inputs), self._num_units, inputs.dtype
        feature_size = depth if self._feature_size is None else self._feature_size
        number = (depth - feature_size) // self._frequency_skip + 1
        windows = frequency_slices(inputs, feature_size, self._frequency_skip, number)
        shape = [feature_size + 2 * units, 4 * units]
        kernel = sharded("W", shape, dtype, self._num_unit_shards)
        bias = tf1.get_variable(
            "B", [4 * units], dtype, initializer=tf1.zeros_initializer()
        )
        if self._use_peepholes:
            w_f, w_i, w_o = (
                tf1.get_variable(f"W_{gate}_diag", [units], dtype) for gate in "FIO"
            )
        batch = inputs.shape.as_list()[0]
        if batch is None:
            raise TypeError(
                "TimeFreqLSTMCell: expected inputs of a known batch size, received "
                f"shape {inputs.shape}"
            )
        m_freq = tf.zeros([batch, units], dtype)
        outputs, states = [], None
        for step, window in enumerate(windows):
            c = tf.slice(state, [0, 2 * step * units], [-1, units])
            m = tf.slice(state, [0, (2 * step + 1) * units], [-1, units])
            gates = tf.matmul(tf.concat([window, m, m_freq], 1), kernel)
            i, j, f, o = split(tf.nn.bias_add(gates, bias), 4, axis=1)
            f = f + self._forget_bias
            if self._use_peepholes:
                kept = tf.sigmoid(f + w_f * c) * c
                new_c = kept + tf.sigmoid(i + w_i * c) * tf.tanh(j)
            else:
                new_c = tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(j)
            if self._cell_clip is not None:
                new_c = tf.clip_by_value(new_c, -self._cell_clip, self._cell_clip)
            if self._use_peepholes:
                o = o + w_o * new_c
            m_freq = tf.sigmoid(o) * tf.tanh(new_c)
            parts = [new_c, m_freq] if states is None else [states, new_c, m_freq]
            states = tf.concat(parts, 1)
            outputs.append(m_freq)
            if step:
                outputs = [tf.concat(outputs, 1)]
        return outputs[0], states
