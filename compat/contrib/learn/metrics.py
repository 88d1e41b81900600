"""Metrics of an evaluation, from `MetricSpec`s or functions."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.learn.metric_spec import MetricSpec

tf1 = tf.compat.v1


def made(metrics: Any, features: Any, labels: Any, predictions: Any) -> dict[Any, Any]:
    """The metrics' ops.

    Args:
        metrics: From a name, or a name and a prediction's key, to a `MetricSpec`, a
            function, or ops.
        features: The features.
        labels: A tensor, or a dict of tensors.
        predictions: A tensor, or a dict of tensors.

    Raises:
        ValueError: If names do not fit the predictions.
    """
    metrics = metrics or {}
    if isinstance(labels, dict) and len(labels) == 1:
        labels = next(iter(labels.values()))
    found: dict[Any, Any] = {}
    for name, metric in sorted(metrics.items(), key=lambda item: str(item[0])):
        if isinstance(metric, MetricSpec):
            found[name] = metric.create_metric_ops(features, labels, predictions)
            continue
        tf1.logging.warning(
            "Please specify metrics using MetricSpec. Using bare functions or (key, "
            "fn) tuples is deprecated and support for it will be removed on Oct 1, "
            "2016."
        )
        if isinstance(name, tuple):
            if len(name) != 2:
                raise ValueError(
                    f"Invalid metric for {name}. It returned a tuple with len "
                    f"{len(name)}, expected 2."
                )
            if not isinstance(predictions, dict):
                raise ValueError(
                    f"Metrics passed provide (name, prediction), but predictions are "
                    f"not dict. Metrics: {metrics}, Predictions: {predictions}."
                )
            if isinstance(labels, dict) and name[1] in labels:
                found[name] = metric(predictions[name[1]], labels[name[1]])
            else:
                found[name] = metric(predictions[name[1]], labels)
        else:
            if isinstance(predictions, dict):
                raise ValueError(
                    "Metrics passed provide only name, no prediction, but predictions "
                    f"are dict. Metrics: {metrics}, Labels: {labels}."
                )
            found[name] = metric(predictions, labels)
    return found


def split(eval_dict: Any) -> tuple[Any, dict[Any, Any]]:
    """One op that updates all metrics, and their values by name."""
    updates, values = [], {}
    for name, ops in sorted(eval_dict.items(), key=lambda item: str(item[0])):
        if isinstance(ops, list | tuple):
            if len(ops) == 2:
                values[name] = ops[0]
                updates.append(ops[1])
            else:
                tf1.logging.warning(
                    "Ignoring metric %s. It returned a list|tuple with len %s, "
                    "expected 2",
                    name,
                    len(ops),
                )
                values[name] = ops
        else:
            values[name] = ops
    return (tf1.group(*updates) if updates else None), values
