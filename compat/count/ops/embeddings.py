"""Lookups of several ids a row, one row after the other as 1.15 built them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import tensorflow as tf

v1 = tf.compat.v1
_by_one_op = v1.nn.embedding_lookup_sparse


def embedding_lookup_sparse(
    params: Any,
    sp_ids: Any,
    sp_weights: Any,
    partition_strategy: str = "mod",
    name: str | None = None,
    combiner: str | None = None,
    max_norm: Any = None,
) -> Any:
    """The embeddings of each row of `sp_ids`, combined to one.

    Args:
        params: Tensor `[ids, depth]`, or a list of its parts.
        sp_ids: `SparseTensor` `[batch, any]` of ids.
        sp_weights: `SparseTensor` of their weights, or None for 1 each.
        partition_strategy: How `params` is cut in parts, "mod" or "div".
        name: Of the op.
        combiner: "mean", "sqrtn" or "sum"; by default "mean".
        max_norm: The largest norm of an embedding, or None.

    Returns:
        Tensor `[batch, depth]`.

    Source: `tf.nn.embedding_lookup_sparse`.
    """
    segments = {
        None: v1.sparse_segment_mean,
        "mean": v1.sparse_segment_mean,
        "sqrtn": v1.sparse_segment_sqrt_n,
        "sum": v1.sparse_segment_sum,
    }
    sparse = isinstance(sp_ids, (tf.SparseTensor, v1.SparseTensorValue))
    if sp_weights is not None or not sparse or combiner not in segments:
        return _by_one_op(
            params, sp_ids, sp_weights, partition_strategy, name, combiner, max_norm
        )
    scope_values = [*params, sp_ids] if isinstance(params, list) else [params, sp_ids]
    with v1.name_scope(name, "embedding_lookup_sparse", scope_values) as scope:
        rows = sp_ids.indices[:, 0]
        rows = v1.cast(rows, tf.int32)
        ids, places = v1.unique(sp_ids.values)
        found = v1.nn.embedding_lookup(
            params, ids, partition_strategy, max_norm=max_norm
        )
        return segments[combiner](found, places, rows, name=scope)


def looked_up_as_in_115(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let `safe_embedding_lookup_sparse` look up what 1.15 did, by several ops.

    Args:
        function: TensorFlow's own lookup.
    """

    @functools.wraps(function)
    def lookup(*args: Any, **kwargs: Any) -> Any:
        if tf.executing_eagerly():
            return function(*args, **kwargs)
        kwargs.pop("allow_fast_lookup", None)  # for the one op of 2.x
        return embedding_lookup_sparse(*args, **kwargs)

    return lookup
