"""Sparse tensors through queues, as handles of what is kept beside them."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.layers.moving import known

tf1 = tf.compat.v1


def store(values: list[Any], keep: Any = True) -> tuple[list[Any], list[Any]]:
    """The tensors, the sparse ones as handles of shape `[1]`.

    Args:
        values: Tensors, dense or sparse.
        keep: Boolean scalar: whether the example is taken at all.

    Returns:
        `(tensors, kept)`: what a queue holds, and what `restore` needs.
    """
    tensors: list[Any] = []
    kept: list[Any] = []
    for value in values:
        if not isinstance(value, tf.SparseTensor):
            tensors.append(tf1.convert_to_tensor(value))
            kept.append(None)
            continue
        ops: list[Any] = []

        def put(value: Any = value, ops: list[Any] = ops) -> Any:
            handle = tf.raw_ops.AddSparseToTensorsMap(
                sparse_indices=value.indices,
                sparse_values=value.values,
                sparse_shape=value.dense_shape,
            )
            ops.append(handle.op)
            return handle

        if known(keep) is None:
            none = lambda: tf1.constant(-1, tf.int64)  # noqa: E731
            handle = tf1.cond(keep, put, none)
        else:
            handle = put()
        tensors.append(tf1.expand_dims(handle, -1))
        kept.append((ops[-1], value.dtype, value.shape.rank))
    return tensors, kept


def restore(tensors: list[Any], kept: list[Any]) -> list[Any]:
    """The tensors of a batch, those of handles sparse again.

    Args:
        tensors: What a queue gave.
        kept: What `store` kept.

    Returns:
        List of tensors, dense or sparse `[batch, …]`.
    """
    if not any(kept):
        return tensors
    found = []
    for tensor, of in zip(tensors, kept, strict=True):
        if of is None:
            found.append(tensor)
            continue
        op, dtype, rank = of
        with tf1.colocate_with(op):
            handles = tf1.squeeze(tensor, [1])
            taken = tf.raw_ops.TakeManySparseFromTensorsMap(
                sparse_handles=handles, dtype=dtype, shared_name=op.name
            )
        if rank is not None:
            taken.sparse_indices.set_shape([None, rank + 1])
            taken.sparse_shape.set_shape([rank + 1])
        found.append(
            tf.SparseTensor(
                taken.sparse_indices, taken.sparse_values, taken.sparse_shape
            )
        )
    return found
