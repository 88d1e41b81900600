"""`BidirectionalGridLSTMCell`: a grid LSTM up the frequencies, and one down."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.rnn.grid import GridLSTMCell

tf1 = tf.compat.v1


class BidirectionalGridLSTMCell(GridLSTMCell):
    """Two `GridLSTMCell`s, from the lowest window up and from the highest down.

    Args:
        num_units: Size of each output; this and the others as for `GridLSTMCell`.
        backward_slice_offset: How much further on the windows of the second begin.

    Source: `tf.contrib.rnn.BidirectionalGridLSTMCell`.
    """

    _directions = ("fwd_", "bwd_")
    _tuple_name = "BidirectionalGridLSTMStateTuple"

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
        backward_slice_offset: int = 0,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(
            num_units,
            use_peepholes,
            share_time_frequency_weights,
            cell_clip,
            initializer,
            num_unit_shards,
            forget_bias,
            feature_size,
            frequency_skip,
            num_frequency_blocks,
            start_freqindex_list,
            end_freqindex_list,
            couple_input_forget_gates,
            True,
            reuse,
        )
        self._backward_slice_offset = backward_slice_offset

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        """Run one step of time; see `GridLSTMCell.call`."""
        batch = self._batch(inputs)
        up = self._windows(inputs)
        offset = self._backward_slice_offset
        down = self._windows(inputs, offset) if offset else up
        outputs: list[Any] = []
        states: list[Any] = []
        for name, blocks in (("fwd", up), ("bwd", [b[::-1] for b in down])):
            with tf1.variable_scope(name):
                for block, windows in enumerate(blocks):
                    more_outputs, more_states = self._block(
                        windows, block, state, batch, f"{name}_"
                    )
                    outputs += more_outputs
                    states += more_states
        return tf.concat(outputs, 1), self.state_tuple_type(*states)
