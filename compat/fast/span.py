"""Where sequences end: zeros past the end, the state of the last valid step."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


class Span:
    """The time steps that a network runs over.

    Args:
        inputs: `[time, batch, depth]`.
        lengths: int32 `[batch]`, or `None` where all sequences fill the time.

    Attributes:
        length: Number of steps to run: int where known, else an int32 scalar.
    """

    def __init__(self, inputs: Any, lengths: Any) -> None:
        self._inputs, self.lengths = inputs, lengths
        self.batch = inputs.shape.dims[1].value
        if self.batch is None:
            self.batch = tf.shape(inputs)[1]
        self._time = inputs.shape.dims[0].value
        if self._time is None:
            self._time = tf.shape(inputs)[0]
        self.length = self._time
        if lengths is not None:
            # As in 1.15, one step at least
            longest = tf.maximum(1, tf.reduce_max(lengths))
            self.length = tf.minimum(self._time, longest)
            self._measure()

    def _measure(self) -> None:
        self._steps = tf.range(self.length)[:, None]
        self._valid = (self._steps < self.lengths)[:, :, None]
        self._none = (tf.minimum(self.lengths, self._time) < 1)[:, None]

    def part(self, rows: slice) -> Span:
        """Some rows of the batch, over as many steps as all of it."""
        lengths = None if self.lengths is None else self.lengths[rows]
        part = Span(self._inputs[:, rows], lengths)
        part.length = self.length
        if lengths is not None:
            part._measure()
        return part

    @property
    def static(self) -> int | None:
        """The number of steps, where it is known beforehand."""
        return self.length if isinstance(self.length, int) else None

    def within(self, sequence: Any) -> Any:
        """The steps of `[time, …]` that the network runs over."""
        return sequence if self.lengths is None else sequence[: self.length]

    def whole(self, sequence: Any) -> Any:
        """`[length, batch, size]` as `[time, batch, size]`, zeros at the end."""
        if self.lengths is None:
            return sequence
        return tf.pad(sequence, [[0, self._time - self.length], [0, 0], [0, 0]])

    def zeroed(self, sequence: Any) -> Any:
        """`[length, batch, size]` with exact zeros past each sequence's end."""
        if self.lengths is None:
            return sequence
        return tf.where(self._valid, sequence, tf.zeros([], sequence.dtype))

    def last(self, sequence: Any, first: Any) -> Any:
        """The state `[batch, units]` after each sequence's last step.

        Args:
            sequence: States after each step, `[length, batch, units]`.
            first: The state before them, which an empty sequence keeps.
        """
        if self.lengths is None:
            return sequence[-1]
        at = tf.maximum(tf.minimum(self.lengths, self._time) - 1, 0)
        rows = tf.stack([at, tf.range(tf.shape(first)[0])], 1)
        return tf.where(self._none, first, tf.gather_nd(sequence, rows))

    def spread(self, slope: Any, last_slope: Any) -> Any:
        """Add the slope of `last` to that of the sequence, either of them `None`."""
        if last_slope is None:
            return slope
        if self.lengths is None:
            is_last = tf.equal(tf.range(self.length), self.length - 1)[:, None, None]
        else:
            end = tf.minimum(self.lengths, self._time) - 1
            is_last = tf.equal(self._steps, end)[:, :, None]
        there = tf.where(is_last, last_slope[None], tf.zeros([], last_slope.dtype))
        return there if slope is None else slope + there

    def first(self, slope: Any, last_slope: Any) -> Any:
        """The slope of the first state: also `last`'s, for empty sequences."""
        if last_slope is None or self.lengths is None:
            return slope
        zero = tf.zeros([], slope.dtype)
        return slope + tf.where(self._none, last_slope, zero)
