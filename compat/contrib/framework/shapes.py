"""`with_shape` and `with_same_shape`: a tensor, checked to have a shape."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1


def with_shape(expected_shape: Any, tensor: Any) -> Any:
    """The tensor, if it has the shape; else an error, at run time if need be.

    Args:
        expected_shape: List of sizes, `tf.TensorShape`, or int32 tensor of sizes, which
            is looked at only at run time.
        tensor: Tensor.

    Raises:
        ValueError: For a tensor known to have another shape, and for an expected shape
            that is no vector of int32.

    Source: `tf.contrib.framework.with_shape`.
    """
    later = tf.is_tensor(expected_shape)
    if not isinstance(expected_shape, tf.TensorShape):
        _check_sizes(expected_shape, tensor)
    if not later and tensor.shape.is_fully_defined():
        if not tensor.shape.is_compatible_with(expected_shape):
            if not isinstance(expected_shape, tf.TensorShape):
                expected_shape = np.asarray(expected_shape)
            raise ValueError(
                f"Invalid shape for tensor {tensor.name}, expected {expected_shape}, "
                f"got {tensor.shape}."
            )
        return tensor
    sizes: Any = expected_shape
    if isinstance(expected_shape, tf.TensorShape):
        len(expected_shape)  # an unknown rank cannot be checked: ValueError
        sizes = [-1 if size is None else size for size in expected_shape.as_list()]
    with tf1.name_scope(f"{tensor.op.name}/", values=[tensor]):
        with tf1.control_dependencies([_assert_shape(sizes, tensor)]):
            checked = tf.identity(tensor)
    if not later:
        checked.set_shape(expected_shape)
    return checked


def _check_sizes(expected: Any, tensor: Any) -> None:
    if tf.is_tensor(expected):
        rank, kind = expected.shape.ndims, expected.dtype.base_dtype
    else:
        sizes = np.asarray(expected)
        whole = isinstance(expected, (list, tuple)) and sizes.dtype.kind == "i"
        if not np.ndim(expected) and not isinstance(expected, np.ndarray):
            raise TypeError(f"object of type '{type(expected).__name__}' has no len()")
        rank, kind = sizes.ndim, tf.int32 if whole or not sizes.size else sizes.dtype
        expected = sizes
    if kind != tf.int32:
        raise ValueError(
            f"Invalid dtype {kind} for shape {expected} expected of tensor "
            f"{tensor.name}."
        )
    if rank not in (None, 1):
        raise ValueError(
            f"Invalid rank {rank} for shape {expected} expected of tensor "
            f"{tensor.name}."
        )


def _assert_shape(sizes: Any, tensor: Any) -> Any:
    """An op that fails unless the tensor has the sizes; -1 stands for any size."""
    with tf1.name_scope("assert_shape"):
        actual = tf1.shape(tensor, name="actual")
        with tf1.name_scope("is_shape") as whole:
            count = tf1.size(sizes)
            with tf1.name_scope("is_rank") as rank:
                same_rank = tf1.equal(count, tf1.rank(tensor, name="actual"), name=rank)
            with tf1.name_scope("shape_tensor_equal") as equal:
                each = tf1.logical_or(
                    tf1.equal(sizes, -1),
                    tf1.equal(sizes, actual),
                    name="exclude_partial_shape",
                )
                same_sizes = tf1.reduce_all(each, name=equal)
            holds = tf1.logical_and(same_rank, same_sizes, name=whole)
        message = f"Wrong shape for {tensor.name} [expected] [actual]."
        return tf1.Assert(holds, [message, sizes, actual])


def with_same_shape(expected_tensor: Any, tensor: Any) -> Any:
    """The tensor, if it has the shape of the other one.

    Source: `tf.contrib.framework.with_same_shape`.
    """
    with tf1.name_scope(f"{tensor.op.name}/", values=[expected_tensor, tensor]):
        static = expected_tensor.shape
        expected = (
            static.as_list()
            if static.is_fully_defined()
            else tf1.shape(expected_tensor, name="expected_shape")
        )
        return with_shape(expected, tensor)
