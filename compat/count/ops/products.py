"""Tensor products as transposes, reshapes and one matrix product."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def _matrix(a: Any, axes: list[int], flipped: bool) -> tuple[Any, Any]:
    """Return `a` as a matrix [free, axes], or [axes, free], and its free sizes."""
    axes = [axis if axis >= 0 else axis + a.shape.rank for axis in axes]
    free = [axis for axis in range(a.shape.rank) if axis not in axes]
    if a.shape.is_fully_defined():
        sizes = a.shape.as_list()
        kept = [sizes[axis] for axis in free]
        shape = [prod(kept), prod(sizes[axis] for axis in axes)]
        if flipped:
            return v1.reshape(v1.transpose(a, axes + free), shape[::-1]), kept
        return v1.reshape(v1.transpose(a, free + axes), shape), kept
    summed_axes = tf.constant(axes, tf.int32, name="axes")
    free_axes = tf.constant(free, tf.int32, name="free")
    sizes = v1.shape(a)
    kept = v1.gather(sizes, free_axes)
    summed = v1.gather(sizes, summed_axes)
    rows, columns = v1.reduce_prod(kept), v1.reduce_prod(summed)
    if flipped:
        order = v1.concat([summed_axes, free_axes], 0)
        return v1.reshape(v1.transpose(a, order), v1.stack([columns, rows])), kept
    order = v1.concat([free_axes, summed_axes], 0)
    return v1.reshape(v1.transpose(a, order), v1.stack([rows, columns])), kept


def _pairs(axes: Any, rank: int) -> tuple[list[int], list[int]] | None:
    if isinstance(axes, int):
        return list(range(rank - axes, rank)), list(range(axes))
    if not isinstance(axes, (list, tuple)) or len(axes) != 2:
        return None
    both = [[one] if isinstance(one, int) else one for one in axes]
    if not all(isinstance(one, (list, tuple, range)) for one in both):
        return None
    if len(both[0]) != len(both[1]):
        raise ValueError(
            "expected as many axes of a as of b to contract, received "
            f"{len(both[0])} and {len(both[1])}"
        )
    return list(both[0]), list(both[1])


def tensordot(a: Any, b: Any, axes: Any, name: str | None = None) -> Any:
    """Sum the products of `a` and `b` over `axes` of the one and of the other.

    Args:
        a: A tensor.
        b: A tensor of the same type.
        axes: Two lists of axes, or the number n of the last of `a` and first of `b`.
        name: Of the op.

    Returns:
        A tensor with the other axes of `a`, then those of `b`.

    Source: `tf.tensordot`.
    """
    with v1.name_scope(name, "Tensordot", [a, b, axes]) as scope:
        a = tf.convert_to_tensor(a, name="a")
        b = tf.convert_to_tensor(b, name="b")
        known = a.shape.rank is not None and b.shape.rank is not None
        pairs = _pairs(axes, a.shape.rank) if known else None
        if pairs is None:
            return v1.tensordot(a, b, axes, scope)
        static = [
            size
            for tensor, summed in zip((a, b), pairs, strict=True)
            for axis, size in enumerate(tensor.shape.as_list())
            if axis not in {one % tensor.shape.rank for one in summed}
        ]
        left, rows = _matrix(a, pairs[0], flipped=False)
        right, columns = _matrix(b, pairs[1], flipped=True)
        product = tf.matmul(left, right)
        if isinstance(rows, list) and isinstance(columns, list):
            sizes = np.array(rows + columns, np.int32)  # [] has a type, too
            return v1.reshape(product, sizes, name=scope)
        rows = tf.convert_to_tensor(rows, tf.int32)
        columns = tf.convert_to_tensor(columns, tf.int32)
        result = v1.reshape(product, v1.concat([rows, columns], 0), name=scope)
        result.set_shape(static)
        return result
