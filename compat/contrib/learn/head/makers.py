"""The functions that make heads."""

from __future__ import annotations

import inspect
from typing import Any

import tensorflow as tf

from compat.contrib.learn.head import kinds, several
from compat.contrib.learn.head.base import Head

tf1 = tf.compat.v1


def _same(logits: Any) -> Any:
    return logits


def regression_head(
    label_name: Any = None,
    weight_column_name: Any = None,
    label_dimension: int = 1,
    enable_centered_bias: bool = False,
    head_name: Any = None,
    link_fn: Any = None,
) -> Head:
    """A head of numbers.

    Args:
        label_name: Of the labels, where they are a dict.
        weight_column_name: Of the feature that has the examples' weights.
        label_dimension: How many numbers.
        enable_centered_bias: Whether a bias is learned beside the model.
        head_name: Name of its scope and its summaries.
        link_fn: From logits to predictions.

    Source: `tf.contrib.learn.regression_head`.
    """
    return kinds.RegressionHead(
        label_name=label_name,
        weight_column_name=weight_column_name,
        label_dimension=label_dimension,
        enable_centered_bias=enable_centered_bias,
        head_name=head_name,
        loss_fn=kinds.mean_squared_loss,
        link_fn=_same if link_fn is None else link_fn,
    )


def poisson_regression_head(
    label_name: Any = None,
    weight_column_name: Any = None,
    label_dimension: int = 1,
    enable_centered_bias: bool = False,
    head_name: Any = None,
) -> Head:
    """A head of counts.

    Args:
        label_name: Of the labels, where they are a dict.
        weight_column_name: Of the feature that has the examples' weights.
        label_dimension: How many counts.
        enable_centered_bias: Whether a bias is learned beside the model.
        head_name: Name of its scope and its summaries.

    Source: `tf.contrib.learn.poisson_regression_head`.
    """
    return kinds.RegressionHead(
        label_name=label_name,
        weight_column_name=weight_column_name,
        label_dimension=label_dimension,
        enable_centered_bias=enable_centered_bias,
        head_name=head_name,
        loss_fn=kinds.poisson_loss,
        link_fn=tf.exp,
    )


def multi_class_head(
    n_classes: int,
    label_name: Any = None,
    weight_column_name: Any = None,
    enable_centered_bias: bool = False,
    head_name: Any = None,
    thresholds: Any = None,
    metric_class_ids: Any = None,
    loss_fn: Any = None,
    label_keys: Any = None,
) -> Head:
    """A head of two classes or more.

    Args:
        n_classes: How many.
        label_name: Of the labels, where they are a dict.
        weight_column_name: Of the feature that has the examples' weights.
        enable_centered_bias: Whether a bias is learned beside the model.
        head_name: Name of its scope and its summaries.
        thresholds: Of further metrics, where there are two classes.
        metric_class_ids: Classes that have metrics of their own.
        loss_fn: From labels and logits to losses.
        label_keys: Names of the classes.

    Raises:
        ValueError: For fewer than two, or arguments that do not fit.

    Source: `tf.contrib.learn.multi_class_head`.
    """
    if n_classes is None or n_classes < 2:
        raise ValueError(f"n_classes must be > 1 for classification: {n_classes}.")
    if loss_fn:
        _verify(loss_fn)
    wrapped = _wrapped(loss_fn) if loss_fn else None
    if n_classes == 2:
        if metric_class_ids:
            raise ValueError("metric_class_ids invalid for n_classes==2.")
        if label_keys:
            raise ValueError("label_keys is not supported for n_classes=2.")
        return kinds.BinaryLogisticHead(
            label_name=label_name,
            weight_column_name=weight_column_name,
            enable_centered_bias=enable_centered_bias,
            head_name=head_name,
            thresholds=thresholds,
            loss_fn=wrapped,
        )
    return kinds.MultiClassHead(
        n_classes=n_classes,
        label_name=label_name,
        weight_column_name=weight_column_name,
        enable_centered_bias=enable_centered_bias,
        head_name=head_name,
        thresholds=thresholds,
        metric_class_ids=metric_class_ids,
        loss_fn=wrapped,
        label_keys=label_keys,
    )


