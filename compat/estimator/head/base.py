"""`tf.estimator.Head`: what the kinds of heads have in common."""

from __future__ import annotations

import abc
from typing import Any

import tensorflow as tf

from compat.estimator.head import checks, measures
from compat.estimator.modes import ModeKeys
from compat.estimator.spec import EstimatorSpec

tf1 = tf.compat.v1

REGULARIZATION = "regularization_loss"


class Head(abc.ABC):
    """From logits to predictions, loss, metrics and a training step.

    Source: `tf.estimator.Head`.
    """

    @property
    @abc.abstractmethod
    def name(self) -> Any:
        """Name of the head, which is put behind keys."""

    @property
    @abc.abstractmethod
    def logits_dimension(self) -> Any:
        """Last dimension of the logits."""

    @property
    @abc.abstractmethod
    def loss_reduction(self) -> Any:
        """How the losses of examples become one."""

    @abc.abstractmethod
    def loss(
        self,
        labels: Any,
        logits: Any,
        features: Any = None,
        mode: Any = None,
        regularization_losses: Any = None,
    ) -> Any:
        """The loss, a scalar."""

    @abc.abstractmethod
    def predictions(self, logits: Any, keys: Any = None) -> Any:
        """Dict of predictions."""

    @abc.abstractmethod
    def metrics(self, regularization_losses: Any = None) -> Any:
        """Dict of metrics, to be updated."""

    @abc.abstractmethod
    def update_metrics(
        self,
        eval_metrics: Any,
        features: Any,
        logits: Any,
        labels: Any,
        mode: Any = None,
        regularization_losses: Any = None,
    ) -> Any:
        """Dict of metrics that measure these labels."""

    def _create_tpu_estimator_spec(self, *args: Any, **named: Any) -> Any:
        raise NotImplementedError("TPUEstimatorSpec not available for this model head.")

    def create_estimator_spec(
        self,
        features: Any,
        mode: Any,
        logits: Any,
        labels: Any = None,
        optimizer: Any = None,
        trainable_variables: Any = None,
        train_op_fn: Any = None,
        update_ops: Any = None,
        regularization_losses: Any = None,
    ) -> Any:
        """The `EstimatorSpec` of a mode.

        Args:
            features: Dict of tensors.
            mode: A `ModeKeys`.
            logits: The logits.
            labels: The labels, but to predict.
            optimizer: A Keras optimizer, or `None`.
            trainable_variables: What it trains.
            train_op_fn: From the loss to a training step, instead.
            update_ops: Ops that run with the training step.
            regularization_losses: Losses that are added.

        Raises:
            NotImplementedError: If a subclass did not override it.
        """
        raise NotImplementedError(
            "Subclasses of Head must implement `create_estimator_spec()` or "
            "_create_tpu_estimator_spec()."
        )


def train_op_of(
    loss: Any,
    optimizer: Any,
    trainable_variables: Any,
    train_op_fn: Any,
    update_ops: Any,
) -> Any:
    """The training step of a loss.

    Raises:
        ValueError: For both or none of optimizer and function, an optimizer of 1.x, or
            no variables.
    """
    with tf1.name_scope("training"):
        if optimizer is not None:
            if train_op_fn is not None:
                raise ValueError("train_op_fn and optimizer cannot both be set.")
            if isinstance(optimizer, tf1.train.Optimizer) or not hasattr(
                optimizer, "apply_gradients"
            ):
                raise ValueError(
                    "The given optimizer is not a tf.keras.optimizers.Optimizer "
                    f"instance. Given: {optimizer}"
                )
            _check_variables(trainable_variables)
            train_op = _minimized(optimizer, loss, trainable_variables)
        elif train_op_fn is not None:
            train_op = train_op_fn(loss)
        else:
            raise ValueError("train_op_fn and optimizer cannot both be None.")
        if update_ops is not None:
            train_op = tf1.group(train_op, *update_ops)
        return train_op


def _check_variables(variables: Any) -> None:
    if variables is None:
        raise ValueError(f"trainable_variables cannot be None. Given {variables}")
    if not isinstance(variables, list | tuple):
        raise ValueError(
            "trainable_variables should be a list or a tuple. Given type: "
            f"{type(variables)}."
        )


def _minimized(optimizer: Any, loss: Any, variables: Any) -> Any:
    if hasattr(optimizer, "get_updates"):  # of Keras 2
        return tf1.group(*optimizer.get_updates(loss, list(variables)))
    gradients = tf1.gradients(loss, list(variables))
    return optimizer.apply_gradients(zip(gradients, variables, strict=True))


class Kind(Head):
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

    def create_estimator_spec(
        self,
        features: Any,
        mode: Any,
        logits: Any,
        labels: Any = None,
        optimizer: Any = None,
        trainable_variables: Any = None,
        train_op_fn: Any = None,
        update_ops: Any = None,
        regularization_losses: Any = None,
    ) -> Any:
        """The `EstimatorSpec` of a mode; see `Head.create_estimator_spec`."""
        with tf1.name_scope(self._name or "head"):
            predictions = self.predictions(logits)
            if mode == ModeKeys.PREDICT:
                return EstimatorSpec(
                    mode,
                    predictions=predictions,
                    export_outputs=self.outputs(predictions),
                )
            loss = self.loss(labels, logits, features, mode, regularization_losses)
            if mode == ModeKeys.EVAL:
                found = self.update_metrics(
                    self.metrics(regularization_losses=regularization_losses),
                    features,
                    logits,
                    labels,
                    regularization_losses=regularization_losses,
                )
                return EstimatorSpec(
                    mode,
                    predictions=predictions,
                    loss=loss,
                    eval_metric_ops={
                        key: (one.result(), one.updates[0])
                        for key, one in found.items()
                    },
                )
        train_op = train_op_of(
            loss, optimizer, trainable_variables, train_op_fn, update_ops
        )
        with tf1.name_scope(""):
            tf1.summary.scalar(self.key("loss"), loss)
            if regularization_losses is not None:
                added = tf1.add_n(regularization_losses)
                tf1.summary.scalar(self.key(REGULARIZATION), added)
        return EstimatorSpec(
            mode, predictions=predictions, loss=loss, train_op=train_op
        )
