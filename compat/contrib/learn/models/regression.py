"""Linear and logistic regression, as functions of one graph."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def _summarized(scope: str, **named: Any) -> None:
    for name, value in named.items():
        tf1.summary.histogram(f"{scope}.{name}", value)


def _weights(scope: str, shapes: Any, init_mean: Any, init_stddev: float) -> Any:
    """Weights and bias, drawn if there is a mean, and summarized."""
    initializer = None
    if init_mean is not None:
        initializer = tf1.random_normal_initializer(
            init_mean, init_stddev, dtype=tf.float32
        )
    found = [
        tf1.get_variable(name, shape, initializer=initializer, dtype=tf.float32)
        for name, shape in zip(("weights", "bias"), shapes, strict=True)
    ]
    _summarized(scope, weights=found[0], bias=found[1])
    return found


def linear_regression_zero_init(x: Any, y: Any) -> Any:
    """A linear regression that starts from zeros; see `linear_regression`.

    Args:
        x: Features, `[batch, features]`.
        y: Numbers.

    Source: `tf.contrib.learn.models.linear_regression_zero_init`.
    """
    return linear_regression(x, y, init_mean=0.0, init_stddev=0.0)


def logistic_regression_zero_init(x: Any, y: Any) -> Any:
    """A logistic regression that starts from zeros; see `logistic_regression`.

    Args:
        x: Features, `[batch, features]`.
        y: One row of classes for each example.

    Source: `tf.contrib.learn.models.logistic_regression_zero_init`.
    """
    return logistic_regression(x, y, init_mean=0.0, init_stddev=0.0)


def linear_regression(
    x: Any, y: Any, init_mean: Any = None, init_stddev: float = 1.0
) -> Any:
    """A linear regression.

    Args:
        x: Features, `[batch, features]`.
        y: Numbers, `[batch]` or `[batch, numbers]`.
        init_mean: Mean of the initial weights; without it they are drawn as by
            `tf.get_variable`.
        init_stddev: Their standard deviation.

    Returns:
        Predictions, and the loss.

    Source: `tf.contrib.learn.models.linear_regression`.
    """
    name = "linear_regression"
    with tf1.variable_scope(name):
        _summarized(name, x=x, y=y)
        size = y.shape[1] if y.shape.rank == 2 else 1
        shapes = [[x.shape[1], size], [size]]
        weights, bias = _weights(name, shapes, init_mean, init_stddev)
        with tf1.name_scope("mean_squared_error_regressor"):
            predictions = tf1.nn.xw_plus_b(x, weights, bias)
            if y.shape.rank == 1 and predictions.shape.rank == 2:
                predictions = tf1.squeeze(predictions, axis=[1])
            return predictions, tf1.losses.mean_squared_error(y, predictions)


def logistic_regression(
    x: Any,
    y: Any,
    class_weight: Any = None,
    init_mean: Any = None,
    init_stddev: float = 1.0,
) -> Any:
    """A logistic regression of two classes or more.

    Args:
        x: Features, `[batch, features]`.
        y: One row of classes for each example, `[batch, classes]`.
        class_weight: Weights of the classes, or `None` for those of a tensor
            `class_weight:0` of the graph, if there is one.
        init_mean: Mean of the initial weights; without it they are drawn as by
            `tf.get_variable`.
        init_stddev: Their standard deviation.

    Returns:
        Probabilities, and the loss.

    Source: `tf.contrib.learn.models.logistic_regression`.
    """
    name = "logistic_regression"
    with tf1.variable_scope(name):
        _summarized(name, x=x, y=y)
        classes = y.shape[-1]
        shapes = [[x.shape[1], classes], [classes]]
        weights, bias = _weights(name, shapes, init_mean, init_stddev)
        if class_weight is None:
            class_weight = _class_weight_of(tf1.get_default_graph())
        with tf1.name_scope("softmax_classifier"):
            logits = tf1.nn.xw_plus_b(x, weights, bias)
            if class_weight is not None:
                logits = tf1.multiply(logits, class_weight)
            loss = tf1.losses.softmax_cross_entropy(y, logits)
            return tf1.nn.softmax(logits), loss


def _class_weight_of(graph: Any) -> Any:
    try:
        return graph.get_tensor_by_name("class_weight:0")
    except KeyError:
        return None
