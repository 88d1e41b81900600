"""Metrics of one batch, sets, and metrics together."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1

set_difference = tf1.sets.set_difference
set_intersection = tf1.sets.set_intersection
set_size = tf1.sets.set_size
set_union = tf1.sets.set_union


def accuracy(
    predictions: Any, labels: Any, weights: Any = None, name: Any = None
) -> Any:
    """The share of predictions that are the labels.

    Args:
        predictions: Integers, strings or booleans.
        labels: The same of type and shape.
        weights: Their weights.
        name: Name of the ops.

    Returns:
        A scalar float.

    Raises:
        ValueError: For floats, or for other types or shapes.

    Source: `tf.contrib.metrics.accuracy`.
    """
    if not (labels.dtype.is_integer or labels.dtype in (tf.bool, tf.string)):
        raise ValueError(
            f"Labels should have bool, integer, or string dtype, not {labels.dtype!r}"
        )
    if labels.dtype != predictions.dtype:
        raise ValueError(
            "Dtypes of predictions and labels should match. "
            f"Given: predictions ({predictions.dtype!r}) and labels ({labels.dtype!r})"
        )
    with tf1.name_scope(name, "accuracy", values=[predictions, labels]):
        correct = tf1.cast(tf.equal(predictions, labels), tf.float32)
        if weights is not None:
            correct = tf.multiply(correct, weights)
            return tf1.div(
                tf1.reduce_sum(correct),
                tf1.reduce_sum(weights * tf1.ones_like(correct)),
            )
        return tf1.reduce_mean(correct)


def confusion_matrix(
    labels: Any,
    predictions: Any,
    num_classes: Any = None,
    dtype: Any = tf.int32,
    name: Any = None,
    weights: Any = None,
) -> Any:
    """`tf.confusion_matrix`, under its old arguments.

    Args:
        labels: What was true.
        predictions: What was predicted.
        num_classes: How many classes.
        dtype: Type of the matrix.
        name: Name of the ops.
        weights: Their weights.

    Returns:
        A matrix [classes, classes], a row for each label.

    Source: `tf.contrib.metrics.confusion_matrix`.
    """
    from compat import _private

    function = tf1.confusion_matrix
    counted = _private.wrapped("confusion_matrix")
    if counted is not None and not hasattr(function, "__wrapped__"):
        function = counted
    return function(
        labels=labels,
        predictions=predictions,
        num_classes=num_classes,
        dtype=dtype,
        name=name,
        weights=weights,
    )


def aggregate_metrics(*value_update_tuples: Any) -> tuple[list[Any], list[Any]]:
    """Pairs of a metric and its update, as two lists.

    Args:
        *value_update_tuples: The pairs.

    Raises:
        ValueError: Without a pair.

    Source: `tf.contrib.metrics.aggregate_metrics`.
    """
    if not value_update_tuples:
        raise ValueError("Expected at least one value_tensor/update_op pair")
    values, updates = zip(*value_update_tuples, strict=True)
    return list(values), list(updates)


def aggregate_metric_map(names_to_tuples: dict[str, Any]) -> Any:
    """A dict of pairs of a metric and its update, as two dicts.

    Args:
        names_to_tuples: The pairs by name.

    Source: `tf.contrib.metrics.aggregate_metric_map`.
    """
    names = names_to_tuples.keys()
    values, updates = zip(*names_to_tuples.values(), strict=True)
    return dict(zip(names, values, strict=True)), dict(zip(names, updates, strict=True))
