"""Distances between all pairs of embeddings, and extremes under a mask."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.ops import arrays

tf1 = tf.compat.v1


def pairwise_distance(feature: Any, squared: bool = False) -> Any:
    """The Euclidean distances between all rows, 0 on the diagonal.

    Args:
        feature: Tensor [rows, size].
        squared: Whether they are left squared.

    Returns:
        Tensor [rows, rows].

    Source: `pairwise_distance` of `contrib.losses.metric_learning`.
    """
    distances = tf.add(
        tf1.reduce_sum(tf.square(feature), axis=[1], keepdims=True),
        tf1.reduce_sum(tf.square(arrays.transpose(feature)), axis=[0], keepdims=True),
    ) - 2.0 * tf.matmul(feature, arrays.transpose(feature))
    distances = tf.maximum(distances, 0.0)  # rounding can leave less than nothing
    none = tf.less_equal(distances, 0.0)
    if not squared:
        distances = tf.sqrt(distances + tf1.cast(none, tf.float32) * 1e-16)
    distances = tf.multiply(distances, tf1.cast(tf.logical_not(none), tf.float32))
    rows = tf1.shape(feature)[0]
    others = tf1.ones_like(distances) - tf1.diag(tf.ones([rows]))
    return tf.multiply(distances, others)


def masked_maximum(data: Any, mask: Any, dim: int = 1) -> Any:
    """The largest of the elements that a mask leaves, along an axis."""
    least = tf1.reduce_min(data, dim, keepdims=True)
    left = tf.multiply(data - least, mask)
    return tf1.reduce_max(left, dim, keepdims=True) + least


def masked_minimum(data: Any, mask: Any, dim: int = 1) -> Any:
    """The smallest of the elements that a mask leaves, along an axis."""
    most = tf1.reduce_max(data, dim, keepdims=True)
    left = tf.multiply(data - most, mask)
    return tf1.reduce_min(left, dim, keepdims=True) + most


def column(labels: Any) -> Any:
    """Labels [batch] as [batch, 1]."""
    shape = tf1.shape(labels)
    assert shape.shape == 1, "expected labels of rank 1"
    return arrays.reshape(labels, [shape[0], 1])
