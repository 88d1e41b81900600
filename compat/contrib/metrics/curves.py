"""Metrics that choose the best of many thresholds, or show them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.metrics.thresholds import EDGE, between, confusions, hand_out
from compat.count import opseed

tf1 = tf.compat.v1


def f1_score(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    num_thresholds: int = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The largest `2 precision recall / (precision + recall)` of some thresholds.

    Args:
        labels: Tensor: true or false.
        predictions: Tensor of shares of the same shape.
        weights: Tensor of weights.
        num_thresholds: Number of thresholds between 0 and 1.
        metrics_collections: Names of collections for the metric.
        updates_collections: Names of collections for its update.
        name: Name scope.

    Returns:
        `(value, update)`.

    Source: `tf.contrib.metrics.f1_score`.
    """
    with tf1.variable_scope(name, "f1", (labels, predictions, weights)):
        predictions = tf1.convert_to_tensor(predictions)
        labels = tf1.convert_to_tensor(labels)
        said = "predictions must be in [0, 1]"
        checks = [
            tf1.assert_greater_equal(
                predictions, tf1.cast(0.0, predictions.dtype), message=said
            ),
            tf1.assert_less_equal(
                predictions, tf1.cast(1.0, predictions.dtype), message=said
            ),
        ]
        with tf1.control_dependencies(checks):
            predictions = tf1.cast(predictions, tf.float32)
        seen, changed = confusions(
            predictions, labels, between(num_thresholds), weights, "tp fn fp"
        )

        def best(of: dict[str, Any], end: str) -> Any:
            precision = tf1.div(
                of["tp"], EDGE + of["tp"] + of["fp"], name=f"precision_{end}"
            )
            recall = tf1.div(of["tp"], EDGE + of["tp"] + of["fn"], name=f"recall_{end}")
            scores = 2.0 * precision * recall / (precision + recall + EDGE)
            return tf1.reduce_max(scores)

        value, update = best(seen, "value"), best(changed, "update")
        hand_out(value, update, metrics_collections, updates_collections)
        return value, update


def _at_best(
    scope: str,
    compute: Callable[[dict[str, Any], str], Any],
    labels: Any,
    predictions: Any,
    weights: Any,
    number: int,
    collections: Any,
    updates: Any,
    name: str | None,
) -> tuple[Any, Any]:
    with tf1.variable_scope(name, scope, (predictions, labels, weights)):
        predictions = tf1.convert_to_tensor(predictions)
        labels = tf1.convert_to_tensor(labels)
        seen, changed = confusions(
            predictions, labels, between(number), weights, "tp fn tn fp"
        )
        value, update = compute(seen, "value"), compute(changed, "update_op")
        hand_out(value, update, collections, updates)
        return value, update


def precision_at_recall(
    labels: Any,
    predictions: Any,
    target_recall: float,
    weights: Any = None,
    num_thresholds: int = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The precision at the highest threshold with a recall.

    Args:
        labels: As in `f1_score`, like all others but
        predictions: Tensor of shares.
        target_recall: The recall, between 0 and 1.
        weights: Tensor of weights.
        num_thresholds: Number of thresholds.
        metrics_collections: Names of collections for the metric.
        updates_collections: Names of collections for its update.
        name: Name scope.

    Raises:
        ValueError: For a recall that is none.

    Source: `tf.contrib.metrics.precision_at_recall`.
    """
    if target_recall < 0 or target_recall > 1:
        raise ValueError("`target_recall` must be in the range [0, 1].")

    def precision(of: dict[str, Any], end: str) -> Any:
        recalls = tf1.div(of["tp"], of["tp"] + of["fn"] + EDGE)
        enough = tf1.cast(tf.greater_equal(recalls, target_recall), tf.int64)
        place = tf1.reduce_sum(enough) - 1
        return tf1.div(
            of["tp"][place] + EDGE,
            of["tp"][place] + of["fp"][place] + EDGE,
            name=end,
        )

    return _at_best(
        "precision_at_recall",
        precision,
        labels,
        predictions,
        weights,
        num_thresholds,
        metrics_collections,
        updates_collections,
        name,
    )


def recall_at_precision(
    labels: Any,
    predictions: Any,
    precision: float,
    weights: Any = None,
    num_thresholds: int = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
    strict_mode: bool = False,
) -> tuple[Any, Any]:
    """The recall at the threshold whose precision is nearest to one.

    Args:
        labels: As in `f1_score`, like all others but
        predictions: Tensor of shares.
        precision: The precision, between 0 and 1.
        weights: Tensor of weights.
        num_thresholds: Number of thresholds.
        metrics_collections: Names of collections for the metric.
        updates_collections: Names of collections for its update.
        name: Name scope.
        strict_mode: Whether the precision must be reached; else 0.

    Raises:
        ValueError: For a precision that is none.

    Source: `tf.contrib.metrics.recall_at_precision`.
    """
    if not 0 <= precision <= 1:
        raise ValueError("`precision` must be in the range [0, 1].")

    def recall(of: dict[str, Any], end: str) -> Any:
        precisions = tf1.div(of["tp"], of["tp"] + of["fp"] + EDGE)
        if strict_mode:
            # the nearest one that is not below
            place = tf1.argmax(1 / (precisions - precision + EDGE), 0)
            opseed.account(-4)
            return tf1.cond(
                precisions[place] >= precision,
                lambda: tf1.div(
                    of["tp"][place], of["tp"][place] + of["fn"][place] + EDGE, name=end
                ),
                lambda: tf.constant(0.0),
            )
        place = tf.argmin(tf.abs(precisions - precision), 0, tf.int32)
        return tf1.div(
            of["tp"][place], of["tp"][place] + of["fn"][place] + EDGE, name=end
        )

    return _at_best(
        "recall_at_precision",
        recall,
        labels,
        predictions,
        weights,
        num_thresholds,
        metrics_collections,
        updates_collections,
        name,
    )


def streaming_curve_points(
    labels: Any = None,
    predictions: Any = None,
    weights: Any = None,
    num_thresholds: int = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    curve: str = "ROC",
    name: str | None = None,
) -> tuple[Any, Any]:
    """Points of a ROC or PR curve.

    Args:
        labels: As in `f1_score`, like all others but
        predictions: Tensor of shares.
        weights: Tensor of weights.
        num_thresholds: Number of points.
        metrics_collections: Names of collections for the metric.
        updates_collections: Names of collections for its update.
        curve: `ROC` or `PR`.
        name: Name scope.

    Returns:
        `(points, update)`: a tensor `[num_thresholds, 2]`, and the op.

    Raises:
        ValueError: For another curve.

    Source: `tf.contrib.metrics.streaming_curve_points`.
    """
    with tf1.variable_scope(name, "curve_points", (labels, predictions, weights)):
        if curve not in ("ROC", "PR"):
            raise ValueError(f"curve must be either ROC or PR, {curve} unknown")
        seen, changed = confusions(
            tf1.convert_to_tensor(predictions),
            tf1.convert_to_tensor(labels),
            between(num_thresholds),
            weights,
            "tp fn tn fp",
        )
        recall = tf1.div(seen["tp"] + EDGE, seen["tp"] + seen["fn"] + EDGE)
        if curve == "ROC":
            x, y = tf1.div(seen["fp"], seen["fp"] + seen["tn"] + EDGE), recall
        else:
            x = recall
            y = tf1.div(seen["tp"] + EDGE, seen["tp"] + seen["fp"] + EDGE)
        points = tf1.stack([x, y], axis=1)
        update = tf.group(*changed.values())
        hand_out(points, update, metrics_collections, updates_collections)
        return points, update
