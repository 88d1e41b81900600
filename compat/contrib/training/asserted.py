"""Checks of shapes while the graph is built and while it runs, in 1.15's words."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def _asserted(condition: Any, message: Any, data: list[Any], value: Any, name: str):
    checked = tf1.Assert(condition, [message, *data])
    with tf.control_dependencies([checked]):
        return tf.identity(value, name=name)


def of_rank(value: Any, rank: Any) -> Any:
    """`value`, where it has `rank`.

    Args:
        value: Tensor.
        rank: int, or int32 scalar tensor: the rank expected.

    Returns:
        `value`, with its rank known and asserted.

    Raises:
        ValueError: For a value that is known to have another rank.
    """
    known = tf.get_static_value(rank) if tf.is_tensor(rank) else rank
    equal = tf.equal(rank, tf.rank(value))
    message = tf.strings.join(
        [
            f"Rank of tensor {value.name} should be: ",
            tf.as_string(rank),
            ", shape received:",
        ]
    )
    checked = _asserted(equal, message, [tf.shape(value)], value, "rank_checked")
    if known is not None:
        try:
            checked.set_shape(checked.shape.with_rank(int(known)))
        except ValueError as error:
            raise ValueError(f"Rank check failed for {value.name}: {error}") from None
    return checked


def of_shape(value: Any, shape: Any) -> Any:
    """`value`, where it has `shape`.

    Args:
        value: Tensor.
        shape: List of int, or int32 vector: the shape expected.

    Returns:
        `value`, with its shape asserted.

    Raises:
        ValueError: For a value that is known to have another shape.
    """
    known = tf.get_static_value(shape) if tf.is_tensor(shape) else shape
    equal = tf.reduce_all(tf.equal(shape, tf.shape(value)))
    message = tf.strings.join(
        [
            f"Shape of tensor {value.name} should be: ",
            tf.as_string(shape),
            ", shape received: ",
            tf.as_string(tf.shape(value)),
        ]
    )
    checked = _asserted(equal, message, [], value, "shape_checked")
    if known is not None:
        try:
            checked.set_shape(known)
        except ValueError:
            raise ValueError(
                f"Shape check failed for {value.name}: Shapes {value.shape} and "
                f"{tf.TensorShape(list(known))} are not compatible"
            ) from None
    return checked


def of_dimensions(value: Any, sizes: dict[int, Any], label: str) -> Any:
    """`value`, where each of its axes in `sizes` has that size.

    Args:
        value: Tensor.
        sizes: Size by axis: an int, an int32 scalar tensor, or None for any.
        label: What errors call it.

    Returns:
        `value`, with its sizes asserted.
    """
    checks = []
    for axis, size in sorted(sizes.items()):
        if size is None:
            continue
        equal = tf.equal(size, tf.shape(value)[axis])
        message = tf.strings.join(
            [
                f"Dimension {axis} of tensor labeled {label} should be: ",
                tf.as_string(size),
                ", shape received: ",
                tf.as_string(tf.shape(value)),
            ]
        )
        checks.append(tf1.Assert(equal, [message]))
    with tf.control_dependencies(checks):
        return tf.identity(value, name=f"dims_checked_{label}")


def a_multiple(value: Any, divisor: Any, of: Any = None) -> Any:
    """`value`, where it (or the length of it) is a positive multiple of `divisor`.

    Args:
        value: int32 scalar tensor, or what is handed on.
        divisor: int, or int32 scalar tensor.
        of: `(words, length)`: what errors call it, and what is divided.

    Returns:
        `value`, asserted.
    """
    words, length = of or (f"Tensor {value.name}", value)
    multiple = tf.math.floormod(length, divisor) if of is None else length % divisor
    good = tf.logical_and(tf.equal(multiple, 0), tf.not_equal(length, 0))
    message = tf.strings.join(
        [
            f"{words} should be a multiple of: ",
            tf.as_string(divisor),
            ", but saw value: ",
            tf.as_string(length),
            ". Consider setting pad=True.",
        ]
    )
    return _asserted(good, message, [], value, "multiple_of_checked")
