"""Splitting, shaping and filling, with the constants that 1.15 made on the way."""

from __future__ import annotations

import functools
import operator
from typing import Any

import numpy as np
import tensorflow as tf

from compat import opseed

v1 = tf.compat.v1


def split(
    value: Any,
    num_or_size_splits: Any,
    axis: Any = 0,
    num: Any = None,
    name: str = "split",
) -> Any:
    """`tf.split`: 1.15 made a tensor of the number of parts before it looked at it."""
    if isinstance(num_or_size_splits, (int, np.integer)):
        opseed.account(1)
    return v1.split(value, num_or_size_splits, axis, num, name)


def one_hot(
    indices: Any,
    depth: Any,
    on_value: Any = None,
    off_value: Any = None,
    axis: Any = None,
    dtype: Any = None,
    name: str | None = None,
) -> Any:
    """`tf.one_hot`: 1.15 made a tensor of a given value twice, to see its type."""
    given = [v for v in (on_value, off_value) if v is not None]
    opseed.account(sum(not tf.is_tensor(value) for value in given))
    return v1.one_hot(indices, depth, on_value, off_value, axis, dtype, name)


def transpose(
    a: Any, perm: Any = None, name: str = "transpose", conjugate: bool = False
) -> Any:
    """`tf.transpose`: one more subtraction where the rank is not known."""
    if perm is None and tf.is_tensor(a) and a.shape.rank is None:
        opseed.account(1)
    return v1.transpose(a, perm, name, conjugate)


def reshape(tensor: Any, shape: Any, name: str | None = None) -> Any:
    """`tf.reshape`: no type to be found out where the shape is []."""
    if isinstance(shape, (list, tuple)) and not shape:
        shape = np.array([], np.int32)
    return v1.reshape(tensor, shape, name)


def _measured(shape: Any) -> None:
    """Build the comparison of a shape's size that 1.15 made of a list with tensors."""
    if isinstance(shape, (list, tuple)) and any(tf.is_tensor(s) for s in shape):
        functools.reduce(operator.mul, shape) < 1000  # noqa: B015


def _filled(function: Any, shape: Any, dtype: Any, name: str | None) -> Any:
    with v1.name_scope(name, function.__name__, [shape]) as scope:
        _measured(shape)
        # A scope that ends in "/" is taken as it is.
        return function(shape, dtype, scope)


def zeros(shape: Any, dtype: Any = tf.float32, name: str | None = None) -> Any:
    """`tf.zeros`, which measured a shape that was given as a list with tensors."""
    return _filled(v1.zeros, shape, dtype, name)


def ones(shape: Any, dtype: Any = tf.float32, name: str | None = None) -> Any:
    """`tf.ones`, which measured a shape that was given as a list with tensors."""
    return _filled(v1.ones, shape, dtype, name)


def matrix_diag(
    diagonal: Any,
    name: str = "diag",
    k: Any = 0,
    num_rows: Any = -1,
    num_cols: Any = -1,
    padding_value: Any = 0,
) -> Any:
    """`tf.matrix_diag`: one op for the main diagonal."""
    if (k, num_rows, num_cols, padding_value) != (0, -1, -1, 0):
        return v1.matrix_diag(diagonal, name, k, num_rows, num_cols, padding_value)
    return tf.raw_ops.MatrixDiag(diagonal=diagonal, name=name)


def matrix_diag_part(
    input: Any,
    name: str = "diag_part",
    k: Any = 0,
    padding_value: Any = 0,
) -> Any:
    """`tf.matrix_diag_part`: one op for the main diagonal."""
    if (k, padding_value) != (0, 0):
        return v1.matrix_diag_part(input, name, k, padding_value)
    return tf.raw_ops.MatrixDiagPart(input=input, name=name)


def trace(x: Any, name: str | None = None) -> Any:
    """`tf.trace`: the sum of the main diagonal, of which one op made a vector."""
    with v1.name_scope(name, "Trace", [x]) as scope:
        x = tf.convert_to_tensor(x, name="x")
        return v1.reduce_sum(matrix_diag_part(x), [-1], name=scope)


def unsorted_segment_mean(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Any:
    """`tf.unsorted_segment_mean`: 2.x brings the counts to the rank of the data."""
    opseed.account(-11)
    return v1.unsorted_segment_mean(data, segment_ids, num_segments, name)


def unsorted_segment_sqrt_n(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Any:
    """`tf.unsorted_segment_sqrt_n`: 2.x brings the counts to the rank of the data."""
    opseed.account(-11)
    return v1.unsorted_segment_sqrt_n(data, segment_ids, num_segments, name)


def meshgrid(*args: Any, **kwargs: Any) -> Any:
    """`tf.meshgrid`: `tf.ones` in it measured its shape."""
    opseed.account(len(args) + 1 if len(args) else 0)
    return v1.meshgrid(*args, **kwargs)
