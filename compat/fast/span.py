"""Where sequences end: zeros past the end, the state of the last valid step."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def _size(tensor: Any, axis: int) -> Any:
    """The size of an axis: int where known, else an int32 scalar."""
    known = tensor.shape.dims[axis].value
    return tf.shape(tensor)[axis] if known is None else known


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
        self.batch = _size(inputs, 1)
        self._time = _size(inputs, 0)
        # Without a step, one of zeros is run, past every sequence's end
        self._may_be_empty = not inputs.shape.dims[0].value
        self.length = self._time
        if self._may_be_empty:
            self._empty = tf.equal(self._time, 0)
            self.length = tf.maximum(1, self._time)
        if lengths is not None:
            # As in 1.15, one step at least
            longest = tf.maximum(1, tf.reduce_max(lengths))
            self.length = tf.minimum(self.length, longest)
            self._measure()

    def _measure(self) -> None:
        self._ends = tf.minimum(self.lengths, self._time)
        self._steps = tf.range(self.length)[:, None]
        self._valid = (self._steps < self._ends)[:, :, None]
        self._none = (self._ends < 1)[:, None]

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
        if not self._may_be_empty:
            return sequence if self.lengths is None else sequence[: self.length]
        one = tf.concat([[1], tf.shape(sequence)[1:]], 0)
        filled = self.unless_empty(
            lambda: tf.identity(sequence), lambda: tf.zeros(one, sequence.dtype)
        )
        filled.set_shape([None, *sequence.shape.as_list()[1:]])
        return filled if self.lengths is None else filled[: self.length]

    def unless_empty(self, there: Any, empty: Any) -> Any:
        """What `there` gives, or `empty` where there is not one step of time."""
        if not self._may_be_empty:
            return there()
        return tf1.cond(self._empty, empty, there)

    def whole(self, sequence: Any) -> Any:
        """`[length, batch, size]` as `[time, batch, size]`, zeros at the end."""
        if self._may_be_empty:
            sequence = sequence[: self._time]
        if self.lengths is None:
            return sequence
        missing = tf.maximum(0, self._time - self.length)
        return tf.pad(sequence, [[0, missing], [0, 0], [0, 0]])

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
            last = sequence[-1]
            return tf.where(self._empty, first, last) if self._may_be_empty else last
        at = tf.maximum(self._ends - 1, 0)
        rows = tf.stack([at, tf.range(tf.shape(first)[0])], 1)
        return tf.where(self._none, first, tf.gather_nd(sequence, rows))

    def spread(self, grad: Any, last_grad: Any) -> Any:
        """Add the gradient of `last` to that of the sequence, either of them `None`."""
        if last_grad is None:
            return grad
        if self.lengths is None:
            is_last = tf.equal(tf.range(self.length), self._time - 1)[:, None, None]
        else:
            is_last = tf.equal(self._steps, self._ends - 1)[:, :, None]
        there = tf.where(is_last, last_grad[None], tf.zeros([], last_grad.dtype))
        return there if grad is None else grad + there

    def first(self, grad: Any, last_grad: Any) -> Any:
        """The gradient of the first state: also `last`'s, for empty sequences."""
        if last_grad is None or not (self._may_be_empty or self.lengths is not None):
            return grad
        none = self._empty if self.lengths is None else self._none
        return grad + tf.where(none, last_grad, tf.zeros([], grad.dtype))
