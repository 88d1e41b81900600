"""Embeddings whose numbers are picked by hashing: no vocabulary (arXiv:1504.04788).

Number j of the embedding of a value v is the parameter at `hash(j, v) % parameters`.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count import opseed

tf1 = tf.compat.v1

# Where a hash without a key begins, and the constant it mixes in, as int64.
_SEED = 0xDECAFCAFFE
_MIXED_IN = 0x9E3779B97F4A7800 - (1 << 64)

# What rows without a value are taken to have, be they integers or strings.
_NO_VALUE = {False: 1288896567, True: "6ZxWzWOHxZ"}


def crossed(numbers: Any, values: Any, buckets: int, hash_key: int | None) -> Any:
    """One bucket for each pair of a number and a value.

    Args:
        numbers: int64 `[rows, columns]`.
        values: Tensor `[rows, 1]` of int64 or strings.
        buckets: How many there are.
        hash_key: Of `FingerprintCat64`; `None` for the older way to combine hashes.

    Returns:
        int64 `[rows, columns]`.
    """
    with opseed.exactly(3):  # a crossing op of its own, zeros, sparse to dense
        return _crossed(numbers, values, buckets, hash_key)


def _crossed(numbers: Any, values: Any, buckets: int, hash_key: int | None) -> Any:
    # That their shapes do not agree was seen when it ran.
    numbers = tf1.placeholder_with_default(numbers, [None, None])
    if hash_key is None:
        mixed = _mixed(_mixed(tf.constant(_SEED, tf.int64), numbers), _own_hash(values))
        unsigned = tf.bitcast(mixed, tf.uint64)
        within = tf.math.floormod(unsigned, tf.constant(buckets, tf.uint64))
        return tf.cast(within, tf.int64)
    if values.dtype != tf.string:
        values = tf.cast(values, tf.int64)
    pairs = tf.raw_ops.SparseCross(
        indices=[],
        values=[],
        shapes=[],
        dense_inputs=[numbers, values],
        hashed_output=True,
        num_buckets=buckets,
        hash_key=hash_key,
        out_type=tf.int64,
        internal_type=tf.int64,
    )
    return tf.reshape(pairs.output_values, tf.shape(numbers))


def _own_hash(values: Any) -> Any:
    """Of a string its farmhash, of an integer itself; int64 of the same shape."""
    if values.dtype != tf.string:
        return tf.cast(values, tf.int64)
    bytes_ = tf.fingerprint(tf.reshape(values, [-1]), "farmhash64")
    return tf.reshape(tf.bitcast(bytes_, tf.int64), tf.shape(values))


def _mixed(one: Any, other: Any) -> Any:
    """Two hashes as one: `a ^ (b + constant + (a << 10) + (a >> 4))`, signed."""
    bits = tf.bitwise
    left = bits.left_shift(one, tf.constant(10, tf.int64))
    right = bits.right_shift(one, tf.constant(4, tf.int64))
    return bits.bitwise_xor(one, other + _MIXED_IN + left + right)


def _parts(params: Any) -> list[Any]:
    parts = list(params) if hasattr(params, "as_tensor") else params
    parts = parts if isinstance(parts, list) else [parts]
    if not parts:
        raise ValueError("Need at least one param")
    return parts


def sampled_scattered_embedding_lookup(
    params: Any,
    values: Any,
    dimension: Any = None,
    sampled_candidates: Any = None,
    hash_key: int | None = None,
    name: str | None = None,
) -> Any:
    """The embedding of each value, or some numbers of it.

    Args:
        params: Vector of parameters, or a list of its parts.
        values: Tensor `[...]` of integers or strings.
        dimension: Size of an embedding.
        sampled_candidates: int `[..., n]`: which numbers of each; by default all.
        hash_key: See `crossed`.
        name: Name scope.

    Returns:
        Tensor `[..., dimension]`, or `[..., n]`.

    Raises:
        ValueError: Without parameters, a size and numbers.

    Source: `_sampled_scattered_embedding_lookup` of 1.15's contrib.layers.
    """
    parts = _parts(params)
    for part in parts:
        part.shape.assert_has_rank(1)
    sizes = [part.shape.num_elements() for part in parts]
    count = sum(sizes)
    for index, size in enumerate(sizes):
        expected = count // len(parts) + (index < count % len(parts))
        if size != expected:
            raise ValueError(
                f"Tensor {index} in params has size {size}, expected {expected}."
            )
    with tf1.name_scope(
        name, "scattered_embedding_lookup", [*parts, dimension, values]
    ):
        values = tf.convert_to_tensor(values)
        shape = tf1.shape(values)
        column = tf.reshape(values, [-1, 1])
        if sampled_candidates is None:
            if dimension is None:
                raise ValueError(
                    "You must specify either dimension or sampled_candidates."
                )
            if isinstance(dimension, int) and dimension <= 0:
                raise ValueError(f"Dimension must be >0. Given is {dimension}")
            numbers = tf.tile(tf.expand_dims(tf.range(dimension), 0), tf1.shape(column))
        else:
            sampled_candidates = tf.convert_to_tensor(sampled_candidates)
            dimension = tf1.shape(sampled_candidates)[
                tf.subtract(tf.rank(sampled_candidates), 1)
            ]
            seen = tf1.shape(sampled_candidates)
            wanted = tf.concat([shape, tf.reshape(dimension, [1])], 0)
            agrees = tf1.Assert(
                tf1.reduce_all(tf.equal(seen, wanted)),
                [
                    "The shape of sampled_candidates: ",
                    seen,
                    " does not match the shape of values: ",
                    shape,
                ],
            )
            with tf1.control_dependencies([agrees]):
                numbers = tf.reshape(sampled_candidates, [-1, dimension])
        buckets = crossed(tf.cast(numbers, tf.int64), column, count, hash_key)
        found = tf1.nn.embedding_lookup(parts, buckets, partition_strategy="div")
        return tf.reshape(found, tf.concat([shape, [dimension]], 0))


def scattered_embedding_lookup(
    params: Any,
    values: Any,
    dimension: Any,
    name: str | None = None,
    hash_key: int | None = None,
) -> Any:
    """The embedding of each value.

    Args:
        params: Vector of parameters, or a list of its parts.
        values: Tensor `[...]` of integers or strings.
        dimension: Size of an embedding.
        name: Name scope.
        hash_key: See `crossed`.

    Returns:
        Tensor `[..., dimension]`.

    Raises:
        ValueError: Without parameters or a size.

    Source: `scattered_embedding_lookup` of 1.15's contrib.layers.
    """
    if dimension is None:
        raise ValueError("You must specify dimension.")
    return sampled_scattered_embedding_lookup(
        params, values, dimension=dimension, hash_key=hash_key, name=name
    )


def scattered_embedding_lookup_sparse(
    params: Any,
    sparse_values: Any,
    dimension: Any,
    combiner: str | None = None,
    default_value: Any = None,
    name: str | None = None,
    hash_key: int | None = None,
) -> Any:
    """The embeddings of each row's values, combined.

    Args:
        params: Vector of parameters, or a list of its parts.
        sparse_values: `SparseTensor` `[rows, any]` of integers or strings.
        dimension: Size of an embedding.
        combiner: `mean` (the default), `sum` or `sqrtn`.
        default_value: The value of rows without one; by default one that is rare.
        name: Name scope.
        hash_key: See `crossed`.

    Returns:
        Tensor `[rows, dimension]`.

    Raises:
        TypeError: When the values are not sparse.
        ValueError: For another combiner.

    Source: `scattered_embedding_lookup_sparse` of 1.15's contrib.layers.
    """
    combiner = combiner or "mean"
    if combiner not in ("mean", "sqrtn", "sum"):
        raise ValueError("combiner must be one of 'mean', 'sqrtn' or 'sum'.")
    if not isinstance(sparse_values, tf.SparseTensor):
        raise TypeError("sparse_values must be SparseTensor")
    parts = _parts(params)
    with tf1.name_scope(
        name, "scattered_embedding_lookup_sparse", [*parts, sparse_values]
    ) as scope:
        if default_value is None:
            default_value = _NO_VALUE[sparse_values.dtype == tf.string]
        filled, _ = tf.sparse.fill_empty_rows(sparse_values, default_value)
        rows = tf.cast(filled.indices[:, 0], tf.int32)
        unique, places = tf.unique(filled.values)
        found = scattered_embedding_lookup(params, unique, dimension, hash_key=hash_key)
        combine = {
            "sum": tf1.sparse_segment_sum,
            "mean": tf1.sparse_segment_mean,
            "sqrtn": tf1.sparse_segment_sqrt_n,
        }[combiner]
        return combine(found, places, rows, name=scope)


def sampled_scattered_embedding_lookup_sparse(
    params: Any,
    sp_values: Any,
    dimension: Any = None,
    sampled_candidates: Any = None,
    hash_key: int | None = None,
    with_sign_hash: bool = False,
    name: str | None = None,
) -> Any:
    """The sum of the embeddings of each row's values, or some numbers of it.

    Args:
        params: Vector of parameters, or a list of its parts.
        sp_values: `SparseTensor` `[rows, any]` of integers or strings.
        dimension: Size of an embedding.
        sampled_candidates: int `[rows, n]`: which numbers of each; by default all.
        hash_key: See `crossed`.
        with_sign_hash: Whether each number has a sign, picked by a hash.
        name: Name scope.

    Returns:
        Tensor `[rows, dimension]`, or `[rows, n]`.

    Raises:
        TypeError: When the values are not sparse.

    Source: `_sampled_scattered_embedding_lookup_sparse` of 1.15's contrib.layers.
    """
    if not isinstance(sp_values, tf.SparseTensor):
        raise TypeError("sp_values must be SparseTensor")
    with tf1.name_scope(
        name,
        "sampled_scattered_embedding_lookup_sparse",
        [sp_values, params, dimension, sampled_candidates],
    ) as scope:
        rows = sp_values.indices[:, 0]
        if sampled_candidates is not None:
            sampled_candidates = tf1.gather(sampled_candidates, rows)
        given = {
            "dimension": dimension,
            "sampled_candidates": sampled_candidates,
            "hash_key": hash_key,
        }
        found = sampled_scattered_embedding_lookup(
            params, sp_values.values, name="values_lookup", **given
        )
        if with_sign_hash:
            signs = sampled_scattered_embedding_lookup(
                tf.constant([-1.0, 1.0]), sp_values.values, name="signs_lookup", **given
            )
            found = tf.multiply(signs, found, name="signs_hash")
        if sampled_candidates is not None:
            found.set_shape([None, None])
        count = tf1.shape(sp_values)[0]
        return tf.math.unsorted_segment_sum(
            found, tf.cast(rows, tf.int32), num_segments=count, name=scope
        )
