"""Losses made one number by weights, as `tf.contrib.losses` did: a mean over elements.

loss = Σ w·l / n, with n the number of elements whose weight is not 0
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.framework.arg_scope import add_arg_scope
from compat.count.ops import arrays

tf1 = tf.compat.v1


@add_arg_scope
def add_loss(loss: Any, loss_collection: str | None = "losses") -> None:
    """Put a loss among the graph's losses.

    Args:
        loss: A tensor.
        loss_collection: Where to, or `None` for nowhere.

    Source: `tf.contrib.losses.add_loss`.
    """
    if loss_collection:
        tf1.add_to_collection(loss_collection, loss)


def get_losses(
    scope: str | None = None, loss_collection: str = tf1.GraphKeys.LOSSES
) -> list[Any]:
    """The losses that were put among the graph's.

    Args:
        scope: The beginning of their names, or `None` for all.
        loss_collection: Where they are.

    Source: `tf.contrib.losses.get_losses`.
    """
    return tf1.get_collection(loss_collection, scope)


def get_regularization_losses(scope: str | None = None) -> list[Any]:
    """The losses that regularizers put among the graph's.

    Source: `tf.contrib.losses.get_regularization_losses`.
    """
    return tf1.get_collection(tf1.GraphKeys.REGULARIZATION_LOSSES, scope)


def get_total_loss(
    add_regularization_losses: bool = True, name: str = "total_loss"
) -> Any:
    """The sum of all losses of the graph.

    Args:
        add_regularization_losses: Whether those of regularizers count.
        name: The sum's name.

    Raises:
        ValueError: Without a loss.

    Source: `tf.contrib.losses.get_total_loss`.
    """
    losses = get_losses()
    if add_regularization_losses:
        losses += get_regularization_losses()
    return tf1.add_n(losses, name=name)


def scaled(losses: Any, weights: Any) -> Any:
    """The sum of the losses times their weights, as a scalar."""
    first = max(0, weights.shape.ndims)
    axes = list(range(first, losses.shape.ndims))
    by_weight = tf1.reduce_sum(losses, axis=axes)
    return tf1.reduce_sum(tf.multiply(by_weight, weights))


def present(losses: Any, weights: Any, per_batch: bool = False) -> Any:
    """How many elements have a weight that is not 0: in all, or by example."""
    if weights.shape.ndims == 0:
        batch = arrays.reshape(tf.slice(tf1.shape(losses), [0], [1]), [])
        each = tf1.div(
            tf1.cast(tf1.size(losses), tf.float32), tf1.cast(batch, tf.float32)
        )
        each = tf1.where(tf.equal(weights, 0), 0.0, each)
        counted = tf.multiply(tf.ones(arrays.reshape(batch, [1])), each)
        return counted if per_batch else tf1.reduce_sum(counted)
    counted = tf1.cast(tf.not_equal(weights, 0), tf.float32)
    if weights.shape.ndims >= 1:
        axes = list(range(1, weights.shape.ndims))
        counted = tf1.reduce_sum(counted, axis=axes)
    sizes = tf.slice(tf1.shape(losses), [weights.shape.ndims], [-1])
    counted = tf.multiply(counted, tf1.cast(tf1.reduce_prod(sizes), tf.float32))
    return counted if per_batch else tf1.reduce_sum(counted)


def divided(one: Any, other: Any) -> Any:
    """One by the other, and 0 where the other is 0."""
    return tf.math.divide_no_nan(one, other, name="value")


def compute_weighted_loss(losses: Any, weights: Any = 1.0, scope: Any = None) -> Any:
    """The weighted mean of losses, also put among the graph's losses.

    Args:
        losses: Tensor of known rank, batch first.
        weights: A number, or a tensor of as many as the first dimensions of `losses`.
        scope: Name of the ops.

    Returns:
        A scalar of the type of `losses`: Σ w·l, divided by how many elements have a
        weight that is not 0.

    Raises:
        ValueError: Where weights are missing, or a rank is unknown.

    Source: `tf.contrib.losses.compute_weighted_loss`.
    """
    with tf1.name_scope(scope, "weighted_loss", [losses, weights]):
        losses = tf1.convert_to_tensor(losses)
        dtype = losses.dtype
        losses = tf1.cast(losses, tf.float32)
        weights = tf1.cast(tf1.convert_to_tensor(weights), tf.float32)
        if losses.shape.ndims is None:
            raise ValueError("losses.get_shape().ndims cannot be None")
        shape = weights.shape
        if shape.ndims is None:
            raise ValueError("weights.get_shape().ndims cannot be None")
        if shape.ndims > 1 and shape.dims[-1].is_compatible_with(1):
            weights = tf1.squeeze(weights, [-1])
        total = scaled(losses, weights)
        counted = present(losses, weights)
        mean = tf1.cast(divided(tf1.reduce_sum(total), counted), dtype)
        add_loss(mean)
        return mean
