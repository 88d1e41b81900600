"""Metrics of heads: what is measured, for both kinds of heads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import tensorflow as tf

tf1 = tf.compat.v1


class Given(NamedTuple):
    """What an evaluation measures.

    Args:
        labels: Labels that were checked.
        predictions: Dict of tensors.
        loss: The loss of each example.
        weights: Of the examples, or `None`.
        interpolated: Whether the area under a curve is Keras's, or 1.x's own.
    """

    labels: Any
    predictions: dict[str, Any]
    loss: Any
    weights: Any
    interpolated: bool


Measured = Callable[[Given], tuple[Any, Any]]


class Measure:
    """A metric that is there before what it measures is.

    Args:
        name: Its key.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._value: Any = None
        self.updates: list[Any] = []
        self.variables: list[Any] = []

    def measure(self, function: Callable[[], tuple[Any, Any]]) -> None:
        """Build the metric."""
        key = tf1.GraphKeys.METRIC_VARIABLES
        before = len(tf1.get_collection(key))
        self._value, update = function()
        self.updates = [update]
        self.variables = tf1.get_collection(key)[before:]

    def result(self) -> Any:
        """Its value."""
        return self._value


def mean(value: Callable[[Given], Any]) -> Measured:
    """A weighted mean."""
    return lambda given: tf1.metrics.mean(value(given), weights=given.weights)


def of_loss(given: Given) -> tuple[Any, Any]:
    """The mean loss."""
    return tf1.metrics.mean(given.loss, weights=given.weights)


def area(
    given: Given, predictions: Any, curve: str = "ROC", labels: Any = None
) -> tuple[Any, Any]:
    """The area under a curve.

    Args:
        given: What is measured.
        predictions: Probabilities.
        curve: `"ROC"` or `"PR"`.
        labels: Others than those that were given.
    """
    labels = given.labels if labels is None else labels
    if not given.interpolated:
        return tf1.metrics.auc(labels, predictions, weights=given.weights, curve=curve)
    return _interpolated(labels, predictions, given.weights, curve)


def _interpolated(
    labels: Any, predictions: Any, weights: Any, curve: str
) -> tuple[Any, Any]:
    """The area as Keras 2 interpolates it, over 200 thresholds."""
    count = 200
    inner = [(place + 1) / (count - 1) for place in range(count - 2)]
    limits = [-1e-7, *inner, 1 + 1e-7]
    kinds = {
        "tp": tf1.metrics.true_positives_at_thresholds,
        "fn": tf1.metrics.false_negatives_at_thresholds,
        "tn": tf1.metrics.true_negatives_at_thresholds,
        "fp": tf1.metrics.false_positives_at_thresholds,
    }
    values, updates = {}, []
    for name, function in kinds.items():
        values[name], update = function(labels, predictions, limits, weights=weights)
        updates.append(update)
    tp, fn, tn, fp = (values[name] for name in kinds)
    divide = tf.math.divide_no_nan
    if curve == "ROC":
        x, y = divide(fp, fp + tn), divide(tp, tp + fn)
        value = tf.reduce_sum((x[:-1] - x[1:]) * (y[:-1] + y[1:]) / 2.0)
    else:
        found = tp + fp
        slope = divide(tp[:-1] - tp[1:], tf.maximum(found[:-1] - found[1:], 0.0))
        intercept = tp[1:] - slope * found[1:]
        both = tf.logical_and(found[:-1] > 0, found[1:] > 0)
        ratio = tf1.where(
            both,
            divide(found[:-1], tf.maximum(found[1:], 0.0)),
            tf1.ones_like(found[1:]),
        )
        grown = slope * (tp[:-1] - tp[1:] + intercept * tf1.log(ratio))
        value = tf.reduce_sum(divide(grown, tf.maximum(tp[1:] + fn[1:], 0.0)))
    return value, tf1.group(*updates)


def at_threshold(kind: str, threshold: float, key: str) -> Measured:
    """Accuracy, precision or recall where a probability above a threshold is a yes.

    Args:
        kind: Which of the three.
        threshold: The threshold.
        key: Of the probability among the predictions.
    """

    def measured(given: Given) -> tuple[Any, Any]:
        value = given.predictions[key]
        if kind == "accuracy":
            said = tf1.to_float(tf.greater(value, threshold))
            right = tf.equal(said, tf1.to_float(given.labels))
            return tf1.metrics.mean(tf1.to_float(right), weights=given.weights)
        function = getattr(tf1.metrics, f"{kind}_at_thresholds")
        result, update = function(
            given.labels, value, (threshold,), weights=given.weights
        )
        return tf1.squeeze(result), tf1.squeeze(update)

    return measured


def at_thresholds(thresholds: Any, key: str) -> dict[str, Measured]:
    """From keys to metrics at each threshold."""
    return {
        f"{kind}/positive_threshold_{threshold:g}": at_threshold(kind, threshold, key)
        for threshold in thresholds
        for kind in ("accuracy", "precision", "recall")
    }
