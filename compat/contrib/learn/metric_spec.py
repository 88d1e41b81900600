"""`tf.contrib.learn.MetricSpec`: a metric, and what it is of."""

from __future__ import annotations

import functools
from typing import Any

import tensorflow as tf

from compat.estimator import arguments

tf1 = tf.compat.v1

_LABELS = {"labels", "label", "targets", "target"}
_PREDICTIONS = {"predictions", "prediction", "logits", "logit"}
_WEIGHTS = {"weights", "weight"}


class MetricSpec:
    """Takes predictions, labels and weights to a function that makes a metric.

    Args:
        metric_fn: The function.
        prediction_key: Which of the predictions; the only one by default.
        label_key: Which of the labels; the only one by default.
        weight_key: Which of the features has the weights, or `None`.

    Source: `tf.contrib.learn.MetricSpec`.
    """

    def __init__(
        self,
        metric_fn: Any,
        prediction_key: Any = None,
        label_key: Any = None,
        weight_key: Any = None,
    ) -> None:
        self._metric_fn_name = _name_of(metric_fn)
        self._metric_fn = _adapted(
            metric_fn, self._metric_fn_name, label_key, weight_key
        )
        self._prediction_key = prediction_key
        self._label_key = label_key
        self._weight_key = weight_key

    @property
    def prediction_key(self) -> Any:
        """Which of the predictions."""
        return self._prediction_key

    @property
    def label_key(self) -> Any:
        """Which of the labels."""
        return self._label_key

    @property
    def weight_key(self) -> Any:
        """Which of the features has the weights."""
        return self._weight_key

    @property
    def metric_fn(self) -> Any:
        """The function, called by `predictions`, `labels` and `weights`."""
        return self._metric_fn

    def __str__(self) -> str:
        return (
            f"MetricSpec(metric_fn={self._metric_fn_name}, "
            f"prediction_key={self.prediction_key}, label_key={self.label_key}, "
            f"weight_key={self.weight_key})"
        )

    def create_metric_ops(self, inputs: Any, labels: Any, predictions: Any) -> Any:
        """The metric.

        Args:
            inputs: The features.
            labels: A tensor, or a dict of tensors.
            predictions: A tensor, or a dict of tensors.

        Raises:
            ValueError: If a key is missing, or one is given where there are none.
        """

        def picked(values: Any, key: Any, name: str) -> Any:
            if not isinstance(values, dict):
                if key:
                    raise ValueError(
                        f"MetricSpec with {name}_key specified requires {name}s dict, "
                        f"got {values}.\nYou must not provide a {name}_key if you only "
                        f"have a single Tensor as {name}s."
                    )
                return values
            if key:
                if key not in values:
                    raise KeyError(f"Key '{key}' missing from {values.keys()}.")
                return values[key]
            if len(values) == 1:
                return next(iter(values.values()))
            raise ValueError(
                f"MetricSpec without specified {name}_key requires {name}s tensor or "
                f"single element dict, got {values}"
            )

        if self.weight_key is None:
            weights: dict[str, Any] = {}
        else:
            if not isinstance(inputs, dict):
                raise ValueError(
                    "MetricSpec with weight_key specified requires inputs dict, got "
                    f"{inputs}"
                )
            weights = {"weights": inputs[self.weight_key]}
        try:
            return self.metric_fn(
                predictions=picked(predictions, self.prediction_key, "prediction"),
                labels=picked(labels, self.label_key, "label"),
                **weights,
            )
        except Exception as error:
            tf1.logging.error("Could not create metric ops for %s, %s.", self, error)
            raise


def _name_of(function: Any) -> str:
    if hasattr(function, "__name__"):
        return str(function.__name__)
    if isinstance(function, functools.partial):
        return _name_of(function.func)
    return str(function)


def _adapted(metric_fn: Any, name: str, label_key: Any, weight_key: Any) -> Any:
    """The function by the keywords `labels`, `predictions` and `weights`.

    Raises:
        ValueError: If its arguments cannot be told apart, or a key has none.
    """
    names = arguments.names(metric_fn)

    def one_of(wanted: set[str], key: Any = None) -> Any:
        there = wanted & set(names)
        if len(there) > 1:
            raise ValueError(
                f"Ambiguous arguments {there}, must provide only one of {wanted}."
            )
        if not there and key is not None:
            raise ValueError(f"{wanted} missing from {name}({names}).")
        return there.pop() if there else None

    labels_name = one_of(_LABELS, label_key)
    predictions_name = one_of(_PREDICTIONS)
    weights_name = one_of(_WEIGHTS, weight_key)
    if predictions_name is None and labels_name is not None and len(names) > 1:
        # the labels may come first: what is left is of the predictions
        rest = [one for one in names if one not in (labels_name, weights_name)]
        predictions_name = rest[0] if rest else None

    def adapted(
        predictions: Any = None, labels: Any = None, weights: Any = None
    ) -> Any:
        given: dict[str, Any] = {}
        if labels_name is not None:
            given[labels_name] = labels
        if weights is not None and weights_name is not None:
            given[weights_name] = weights
        if predictions_name is None:
            return metric_fn(predictions, **given)
        given[predictions_name] = predictions
        return metric_fn(**given)

    return adapted
