"""Metrics of numbers: how many, how they go together, all of them."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.metrics.streaming import streaming_mean
from compat.contrib.metrics.thresholds import (
    hand_out,
    kept,
    of_rank,
    prepared,
    spread,
)
from compat.count import opseed

tf1 = tf.compat.v1


def count(
    values: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """How many numbers there were, or the sum of their weights.

    Args:
        values: Tensor.
        weights: Tensor of weights.
        metrics_collections: Names of collections for the metric.
        updates_collections: Names of collections for its update.
        name: Name scope.

    Returns:
        `(value, update)`.

    Source: `tf.contrib.metrics.count`.
    """
    with tf1.variable_scope(name, "count", (values, weights)):
        total = kept("count")
        if weights is None:
            number = tf1.cast(tf1.size(values), tf.float32)
        else:
            values = tf1.cast(tf1.convert_to_tensor(values), tf.float32)
            number = tf1.reduce_sum(spread(tf1.cast(weights, tf.float32), values))
        update = tf1.assign_add(total, number)
        value = tf1.identity(total)
        hand_out(value, update, metrics_collections, updates_collections)
        return value, update


def streaming_recall_at_k(
    predictions: Any,
    labels: Any,
    k: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """How often the label is among the `k` largest predictions.

    Args:
        predictions: Tensor `[batch, classes]`.
        labels: Tensor `[batch]`.
        k: How many.
        weights: Tensor of weights.
        metrics_collections: Names of collections for the metric.
        updates_collections: Names of collections for its update.
        name: Name scope.

    Source: `tf.contrib.metrics.streaming_recall_at_k`.
    """
    is_in = tf1.cast(tf1.nn.in_top_k(predictions, labels, k), tf.float32)
    return streaming_mean(
        is_in,
        weights,
        metrics_collections,
        updates_collections,
        name or f"recall_at_{k}",
    )


def streaming_sparse_precision_at_top_k(
    top_k_predictions: Any,
    labels: Any,
    class_id: Any = None,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """How many of the predicted classes are among the labels.

    Source: `tf.contrib.metrics.streaming_sparse_precision_at_top_k`.
    """
    return tf1.metrics.precision_at_top_k(
        labels=labels,
        predictions_idx=tf1.cast(top_k_predictions, tf.int64)
        if getattr(top_k_predictions, "dtype", tf.int64) != tf.int64
        else top_k_predictions,
        class_id=class_id,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def sparse_recall_at_top_k(
    labels: Any,
    top_k_predictions: Any,
    class_id: Any = None,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """How many of the labels are among the predicted classes.

    Source: `tf.contrib.metrics.sparse_recall_at_top_k`.
    """
    return tf1.metrics.recall_at_top_k(
        labels=labels,
        predictions_idx=top_k_predictions,
        class_id=class_id,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_covariance(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The covariance of predictions and labels, batch by batch.

    Args:
        predictions: Tensor.
        labels: Tensor of the same shape.
        weights: Tensor of weights.
        metrics_collections: Names of collections for the metric.
        updates_collections: Names of collections for its update.
        name: Name scope.

    Returns:
        `(value, update)`; NaN of fewer than two numbers.

    Source: `tf.contrib.metrics.streaming_covariance`; Chan et al., 1979.
    """
    with tf1.variable_scope(name, "covariance", (predictions, labels, weights)):
        predictions, labels = prepared(predictions, labels)
        number = kept("count")
        mean_prediction = kept("mean_prediction")
        mean_label = kept("mean_label")
        comoment = kept("comoment")
        if weights is None:
            batch = tf1.cast(tf1.size(labels), tf.float32)
            weighted_predictions, weighted_labels = predictions, labels
        else:
            weights = spread(tf1.convert_to_tensor(weights), labels)
            batch = tf1.reduce_sum(weights)
            weighted_predictions = tf.multiply(predictions, weights)
            weighted_labels = tf.multiply(labels, weights)
        now = tf1.assign_add(number, batch)
        before = now - batch

        def moved(mean: Any, values: Any) -> tuple[Any, Any]:
            """A mean's value for the batch, and before it."""
            of_batch = tf.math.divide_no_nan(tf1.reduce_sum(values), batch)
            change = tf.math.divide_no_nan((of_batch - mean) * batch, now)
            return of_batch, tf1.assign_add(mean, change) - change

        batch_prediction, old_prediction = moved(mean_prediction, weighted_predictions)
        batch_label, old_label = moved(mean_label, weighted_labels)
        together = (predictions - batch_prediction) * (labels - batch_label)
        if weights is not None:
            together = together * weights
        apart = (old_prediction - batch_prediction) * (old_label - batch_label)
        change = tf1.reduce_sum(together) + apart * (before * batch / now)
        moment = tf1.assign_add(comoment, change)

        def covariance(end: str) -> Any:
            few = tf.less_equal(number, 1.0)
            share = tf.truediv(comoment, number - 1)
            return tf1.where(few, float("nan"), share, name=end)

        value = covariance("covariance")
        with tf1.control_dependencies([moment]):
            update = covariance("update_op")
        hand_out(value, update, metrics_collections, updates_collections)
        return value, update


