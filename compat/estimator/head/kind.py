"""What heads of one kind have in common: they know their labels and their loss."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator.head import checks, measures
from compat.estimator.head.base import REGULARIZATION, Whole

tf1 = tf.compat.v1


class Kind(Whole):
    """A head that knows its labels, its loss and what it measures.

    Args:
        logits_dimension: Last dimension of the logits.
        weight_column: Key of the examples' weights, or a numeric column, or `None`.
        loss_reduction: `"sum"` or `"sum_over_batch_size"`.
        loss_fn: The script's own loss, or `None`.
        name: Name of the head, or `None`.
    """

    words = checks.NEW
    _reductions: Any = ("auto", "none", "sum", "sum_over_batch_size")
    _weights_of_logits = False
    _loss_dimension = 1

    def __init__(
        self,
        logits_dimension: int,
        weight_column: Any,
        loss_reduction: str,
        loss_fn: Any,
        name: Any,
    ) -> None:
        self._loss_reduction = checks.reduction(loss_reduction, self._reductions)
        checks.loss_fn(loss_fn)
        self._loss_fn, self._name = loss_fn, name
        self._dimension, self._weight_column = logits_dimension, weight_column

    @property
    def name(self) -> Any:
        """Name of the head, which is put behind keys."""
        return self._name

    @property
    def logits_dimension(self) -> Any:
        """Last dimension of the logits."""
        return self._dimension

    @property
    def loss_reduction(self) -> Any:
        """How the losses of examples become one."""
        return self._loss_reduction

    def key(self, key: str) -> str:
        """A key with the head's name behind it."""
        return f"{key}/{self._name}" if self._name else key

    # What the kinds say.

    def processed_labels(self, logits: Any, labels: Any) -> Any:
        """Labels that were checked."""
        raise NotImplementedError

    def own_loss(self, labels: Any, logits: Any) -> Any:
        """The loss of each example without a function of the script."""
        raise NotImplementedError

    def predicted(self, logits: Any, keys: Any = None) -> dict[str, Any]:
        """Predictions of logits that were checked."""
        raise NotImplementedError

    def measured(self) -> dict[str, Any]:
        """From keys, without the head's name, to what is measured."""
        raise NotImplementedError

    def outputs(self, predictions: dict[str, Any]) -> dict[str, Any]:
        """Dict of `ExportOutput`s."""
        raise NotImplementedError

    # What they have in common.

    def losses(self, labels: Any, logits: Any, features: Any) -> tuple[Any, Any]:
        """The loss of each example, and the weights."""
        if self._loss_fn is not None:
            loss = checks.called(
                self._loss_fn, labels, logits, features, self._loss_dimension
            )
        else:
            loss = self.own_loss(labels, logits)
        column = self._weight_column
        weights = checks.weights(features, column, logits, self._weights_of_logits)
        return loss, weights

    def loss(
        self,
        labels: Any,
        logits: Any,
        features: Any = None,
        mode: Any = None,
        regularization_losses: Any = None,
    ) -> Any:
        """The loss, a scalar.

        Args:
            labels: The labels.
            logits: The logits.
            features: Dict of tensors.
            mode: Not used.
            regularization_losses: Losses that are added.
        """
        with tf1.name_scope("losses"):
            logits = checks.logits(logits, self.logits_dimension)
            labels = self.processed_labels(logits, labels)
            loss, weights = self.losses(labels, logits, features)
            reduction = (
                "weighted_sum"
                if self._loss_reduction == "sum"
                else "weighted_sum_over_batch_size"
            )
            total = tf1.losses.compute_weighted_loss(loss, weights, reduction=reduction)
            if regularization_losses is not None:
                total = total + tf1.add_n(regularization_losses)
            return total

    def predictions(self, logits: Any, keys: Any = None) -> Any:
        """Dict of predictions.

        Args:
            logits: The logits.
            keys: Which of them, or all.
        """
        logits = checks.logits(logits, self.logits_dimension)
        with tf1.name_scope("predictions"):
            return self.predicted(logits, keys)

    def metrics(self, regularization_losses: Any = None) -> Any:
        """Dict of metrics, to be updated.

        Args:
            regularization_losses: Losses that will be added.
        """
        keys = list(self.measured())
        if regularization_losses is not None:
            keys.insert(1, REGULARIZATION)
        return {self.key(key): measures.Measure(self.key(key)) for key in keys}

    def update_metrics(
        self,
        eval_metrics: Any,
        features: Any,
        logits: Any,
        labels: Any,
        mode: Any = None,
        regularization_losses: Any = None,
    ) -> Any:
        """Dict of metrics that measure these labels.

        Args:
            eval_metrics: Of `metrics`.
            features: Dict of tensors.
            logits: The logits.
            labels: The labels.
            mode: Not used.
            regularization_losses: Losses that were added.
        """
        logits = checks.logits(logits, self.logits_dimension)
        labels = self.processed_labels(logits, labels)
        loss, weights = self.losses(labels, logits, features)
        weights = None if isinstance(weights, float) else weights
        given = measures.Given(labels, self.predicted(logits), loss, weights, True)
        for key, function in self.measured().items():
            eval_metrics[self.key(key)].measure(lambda built=function: built(given))
        if regularization_losses is not None:
            total = tf1.add_n(regularization_losses)
            eval_metrics[self.key(REGULARIZATION)].measure(
                lambda: tf1.metrics.mean(total)
            )
        return eval_metrics

    def exported(
        self, features: Any, logits: Any, predictions: dict[Any, Any]
    ) -> dict[str, Any]:
        """Dict of `ExportOutput`s."""
        return self.outputs(predictions)

    def summarize(self, loss: Any, regularization_losses: Any) -> None:
        """Write a training step's losses as summaries."""
        tf1.summary.scalar(self.key("loss"), loss)
        if regularization_losses is not None:
            added = tf1.add_n(regularization_losses)
            tf1.summary.scalar(self.key(REGULARIZATION), added)
