"""The losses of `tf.contrib.losses`, each also put among the graph's losses."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.losses.weighting import (
    add_loss,
    compute_weighted_loss,
    divided,
    present,
    scaled,
)
from compat.count.ops import arrays

tf1 = tf.compat.v1


def _floats(predictions: Any, labels: Any) -> tuple[Any, Any]:
    predictions.get_shape().assert_is_compatible_with(labels.get_shape())
    return tf1.cast(predictions, tf.float32), tf1.cast(labels, tf.float32)


def absolute_difference(
    predictions: Any, labels: Any = None, weights: Any = 1.0, scope: Any = None
) -> Any:
    """The weighted mean of |p - y|.

    Args:
        predictions: Tensor [batch, …].
        labels: Tensor of the same shape.
        weights: As for `compute_weighted_loss`.
        scope: Name of the ops.

    Returns:
        A scalar.

    Raises:
        ValueError: For other shapes.

    Source: `tf.contrib.losses.absolute_difference`.
    """
    with tf1.name_scope(
        scope, "absolute_difference", [predictions, labels, weights]
    ) as scope:
        predictions, labels = _floats(predictions, labels)
        losses = tf.abs(tf.subtract(predictions, labels))
        return compute_weighted_loss(losses, weights, scope=scope)


def sigmoid_cross_entropy(
    logits: Any,
    multi_class_labels: Any,
    weights: Any = 1.0,
    label_smoothing: float = 0,
    scope: Any = None,
) -> Any:
    """The weighted mean of the cross entropies of independent classes.

    Args:
        logits: Tensor [batch, classes].
        multi_class_labels: Tensor of the same shape, 0 to 1.
        weights: As for `compute_weighted_loss`.
        label_smoothing: Share s of 1/2 in the labels: y·(1 - s) + s/2.
        scope: Name of the ops.

    Returns:
        A scalar.

    Source: `tf.contrib.losses.sigmoid_cross_entropy`.
    """
    with tf1.name_scope(
        scope, "sigmoid_cross_entropy_loss", [logits, multi_class_labels, weights]
    ) as scope:
        logits.get_shape().assert_is_compatible_with(multi_class_labels.get_shape())
        labels = tf1.cast(multi_class_labels, logits.dtype)
        if label_smoothing > 0:
            labels = labels * (1 - label_smoothing) + 0.5 * label_smoothing
        losses = tf1.nn.sigmoid_cross_entropy_with_logits(
            labels=labels, logits=logits, name="xentropy"
        )
        return compute_weighted_loss(losses, weights, scope=scope)


def softmax_cross_entropy(
    logits: Any,
    onehot_labels: Any,
    weights: Any = 1.0,
    label_smoothing: float = 0,
    scope: Any = None,
) -> Any:
    """The weighted mean of the cross entropies of classes of which one is true.

    Args:
        logits: Tensor [batch, classes].
        onehot_labels: Tensor of the same shape.
        weights: As for `compute_weighted_loss`.
        label_smoothing: Share s of 1/classes in the labels.
        scope: Name of the ops.

    Returns:
        A scalar.

    Source: `tf.contrib.losses.softmax_cross_entropy`.
    """
    with tf1.name_scope(
        scope, "softmax_cross_entropy_loss", [logits, onehot_labels, weights]
    ) as scope:
        logits.get_shape().assert_is_compatible_with(onehot_labels.get_shape())
        labels = tf1.cast(onehot_labels, logits.dtype)
        if label_smoothing > 0:
            classes = tf1.cast(tf1.shape(labels)[1], logits.dtype)
            share = label_smoothing / classes
            labels = labels * (1.0 - label_smoothing) + share
        losses = tf1.nn.softmax_cross_entropy_with_logits_v2(
            labels=tf.stop_gradient(labels, name="xentropy/labels_stop_gradient"),
            logits=logits,
            name="xentropy",
        )
        return compute_weighted_loss(losses, weights, scope=scope)


def sparse_softmax_cross_entropy(
    logits: Any, labels: Any, weights: Any = 1.0, scope: Any = None
) -> Any:
    """The weighted mean of the cross entropies of classes, by number.

    Args:
        logits: Tensor [batch, classes].
        labels: Integers [batch] or [batch, 1].
        weights: As for `compute_weighted_loss`.
        scope: Name of the ops.

    Returns:
        A scalar.

    Source: `tf.contrib.losses.sparse_softmax_cross_entropy`.
    """
    with tf1.name_scope(
        scope, "sparse_softmax_cross_entropy_loss", [logits, labels, weights]
    ) as scope:
        labels = arrays.reshape(labels, shape=[tf1.shape(labels)[0]])
        losses = tf1.nn.sparse_softmax_cross_entropy_with_logits(
            labels=labels, logits=logits, name="xentropy"
        )
        return compute_weighted_loss(losses, weights, scope=scope)


def log_loss(
    predictions: Any,
    labels: Any = None,
    weights: Any = 1.0,
    epsilon: float = 1e-7,
    scope: Any = None,
) -> Any:
    """The weighted mean of -y·log(p + ε) - (1 - y)·log(1 - p + ε).

    Args:
        predictions: Tensor [batch, …].
        labels: Tensor of the same shape.
        weights: As for `compute_weighted_loss`.
        epsilon: ε.
        scope: Name of the ops.

    Returns:
        A scalar.

    Source: `tf.contrib.losses.log_loss`.
    """
    with tf1.name_scope(scope, "log_loss", [predictions, labels, weights]) as scope:
        predictions, labels = _floats(predictions, labels)
        losses = -tf.multiply(labels, tf1.log(predictions + epsilon)) - tf.multiply(
            (1 - labels), tf1.log(1 - predictions + epsilon)
        )
        return compute_weighted_loss(losses, weights, scope=scope)


def hinge_loss(logits: Any, labels: Any = None, scope: Any = None) -> Any:
    """max(0, 1 - (2y - 1)·x), element by element: no mean is taken.

    Args:
        logits: Tensor.
        labels: Tensor of the same shape, 0 or 1.
        scope: Name of the ops.

    Returns:
        A tensor of that shape, which is not put among the graph's losses.

    Source: `tf.contrib.losses.hinge_loss`.
    """
    with tf1.name_scope(scope, "hinge_loss", [logits, labels]):
        logits.get_shape().assert_is_compatible_with(labels.get_shape())
        labels = tf1.cast(labels, tf.float32)
        ones = tf1.ones_like(labels)
        labels = tf.subtract(2 * labels, ones)
        return tf.nn.relu(tf.subtract(ones, tf.multiply(labels, logits)))


def mean_squared_error(
    predictions: Any, labels: Any = None, weights: Any = 1.0, scope: Any = None
) -> Any:
    """The weighted mean of (p - y)².

    Args:
        predictions: Tensor [batch, …].
        labels: Tensor of the same shape.
        weights: As for `compute_weighted_loss`.
        scope: Name of the ops.

    Returns:
        A scalar.

    Source: `tf.contrib.losses.mean_squared_error`.
    """
    with tf1.name_scope(
        scope, "mean_squared_error", [predictions, labels, weights]
    ) as scope:
        predictions, labels = _floats(predictions, labels)
        losses = tf1.squared_difference(predictions, labels)
        return compute_weighted_loss(losses, weights, scope=scope)


def mean_pairwise_squared_error(
    predictions: Any, labels: Any = None, weights: Any = 1.0, scope: Any = None
) -> Any:
    """The mean of the squared differences of differences within each example.

    Args:
        predictions: Tensor [batch, …].
        labels: Tensor of the same shape.
        weights: A number, or one for each example.
        scope: Name of the ops.

    Returns:
        A scalar.

    Raises:
        ValueError: Where a rank is unknown.

    Source: `tf.contrib.losses.mean_pairwise_squared_error`.
    """
    with tf1.name_scope(
        scope, "mean_pairwise_squared_error", [predictions, labels, weights]
    ):
        predictions, labels = _floats(predictions, labels)
        weights = tf1.cast(tf1.convert_to_tensor(weights), tf.float32)
        apart = tf.subtract(predictions, labels)
        if apart.shape.ndims is None:
            raise ValueError("diffs.get_shape().ndims cannot be None")
        if weights.shape.ndims is None:
            raise ValueError("weights.get_shape().ndims cannot be None")
        axes = list(range(1, apart.shape.ndims))
        squares = tf1.reduce_sum(tf.square(apart), axis=axes)
        counted = present(apart, weights, per_batch=True)
        first = 2.0 * divided(squares, counted)
        sums = tf1.reduce_sum(apart, axis=axes)
        second = 2.0 * divided(tf.square(sums), tf.square(counted))
        loss = scaled(first - second, weights)
        mean = tf1.where(
            tf1.reduce_sum(counted) > 0, loss, arrays.zeros_like(loss), name="value"
        )
        add_loss(mean)
        return mean


def cosine_distance(
    predictions: Any,
    labels: Any = None,
    axis: int | None = None,
    weights: Any = 1.0,
    scope: Any = None,
    dim: int | None = None,
) -> Any:
    """The weighted mean of 1 - p·y, for vectors of length 1.

    Args:
        predictions: Tensor of vectors.
        labels: Tensor of the same shape.
        axis: The vectors' axis.
        weights: As for `compute_weighted_loss`.
        scope: Name of the ops.
        dim: Old name of `axis`.

    Returns:
        A scalar.

    Raises:
        ValueError: Without an axis, or with both names of it.

    Source: `tf.contrib.losses.cosine_distance`.
    """
    if dim is not None:
        if axis is not None:
            raise ValueError("Cannot specify both 'axis' and 'dim'")
        axis = dim
    if axis is None and dim is None:
        raise ValueError("You must specify 'axis'.")
    with tf1.name_scope(
        scope, "cosine_distance_loss", [predictions, labels, weights]
    ) as scope:
        predictions, labels = _floats(predictions, labels)
        products = tf.multiply(predictions, labels)
        losses = 1 - tf1.reduce_sum(products, axis=[axis])
        return compute_weighted_loss(losses, weights, scope=scope)
