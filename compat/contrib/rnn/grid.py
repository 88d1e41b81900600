"""`GridLSTMCell`: one LSTM in time, one in frequency."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import tensorflow as tf

from compat.contrib.rnn.sharded import sharded
from compat.contrib.rnn.time_frequency import frequency_slices, known_depth
from compat.count.ops.arrays import split
from compat.nn.rnn_cell.base import RNNCell

tf1 = tf.compat.v1


class _Lstm:
    """The weights of one of a block's two LSTMs: kernel, bias, peepholes."""

    def __init__(self, kernel: Any, bias: Any) -> None:
        self.kernel = kernel
        self.bias = bias
        self.peepholes: dict[str, tuple[Any, Any]] = {}

    def gate(self, name: str, gate: Any, c_freq: Any, c_time: Any) -> Any:
        """The gate open or closed, with what the peepholes see of both states."""
        if name in self.peepholes:
            w_freq, w_time = self.peepholes[name]
            gate = gate + w_freq * c_freq + w_time * c_time
        return tf.sigmoid(gate)


class GridLSTMCell(RNNCell):
    """LSTM cell on a grid of time and frequency (Li and Mohamed 2016).

    The inputs are windows of frequencies, in one or more blocks. Each window has an
    LSTM in time and one in frequency; both see the window, the output in time one step
    before, and the output in frequency of the window below.

    Args:
        num_units: Size of each output.
        use_peepholes: Whether gates also see both cell states, by diagonal weights.
        share_time_frequency_weights: Whether both LSTMs have the same weights.
        cell_clip: Bound on the absolute value of the cell states, or `None`.
        initializer: Without effect, as in 1.15: the scope's is taken.
        num_unit_shards: Number of variables that a kernel is kept in.
        forget_bias: Added to the forget gates at run time.
        feature_size: Width of a window; by default all of the inputs.
        frequency_skip: Distance of two windows.
        num_frequency_blocks: List of the number of windows of each block.
        start_freqindex_list: Where each block begins, or `None` for one block.
        end_freqindex_list: Where each block ends.
        couple_input_forget_gates: Whether the forget gate is `1 - input gate`.
        state_is_tuple: Whether the state is a named tuple, or one tensor.
        reuse: Whether to reuse variables of the scope.

    Raises:
        ValueError: When the blocks do not agree with each other or the inputs.

    Source: `tf.contrib.rnn.GridLSTMCell`.
    """

    _directions: tuple[str, ...] = ("",)
    _tuple_name = "GridLSTMStateTuple"

    def __init__(
        self,
        num_units: int,
        use_peepholes: bool = False,
        share_time_frequency_weights: bool = False,
        cell_clip: float | None = None,
        initializer: Any = None,
        num_unit_shards: int = 1,
        forget_bias: float = 1.0,
        feature_size: int | None = None,
        frequency_skip: int | None = None,
        num_frequency_blocks: Any = None,
        start_freqindex_list: Any = None,
        end_freqindex_list: Any = None,
        couple_input_forget_gates: bool = False,
        state_is_tuple: bool = True,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(_reuse=reuse)
        if num_frequency_blocks is None:
            raise ValueError("Must specify num_frequency_blocks")
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._share_time_frequency_weights = share_time_frequency_weights
        self._cell_clip = cell_clip
        self._initializer = initializer
        self._num_unit_shards = num_unit_shards
        self._forget_bias = forget_bias
        self._feature_size = feature_size
        self._frequency_skip = frequency_skip
        self._num_frequency_blocks = num_frequency_blocks
        self._start_freqindex_list = start_freqindex_list
        self._end_freqindex_list = end_freqindex_list
        self._couple_input_forget_gates = couple_input_forget_gates
        self._state_is_tuple = state_is_tuple
        self._names = [
            f"{direction}state_f{window:02d}_b{block:02d}"
            for direction in self._directions
            for block, number in enumerate(num_frequency_blocks)
            for window in range(number)
        ]
        fields = [f"{name}_{part}" for name in self._names for part in ("c", "m")]
        self._fields = fields
        self._tuple: Any = namedtuple(self._tuple_name, fields)  # type: ignore[misc]

    @property
    def output_size(self) -> int:
        return 2 * self._num_units * len(self._names)

    @property
    def state_size(self) -> Any:
        if self._state_is_tuple:
            return self._tuple(*[self._num_units for _ in self._fields])
        return 2 * self._num_units * len(self._names)

    @property
    def state_tuple_type(self) -> Any:
        """The named tuple that the state is, or `None` for a state of one tensor."""
        return self._tuple if self._state_is_tuple else None

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        """Run one step of time.

        Args:
            inputs: Tensor `[batch, depth]`.
            state: Like `state_size`.

        Returns:
            `(output, state)`, the output of shape `[batch, 2 * num_units * windows]`.
        """
        batch = self._batch(inputs)
        blocks = self._windows(inputs)
        outputs: list[Any] = []
        states: list[Any] = []
        for block, windows in enumerate(blocks):
            more_outputs, more_states = self._block(windows, block, state, batch)
            outputs += more_outputs
            states += more_states
        output = tf.concat(outputs, 1)
        if self._state_is_tuple:
            return output, self._tuple(*states)
        return output, tf.concat(states, 1)

    def _batch(self, inputs: Any) -> Any:
        batch = inputs.shape.with_rank(2).as_list()[0]
        return tf.shape(inputs)[0] if batch is None else batch

    def _windows(self, inputs: Any, offset: int = 0) -> list[list[Any]]:
        """The windows of every block."""
        depth = known_depth(inputs)
        if offset > 0:
            inputs = tf1.pad(inputs, tf.constant([[0, 0], [0, offset]], tf.int32))
        elif offset < 0:
            inputs = tf1.pad(inputs, tf.constant([[0, 0], [-offset, 0]], tf.int32))
            offset = 0
        size = depth if self._feature_size is None else self._feature_size
        numbers = self._num_frequency_blocks
        starts, ends = self._start_freqindex_list, self._end_freqindex_list
        if not starts:
            if len(numbers) != 1:
                raise ValueError(
                    "Length of num_frequency_blocks is not 1, but instead is "
                    f"{len(numbers)}"
                )
            starts, ends = [0], [depth]
        elif not len(starts) == len(ends) == len(numbers):
            raise ValueError(
                "Length of num_frequency_blocks, start_freqindex_list and "
                f"end_freqindex_list must agree: {len(numbers)}, {len(starts)}, "
                f"{len(ends)}"
            )
        skip = self._frequency_skip
        assert skip is not None
        blocks = []
        for number, start, end in zip(numbers, starts, ends, strict=True):
            there = (end - start - size) // skip + 1
            if number != there:
                raise ValueError(
                    f"Invalid num_frequency_blocks, requires {number} but gets "
                    f"{there}, please check the size and filter config are correct."
                )
            start += offset
            blocks.append(frequency_slices(inputs, size, skip, number, start))
        return blocks

    def _weights(self, block: int, depth: int, dtype: Any) -> tuple[_Lstm, _Lstm]:
        """The weights of a block's LSTMs, in frequency and in time."""
        units = self._num_units
        gates = 3 if self._couple_input_forget_gates else 4

        def lstm(which: str) -> _Lstm:
            kernel = sharded(
                f"W_{which}_{block}",
                [depth + 2 * units, gates * units],
                dtype,
                self._num_unit_shards,
            )
            start = tf1.zeros_initializer()
            name = f"B_{which}_{block}"
            bias = tf1.get_variable(name, [gates * units], dtype, initializer=start)
            return _Lstm(kernel, bias)

        shared = self._share_time_frequency_weights
        freq = lstm("f")
        time = freq if shared else lstm("t")
        if self._use_peepholes:
            own = [("freq", freq)] if shared else [("freq", freq), ("time", time)]
            for which, one in own:
                for gate in "IO" if self._couple_input_forget_gates else "FIO":
                    one.peepholes[gate] = tuple(  # type: ignore[assignment]
                        tf1.get_variable(
                            f"W_{gate}_diag_{which}{seen}_{block}", [units], dtype
                        )
                        for seen in "ft"
                    )
        return freq, time

    def _block(
        self, windows: list[Any], block: int, state: Any, batch: Any, prefix: str = ""
    ) -> tuple[list[Any], list[Any]]:
        """Outputs and new states of a block, in time before frequency."""
        units, dtype = self._num_units, windows[0].dtype
        depth = windows[0].shape.as_list()[-1]
        freq, time = self._weights(block, depth, dtype)
        m_freq = tf.zeros([batch, units], dtype)
        c_freq = tf.zeros([batch, units], dtype)
        before = sum(self._num_frequency_blocks[:block])
        outputs, states = [], []
        for number, window in enumerate(windows):
            if self._state_is_tuple:
                name = f"{prefix}state_f{number:02d}_b{block:02d}"
                c_time = getattr(state, f"{name}_c")
                m_time = getattr(state, f"{name}_m")
            else:
                place = 2 * units * (before + number)
                c_time = tf.slice(state, [0, place], [-1, units])
                m_time = tf.slice(state, [0, place + units], [-1, units])
            both = tf.concat([window, m_time, m_freq], 1)
            parts_freq = self._parts(freq, both)
            parts_time = parts_freq if time is freq else self._parts(time, both)
            new_freq = self._new_state(freq, parts_freq, c_freq, c_freq, c_time)
            new_time = self._new_state(time, parts_time, c_time, c_freq, c_time)
            c_freq, c_time = new_freq, new_time
            m_freq = freq.gate("O", parts_freq[-1], c_freq, c_time) * tf.tanh(c_freq)
            m_time = time.gate("O", parts_time[-1], c_freq, c_time) * tf.tanh(c_time)
            outputs += [m_time, m_freq]
            states += [c_time, m_time]
        return outputs, states

    def _parts(self, lstm: _Lstm, both: Any) -> Any:
        gates = tf.nn.bias_add(tf.matmul(both, lstm.kernel), lstm.bias)
        return split(gates, 3 if self._couple_input_forget_gates else 4, axis=1)

    def _new_state(
        self, lstm: _Lstm, parts: Any, c: Any, c_freq: Any, c_time: Any
    ) -> Any:
        """The next of the cell state `c`, one of `c_freq` and `c_time`."""
        i = lstm.gate("I", parts[0], c_freq, c_time)
        if self._couple_input_forget_gates:
            f = 1.0 - i
        else:
            f = lstm.gate("F", parts[2] + self._forget_bias, c_freq, c_time)
        new_c = f * c + i * tf.tanh(parts[1])
        if self._cell_clip is not None:
            new_c = tf.clip_by_value(new_c, -self._cell_clip, self._cell_clip)
        return new_c
