"""Losses over pairs and triplets of embeddings."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.losses.metric_learning.distances import (
    column,
    masked_maximum,
    masked_minimum,
    pairwise_distance,
)
from compat.count.ops import arrays

tf1 = tf.compat.v1


def contrastive_loss(
    labels: Any, embeddings_anchor: Any, embeddings_positive: Any, margin: float = 1.0
) -> Any:
    """The mean of y·d² + (1 - y)·max(0, margin - d)².

    Args:
        labels: Tensor [batch]: 1 for a pair that belongs together, else 0.
        embeddings_anchor: Tensor [batch, size].
        embeddings_positive: Tensor [batch, size].
        margin: How far apart others are to be.

    Returns:
        A scalar.

    Source: `tf.contrib.losses.metric_learning.contrastive_loss`; Hadsell, Chopra and
        LeCun 2006.
    """
    distances = tf.sqrt(
        tf1.reduce_sum(
            tf1.squared_difference(embeddings_anchor, embeddings_positive), 1
        )
    )
    return tf1.reduce_mean(
        tf1.cast(labels, tf.float32) * tf.square(distances)
        + (1.0 - tf1.cast(labels, tf.float32))
        * tf.square(tf.maximum(margin - distances, 0.0)),
        name="contrastive_loss",
    )


def triplet_semihard_loss(labels: Any, embeddings: Any, margin: float = 1.0) -> Any:
    """The mean of max(0, margin + d(a, p)² - d(a, n)²), n the nearest beyond p.

    Args:
        labels: Integers [batch].
        embeddings: Tensor [batch, size], of vectors of length 1.
        margin: See the equation.

    Returns:
        A scalar.

    Source: `tf.contrib.losses.metric_learning.triplet_semihard_loss`; FaceNet (Schroff,
        Kalenichenko and Philbin 2015).
    """
    labels = column(labels)
    distances = pairwise_distance(embeddings, squared=True)
    same = tf.equal(labels, arrays.transpose(labels))
    other = tf.logical_not(same)
    batch = tf1.size(labels)
    tiled = tf.tile(distances, [batch, 1])
    mask = tf.logical_and(
        tf.tile(other, [batch, 1]),
        tf.greater(tiled, arrays.reshape(arrays.transpose(distances), [-1, 1])),
    )
    any_beyond = arrays.reshape(
        tf.greater(tf1.reduce_sum(tf1.cast(mask, tf.float32), 1, keepdims=True), 0.0),
        [batch, batch],
    )
    any_beyond = arrays.transpose(any_beyond)
    other = tf1.cast(other, tf.float32)
    mask = tf1.cast(mask, tf.float32)
    outside = arrays.reshape(masked_minimum(tiled, mask), [batch, batch])
    outside = arrays.transpose(outside)
    inside = tf.tile(masked_maximum(distances, other), [1, batch])
    negatives = tf1.where(any_beyond, outside, inside)
    loss = tf.add(margin, distances - negatives)
    positives = tf1.cast(same, tf.float32) - tf1.diag(tf.ones([batch]))
    counted = tf1.reduce_sum(positives)
    return tf.truediv(
        tf1.reduce_sum(tf.maximum(tf.multiply(loss, positives), 0.0)),
        counted,
        name="triplet_semihard_loss",
    )


def _printed(xent: Any, l2loss: Any) -> Any:
    return tf1.Print(xent, ["cross entropy:", xent, "l2loss:", l2loss])


def _l2(anchor: Any, positive: Any, reg_lambda: float) -> Any:
    one = tf1.reduce_mean(tf1.reduce_sum(tf.square(anchor), 1))
    other = tf1.reduce_mean(tf1.reduce_sum(tf.square(positive), 1))
    return tf.multiply(0.25 * reg_lambda, one + other, name="l2loss")


def npairs_loss(
    labels: Any,
    embeddings_anchor: Any,
    embeddings_positive: Any,
    reg_lambda: float = 0.002,
    print_losses: bool = False,
) -> Any:
    """The cross entropy of which positive belongs to which anchor, and an L2 loss.

    Args:
        labels: Integers [batch].
        embeddings_anchor: Tensor [batch, size].
        embeddings_positive: Tensor [batch, size].
        reg_lambda: Weight of the L2 loss.
        print_losses: Whether both parts are printed.

    Returns:
        A scalar.

    Source: `tf.contrib.losses.metric_learning.npairs_loss`; Sohn 2016.
    """
    l2loss = _l2(embeddings_anchor, embeddings_positive, reg_lambda)
    similar = tf.matmul(embeddings_anchor, embeddings_positive, transpose_b=True)
    labels = column(labels)
    wanted = tf1.cast(tf.equal(labels, arrays.transpose(labels)), tf.float32)
    wanted /= tf1.reduce_sum(wanted, 1, keepdims=True)
    xent = tf1.nn.softmax_cross_entropy_with_logits(logits=similar, labels=wanted)
    xent = tf1.reduce_mean(xent, name="xentropy")
    if print_losses:
        xent = _printed(xent, l2loss)
    return l2loss + xent


def _shared_labels(sparse_labels: Any) -> Any:
    """How many labels each two examples share, as a dense matrix.

    Args:
        sparse_labels: List of `SparseTensor`s [labels] of zeros and ones.
    """
    count = len(sparse_labels)
    shared = tf.zeros([count, count])
    for row, one in enumerate(sparse_labels):
        for column_, other in enumerate(sparse_labels):
            both = tf1.sparse_reduce_sum(tf1.sparse_minimum(one, other))
            both = tf1.cast(both, tf.float32)
            both = tf1.expand_dims(tf1.expand_dims(both, 0), 1)
            around = [[row, count - row - 1], [column_, count - column_ - 1]]
            shared += tf1.pad(both, around)
    return shared


def npairs_loss_multilabel(
    sparse_labels: Any,
    embeddings_anchor: Any,
    embeddings_positive: Any,
    reg_lambda: float = 0.002,
    print_losses: bool = False,
) -> Any:
    """`npairs_loss` for examples of several labels: shares are as many as they share.

    Args:
        sparse_labels: List of `SparseTensor`s [labels] of zeros and ones, one an
            example.
        embeddings_anchor: Tensor [batch, size].
        embeddings_positive: Tensor [batch, size].
        reg_lambda: Weight of the L2 loss.
        print_losses: Whether both parts are printed.

    Returns:
        A scalar.

    Raises:
        TypeError: For labels that are not all `SparseTensor`s.

    Source: `tf.contrib.losses.metric_learning.npairs_loss_multilabel`.
    """
    if False in [isinstance(one, tf.SparseTensor) for one in sparse_labels]:
        raise TypeError(
            f"sparse_labels must be a list of SparseTensors, but got {sparse_labels}"
        )
    with tf1.name_scope("NpairsLossMultiLabel"):
        l2loss = _l2(embeddings_anchor, embeddings_positive, reg_lambda)
        similar = tf.matmul(embeddings_anchor, embeddings_positive, transpose_b=True)
        wanted = _shared_labels(sparse_labels)
        wanted /= tf1.reduce_sum(wanted, 1, keepdims=True)
        xent = tf1.nn.softmax_cross_entropy_with_logits(logits=similar, labels=wanted)
        xent = tf1.reduce_mean(xent, name="xentropy")
        if print_losses:
            xent = _printed(xent, l2loss)
        return l2loss + xent


def lifted_struct_loss(labels: Any, embeddings: Any, margin: float = 1.0) -> Any:
    """The lifted structured loss: every positive pair against all its negatives.

    Args:
        labels: Integers [batch].
        embeddings: Tensor [batch, size].
        margin: How far apart others are to be.

    Returns:
        A scalar.

    Source: `tf.contrib.losses.metric_learning.lifted_struct_loss`; Oh Song et al. 2016.
    """
    labels = column(labels)
    distances = pairwise_distance(embeddings)
    same = tf.equal(labels, arrays.transpose(labels))
    other = tf.logical_not(same)
    batch = tf1.size(labels)
    apart = margin - distances
    mask = tf1.cast(other, tf.float32)
    # the largest term of each row, for an exponential that stays finite
    least = tf1.reduce_min(apart, 1, keepdims=True)
    most = tf1.reduce_max(tf.multiply(apart - least, mask), 1, keepdims=True) + least
    both = tf.maximum(most, arrays.transpose(most))
    tiled = tf.tile(apart, [batch, 1])
    maxima = arrays.reshape(arrays.transpose(both), [-1, 1])
    tiled_mask = tf.tile(mask, [batch, 1])
    rows = arrays.reshape(
        tf1.reduce_sum(
            tf.multiply(tf.exp(tiled - maxima), tiled_mask), 1, keepdims=True
        ),
        [batch, batch],
    )
    loss = both + tf1.log(rows + arrays.transpose(rows))
    loss += distances
    positives = tf1.cast(same, tf.float32) - tf1.diag(tf.ones([batch]))
    counted = tf1.reduce_sum(positives) / 2.0
    return tf.truediv(
        0.25 * tf1.reduce_sum(tf.square(tf.maximum(tf.multiply(loss, positives), 0.0))),
        counted,
        name="liftedstruct_loss",
    )