def binary_svm_head(
    label_name: Any = None,
    weight_column_name: Any = None,
    enable_centered_bias: bool = False,
    head_name: Any = None,
    thresholds: Any = None,
) -> Head:
    """A head of two classes, with the hinge loss.

    Args:
        label_name: Of the labels, where they are a dict.
        weight_column_name: Of the feature that has the examples' weights.
        enable_centered_bias: Whether a bias is learned beside the model.
        head_name: Name of its scope and its summaries.
        thresholds: Of further metrics.

    Source: `tf.contrib.learn.binary_svm_head`.
    """
    return kinds.BinarySvmHead(
        label_name=label_name,
        weight_column_name=weight_column_name,
        enable_centered_bias=enable_centered_bias,
        head_name=head_name,
        thresholds=thresholds,
    )


def multi_label_head(
    n_classes: int,
    label_name: Any = None,
    weight_column_name: Any = None,
    enable_centered_bias: bool = False,
    head_name: Any = None,
    thresholds: Any = None,
    metric_class_ids: Any = None,
    loss_fn: Any = None,
) -> Head:
    """A head of several classes at once.

    Args:
        n_classes: How many.
        label_name: Of the labels, where they are a dict.
        weight_column_name: Of the feature that has the examples' weights.
        enable_centered_bias: Whether a bias is learned beside the model.
        head_name: Name of its scope and its summaries.
        thresholds: Of further metrics.
        metric_class_ids: Classes that have metrics of their own.
        loss_fn: From labels and logits to losses.

    Raises:
        ValueError: For fewer than two.

    Source: `tf.contrib.learn.multi_label_head`.
    """
    if n_classes < 2:
        raise ValueError("n_classes must be > 1 for classification.")
    if loss_fn:
        _verify(loss_fn)
    return kinds.MultiLabelHead(
        n_classes=n_classes,
        label_name=label_name,
        weight_column_name=weight_column_name,
        enable_centered_bias=enable_centered_bias,
        head_name=head_name,
        thresholds=thresholds,
        metric_class_ids=metric_class_ids,
        loss_fn=_wrapped(loss_fn) if loss_fn else None,
    )


def loss_only_head(loss_fn: Any, head_name: Any = None) -> Head:
    """A head that adds a loss, and predicts nothing.

    Args:
        loss_fn: Without arguments, to a loss.
        head_name: Name of its scope.

    Source: `tf.contrib.learn.head.loss_only_head`.
    """
    return several.LossOnlyHead(loss_fn, head_name=head_name)


def multi_head(heads: Any, loss_weights: Any = None) -> Head:
    """Several heads over parts of the logits.

    Args:
        heads: The heads.
        loss_weights: Of their losses.

    Raises:
        ValueError: If there are not as many weights.

    Source: `tf.contrib.learn.multi_head`.
    """
    if loss_weights and len(loss_weights) != len(heads):
        raise ValueError("heads and loss_weights must have same size")

    def merged(losses: Any) -> Any:
        if loss_weights:
            losses = [
                tf1.multiply(loss, weight)
                for loss, weight in zip(losses, loss_weights, strict=True)
            ]
        return tf1.add_n(losses)

    return several.MultiHead(heads, loss_merger=merged)


def _verify(loss_fn: Any) -> None:
    """Raise unless a function takes labels and logits alone.

    Raises:
        ValueError: If it does not.
    """
    parameters = inspect.signature(loss_fn).parameters
    for name in ("labels", "logits"):
        if name not in parameters:
            raise ValueError(f"Argument {name} not found in loss_fn.")
    for name, parameter in parameters.items():
        if name in ("labels", "logits", "weights"):
            continue
        if parameter.default is inspect.Parameter.empty and parameter.kind not in (
            inspect.Parameter.VAR_POSITIONAL,
            inspect.Parameter.VAR_KEYWORD,
        ):
            raise ValueError(f"Invalid argument in loss_fn: {name}")


def _wrapped(loss_fn: Any) -> Any:
    def wrapped(labels: Any, logits: Any, weights: Any = None) -> Any:
        if weights is None:
            loss = loss_fn(labels, logits)
        else:
            loss = loss_fn(labels, logits, weights)
        return loss, loss

    return wrapped
