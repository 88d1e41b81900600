"""The heads of canned models, and of `tf.contrib.estimator.*_head`.

They say, measure and lose what those of `tf.estimator.head` do, from 1.x's own metrics,
reductions and optimizers.
"""

from __future__ import annotations

import collections
from typing import Any

import tensorflow as tf

from compat.estimator.head import checks, measures
from compat.estimator.head.base import REGULARIZATION
from compat.estimator.head.classes import BinaryClassHead, MultiClassHead
from compat.estimator.head.kind import Kind
from compat.estimator.head.multi_label import MultiLabelHead
from compat.estimator.head.regression import RegressionHead
from compat.estimator.modes import ModeKeys
from compat.estimator.spec import EstimatorSpec

tf1 = tf.compat.v1
_REDUCTION = tf1.losses.Reduction

LossSpec = collections.namedtuple(
    "LossSpec", "training_loss unreduced_loss weights processed_labels"
)


class Head:
    """A head as canned models had it.

    Source: `tf.contrib.estimator.multi_head` and its kin.
    """

    name: Any = None
    logits_dimension: Any = None

    def create_loss(self, features: Any, mode: Any, logits: Any, labels: Any) -> Any:
        """A `LossSpec`."""
        raise NotImplementedError("Calling an abstract method.")

    def _create_tpu_estimator_spec(self, *args: Any, **named: Any) -> Any:
        raise NotImplementedError("TPUEstimatorSpec not available for this model head.")

    def create_estimator_spec(
        self,
        features: Any,
        mode: Any,
        logits: Any,
        labels: Any = None,
        optimizer: Any = None,
        train_op_fn: Any = None,
        regularization_losses: Any = None,
    ) -> Any:
        """The `EstimatorSpec` of a mode.

        Args:
            features: Dict of tensors.
            mode: A `ModeKeys`.
            logits: The logits.
            labels: The labels, but to predict.
            optimizer: What minimizes the loss, or `None`.
            train_op_fn: From the loss to a training step, instead.
            regularization_losses: Losses that are added.

        Raises:
            NotImplementedError: If a subclass did not override it.
        """
        raise NotImplementedError(
            "Subclasses of _Head must implement `create_estimator_spec()` or "
            "_create_tpu_estimator_spec()."
        )


def train_op_of(loss: Any, optimizer: Any, train_op_fn: Any) -> Any:
    """The training step of a loss, with the graph's updates.

    Raises:
        ValueError: For both or none of optimizer and function.
    """
    if optimizer is not None:
        if train_op_fn is not None:
            raise ValueError("train_op_fn and optimizer cannot both be set.")
        train_op = optimizer.minimize(loss, global_step=tf1.train.get_global_step())
    elif train_op_fn is not None:
        train_op = train_op_fn(loss)
    else:
        raise ValueError("train_op_fn and optimizer cannot both be None.")
    updates = tf1.get_collection(tf1.GraphKeys.UPDATE_OPS)
    return tf1.group(train_op, *updates) if updates else train_op


