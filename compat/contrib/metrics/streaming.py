"""The streaming metrics that are `tf.metrics` today, predictions first."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

_metrics = tf.compat.v1.metrics


def streaming_mean(
    values: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.mean`.

    Args:
        values: The values.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_mean`.
    """
    return _metrics.mean(
        values=values,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_mean_tensor(
    values: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.mean_tensor`.

    Args:
        values: The values.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_mean_tensor`.
    """
    return _metrics.mean_tensor(
        values=values,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_accuracy(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.accuracy`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_accuracy`.
    """
    return _metrics.accuracy(
        predictions=predictions,
        labels=labels,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_precision(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.precision`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_precision`.
    """
    return _metrics.precision(
        predictions=predictions,
        labels=labels,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_recall(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.recall`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_recall`.
    """
    return _metrics.recall(
        predictions=predictions,
        labels=labels,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_true_positives(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.true_positives`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_true_positives`.
    """
    return _metrics.true_positives(
        predictions=predictions,
        labels=labels,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_true_negatives(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.true_negatives`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_true_negatives`.
    """
    return _metrics.true_negatives(
        predictions=predictions,
        labels=labels,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_false_positives(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.false_positives`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_false_positives`.
    """
    return _metrics.false_positives(
        predictions=predictions,
        labels=labels,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_false_negatives(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.false_negatives`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_false_negatives`.
    """
    return _metrics.false_negatives(
        predictions=predictions,
        labels=labels,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_mean_absolute_error(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.mean_absolute_error`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_mean_absolute_error`.
    """
    return _metrics.mean_absolute_error(
        predictions=predictions,
        labels=labels,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_mean_squared_error(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.mean_squared_error`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_mean_squared_error`.
    """
    return _metrics.mean_squared_error(
        predictions=predictions,
        labels=labels,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_root_mean_squared_error(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.root_mean_squared_error`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_root_mean_squared_error`.
    """
    return _metrics.root_mean_squared_error(
        predictions=predictions,
        labels=labels,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_mean_relative_error(
    predictions: Any,
    labels: Any,
    normalizer: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.mean_relative_error`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        normalizer: What an error is divided by.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_mean_relative_error`.
    """
    return _metrics.mean_relative_error(
        predictions=predictions,
        labels=labels,
        normalizer=normalizer,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_mean_cosine_distance(
    predictions: Any,
    labels: Any,
    dim: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.mean_cosine_distance`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        dim: Axis of the vectors.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_mean_cosine_distance`.
    """
    return _metrics.mean_cosine_distance(
        predictions=predictions,
        labels=labels,
        dim=dim,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_mean_iou(
    predictions: Any,
    labels: Any,
    num_classes: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.mean_iou`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        num_classes: How many classes.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_mean_iou`.
    """
    return _metrics.mean_iou(
        predictions=predictions,
        labels=labels,
        num_classes=num_classes,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_percentage_less(
    values: Any,
    threshold: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """The share of values below a threshold, over batches.

    Args:
        values: The values.
        threshold: What a value is to be below.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_percentage_less`.
    """
    return _metrics.percentage_below(
        values=values,
        threshold=threshold,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_precision_at_thresholds(
    predictions: Any,
    labels: Any,
    thresholds: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.precision_at_thresholds`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        thresholds: Thresholds of the predictions.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_precision_at_thresholds`.
    """
    return _metrics.precision_at_thresholds(
        predictions=predictions,
        labels=labels,
        thresholds=thresholds,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_recall_at_thresholds(
    predictions: Any,
    labels: Any,
    thresholds: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.recall_at_thresholds`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        thresholds: Thresholds of the predictions.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_recall_at_thresholds`.
    """
    return _metrics.recall_at_thresholds(
        predictions=predictions,
        labels=labels,
        thresholds=thresholds,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_auc(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    num_thresholds: Any = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    curve: Any = "ROC",
    name: Any = None,
) -> Any:
    """`tf.metrics.auc`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        weights: Their weights.
        num_thresholds: How many thresholds.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        curve: `ROC` or `PR`.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_auc`.
    """
    return _metrics.auc(
        predictions=predictions,
        labels=labels,
        weights=weights,
        num_thresholds=num_thresholds,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        curve=curve,
        name=name,
    )


def streaming_specificity_at_sensitivity(
    predictions: Any,
    labels: Any,
    sensitivity: Any,
    weights: Any = None,
    num_thresholds: Any = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.specificity_at_sensitivity`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        sensitivity: The sensitivity asked for.
        weights: Their weights.
        num_thresholds: How many thresholds.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_specificity_at_sensitivity`.
    """
    return _metrics.specificity_at_sensitivity(
        predictions=predictions,
        labels=labels,
        sensitivity=sensitivity,
        weights=weights,
        num_thresholds=num_thresholds,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_sensitivity_at_specificity(
    predictions: Any,
    labels: Any,
    specificity: Any,
    weights: Any = None,
    num_thresholds: Any = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.sensitivity_at_specificity`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        specificity: The specificity asked for.
        weights: Their weights.
        num_thresholds: How many thresholds.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_sensitivity_at_specificity`.
    """
    return _metrics.sensitivity_at_specificity(
        predictions=predictions,
        labels=labels,
        specificity=specificity,
        weights=weights,
        num_thresholds=num_thresholds,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_sparse_precision_at_k(
    predictions: Any,
    labels: Any,
    k: Any,
    class_id: Any = None,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.precision_at_k`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        k: How many predictions count.
        class_id: A class that counts alone.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_sparse_precision_at_k`.
    """
    return _metrics.precision_at_k(
        predictions=predictions,
        labels=labels,
        k=k,
        class_id=class_id,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_sparse_recall_at_k(
    predictions: Any,
    labels: Any,
    k: Any,
    class_id: Any = None,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.recall_at_k`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        k: How many predictions count.
        class_id: A class that counts alone.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_sparse_recall_at_k`.
    """
    return _metrics.recall_at_k(
        predictions=predictions,
        labels=labels,
        k=k,
        class_id=class_id,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )


def streaming_sparse_average_precision_at_k(
    predictions: Any,
    labels: Any,
    k: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: Any = None,
) -> Any:
    """`tf.metrics.average_precision_at_k`, predictions first.

    Args:
        predictions: What was predicted.
        labels: What was true.
        k: How many predictions count.
        weights: Their weights.
        metrics_collections: Where the metric is put.
        updates_collections: Where its update is put.
        name: Name of the ops.

    Returns:
        The metric, and the op that updates it.

    Source: `tf.contrib.metrics.streaming_sparse_average_precision_at_k`.
    """
    return _metrics.average_precision_at_k(
        predictions=predictions,
        labels=labels,
        k=k,
        weights=weights,
        metrics_collections=metrics_collections,
        updates_collections=updates_collections,
        name=name,
    )
