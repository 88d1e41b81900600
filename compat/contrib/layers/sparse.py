"""Dense tensors to sparse ones: 1.15's `sparse_ops` file of contrib.layers."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def _ignored(dtype: Any, ignore_value: Any = None) -> Any:
    """The value that stands for nothing: by default an empty text, or zero."""
    if ignore_value is None:
        ignore_value = "" if dtype == tf.string else 0
    return tf1.cast(ignore_value, dtype, name="ignore_value")


def dense_to_sparse_tensor(dense_tensor: Any, ignore_value: Any = None) -> Any:
    """The elements of a tensor that are not `ignore_value`.

    Args:
        dense_tensor: Tensor, or what can be made one.
        ignore_value: Value left out; by default zero, or the empty text.

    Returns:
        `tf.SparseTensor` of the same shape.
    """
    with tf1.name_scope("DenseToSparseTensor"):
        dense_tensor = tf.convert_to_tensor(dense_tensor)
        ignored = _ignored(dense_tensor.dtype, ignore_value)
        indices = tf1.where(tf.not_equal(dense_tensor, ignored), name="indices")
        return tf.SparseTensor(
            indices=indices,
            values=tf1.gather_nd(dense_tensor, indices, name="values"),
            dense_shape=tf1.shape(dense_tensor, out_type=tf.int64, name="dense_shape"),
        )


def indicators_to_sparse_ids(
    indicators: Any, ignore_value: Any = None, dtype: Any = tf.int64
) -> Any:
    """Where each row's indicators are set, as lists of ids side by side.

    `[[0, 1, 1], [1, 0, 0]]` gives the ids 1 and 2 in the first row, 0 in the second.

    Args:
        indicators: Tensor of rank 1 or more.
        ignore_value: Value of what is not set; by default zero, or the empty text.
        dtype: dtype of the ids.

    Returns:
        `tf.SparseTensor`, its last axis as long as the longest list.
    """
    with tf1.name_scope(None, "indicators_to_sparse_ids", (indicators, ignore_value)):
        indicators = tf.convert_to_tensor(indicators, name="indicators")
        missing = tf.equal(
            indicators, _ignored(indicators.dtype, ignore_value), name="missing"
        )
        zeros = tf1.zeros_like(indicators, dtype=tf.int64, name="zeros")
        ones = tf1.ones_like(indicators, dtype=tf.int64, name="ones")
        binary = tf1.where(missing, zeros, ones, name="binary_indicators")
        # Each indicator that is set is numbered from 1 in its row.
        places = tf1.where(
            missing, zeros, tf.cumsum(binary, axis=-1), name="row_index_indicators"
        )
        longest = tf1.reshape(tf.reduce_max(places), shape=(1,), name="result_last_dim")
        sparse = dense_to_sparse_tensor(places)
        rows = sparse.indices[:, :-1]
        columns = tf.reshape(sparse.values - 1, [-1, 1])
        indices = tf1.concat((rows, columns), axis=1, name="indices")
        ids = tf1.cast(sparse.indices[:, -1], dtype, name="values")
        shape = tf1.concat(
            (sparse.dense_shape[0:-1], longest), axis=0, name="dense_shape"
        )
        return tf.SparseTensor(indices=indices, values=ids, dense_shape=shape)


def sparse_row_envelope(
    sparse_input: Any, row_axis: int = 0, col_axis: int = 1, name: str | None = None
) -> Any:
    """How many columns each row of a sparse tensor reaches over.

    Args:
        sparse_input: `tf.SparseTensor` of rank 2.
        row_axis: Axis of the rows.
        col_axis: Axis of the columns.
        name: Name scope.

    Returns:
        int64 vector `[rows]`.
    """
    with tf1.name_scope(name, "sparse_row_envelope", [sparse_input]):
        rows = sparse_input.indices[:, row_axis]
        columns = sparse_input.indices[:, col_axis]
        count = tf1.cast(sparse_input.dense_shape[row_axis], tf.int32)
        reach = tf1.unsorted_segment_max(columns + 1, rows, count)
        zeros = tf1.zeros_like(reach)
        return tf1.where(reach > zeros, reach, zeros)
