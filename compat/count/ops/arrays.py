"""Splitting, shaping and filling, with the constants that 1.15 made on the way."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from compat.count import opseed

v1 = tf.compat.v1


split = v1.split


def counted_split(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let `tf.split` count the tensor 1.15 made of the number of parts.

    Args:
        function: The op that splits in equal parts.
    """

    @functools.wraps(function)
    def counted(*args: Any, **kwargs: Any) -> Any:
        if not tf.executing_eagerly():
            opseed.account_constant()
        return function(*args, **kwargs)

    return counted


def sparsely_read(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let what is gathered of a resource variable be a copy, as in 1.15.

    Args:
        function: TensorFlow's own `sparse_read`.
    """

    @functools.wraps(function)
    def sparse_read(self: Any, indices: Any, name: str | None = None) -> Any:
        value = function(self, indices, name)
        return value if tf.executing_eagerly() else v1.identity(value)

    return sparse_read


def sparse_placeholder(dtype: Any, shape: Any = None, name: str | None = None) -> Any:
    """`tf.sparse_placeholder`: a known shape is a constant, not to be fed or not."""
    if shape is None or isinstance(shape, tf.Tensor):
        return v1.sparse_placeholder(dtype, shape, name)

    def named(part: str) -> str | None:
        return None if name is None else f"{name}/{part}"

    shape = [None if size == -1 else size for size in shape]
    sizes = tf.TensorShape(shape).as_list()
    if None in sizes:
        dense = v1.placeholder(tf.int64, [len(sizes)], named("shape"))
    else:
        dense = tf.constant(sizes, tf.int64, name=named("shape") or "Const")
    values = v1.placeholder(dtype, [None], named("values"))
    indices = v1.placeholder(tf.int64, [None, len(sizes)], named("indices"))
    return tf.SparseTensor(indices, values, dense)


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


def measured(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let zeros and ones measure a shape that is a list with tensors.

    1.15 compared its product with 1000 to see whether a constant would do, and built
    that comparison where there was nothing to see.

    Args:
        function: TensorFlow's own `_constant_if_small`.
    """

    @functools.wraps(function)
    def constant_if_small(value: Any, shape: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(shape, (list, tuple)):
            if any(isinstance(size, tf.Tensor) for size in shape):
                if not tf.executing_eagerly():
                    functools.reduce(operator.mul, shape) < 1000  # noqa: B015
                    return None
        return function(value, shape, *args, **kwargs)

    return constant_if_small


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


def matrix_set_diag(
    input: Any, diagonal: Any, name: str = "set_diag", k: Any = 0
) -> Any:
    """`tf.matrix_set_diag`: one op for the main diagonal."""
    if k != 0:
        return v1.matrix_set_diag(input, diagonal, name, k)
    return tf.raw_ops.MatrixSetDiag(input=input, diagonal=diagonal, name=name)


def zeros_like(
    tensor: Any, dtype: Any = None, name: str | None = None, optimize: bool = True
) -> Any:
    """`tf.zeros_like`: 1.15 read a resource variable twice."""
    if not isinstance(tensor, tf.Tensor) and hasattr(tensor, "handle"):
        opseed.account(1)
    return v1.zeros_like(tensor, dtype, name, optimize)


def fill(dims: Any, value: Any, name: str | None = None) -> Any:
    """`tf.fill`: no type to be found out where the shape is []."""
    if isinstance(dims, (list, tuple)) and not dims:
        dims = np.array([], np.int32)
    return v1.fill(dims, value, name)


def trace(x: Any, name: str | None = None) -> Any:
    """`tf.trace`: the sum of the main diagonal, of which one op made a vector."""
    with v1.name_scope(name, "Trace", [x]) as scope:
        x = tf.convert_to_tensor(x, name="x")
        return v1.reduce_sum(matrix_diag_part(x), [-1], name=scope)


def _segments(data: Any, ids: Any, number: Any) -> tuple[Any, Any]:
    """Return the sums of the segments and how many rows each has, at least 1."""
    ones = v1.ones(v1.shape(ids), dtype=data.dtype)
    count = v1.unsorted_segment_sum(ones, ids, number)
    inner = data.shape.rank - ids.shape.rank
    count = tf.maximum(v1.reshape(count, [number] + [1] * inner), 1)
    return v1.unsorted_segment_sum(data, ids, number), count


def unsorted_segment_mean(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Any:
    """`tf.unsorted_segment_mean`: 2.x brings the counts to the rank of the data."""
    with v1.name_scope(name, "UnsortedSegmentMean"):
        data, ids = tf.convert_to_tensor(data), tf.convert_to_tensor(segment_ids)
        added, count = _segments(data, ids, num_segments)
        return added / count


def unsorted_segment_sqrt_n(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Any:
    """`tf.unsorted_segment_sqrt_n`: 2.x brings the counts to the rank of the data."""
    with v1.name_scope(name, "UnsortedSegmentSqrtN"):
        data, ids = tf.convert_to_tensor(data), tf.convert_to_tensor(segment_ids)
        added, count = _segments(data, ids, num_segments)
        return added / tf.sqrt(count)
