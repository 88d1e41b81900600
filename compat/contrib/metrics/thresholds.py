"""Metrics by what is above a threshold and what is not, for many thresholds at once."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.metrics.streaming import (
    streaming_false_negatives,
    streaming_false_positives,
    streaming_true_negatives,
    streaming_true_positives,
)

tf1 = tf.compat.v1

EDGE = 1e-7


def kept(name: str, shape: Any = (), dtype: Any = tf.float32) -> Any:
    """A local variable of zeros: what a metric keeps from batch to batch."""
    return tf1.Variable(
        lambda: tf1.zeros(shape, dtype),
        trainable=False,
        collections=[tf1.GraphKeys.LOCAL_VARIABLES, tf1.GraphKeys.METRIC_VARIABLES],
        name=name,
    )


def prepared(predictions: Any, labels: Any) -> tuple[Any, Any]:
    """Both as tensors, whose shapes go together."""
    predictions = tf1.convert_to_tensor(predictions)
    labels = tf1.convert_to_tensor(labels)
    predictions.shape.assert_is_compatible_with(labels.shape)
    return predictions, labels


def spread(weights: Any, values: Any, dtype: Any = None) -> Any:
    """A weight for each value, where it is not seen that there is one."""
    if weights.shape.is_fully_defined() and weights.shape == values.shape:
        return weights
    return weights * tf1.ones_like(values, dtype=dtype)


def of_rank(values: Any, rank: int | None) -> Any:
    """With the last dimension of 1 that is missing, or without the one too many."""
    if rank is None or values.shape.rank is None:
        return values
    if values.shape.rank == rank + 1:
        return tf1.squeeze(values, axis=[-1])
    if values.shape.rank == rank - 1 and values.shape.rank:
        return tf1.expand_dims(values, axis=[-1])
    return values


def hand_out(value: Any, update: Any, collections: Any, updates: Any) -> None:
    """Put a metric and its update into the collections that were asked for."""
    if collections:
        tf1.add_to_collections(collections, value)
    if updates:
        tf1.add_to_collections(updates, update)


def confusions(
    predictions: Any, labels: Any, thresholds: Any, weights: Any, parts: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """How many are on which side, for each threshold, so far.

    Args:
        predictions: Tensor of shares.
        labels: Tensor of the same shape: true or false.
        thresholds: List of thresholds.
        weights: Tensor of weights, or `None`.
        parts: Which of `tp fn tn fp`.

    Returns:
        `(values, updates)`: vectors by these names.
    """
    names = {
        "tp": "true_positives",
        "fn": "false_negatives",
        "tn": "true_negatives",
        "fp": "false_positives",
    }
    number = len(thresholds)
    flat = tf1.reshape(predictions, [-1, 1])
    right = tf1.reshape(tf1.cast(labels, tf.bool), [1, -1])
    if flat.shape[0] is not None and predictions.shape.is_fully_defined():
        size: Any = predictions.shape.num_elements()
    else:
        size = tf1.shape(flat)[0]
    column = tf1.expand_dims(tf.constant(thresholds), [1])
    bounds = tf1.tile(column, tf1.stack([1, size]))
    is_above = tf.greater(tf1.tile(tf1.transpose(flat), [number, 1]), bounds)
    is_below = tf.logical_not(is_above) if {"fn", "tn"} & set(parts.split()) else None
    is_right = tf1.tile(right, [number, 1])
    is_wrong = tf.logical_not(is_right) if {"fp", "tn"} & set(parts.split()) else None
    shares = None
    if weights is not None:
        weights = of_rank(tf1.cast(weights, tf.float32), predictions.shape.rank)
        weights = spread(weights, predictions, tf.float32)
        shares = tf1.tile(tf1.reshape(weights, [1, -1]), [number, 1])
    both = {
        "tp": (is_right, is_above),
        "fn": (is_right, is_below),
        "tn": (is_wrong, is_below),
        "fp": (is_wrong, is_above),
    }
    values, updates = {}, {}
    for part in parts.split():
        total = kept(names[part], [number])
        share = tf1.cast(tf.logical_and(*both[part]), tf.float32)
        if shares is not None:
            share = share * shares
        values[part] = total
        updates[part] = tf1.assign_add(total, tf1.reduce_sum(share, 1))
    return values, updates


def between(number: int) -> list[float]:
    """Thresholds at equal distances, the first below 0 and the last above 1."""
    inner = [(index + 1) * 1.0 / (number - 1) for index in range(number - 2)]
    return [0.0 - EDGE, *inner, 1.0 + EDGE]


def _rate(
    names: tuple[str, Any, Any],
    predictions: Any,
    labels: Any,
    weights: Any,
    collections: Any,
    updates: Any,
    name: str | None,
) -> tuple[Any, Any]:
    scope, above, beside = names
    with tf1.variable_scope(name, scope, (predictions, labels, weights)):
        predictions, labels = (
            tf1.cast(one, tf.bool) for one in prepared(predictions, labels)
        )
        top, top_update = above(predictions, labels, weights)
        rest, rest_update = beside(predictions, labels, weights)

        def share(one: Any, other: Any, end: str) -> Any:
            return tf1.where(
                tf.greater(one + other, 0), tf1.div(one, one + other), 0, name=end
            )

        value = share(top, rest, "value")
        update = share(top_update, rest_update, "update_op")
        hand_out(value, update, collections, updates)
        return value, update


def streaming_false_positive_rate(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """Share of the wrong ones that are taken for right.

    Args:
        predictions: Boolean tensor, or one that can be cast to it.
        labels: Tensor of the same shape.
        weights: Tensor of weights.
        metrics_collections: Names of collections for the metric.
        updates_collections: Names of collections for its update.
        name: Name scope.

    Returns:
        `(value, update)`.

    Source: `tf.contrib.metrics.streaming_false_positive_rate`.
    """
    names = (
        "false_positive_rate",
        streaming_false_positives,
        streaming_true_negatives,
    )
    given = (predictions, labels, weights, metrics_collections, updates_collections)
    return _rate(names, *given, name)


def streaming_false_negative_rate(
    predictions: Any,
    labels: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """Share of the right ones that are taken for wrong.

    Its arguments are those of `streaming_false_positive_rate`.

    Source: `tf.contrib.metrics.streaming_false_negative_rate`.
    """
    names = (
        "false_negative_rate",
        streaming_false_negatives,
        streaming_true_positives,
    )
    given = (predictions, labels, weights, metrics_collections, updates_collections)
    return _rate(names, *given, name)


def _rates(
    scope: str,
    parts: str,
    given: tuple[Any, ...],
    collections: Any,
    updates: Any,
    name: str | None,
) -> tuple[Any, Any]:
    """`first / (ε + first + second)` for each threshold."""
    predictions, labels, thresholds, weights = given
    above, beside = parts.split()
    order = " ".join(one for one in ("tp", "fn", "tn", "fp") if one in (above, beside))
    with tf1.variable_scope(name, scope, (predictions, labels, weights)):
        predictions, labels = prepared(predictions, labels)
        seen, changed = confusions(predictions, labels, thresholds, weights, order)

        def share(of: dict[str, Any], end: str) -> Any:
            below = EDGE + of[above] + of[beside]
            return tf1.div(of[above], below, name=f"{above}r_{end}")

        value, update = share(seen, "value"), share(changed, "update_op")
        hand_out(value, update, collections, updates)
        return value, update


def streaming_false_positive_rate_at_thresholds(
    predictions: Any,
    labels: Any,
    thresholds: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """`streaming_false_positive_rate` for each of some thresholds.

    Source: `tf.contrib.metrics.streaming_false_positive_rate_at_thresholds`.
    """
    return _rates(
        "false_positive_rate_at_thresholds",
        "fp tn",
        (predictions, labels, thresholds, weights),
        metrics_collections,
        updates_collections,
        name,
    )


def streaming_false_negative_rate_at_thresholds(
    predictions: Any,
    labels: Any,
    thresholds: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """`streaming_false_negative_rate` for each of some thresholds.

    Source: `tf.contrib.metrics.streaming_false_negative_rate_at_thresholds`.
    """
    return _rates(
        "false_negative_rate_at_thresholds",
        "fn tp",
        (predictions, labels, thresholds, weights),
        metrics_collections,
        updates_collections,
        name,
    )


def _counts(part: str, *given: Any) -> tuple[Any, Any]:
    predictions, labels, thresholds, weights = given
    predictions, labels = prepared(predictions, labels)
    seen, changed = confusions(predictions, labels, thresholds, weights, part)
    return seen[part], changed[part]


def streaming_true_positives_at_thresholds(
    predictions: Any, labels: Any, thresholds: Any, weights: Any = None
) -> tuple[Any, Any]:
    """Right ones above each threshold.

    Source: `tf.contrib.metrics.streaming_true_positives_at_thresholds`.
    """
    return _counts("tp", predictions, labels, thresholds, weights)


def streaming_false_negatives_at_thresholds(
    predictions: Any, labels: Any, thresholds: Any, weights: Any = None
) -> tuple[Any, Any]:
    """Right ones not above each threshold.

    Source: `tf.contrib.metrics.streaming_false_negatives_at_thresholds`.
    """
    return _counts("fn", predictions, labels, thresholds, weights)


def streaming_true_negatives_at_thresholds(
    predictions: Any, labels: Any, thresholds: Any, weights: Any = None
) -> tuple[Any, Any]:
    """Wrong ones not above each threshold.

    Source: `tf.contrib.metrics.streaming_true_negatives_at_thresholds`.
    """
    return _counts("tn", predictions, labels, thresholds, weights)


def streaming_false_positives_at_thresholds(
    predictions: Any, labels: Any, thresholds: Any, weights: Any = None
) -> tuple[Any, Any]:
    """Wrong ones above each threshold.

    Source: `tf.contrib.metrics.streaming_false_positives_at_thresholds`.
    """
    return _counts("fp", predictions, labels, thresholds, weights)
