"""The hashes of several categories together, for sparse tensors."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.layers import hashed
from compat.count import opseed

tf1 = tf.compat.v1


def feature_cross(
    inputs: list[Any], num_buckets: int, hash_key: Any = None, name: str = "cross"
) -> Any:
    """One hash for each combination of an example's categories.

    Args:
        inputs: Sparse tensors `[batch, …]`, of integers or texts.
        num_buckets: How many hashes there are.
        hash_key: Of the hash; `None` for the older hash.
        name: Name scope.

    Returns:
        Sparse tensor `[batch, …]` of int64.
    """
    with opseed.exactly(1 + sum(one.dtype == tf.int32 for one in inputs)):
        with tf1.name_scope(name):
            inputs = [_as_int64(one) for one in inputs]
            if hash_key is None:
                return _older(inputs, num_buckets)
            return tf.sparse.cross_hashed(inputs, num_buckets, hash_key)


def _as_int64(given: Any) -> Any:
    if given.dtype == tf.string:
        return given
    return tf.SparseTensor(
        given.indices, tf.cast(given.values, tf.int64), given.dense_shape
    )


def _older(inputs: list[Any], num_buckets: int) -> Any:
    """The older hash: places are crossed, and what stands there is hashed."""
    places = [
        tf.SparseTensor(
            one.indices,
            tf.range(tf.shape(one.values, out_type=tf.int64)[0], dtype=tf.int64),
            one.dense_shape,
        )
        for one in inputs
    ]
    pairs = tf.sparse.cross(places)
    texts = tf.strings.split(pairs.values, "_X_").to_tensor(
        "0", shape=[None, len(inputs)]
    )
    numbers = tf.strings.to_number(texts, tf.int64)
    found = tf.constant(hashed._SEED, tf.int64)
    for place, one in enumerate(inputs):
        values = tf.gather(hashed._own_hash(one.values), numbers[:, place])
        found = hashed._mixed(found, values)
    within = tf.math.floormod(
        tf.bitcast(found, tf.uint64), tf.constant(num_buckets, tf.uint64)
    )
    return tf.SparseTensor(pairs.indices, tf.cast(within, tf.int64), pairs.dense_shape)
