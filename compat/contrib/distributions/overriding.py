"""Batch and event shapes that a transformed distribution gives to one of numbers.

Where the base is a batch of its own, events are drawn before the batch and moved behind
it: they *rotate*.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.count.ops import arrays

tf1 = tf.compat.v1


def override(shape: Any, name: str, scalar: Any, validate_args: bool) -> Any:
    """An overriding shape.

    Args:
        shape: The shape, or `None`.
        name: Its name in errors.
        scalar: Whether the base has the shape `[]`; `None` where that is not known.
        validate_args: Whether what is not known yet is checked when the graph runs.

    Returns:
        `None` without one or for `[]`, a list where it is known, else a tensor.

    Raises:
        TypeError: For other than integers.
        ValueError: For what is no vector, or a base that has a shape already.
    """
    if shape is None:
        return None
    shape = tf1.convert_to_tensor(shape, dtype=tf.int32, name=name)
    if shape.shape.rank not in (None, 1):
        raise ValueError(f"expected {name} to be a vector, received {shape.shape}")
    known = tf.get_static_value(shape)
    sizes = shape.shape.num_elements() if known is None else len(known)
    if sizes and scalar is False:
        raise ValueError("base distribution not scalar")
    if known is not None:
        return [int(size) for size in known] or None
    if validate_args and scalar is not True:
        empty = tf.equal(tf1.size(shape), 0)
        check = tf1.assert_equal(empty, True, message="base distribution not scalar")
        with tf1.control_dependencies([check] if scalar is False else []):
            shape = tf1.identity(shape)
    return shape


def static(shape: Any, base: Any) -> Any:
    """What is known of an overriding shape, or else that of the base."""
    if not tf.is_tensor(shape):
        return base if shape is None else tf.TensorShape(shape)
    sizes = shape.shape.num_elements()
    return tf.TensorShape(None if sizes is None else [None] * sizes or base)


def together(shape: Any, base: Any) -> Any:
    """An overriding shape, or else that of the base, as a tensor.

    Args:
        shape: The overriding shape.
        base: Says the shape of the base, which is `[]` where there is another.
    """
    if shape is None:
        return base()
    if isinstance(shape, list) or shape.shape.num_elements():
        return tf1.convert_to_tensor(shape, tf.int32)
    return tf1.concat([shape, base()], 0)


def rank(shape: Any) -> Any:
    """How many sizes an overriding shape has: a number, or a tensor."""
    if shape is None:
        return 0
    if isinstance(shape, list):
        return len(shape)
    known = shape.shape.num_elements()
    return tf1.size(shape) if known is None else known


def rotated(batch: Any, event: Any, base: Any) -> Any:
    """By how many axes draws rotate: a number, or a tensor.

    Args:
        batch: The overriding shape of a batch, or `None`.
        event: The overriding shape of an event, or `None`.
        base: The distribution of numbers.
    """
    count, batch_rank = rank(event), rank(batch)
    base_rank = base.batch_shape.rank
    if isinstance(count, int) and not count or base_rank == 0:
        return 0
    if isinstance(batch_rank, int) and batch_rank:
        return 0
    if isinstance(batch_rank, int) and base_rank is not None:
        return count
    sizes = tf1.size(base.batch_shape_tensor()) if base_rank is None else base_rank
    moves = tf.logical_and(tf.equal(batch_rank, 0), tf.not_equal(sizes, 0))
    return tf1.where(moves, count, 0)


def draws(n: Any, batch: Any, event: Any, turn: Any) -> Any:
    """The shape of `n` draws: event, n where they rotate; else n, batch, event."""
    known = tf.get_static_value(n)
    lists = not (tf.is_tensor(batch) or tf.is_tensor(event) or tf.is_tensor(turn))
    batch, event = [] if batch is None else batch, [] if event is None else event
    if known is not None and lists:
        sizes = [*event[:turn], int(known), *batch, *event[turn:]]
        return tf.constant(sizes, tf.int32)
    batch, event = (tf1.convert_to_tensor(part, tf.int32) for part in (batch, event))
    return tf1.concat([event[:turn], tf1.reshape(n, [1]), batch, event[turn:]], 0)


def rotate(x: Any, turn: Any) -> Any:
    """The first `turn` axes of `x` moved to its end; below 0, the last ones first."""
    if isinstance(turn, int):
        if not turn:
            return x
        if x.shape.rank is not None:
            return arrays.transpose(x, list(np.roll(range(x.shape.rank), -turn)))
    axes = tf1.range(tf1.rank(x))
    return tf1.transpose(x, tf.roll(axes, -turn, 0))


def event_axes(event: Any, turn: Any) -> Any:
    """The axes of an event, in what was rotated to the front or not."""
    count = rank(event)
    if isinstance(count, int) and isinstance(turn, int):
        return tf.constant(list(range(turn - count, turn)), tf.int32)
    return tf1.range(turn - count, turn)
