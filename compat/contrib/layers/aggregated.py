"""Embeddings of sparse ids, summed in each part of the weights, then joined."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def embedding_lookup_sparse_with_distributed_aggregation(
    params: Any,
    sp_ids: Any,
    sp_weights: Any,
    partition_strategy: str = "mod",
    name: str | None = None,
    combiner: str | None = None,
    max_norm: float | None = None,
) -> Any:
    """`tf.nn.embedding_lookup_sparse` that sums up where the weights are.

    Args:
        params: Tensor `[vocabulary, depth]`, or a list of its parts.
        sp_ids: `SparseTensor` `[rows, any]` of integers.
        sp_weights: Weights of the ids, or `None`.
        partition_strategy: `mod` or `div`: which part an id is in.
        name: Name scope.
        combiner: `mean` (the default), `sum` or `sqrtn`.
        max_norm: Norm to which embeddings are clipped, or `None`.

    Returns:
        Tensor `[rows, depth]`.

    Raises:
        TypeError: For ids or weights that are not sparse.
        ValueError: For another combiner or strategy, or without weights.

    Source: `embedding_lookup_sparse_with_distributed_aggregation` of 1.15's
    contrib.layers.
    """
    combiner = combiner or "mean"
    if combiner not in ("mean", "sqrtn", "sum"):
        raise ValueError("combiner must be one of 'mean', 'sqrtn' or 'sum'")
    params = list(params) if hasattr(params, "as_tensor") else params
    params = params if isinstance(params, list) else [params]
    if not isinstance(sp_ids, tf.SparseTensor):
        raise TypeError("sp_ids must be SparseTensor")
    ignore_weights = sp_weights is None
    if not ignore_weights:
        if not isinstance(sp_weights, tf.SparseTensor):
            raise TypeError("sp_weights must be either None or SparseTensor")
        sp_ids.values.shape.assert_is_compatible_with(sp_weights.values.shape)
        sp_ids.indices.shape.assert_is_compatible_with(sp_weights.indices.shape)
        sp_ids.dense_shape.shape.assert_is_compatible_with(sp_weights.dense_shape.shape)
    with tf1.name_scope(name, "embedding_lookup_sparse", [*params, sp_ids]) as scope:
        rows = tf.cast(sp_ids.indices[:, 0], tf.int32)
        weights = None if ignore_weights else sp_weights.values
        if weights is not None and weights.dtype != params[0].dtype.base_dtype:
            weights = tf.cast(weights, params[0].dtype.base_dtype)
        summed = _summed(
            params, sp_ids.values, weights, rows, partition_strategy, max_norm
        )
        if combiner == "sum":
            return tf.identity(summed, name=scope)
        if weights is None:
            weights = tf.ones(tf1.shape(rows), summed.dtype)
        spread = tf.reshape(
            weights,
            tf.concat(
                [tf1.shape(weights), tf.ones([tf.rank(summed) - 1], tf.int32)], 0
            ),
        )
        spread.set_shape([weights.shape[0], *[1] * (params[0].shape.rank - 1)])
        if combiner == "mean":
            return tf.divide(summed, tf1.segment_sum(spread, rows), name=scope)
        total = tf.sqrt(tf1.segment_sum(tf.pow(spread, 2), rows))
        return tf.divide(summed, total, name=scope)


def _summed(
    params: list[Any],
    ids: Any,
    weights: Any,
    rows: Any,
    partition_strategy: str,
    max_norm: float | None,
) -> Any:
    """The weighted sum of each row's embeddings, part by part."""
    if not params:
        raise ValueError("Need at least one param")
    if partition_strategy not in ("mod", "div"):
        raise ValueError(f"Unrecognized partition strategy: {partition_strategy}")
    parts = len(params)
    flat = tf.reshape(ids, [-1])
    if parts == 1:
        places: list[Any] = [flat]
        positions: list[Any] = [tf.range(tf.size(flat))]
    else:
        owner, place = _owners(params, flat, partition_strategy)
        places = tf.dynamic_partition(place, owner, parts)
        positions = tf.dynamic_partition(tf.range(tf.size(flat)), owner, parts)
    values, segments = [], []
    for part, place, position in zip(params, places, positions, strict=False):
        with tf1.colocate_with(part):
            found = tf1.gather(part, place)
            if max_norm is not None:
                axes = list(range(1, found.shape.rank))
                found = tf.clip_by_norm(found, max_norm, axes=axes)
            if weights is not None:
                own = tf1.gather(weights, position)
                shape = [-1, *[1] * (part.shape.rank - 1)]
                found = found * tf.reshape(own, shape)
            row, segment = tf.unique(tf1.gather(rows, position))
            values.append(tf1.segment_sum(found, segment))
            segments.append(row)
    if parts == 1:  # rows without an id in the midst are zeros
        return tf1.segment_sum(found, rows)
    joined = tf.concat(segments, 0)
    return tf.math.unsorted_segment_sum(
        tf.concat(values, 0), joined, tf1.reduce_max(joined) + 1
    )


def _owners(params: list[Any], ids: Any, strategy: str) -> tuple[Any, Any]:
    """The part that each id is in, int32, and its place there."""
    parts = len(params)
    if strategy == "mod":
        return tf.cast(ids % parts, tf.int32), ids // parts
    total = tf.add_n([tf.cast(tf1.shape(part)[0], ids.dtype) for part in params])
    size, longer = total // parts, total % parts
    owner = tf.maximum(ids // (size + 1), (ids - longer) // size)
    place = tf1.where(owner < longer, ids % (size + 1), (ids - longer) % size)
    return tf.cast(owner, tf.int32), place
