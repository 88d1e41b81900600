"""The metrics of heads."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.learn.head.base import summary_key
from compat.contrib.learn.keys import MetricKey, PredictionKey

tf1 = tf.compat.v1


def check_class(number: Any, classes: Any = None) -> None:
    """Raise for a class that is none.

    Raises:
        ValueError: For such a one.
    """
    if number is None or number < 0 or (classes and number >= classes):
        raise ValueError(f"Invalid class_id {number}.")


def _floats(weights: Any) -> Any:
    return None if weights is None else tf1.to_float(weights)


def _flat(value: Any) -> Any:
    """A vector of a column."""
    return tf1.squeeze(value, axis=[1]) if value.shape.rank == 2 else value


def _mean(values: Any, weights: Any) -> Any:
    values = tf1.to_float(values)
    weights = _floats(weights)
    if weights is not None and weights.shape.rank == 2 and values.shape.rank == 1:
        weights = tf1.squeeze(weights, [1])
    return tf1.metrics.mean(values, weights=weights)


def of_two_classes(
    name: Any,
    eval_loss: Any,
    predictions: Any,
    labels: Any,
    weights: Any,
    thresholds: Any,
) -> dict[str, Any]:
    """Metrics of two classes."""
    logistic = predictions[PredictionKey.LOGISTIC]
    classes = predictions[PredictionKey.CLASSES]
    weights = _floats(weights)
    flat = None if weights is None else _flat(weights)
    truth = _flat(labels)
    scores = _flat(logistic)
    found = {
        MetricKey.LOSS: tf1.metrics.mean(eval_loss),
        MetricKey.ACCURACY: tf1.metrics.accuracy(
            labels=truth, predictions=classes, weights=flat
        ),
        MetricKey.PREDICTION_MEAN: _mean(scores, flat),
        MetricKey.LABEL_MEAN: _mean(truth, flat),
        MetricKey.ACCURACY_BASELINE: _mean(truth, flat),
        MetricKey.AUC: _auc(truth, scores, flat),
        MetricKey.AUC_PR: _auc(truth, scores, flat, "PR"),
    }
    for threshold in thresholds:
        above = tf1.to_float(tf.greater_equal(scores, threshold))
        found[MetricKey.ACCURACY_MEAN % threshold] = tf1.metrics.accuracy(
            labels=truth, predictions=above, weights=flat
        )
        for key, metric in (
            (MetricKey.PRECISION_MEAN, tf1.metrics.precision_at_thresholds),
            (MetricKey.RECALL_MEAN, tf1.metrics.recall_at_thresholds),
        ):
            value, update = metric(
                labels=truth, predictions=scores, thresholds=(threshold,), weights=flat
            )
            found[key % threshold] = (tf1.squeeze(value), tf1.squeeze(update))
    return {summary_key(name, key): value for key, value in found.items()}


def _auc(labels: Any, scores: Any, weights: Any, curve: str = "ROC") -> Any:
    return tf1.metrics.auc(
        labels=tf.cast(labels, tf.bool),
        predictions=scores,
        weights=weights,
        curve=curve,
    )


def of_classes(
    name: Any,
    eval_loss: Any,
    predictions: Any,
    labels: Any,
    ids: Any,
    weights: Any,
    class_ids: Any,
    n_classes: int,
) -> dict[str, Any]:
    """Metrics of several classes."""
    weights = _floats(weights)
    flat = None if weights is None else _flat(weights)
    found = {
        MetricKey.LOSS: tf1.metrics.mean(eval_loss),
        MetricKey.ACCURACY: tf1.metrics.accuracy(
            labels=_flat(labels),
            predictions=predictions[PredictionKey.CLASSES],
            weights=flat,
        ),
    }
    if class_ids:
        indicator = tf1.one_hot(_flat(ids), depth=n_classes, dtype=tf.float32)
    for number in class_ids:
        scores = predictions[PredictionKey.PROBABILITIES][:, number]
        logits = predictions[PredictionKey.LOGITS][:, number]
        chosen = tf.equal(
            tf1.to_int32(predictions[PredictionKey.CLASSES]), tf.constant(number)
        )
        truth = indicator[:, number]
        found[MetricKey.CLASS_PREDICTION_MEAN % number] = _mean(chosen, flat)
        found[MetricKey.CLASS_PROBABILITY_MEAN % number] = _mean(scores, flat)
        found[MetricKey.CLASS_LOGITS_MEAN % number] = _mean(logits, flat)
        found[MetricKey.CLASS_LABEL_MEAN % number] = _mean(truth, flat)
    return {summary_key(name, key): value for key, value in found.items()}


def of_labels(
    name: Any,
    eval_loss: Any,
    predictions: Any,
    labels: Any,
    weights: Any,
    class_ids: Any,
    n_classes: int,
) -> dict[str, Any]:
    """Metrics of several classes at once."""
    del n_classes
    weights = _floats(weights)
    scores = predictions[PredictionKey.PROBABILITIES]
    wide = None if weights is None else weights * tf.ones_like(scores)
    found = {
        MetricKey.LOSS: tf1.metrics.mean(eval_loss),
        MetricKey.ACCURACY: tf1.metrics.accuracy(
            labels=labels, predictions=predictions[PredictionKey.CLASSES], weights=wide
        ),
        MetricKey.AUC: _auc(labels, scores, wide),
        MetricKey.AUC_PR: _auc(labels, scores, wide, "PR"),
    }
    flat = None if weights is None else _flat(weights)
    for number in class_ids:
        truth = labels[:, number]
        of_one = scores[:, number]
        chosen = predictions[PredictionKey.CLASSES][:, number]
        logits = predictions[PredictionKey.LOGITS][:, number]
        found[MetricKey.CLASS_PREDICTION_MEAN % number] = _mean(chosen, flat)
        found[MetricKey.CLASS_PROBABILITY_MEAN % number] = _mean(of_one, flat)
        found[MetricKey.CLASS_LOGITS_MEAN % number] = _mean(logits, flat)
        found[MetricKey.CLASS_LABEL_MEAN % number] = _mean(truth, flat)
        found[MetricKey.CLASS_AUC % number] = _auc(truth, of_one, flat)
        found[MetricKey.CLASS_AUC_PR % number] = _auc(truth, of_one, flat, "PR")
    return {summary_key(name, key): value for key, value in found.items()}