def streaming_pearson_correlation(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """Pearson's correlation of predictions and labels, batch by batch.

    Its arguments are those of `streaming_covariance`.

    Source: `tf.contrib.metrics.streaming_pearson_correlation`.
    """
    with tf1.variable_scope(name, "pearson_r", (predictions, labels, weights)):
        predictions, labels = prepared(predictions, labels)
        if weights is not None:
            weights = spread(tf1.convert_to_tensor(weights), labels)
        both = streaming_covariance(predictions, labels, weights, name="covariance")
        one = streaming_covariance(
            predictions, predictions, weights, name="variance_predictions"
        )
        other = streaming_covariance(labels, labels, weights, name="variance_labels")
        value, update = (
            tf.truediv(
                both[at], tf.multiply(tf.sqrt(one[at]), tf.sqrt(other[at])), name=end
            )
            for at, end in enumerate(("pearson_r", "update_op"))
        )
        hand_out(value, update, metrics_collections, updates_collections)
        return value, update


def streaming_concat(
    values: Any,
    axis: int = 0,
    max_size: int | None = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """All values so far, one batch behind the other.

    Args:
        values: Tensor.
        axis: The axis along which they go.
        max_size: How many are kept at most.
        metrics_collections: Names of collections for the metric.
        updates_collections: Names of collections for its update.
        name: Name scope.

    Returns:
        `(value, update)`.

    Raises:
        ValueError: For an unknown shape, or an axis that is none.

    Source: `tf.contrib.metrics.streaming_concat`.
    """
    with tf1.variable_scope(name, "streaming_concat", (values,)):
        values = tf1.convert_to_tensor(values)
        shape = values.shape
        if shape.rank is None:
            raise ValueError("`values` must have known statically known rank")
        axis = axis + shape.rank if axis < 0 else axis
        if not 0 <= axis < shape.rank:
            raise ValueError(f"axis = {axis} not in [0, {shape.rank})")
        order = [axis, *(at for at in range(shape.rank) if at != axis)]
        inner = [shape.as_list()[at] for at in order[1:]]
        if None in inner:
            raise ValueError("all dimensions of `values` other than `axis` are known")
        array = tf1.Variable(
            lambda: tf1.zeros([0, *inner], values.dtype),
            trainable=False,
            collections=[
                tf1.GraphKeys.LOCAL_VARIABLES,
                tf1.GraphKeys.METRIC_VARIABLES,
            ],
            validate_shape=False,
            name="array",
        )
        size = kept("size", [], tf.int32)
        back = [order.index(at) for at in range(shape.rank)]
        value = tf1.transpose(array[:size], back, name="concat")
        value.set_shape([None if at == axis else n for at, n in enumerate(shape)])
        given = tf1.transpose(values, order)
        number = tf1.shape(given)[0]
        if max_size is not None:
            number = tf.minimum(number, max_size - size)
        total = size + number
        joined = tf1.concat([array[:size], given[:number]], 0)
        grown = tf1.assign(array, joined, validate_shape=False, name="grown")
        with tf1.control_dependencies([grown]):
            update = tf1.assign(size, total)
        opseed.account(41)  # 1.15 made room for more than it needed
        hand_out(value, update, metrics_collections, updates_collections)
        return value, update


def cohen_kappa(
    labels: Any,
    predictions_idx: Any,
    num_classes: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """How far two raters agree beyond chance: Cohen's κ.

    Args:
        labels: Tensor of classes.
        predictions_idx: Tensor of classes of the same shape.
        num_classes: Number of classes.
        weights: Tensor of weights.
        metrics_collections: Names of collections for the metric.
        updates_collections: Names of collections for its update.
        name: Name scope.

    Returns:
        `(value, update)`.

    Raises:
        ValueError: For less than two classes, or shapes that differ.

    Source: `tf.contrib.metrics.cohen_kappa`.
    """
    if num_classes < 2:
        raise ValueError(f"`num_classes` must be >= 2.Found: {num_classes}")
    with tf1.variable_scope(name, "cohen_kappa", (labels, predictions_idx, weights)):
        labels = tf1.squeeze(labels, axis=[-1]) if _is_column(labels) else labels
        predictions_idx = of_rank(predictions_idx, labels.shape.rank)
        predictions_idx.shape.assert_is_compatible_with(labels.shape)
        dtype = tf.int64 if weights is None else tf.float32
        if weights is not None:
            weights = of_rank(tf1.convert_to_tensor(weights), labels.shape.rank)
        agreed = kept("po", (num_classes,), dtype)
        by_row = kept("pe_row", (num_classes,), dtype)
        by_column = kept("pe_col", (num_classes,), dtype)
        counts = tf1.confusion_matrix(
            labels, predictions_idx, num_classes, dtype=dtype, weights=weights
        )
        changed = [
            tf1.assign_add(agreed, tf1.diag_part(counts)),
            tf1.assign_add(by_row, tf1.reduce_sum(counts, axis=0)),
            tf1.assign_add(by_column, tf1.reduce_sum(counts, axis=1)),
        ]

        def kappa(po: Any, row: Any, column: Any, end: str) -> Any:
            total, number = tf1.reduce_sum(po), tf1.reduce_sum(row)
            product = tf1.cast(row * column, tf.float64)
            shares = tf1.div_no_nan(product, tf1.cast(number, tf.float64))
            chance = tf1.reduce_sum(shares)
            total, number = (tf1.cast(one, tf.float64) for one in (total, number))
            return tf1.div_no_nan(total - chance, number - chance, name=end)

        value = kappa(agreed, by_row, by_column, "value")
        po, row, column = changed
        update = kappa(po, row, column, "update_op")
        opseed.account(-1)
        hand_out(value, update, metrics_collections, updates_collections)
        return value, update


def _is_column(labels: Any) -> bool:
    return (
        labels.shape.rank is not None
        and labels.shape.as_list()[-1:] == [1]
        and (labels.shape.rank > 1)
    )
