"""Sparse sequences and contexts, carried through the barrier as handles of rows."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1

_IN_SEQUENCES = "_context_in_seq_"


def length_of(value: Any) -> Any:
    """The number of steps of a sequence, as an int64 scalar."""
    if isinstance(value, tf.SparseTensor):
        return value.dense_shape[0]
    with tf.control_dependencies([value]):
        return tf.cast(tf.shape(value)[0], tf.int64)


def context_among_sequences(context: Any, sequences: Any, num_unroll: int) -> tuple:
    """Moves sparse contexts among the sequences, a copy at each piece's first step.

    Args:
        context: Tensors by name, some of them sparse.
        sequences: Sequences by name.
        num_unroll: Steps a piece.

    Returns:
        `(context, sequences)`: dicts.
    """
    dense = {k: v for k, v in context.items() if not isinstance(v, tf.SparseTensor)}
    sparse = {k: v for k, v in context.items() if isinstance(v, tf.SparseTensor)}
    tf.constant(1)  # 1.15 built it; nothing reads it
    length = None
    for value in sequences.values():
        length = length_of(value)
        break
    moved = dict(sequences)
    for key, value in sparse.items():
        moved[_IN_SEQUENCES + key] = _repeated(value, length, num_unroll)
    return dense, moved


def _repeated(value: Any, length: Any, num_unroll: int) -> Any:
    pieces = tf.cast(length // num_unroll, tf.int32)
    values = tf.tile(value.values, tf.expand_dims(pieces, 0))
    shape = tf.concat([tf.expand_dims(length, 0), value.dense_shape], 0)
    indices = tf.tile(tf.expand_dims(value.indices, 0), tf.stack([pieces, 1, 1]))
    count, rank = tf.shape(value.indices)[0], tf.shape(value.indices)[1]
    steps = tf.range(0, length, num_unroll)
    steps = tf.tile(tf.expand_dims(tf.expand_dims(steps, 1), 2), [1, count, 1])
    indices = tf.concat([steps, indices], 2)
    indices = tf.reshape(indices, [count * pieces, rank + 1])
    return tf.SparseTensor(indices, values, shape)


def to_handles(sequences: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Sparse sequences as vectors of handles, one a step.

    Args:
        sequences: Sequences by name.

    Returns:
        `(sequences, kept)`: dense ones, and what `from_handles` needs by name.
    """
    found, kept = dict(sequences), {}
    for key, value in sorted(sequences.items()):
        if isinstance(value, tf.SparseTensor):
            handles = tf.raw_ops.AddManySparseToTensorsMap(
                sparse_indices=value.indices,
                sparse_values=value.values,
                sparse_shape=value.dense_shape,
            )
            rank = value.shape.rank
            handles.set_shape([None])
            kept[key] = (handles.op, value.values.dtype, rank)
            found[key] = handles
    return found, kept


def _taken(handles: Any, kept: tuple, num_unroll: int) -> Any:
    op, dtype, _ = kept
    flat = tf.reshape(handles, [-1])
    with tf1.colocate_with(op):
        taken = tf.raw_ops.TakeManySparseFromTensorsMap(
            sparse_handles=flat, dtype=dtype, shared_name=op.name
        )
    return taken


def from_handles(batch: Any, kept: dict[str, Any], num_unroll: int) -> None:
    """Makes the batch's sparse sequences and contexts of their handles.

    Args:
        batch: `NextQueuedSequenceBatch`; changed in place.
        kept: What `to_handles` kept.
        num_unroll: Steps a piece.
    """
    if not kept:
        return
    received = batch._state_saver._received
    taken = {key: _taken(batch.sequences[key], kept[key], num_unroll) for key in kept}
    unroll = tf.constant(num_unroll, tf.int64, name="num_unroll_int64")
    whole = OrderedDict()
    for key, one in taken.items():
        indices = one.sparse_indices
        number = tf.cast(tf.floor(indices[:, 0] / unroll), tf.int64)
        step = tf.math.floormod(indices[:, 0], unroll)
        indices = tf.concat(
            [tf.expand_dims(number, 1), tf.expand_dims(step, 1), indices[:, 1:]], 1
        )
        size = tf.cast(batch._state_saver.batch_size, tf.int64)
        shape = tf.concat([[size], [unroll], one.sparse_shape[1:]], 0)
        whole[key] = tf.SparseTensor(indices, one.sparse_values, shape)
    for key, value in whole.items():
        if key.startswith(_IN_SEQUENCES):
            del received["sequences", key]
            name = key[len(_IN_SEQUENCES) :]
            received["context", name] = _without_steps(value)
        else:
            received["sequences", key] = value


def _without_steps(value: Any) -> Any:
    """The copy at the first step, in the shape of one context an example."""
    shape = value.dense_shape
    one = tf.concat([[shape[0]], [1], shape[2:]], 0)
    flat = tf.concat([[one[0]], one[2:]], 0)
    return tf.sparse.reshape(tf.SparseTensor(value.indices, value.values, one), flat)
