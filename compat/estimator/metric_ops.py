"""Metrics of an evaluation: pairs of a value and its update, or objects of Keras."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def is_metric_object(metric: Any) -> bool:
    """Whether a metric is an object of Keras 2 (its result and updates are ops)."""
    return hasattr(metric, "result") and hasattr(metric, "updates")


def pairs(metrics: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """From a name to the metric's value and its update."""
    found: dict[str, tuple[Any, Any]] = {}
    for name, metric in sorted(metrics.items()):
        if is_metric_object(metric):
            found[name] = metric.result(), metric.updates[0]
        else:
            found[name] = metric[0], metric[1]
    return found


def split(metrics: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """One op that updates all metrics, and the values by name.

    Args:
        metrics: As `EstimatorSpec` takes them.
    """
    values, updates = {}, []
    for name, (value, update) in pairs(metrics).items():
        values[name] = value
        updates.append(update)
    return (tf1.group(*updates) if updates else None), values
