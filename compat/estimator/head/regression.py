"""`tf.estimator.RegressionHead`, `PoissonRegressionHead`, `LogisticRegressionHead`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator.export import outputs
from compat.estimator.head import checks, measures
from compat.estimator.head.kind import Kind

tf1 = tf.compat.v1
_NONE = tf1.losses.Reduction.NONE


def poisson_loss(full: bool) -> Any:
    """The loss of logs of rates.

    Args:
        full: Whether the part that no weight moves counts.
    """

    def loss_fn(labels: Any, logits: Any) -> Any:
        checks.same_static_shape(
            labels,
            logits,
            "log_input and targets must have the same shape ({logits} vs {labels})",
        )
        return tf1.nn.log_poisson_loss(
            targets=labels, log_input=logits, compute_full_loss=full
        )

    return loss_fn


def logistic_loss(labels: Any, logits: Any) -> Any:
    """The cross-entropy of labels from 0 to 1."""
    says = "Labels must be in range [0, 1]"
    checks.same_static_shape(
        labels,
        logits,
        "logits and labels must have the same shape ({logits} vs {labels})",
    )
    fine = tf.reduce_all(tf.logical_and(labels >= 0.0, labels <= 1.0))
    data = [says, "Condition 0 <= x <= 1 did not hold element-wise:", labels]
    with tf.control_dependencies([tf1.Assert(fine, data)]):
        labels = tf1.identity(labels)
    return tf1.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)


class RegressionHead(Kind):
    """Numbers, with the mean squared error.

    Args:
        label_dimension: How many.
        weight_column: Key of the examples' weights, or a numeric column.
        loss_reduction: `"sum"` or `"sum_over_batch_size"`.
        loss_fn: From labels and logits to a loss of each number.
        inverse_link_fn: From logits to predictions, or `None`.
        name: Name of the head, which is put behind keys.

    Raises:
        ValueError: For fewer than one.

    Source: `tf.estimator.RegressionHead`.
    """

    _weights_of_logits = True

    def __init__(
        self,
        label_dimension: int = 1,
        weight_column: Any = None,
        loss_reduction: str = "sum_over_batch_size",
        loss_fn: Any = None,
        inverse_link_fn: Any = None,
        name: Any = None,
    ) -> None:
        if label_dimension < 1:
            raise ValueError(f"Invalid label_dimension {label_dimension}.")
        super().__init__(label_dimension, weight_column, loss_reduction, loss_fn, name)
        self._loss_dimension = label_dimension
        self._inverse_link_fn = inverse_link_fn

    def predictions(self, logits: Any) -> Any:  # type: ignore[override]
        """Dict of predictions.

        Args:
            logits: The logits.
        """
        return super().predictions(logits)

    def processed_labels(self, logits: Any, labels: Any) -> Any:
        """Labels as floats."""
        labels = checks.dense_labels(labels, logits, self.logits_dimension, self.words)
        return tf1.to_float(labels)

    def own_loss(self, labels: Any, logits: Any) -> Any:
        """The squared error of each number."""
        checks.same_static_shape(
            labels, logits, "Shapes {logits} and {labels} are incompatible"
        )
        return tf1.losses.mean_squared_error(
            labels=labels, predictions=logits, reduction=_NONE
        )

    def predicted(self, logits: Any, keys: Any = None) -> dict[str, Any]:
        """Predictions of logits that were checked."""
        if self._inverse_link_fn is None:
            return {"predictions": logits}
        return {"predictions": self._inverse_link_fn(logits), "logits": logits}

    def measured(self) -> dict[str, Any]:
        """From keys to what is measured."""
        return {
            "average_loss": measures.of_loss,
            "prediction/mean": measures.mean(lambda g: g.predictions["predictions"]),
            "label/mean": measures.mean(lambda given: given.labels),
        }

    def outputs(self, predictions: dict[str, Any]) -> dict[str, Any]:
        """Dict of `ExportOutput`s."""
        value = outputs.RegressionOutput(predictions["predictions"])
        return {
            "serving_default": value,
            "regression": value,
            "predict": outputs.PredictOutput(predictions),
        }


class PoissonRegressionHead(RegressionHead):
    """Counts, whose logarithms the logits are.

    Args:
        label_dimension: How many.
        weight_column: Key of the examples' weights, or a numeric column.
        loss_reduction: `"sum"` or `"sum_over_batch_size"`.
        compute_full_loss: Whether the part that no weight moves counts.
        name: Name of the head, which is put behind keys.

    Source: `tf.estimator.PoissonRegressionHead`.
    """

    def __init__(
        self,
        label_dimension: int = 1,
        weight_column: Any = None,
        loss_reduction: str = "sum_over_batch_size",
        compute_full_loss: bool = True,
        name: Any = None,
    ) -> None:
        super().__init__(
            label_dimension,
            weight_column,
            loss_reduction,
            poisson_loss(compute_full_loss),
            tf.exp,
            name,
        )


class LogisticRegressionHead(RegressionHead):
    """A probability, of labels from 0 to 1.

    Args:
        weight_column: Key of the examples' weights, or a numeric column.
        loss_reduction: `"sum"` or `"sum_over_batch_size"`.
        name: Name of the head, which is put behind keys.

    Source: `tf.estimator.LogisticRegressionHead`.
    """

    def __init__(
        self,
        weight_column: Any = None,
        loss_reduction: str = "sum_over_batch_size",
        name: Any = None,
    ) -> None:
        super().__init__(
            1, weight_column, loss_reduction, logistic_loss, tf.sigmoid, name
        )
