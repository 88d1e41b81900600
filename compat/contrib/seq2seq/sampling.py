"""Draws from Bernoulli and categorical distributions, built as 1.15 built them."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.ops.random import random_uniform

tf1 = tf.compat.v1


def _many(sample_shape: Any) -> tuple[Any, Any]:
    """The shape as a vector, and how many samples that are."""
    shape = tf.convert_to_tensor(sample_shape, tf.int32, name="sample_shape")
    front = tf.cast(tf.equal(tf.rank(shape), 0), tf.int32)
    vector = tf.reshape(
        shape, tf.pad(tf.shape(shape), paddings=[[front, 0]], constant_values=1)
    )
    return vector, tf1.reduce_prod(vector)


def _shaped(samples: Any, vector: Any) -> Any:
    """`samples` `[n, ...]` with the shape `vector` in the place of n."""
    return tf.reshape(samples, tf.concat([vector, tf.shape(samples)[1:]], 0))


def bernoulli(probs: Any, sample_shape: Any, dtype: Any, seed: int | None) -> Any:
    """1 (or true) with probability `probs`.

    Args:
        probs: Float tensor.
        sample_shape: int32 scalar or vector: how many draws for each probability.
        dtype: dtype of the draws.
        seed: Op seed.

    Returns:
        Tensor of shape `sample_shape` + that of `probs`.
    """
    batch_shape = tf.shape(probs)
    with tf1.name_scope("call_sampler"):
        vector, count = _many(sample_shape)
        drawn = random_uniform(
            tf.concat([[count], batch_shape], 0), dtype=probs.dtype, seed=seed
        )
        return _shaped(tf.cast(tf.less(drawn, probs), dtype), vector)


def categorical(
    logits: Any, seed: int | None, dtype: Any = tf.int32, sample_shape: Any = ()
) -> Any:
    """A class per row of `logits`.

    Args:
        logits: Float tensor `[..., classes]`.
        seed: Op seed.
        dtype: dtype of the classes.
        sample_shape: int32 scalar or vector: how many draws for each row.

    Returns:
        Tensor of shape `sample_shape` + that of `logits` but for its last axis.
    """
    classes = tf.shape(logits)[logits.shape.ndims - 1]
    batch_shape = tf.shape(logits)[:-1]
    with tf1.name_scope("call_sampler"):
        vector, count = _many(sample_shape)
        if logits.shape.ndims != 2:
            logits = tf.reshape(logits, [-1, classes])
        drawn = tf1.multinomial(logits, count, seed=seed, output_dtype=tf.int32)
        drawn = tf1.transpose(drawn, [1, 0])
        drawn = tf.reshape(drawn, tf.concat([[count], batch_shape], 0))
        return _shaped(tf.cast(drawn, dtype), vector)


def bernoulli_sample(
    probs: Any = None,
    logits: Any = None,
    dtype: Any = tf.int32,
    sample_shape: Any = (),
    seed: int | None = None,
) -> Any:
    """1 (or true) with a given probability; see `bernoulli`.

    Args:
        probs: The probabilities, or
        logits: their logits.
        dtype: dtype of the draws.
        sample_shape: How many draws for each.
        seed: Op seed.

    Source: `bernoulli_sample` of 1.15's contrib.seq2seq.
    """
    if probs is None:
        probs = tf.sigmoid(logits, name="probs")
    else:
        probs = tf.convert_to_tensor(probs, name="probs")
    return bernoulli(probs, sample_shape, dtype, seed)


def categorical_sample(
    logits: Any, dtype: Any = tf.int32, sample_shape: Any = (), seed: int | None = None
) -> Any:
    """A class per row of `logits`; see `categorical`.

    Source: `categorical_sample` of 1.15's contrib.seq2seq.
    """
    logits = tf.convert_to_tensor(logits, name="logits")
    return categorical(logits, seed, dtype, sample_shape)
