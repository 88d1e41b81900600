"""`tf.estimator.Head`: what the kinds of heads have in common."""

from __future__ import annotations

import abc
from typing import Any

import tensorflow as tf

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


class Whole(Head):
    """A head whose `EstimatorSpec` follows from its other methods."""

    _scope = "head"

    def parts_of(self, logits: Any) -> Any:
        """The logits as `predictions` and the others are to take them."""
        return logits

    @abc.abstractmethod
    def exported(
        self, features: Any, logits: Any, predictions: dict[Any, Any]
    ) -> dict[str, Any]:
        """Dict of `ExportOutput`s."""

    @abc.abstractmethod
    def summarize(self, loss: Any, regularization_losses: Any) -> None:
        """Write a training step's losses as summaries."""

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
        with tf1.name_scope(self.name or self._scope):
            logits = self.parts_of(logits)
            predictions = self.predictions(logits)
            if mode == ModeKeys.PREDICT:
                return EstimatorSpec(
                    mode,
                    predictions=predictions,
                    export_outputs=self.exported(features, logits, predictions),
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
            self.summarize(loss, regularization_losses)
        return EstimatorSpec(
            mode, predictions=predictions, loss=loss, train_op=train_op
        )
