"""The streaming metrics that are `tf.metrics` today, predictions first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.signatures import variant

_ENDS = "metrics_collections updates_collections name"


def _metric(name: str, order: str, ends: str = _ENDS) -> Callable[..., Any]:
    """The metric `streaming_NAME`, by `tf.metrics`.

    Args:
        name: The end of its name.
        order: Its first arguments, in 1.15's order.
        ends: Its last ones.
    """
    other = _OTHER_NAMES.get(name, name)
    doc = (
        f"`tf.metrics.{other}`: the metric, and the op that updates it.\n\n"
        f"    Source: `tf.contrib.metrics.streaming_{name}`.\n    "
    )
    function = getattr(tf.compat.v1.metrics, other)
    return variant(function, f"streaming_{name}", f"{order} {ends}", doc)


_OTHER_NAMES = {
    "percentage_less": "percentage_below",
    "sparse_precision_at_k": "precision_at_k",
    "sparse_recall_at_k": "recall_at_k",
    "sparse_average_precision_at_k": "average_precision_at_k",
}
streaming_mean = _metric("mean", "values weights")
streaming_mean_tensor = _metric("mean_tensor", "values weights")
streaming_accuracy = _metric("accuracy", "predictions labels weights")
streaming_precision = _metric("precision", "predictions labels weights")
streaming_recall = _metric("recall", "predictions labels weights")
streaming_true_positives = _metric("true_positives", "predictions labels weights")
streaming_true_negatives = _metric("true_negatives", "predictions labels weights")
streaming_false_positives = _metric("false_positives", "predictions labels weights")
streaming_false_negatives = _metric("false_negatives", "predictions labels weights")
streaming_mean_absolute_error = _metric(
    "mean_absolute_error", "predictions labels weights"
)
streaming_mean_squared_error = _metric(
    "mean_squared_error", "predictions labels weights"
)
streaming_root_mean_squared_error = _metric(
    "root_mean_squared_error", "predictions labels weights"
)
streaming_mean_relative_error = _metric(
    "mean_relative_error", "predictions labels normalizer weights"
)
streaming_mean_cosine_distance = _metric(
    "mean_cosine_distance", "predictions labels dim weights"
)
streaming_mean_iou = _metric("mean_iou", "predictions labels num_classes weights")
streaming_percentage_less = _metric("percentage_less", "values threshold weights")
streaming_precision_at_thresholds = _metric(
    "precision_at_thresholds", "predictions labels thresholds weights"
)
streaming_recall_at_thresholds = _metric(
    "recall_at_thresholds", "predictions labels thresholds weights"
)
streaming_auc = _metric(
    "auc",
    "predictions labels weights num_thresholds",
    "metrics_collections updates_collections curve name",
)
streaming_specificity_at_sensitivity = _metric(
    "specificity_at_sensitivity",
    "predictions labels sensitivity weights num_thresholds",
)
streaming_sensitivity_at_specificity = _metric(
    "sensitivity_at_specificity",
    "predictions labels specificity weights num_thresholds",
)
streaming_sparse_precision_at_k = _metric(
    "sparse_precision_at_k", "predictions labels k class_id weights"
)
streaming_sparse_recall_at_k = _metric(
    "sparse_recall_at_k", "predictions labels k class_id weights"
)
streaming_sparse_average_precision_at_k = _metric(
    "sparse_average_precision_at_k", "predictions labels k weights"
)
