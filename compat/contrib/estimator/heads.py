"""`tf.contrib.estimator.*_head`: the heads of canned models, for any model."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator.canned import heads
from compat.estimator.head.regression import logistic_loss, poisson_loss

tf1 = tf.compat.v1
_MEAN = tf1.losses.Reduction.SUM_OVER_BATCH_SIZE


def multi_class_head(
    n_classes: int,
    weight_column: Any = None,
    label_vocabulary: Any = None,
    loss_reduction: str = _MEAN,
    loss_fn: Any = None,
    name: Any = None,
) -> Any:
    """Make a head of three classes or more.

    Args:
        n_classes: How many.
        weight_column: Key of the examples' weights, or a numeric column.
        label_vocabulary: Names of the classes, or `None`.
        loss_reduction: A `tf.losses.Reduction`.
        loss_fn: From labels and logits to a loss of each example, `[D0, … DN, 1]`.
        name: Name of the head, which is put behind keys.

    Raises:
        ValueError: For fewer than three.

    Source: `tf.contrib.estimator.multi_class_head`.
    """
    return heads.multi_class(
        n_classes, weight_column, label_vocabulary, loss_reduction, loss_fn, name
    )


def binary_classification_head(
    weight_column: Any = None,
    thresholds: Any = None,
    label_vocabulary: Any = None,
    loss_reduction: str = _MEAN,
    loss_fn: Any = None,
    name: Any = None,
) -> Any:
    """Make a head of two classes, of which one logit tells.

    Args:
        weight_column: Key of the examples' weights, or a numeric column.
        thresholds: Where accuracy, precision and recall are measured, too.
        label_vocabulary: Names of the classes, or `None`.
        loss_reduction: A `tf.losses.Reduction`.
        loss_fn: From labels and logits to a loss of each example, `[D0, … DN, 1]`.
        name: Name of the head, which is put behind keys.

    Raises:
        ValueError: For a threshold that is not between 0 and 1.

    Source: `tf.contrib.estimator.binary_classification_head`.
    """
    return heads.binary(
        weight_column, thresholds, label_vocabulary, loss_reduction, loss_fn, name
    )


def regression_head(
    weight_column: Any = None,
    label_dimension: int = 1,
    loss_reduction: str = _MEAN,
    loss_fn: Any = None,
    inverse_link_fn: Any = None,
    name: Any = None,
) -> Any:
    """Make a head of numbers, with the mean squared error.

    Args:
        weight_column: Key of the examples' weights, or a numeric column.
        label_dimension: How many.
        loss_reduction: A `tf.losses.Reduction`.
        loss_fn: From labels and logits to a loss of each number.
        inverse_link_fn: From logits to predictions, or `None`.
        name: Name of the head, which is put behind keys.

    Raises:
        ValueError: For fewer than one.

    Source: `tf.contrib.estimator.regression_head`.
    """
    return heads.regression(
        weight_column, label_dimension, loss_reduction, loss_fn, inverse_link_fn, name
    )


def poisson_regression_head(
    weight_column: Any = None,
    label_dimension: int = 1,
    loss_reduction: str = _MEAN,
    compute_full_loss: bool = True,
    name: Any = None,
) -> Any:
    """Make a head of counts, whose logarithms the logits are.

    Args:
        weight_column: Key of the examples' weights, or a numeric column.
        label_dimension: How many.
        loss_reduction: A `tf.losses.Reduction`.
        compute_full_loss: Whether the part that no weight moves counts.
        name: Name of the head, which is put behind keys.

    Source: `tf.contrib.estimator.poisson_regression_head`.
    """
    loss_fn = poisson_loss(compute_full_loss)
    return heads.regression(
        weight_column, label_dimension, loss_reduction, loss_fn, tf.exp, name
    )


def logistic_regression_head(
    weight_column: Any = None, loss_reduction: str = _MEAN, name: Any = None
) -> Any:
    """Make a head of a probability, of labels from 0 to 1.

    Args:
        weight_column: Key of the examples' weights, or a numeric column.
        loss_reduction: A `tf.losses.Reduction`.
        name: Name of the head, which is put behind keys.

    Source: `tf.contrib.estimator.logistic_regression_head`.
    """
    return heads.regression(
        weight_column, 1, loss_reduction, logistic_loss, tf.sigmoid, name
    )


def multi_label_head(
    n_classes: int,
    weight_column: Any = None,
    thresholds: Any = None,
    label_vocabulary: Any = None,
    loss_reduction: str = _MEAN,
    loss_fn: Any = None,
    classes_for_class_based_metrics: Any = None,
    name: Any = None,
) -> Any:
    """Make a head of classes of which an example may have any number.

    Args:
        n_classes: How many.
        weight_column: Key of the examples' weights, or a numeric column.
        thresholds: Where accuracy, precision and recall are measured, too.
        label_vocabulary: Names of the classes, or `None`.
        loss_reduction: A `tf.losses.Reduction`.
        loss_fn: From labels and logits to a loss of each example, `[D0, … DN, 1]`.
        classes_for_class_based_metrics: Ids or names of classes that are measured
            each.
        name: Name of the head, which is put behind keys.

    Raises:
        ValueError: For fewer than two classes, or names that do not fit.

    Source: `tf.contrib.estimator.multi_label_head`.
    """
    return heads.multi_label(
        n_classes,
        weight_column,
        thresholds,
        label_vocabulary,
        loss_reduction,
        loss_fn,
        classes_for_class_based_metrics,
        name,
    )
