"""Sparsemax: like softmax, but many shares are exactly zero."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def sparsemax(logits: Any, name: str | None = None) -> Any:
    """`max(0, z − τ(z))`, with the τ by which the shares add up to 1.

    Args:
        logits: Tensor `[batch, classes]`.
        name: Name scope.

    Source: `tf.contrib.sparsemax.sparsemax`; Martins & Astudillo, 2016.
    """
    with tf1.name_scope(name, "sparsemax", [logits]):
        z = tf1.convert_to_tensor(logits, name="logits")
        rows, classes = tf1.shape(z)[0], tf1.shape(z)[1]
        ordered, _ = tf1.nn.top_k(z, k=classes)
        sums = tf.cumsum(ordered, axis=1)
        places = tf.range(1, tf1.cast(classes, z.dtype) + 1, dtype=z.dtype)
        is_in = 1 + places * ordered > sums
        # 1.15 kept rows of NaN and of -inf apart: none is in there.
        number = tf1.reduce_sum(tf1.cast(is_in, tf.int32), axis=1)
        safe = tf.maximum(number, 1)
        last = tf1.stack([tf.range(0, rows), safe - 1], axis=1)
        tau = (tf1.gather_nd(sums, last) - 1) / tf1.cast(number, z.dtype)
        zero = tf1.cast(0, z.dtype)
        shares = tf.maximum(zero, z - tau[:, None])
        is_nan = tf.logical_or(tf.equal(number, 0), tf.math.is_nan(sums[:, -1]))
        nan = tf1.fill([rows, classes], tf1.cast(float("nan"), z.dtype))
        return tf1.where(is_nan, nan, shares)


def sparsemax_loss(
    logits: Any, sparsemax: Any, labels: Any, name: str | None = None
) -> Any:
    """The loss whose gradient is sparsemax minus labels.

    Args:
        logits: Tensor `[batch, classes]`.
        sparsemax: What `sparsemax` gives for it.
        labels: Tensor of shares `[batch, classes]`.
        name: Name scope.

    Returns:
        Tensor `[batch]`.

    Source: `tf.contrib.sparsemax.sparsemax_loss`.
    """
    with tf1.name_scope(name, "sparsemax_loss", [logits, sparsemax, labels]):
        logits = tf1.convert_to_tensor(logits, name="logits")
        shares = tf1.convert_to_tensor(sparsemax, name="sparsemax")
        labels = tf1.convert_to_tensor(labels, name="labels")
        is_in = tf.logical_or(shares > 0, tf.math.is_nan(shares))
        of_shares = tf1.where(
            is_in, shares * (logits - 0.5 * shares), tf1.zeros_like(logits)
        )
        of_labels = labels * (0.5 * labels - logits)
        is_never = tf.logical_and(tf.equal(labels, 0), tf.math.is_inf(logits))
        of_labels = tf1.where(is_never, tf1.zeros_like(of_labels), of_labels)
        return tf1.reduce_sum(of_shares + of_labels, axis=1)