class OfKind(Head):
    """A head of one kind.

    Args:
        kind: What knows labels, loss and metrics.
    """

    def __init__(self, kind: Kind) -> None:
        self._kind = kind

    @property
    def name(self) -> Any:  # type: ignore[override]
        """Name of the head, which is put behind keys."""
        return self._kind.name

    @property
    def logits_dimension(self) -> Any:  # type: ignore[override]
        """Last dimension of the logits."""
        return self._kind.logits_dimension

    def create_loss(self, features: Any, mode: Any, logits: Any, labels: Any) -> Any:
        """A `LossSpec`: the loss, those of the examples, weights and labels.

        Args:
            features: Dict of tensors.
            mode: A `ModeKeys`.
            logits: The logits.
            labels: The labels.
        """
        kind = self._kind
        logits = tf1.convert_to_tensor(logits)
        labels = kind.processed_labels(logits, labels)
        unreduced, weights = kind.losses(labels, logits, features)
        total = tf1.losses.compute_weighted_loss(
            unreduced, weights=weights, reduction=kind.loss_reduction
        )
        return LossSpec(total, unreduced, weights, labels)

    def create_estimator_spec(
        self,
        features: Any,
        mode: Any,
        logits: Any,
        labels: Any = None,
        optimizer: Any = None,
        train_op_fn: Any = None,
        regularization_losses: Any = None,
    ) -> Any:
        """The `EstimatorSpec` of a mode; see `Head.create_estimator_spec`."""
        kind = self._kind
        with tf1.name_scope(kind.name or "head"):
            logits = checks.logits(logits, kind.logits_dimension)
            with tf1.name_scope("predictions"):
                predictions = kind.predicted(logits)
            if mode == ModeKeys.PREDICT:
                return EstimatorSpec(
                    mode,
                    predictions=predictions,
                    export_outputs=kind.outputs(predictions),
                )
            spec = self.create_loss(features, mode, logits, labels)
            loss, added = spec.training_loss, None
            if regularization_losses:
                added = tf1.add_n(regularization_losses)
                loss = tf1.add_n([loss, added])
            if mode == ModeKeys.EVAL:
                return EstimatorSpec(
                    mode,
                    predictions=predictions,
                    loss=loss,
                    eval_metric_ops=self._metrics(spec, predictions, added),
                )
            train_op = train_op_of(loss, optimizer, train_op_fn)
        with tf1.name_scope(""):
            tf1.summary.scalar(kind.key("loss"), loss)
            if kind.loss_reduction == _REDUCTION.SUM:
                mean = tf1.losses.compute_weighted_loss(
                    spec.unreduced_loss,
                    spec.weights,
                    reduction=_REDUCTION.MEAN,
                    loss_collection=None,
                )
                tf1.summary.scalar(kind.key("average_loss"), mean)
            if added is not None:
                tf1.summary.scalar(kind.key(REGULARIZATION), added)
        return EstimatorSpec(
            mode, predictions=predictions, loss=loss, train_op=train_op
        )

    def _metrics(self, spec: Any, predictions: Any, added: Any) -> dict[str, Any]:
        weights = None if isinstance(spec.weights, float) else spec.weights
        given = measures.Given(
            spec.processed_labels, predictions, spec.unreduced_loss, weights, False
        )
        with tf1.name_scope("metrics"):
            found = {
                self._kind.key(key): function(given)
                for key, function in self._kind.measured().items()
            }
            if added is not None:
                found[self._kind.key(REGULARIZATION)] = tf1.metrics.mean(added)
        return found


class _Old:
    """A kind as canned models have it."""

    words = checks.CANNED
    _reductions = _REDUCTION.all()


class _Binary(_Old, BinaryClassHead):
    pass


class _MultiClass(_Old, MultiClassHead):
    pass


class _MultiLabel(_Old, MultiLabelHead):
    _kind = "multi-class"


class _Regression(_Old, RegressionHead):
    pass


def binary(
    weight_column: Any = None,
    thresholds: Any = None,
    label_vocabulary: Any = None,
    loss_reduction: str = _REDUCTION.SUM,
    loss_fn: Any = None,
    name: Any = None,
) -> Head:
    """A head of two classes; arguments as for `tf.estimator.BinaryClassHead`."""
    kind = _Binary(
        weight_column, thresholds, label_vocabulary, loss_reduction, loss_fn, name
    )
    return OfKind(kind)


def multi_class(
    n_classes: int,
    weight_column: Any = None,
    label_vocabulary: Any = None,
    loss_reduction: str = _REDUCTION.SUM,
    loss_fn: Any = None,
    name: Any = None,
) -> Head:
    """A head of three classes or more; as for `tf.estimator.MultiClassHead`."""
    kind = _MultiClass(
        n_classes, weight_column, label_vocabulary, loss_reduction, loss_fn, name
    )
    return OfKind(kind)


def multi_label(
    n_classes: int,
    weight_column: Any = None,
    thresholds: Any = None,
    label_vocabulary: Any = None,
    loss_reduction: str = _REDUCTION.SUM_OVER_BATCH_SIZE,
    loss_fn: Any = None,
    classes_for_class_based_metrics: Any = None,
    name: Any = None,
) -> Head:
    """A head of any of the classes; as for `tf.estimator.MultiLabelHead`."""
    kind = _MultiLabel(
        n_classes,
        weight_column,
        thresholds,
        label_vocabulary,
        loss_reduction,
        loss_fn,
        classes_for_class_based_metrics,
        name,
    )
    return OfKind(kind)


def regression(
    weight_column: Any = None,
    label_dimension: int = 1,
    loss_reduction: str = _REDUCTION.SUM,
    loss_fn: Any = None,
    inverse_link_fn: Any = None,
    name: Any = None,
) -> Head:
    """A head of numbers; arguments as for `tf.estimator.RegressionHead`."""
    kind = _Regression(
        label_dimension, weight_column, loss_reduction, loss_fn, inverse_link_fn, name
    )
    return OfKind(kind)


def of_classes(
    n_classes: int, weight_column: Any, label_vocabulary: Any, loss_reduction: str
) -> Head:
    """The head of a classifier."""
    if n_classes == 2:
        return binary(weight_column, None, label_vocabulary, loss_reduction)
    return multi_class(n_classes, weight_column, label_vocabulary, loss_reduction)
