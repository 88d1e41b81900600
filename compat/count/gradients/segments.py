"""Gradients of what is gathered from and added up to segments that need not be sorted.

An id below zero belongs to no segment: its row is nowhere, and its gradient 0.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.gradients import gradient

v1 = tf.compat.v1


def _ranks_known(op: Any) -> bool:
    data, ids = op.inputs[:2]
    return data.shape.rank is not None and ids.shape.rank is not None


class _Rows:
    """Each id's row of what belongs to the segments.

    Args:
        ids: Of the segments, an integer tensor.
    """

    def __init__(self, ids: Any) -> None:
        self._ids = ids
        self.clipped = tf.maximum(ids, v1.zeros_like(ids))
        self.there: Any = None

    def of(self, segments: Any) -> Any:
        """Return a row for each id: its segment's, or 0 where it has none."""
        rows = v1.gather(segments, self.clipped)
        if self.there is None:
            there = self._ids >= 0
            for _ in range(rows.shape.rank - there.shape.rank):
                there = v1.expand_dims(there, -1)
            self.there = tf.logical_and(there, v1.ones_like(rows, dtype=tf.bool))
        return v1.where(self.there, rows, v1.zeros_like(rows))


@gradient("UnsortedSegmentSum", when=_ranks_known)
def added(op: Any, grad: Any) -> Any:
    """Each row's gradient is that of its segment."""
    return _Rows(op.inputs[1]).of(grad), None, None


@gradient("UnsortedSegmentMax", "UnsortedSegmentMin", when=_ranks_known)
def extreme(op: Any, grad: Any) -> Any:
    """The gradient goes to the extreme ones of a segment, in equal parts."""
    x, ids, number = op.inputs
    rows = _Rows(ids)
    chosen = tf.equal(x, rows.of(op.outputs[0]))
    chosen = tf.logical_and(chosen, rows.there)
    count = v1.unsorted_segment_sum(v1.cast(chosen, grad.dtype), ids, number)
    part = rows.of(tf.truediv(grad, count))
    return v1.where(chosen, part, v1.zeros_like(part)), None, None


@gradient("UnsortedSegmentProd", when=_ranks_known)
def product(op: Any, grad: Any) -> Any:
    """The product of the others: of all but the zero where there is one zero."""
    x, ids, number = op.inputs
    zero = tf.equal(x, 0)
    zeros = v1.unsorted_segment_sum(v1.cast(zero, tf.int32), ids, number)
    grad = v1.where(tf.greater(zeros, 1), v1.zeros_like(grad), grad)
    without = v1.where(zero, v1.ones_like(x), x)
    others = v1.unsorted_segment_prod(without, ids, number)
    rows = _Rows(ids)
    whole = v1.gather(op.outputs[0], rows.clipped)
    rest = v1.gather(others, rows.clipped)
    rest = v1.where(zero, rest, tf.truediv(whole, x))
    return rows.of(grad) * rest, None, None
