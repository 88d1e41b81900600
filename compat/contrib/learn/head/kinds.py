"""Heads by kinds of labels: numbers, two classes, several, several at once."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.learn.head import measures
from compat.contrib.learn.head.base import (
    SingleHead,
    labels_tensor,
    summary_key,
    weighted_loss,
)
from compat.contrib.learn.keys import MetricKey, PredictionKey, ProblemType

tf1 = tf.compat.v1


def with_rank_two(value: Any) -> Any:
    """A column of what is a vector."""
    return tf1.expand_dims(value, axis=1) if value.shape.rank == 1 else value


def mean_squared_loss(labels: Any, logits: Any, weights: Any = None) -> Any:
    """Squared differences."""
    with tf1.name_scope(None, "mean_squared_loss", (logits, labels)) as name:
        logits = with_rank_two(tf.convert_to_tensor(logits))
        labels = with_rank_two(tf.convert_to_tensor(labels))
        logits.shape.assert_is_compatible_with(labels.shape)
        loss = tf1.squared_difference(logits, tf1.to_float(labels), name=name)
        return weighted_loss(loss, weights)


def poisson_loss(labels: Any, logits: Any, weights: Any = None) -> Any:
    """Negative log-likelihood of counts."""
    with tf1.name_scope(None, "_poisson_loss", (logits, labels)):
        logits = with_rank_two(tf.convert_to_tensor(logits))
        labels = with_rank_two(tf.convert_to_tensor(labels))
        loss = tf1.nn.log_poisson_loss(
            labels, logits, compute_full_loss=True, name="loss"
        )
        return weighted_loss(loss, weights)


def log_loss_with_two_classes(labels: Any, logits: Any, weights: Any = None) -> Any:
    """Cross entropy of two classes."""
    with tf1.name_scope(None, "log_loss_with_two_classes", (logits, labels)) as name:
        logits = tf.convert_to_tensor(logits)
        labels = with_rank_two(tf1.to_float(labels))
        loss = tf1.nn.sigmoid_cross_entropy_with_logits(
            labels=labels, logits=logits, name=name
        )
        return weighted_loss(loss, weights)


def softmax_cross_entropy_loss(labels: Any, logits: Any, weights: Any = None) -> Any:
    """Cross entropy of several classes."""
    with tf1.name_scope(None, "softmax_cross_entropy_loss", (logits, labels)) as name:
        labels = tf.convert_to_tensor(labels)
        if not labels.dtype.is_integer:
            raise ValueError(
                f"Labels dtype should be integer Instead got {labels.dtype}."
            )
        squeezed = labels.shape.rank == 2
        if squeezed:
            labels = tf1.squeeze(labels, axis=(1,))
        loss = tf1.nn.sparse_softmax_cross_entropy_with_logits(
            labels=labels, logits=logits, name=name
        )
        if squeezed:
            loss = tf1.expand_dims(loss, axis=1)
        return weighted_loss(loss, weights)


def sigmoid_cross_entropy_loss(labels: Any, logits: Any, weights: Any = None) -> Any:
    """Cross entropy of several classes at once."""
    with tf1.name_scope(None, "sigmoid_cross_entropy_loss", (logits, labels)) as name:
        loss = tf1.nn.sigmoid_cross_entropy_with_logits(
            labels=tf1.to_float(labels), logits=logits, name=name
        )
        return weighted_loss(loss, weights)


class RegressionHead(SingleHead):
    """Numbers.

    Args:
        label_dimension: How many.
        loss_fn: From labels, logits and weights to a loss and its average.
        link_fn: From logits to predictions.
        logits_dimension: By default `label_dimension`.
        label_name: As for `SingleHead`.
        weight_column_name: The same.
        enable_centered_bias: The same.
        head_name: The same.
    """

    default_name = "regression_head"

    def __init__(
        self,
        label_dimension: int,
        loss_fn: Any,
        link_fn: Any,
        logits_dimension: Any = None,
        label_name: Any = None,
        weight_column_name: Any = None,
        enable_centered_bias: bool = False,
        head_name: Any = None,
    ) -> None:
        super().__init__(
            ProblemType.LINEAR_REGRESSION,
            logits_dimension if logits_dimension is not None else label_dimension,
            label_name,
            weight_column_name,
            head_name,
            enable_centered_bias,
        )
        self._loss_fn, self._link_fn = loss_fn, link_fn

    def _logits_to_predictions(self, logits: Any) -> Any:
        key = PredictionKey.SCORES
        with tf1.name_scope(None, "predictions", (logits,)):
            if self.logits_dimension == 1:
                logits = tf1.squeeze(logits, axis=(1,), name=key)
            return {key: self._link_fn(logits)}

    def _metrics(
        self, eval_loss: Any, predictions: Any, labels: Any, weights: Any
    ) -> Any:
        with tf1.name_scope("metrics", values=[eval_loss]):
            return {
                summary_key(self._head_name, MetricKey.LOSS): tf1.metrics.mean(
                    eval_loss
                )
            }


class BinaryLogisticHead(SingleHead):
    """Two classes, of which one logit tells.

    Args:
        label_name: As for `SingleHead`.
        weight_column_name: The same.
        enable_centered_bias: The same.
        head_name: The same.
        loss_fn: From labels, logits and weights to a loss and its average.
        thresholds: Of further metrics.
    """

    default_name = "binary_logistic_head"

    def __init__(
        self,
        label_name: Any = None,
        weight_column_name: Any = None,
        enable_centered_bias: bool = False,
        head_name: Any = None,
        loss_fn: Any = None,
        thresholds: Any = None,
    ) -> None:
        super().__init__(
            ProblemType.LOGISTIC_REGRESSION,
            1,
            label_name,
            weight_column_name,
            head_name,
            enable_centered_bias,
        )
        self._thresholds = thresholds or (0.5,)
        self._loss_fn = loss_fn or log_loss_with_two_classes

    def _logits_to_predictions(self, logits: Any) -> Any:
        with tf1.name_scope(None, "predictions", (logits,)):
            two = tf1.concat((tf1.zeros_like(logits), logits), 1)
            return {
                PredictionKey.LOGITS: logits,
                PredictionKey.LOGISTIC: tf.sigmoid(logits, name=PredictionKey.LOGISTIC),
                PredictionKey.PROBABILITIES: tf1.nn.softmax(
                    two, name=PredictionKey.PROBABILITIES
                ),
                PredictionKey.CLASSES: tf1.argmax(two, 1, name=PredictionKey.CLASSES),
            }

    def _metrics(
        self, eval_loss: Any, predictions: Any, labels: Any, weights: Any
    ) -> Any:
        with tf1.name_scope("metrics", values=[eval_loss, labels, weights]):
            return measures.of_two_classes(
                self._head_name,
                eval_loss,
                predictions,
                labels,
                weights,
                self._thresholds,
            )

    def _create_output_alternatives(self, predictions: Any) -> Any:
        return {self._head_name: (self._problem_type, _served(predictions))}


def _served(predictions: Any, label_keys: Any = None) -> dict[str, Any]:
    """Predictions with the names of all classes in place of the likeliest."""
    probabilities = predictions[PredictionKey.PROBABILITIES]
    size = tf1.shape(probabilities)[0]
    if label_keys:
        names = tf.constant(list(label_keys))
    else:
        names = tf1.as_string(tf1.range(tf1.shape(probabilities)[1]))
    tiled = tf1.tile(tf1.expand_dims(names, 0), [size, 1])
    return {**predictions, PredictionKey.CLASSES: tiled}


class MultiClassHead(SingleHead):
    """Three classes or more.

    Args:
        n_classes: How many.
        label_name: As for `SingleHead`.
        weight_column_name: The same.
        enable_centered_bias: The same.
        head_name: The same.
        loss_fn: From labels, logits and weights to a loss and its average.
        thresholds: Must be left out: there is one logit for each class.
        metric_class_ids: Classes that have metrics of their own.
        label_keys: Names of the classes.

    Raises:
        ValueError: For fewer classes, or other names.
    """

    default_name = "multi_class_head"

    def __init__(
        self,
        n_classes: int,
        label_name: Any = None,
        weight_column_name: Any = None,
        enable_centered_bias: bool = False,
        head_name: Any = None,
        loss_fn: Any = None,
        thresholds: Any = None,
        metric_class_ids: Any = None,
        label_keys: Any = None,
    ) -> None:
        super().__init__(
            ProblemType.CLASSIFICATION,
            n_classes,
            label_name,
            weight_column_name,
            head_name,
            enable_centered_bias,
        )
        if n_classes is None or n_classes <= 2:
            raise ValueError(f"n_classes must be > 2: {n_classes}.")
        self._thresholds = thresholds or (0.5,)
        self._loss_fn = loss_fn or softmax_cross_entropy_loss
        self._metric_class_ids = tuple(metric_class_ids or ())
        for one in self._metric_class_ids:
            measures.check_class(one, n_classes)
        if label_keys and len(label_keys) != n_classes:
            raise ValueError(f"Length of label_keys must equal n_classes. {label_keys}")
        self._label_keys = label_keys

    def _transform_labels(self, mode: Any, labels: Any) -> Any:
        labels = super()._transform_labels(mode, labels)
        if labels is None or not self._label_keys:
            return labels
        from compat.contrib import lookup

        table = lookup.index_table_from_tensor(
            mapping=self._label_keys, name="label_id_lookup"
        )
        return {"labels": labels, "label_ids": table.lookup(labels)}

    def _ids(self, labels: Any) -> Any:
        return labels["label_ids"] if isinstance(labels, dict) else labels

    def _logits_to_predictions(self, logits: Any) -> Any:
        with tf1.name_scope(None, "predictions", (logits,)):
            ids = tf1.argmax(logits, 1, name=PredictionKey.CLASSES)
            classes = ids
            if self._label_keys:
                from compat.contrib import lookup

                table = lookup.index_to_string_table_from_tensor(
                    self._label_keys, name="class_string_lookup"
                )
                classes = table.lookup(ids)
            return {
                PredictionKey.LOGITS: logits,
                PredictionKey.PROBABILITIES: tf1.nn.softmax(
                    logits, name=PredictionKey.PROBABILITIES
                ),
                PredictionKey.CLASSES: classes,
            }

    def _loss(self, labels: Any, logits: Any, weights: Any) -> Any:
        return self._loss_fn(self._ids(labels), logits, weights)

    def _metrics(
        self, eval_loss: Any, predictions: Any, labels: Any, weights: Any
    ) -> Any:
        given = labels["labels"] if isinstance(labels, dict) else labels
        with tf1.name_scope("metrics", values=[eval_loss, given, weights]):
            return measures.of_classes(
                self._head_name,
                eval_loss,
                predictions,
                given,
                self._ids(labels),
                weights,
                self._metric_class_ids,
                self.logits_dimension,
            )

    def _create_output_alternatives(self, predictions: Any) -> Any:
        served = _served(predictions, self._label_keys)
        return {self._head_name: (self._problem_type, served)}


class MultiLabelHead(SingleHead):
    """Several classes at once.

    Args:
        n_classes: How many.
        label_name: As for `SingleHead`.
        weight_column_name: The same.
        enable_centered_bias: The same.
        head_name: The same.
        thresholds: Of further metrics.
        metric_class_ids: Classes that have metrics of their own.
        loss_fn: From labels, logits and weights to a loss and its average.
    """

    default_name = "multi_label_head"

    def __init__(
        self,
        n_classes: int,
        label_name: Any,
        weight_column_name: Any,
        enable_centered_bias: bool,
        head_name: Any,
        thresholds: Any,
        metric_class_ids: Any = None,
        loss_fn: Any = None,
    ) -> None:
        super().__init__(
            ProblemType.CLASSIFICATION,
            n_classes,
            label_name,
            weight_column_name,
            head_name,
            enable_centered_bias,
        )
        self._thresholds = thresholds or (0.5,)
        self._loss_fn = loss_fn or sigmoid_cross_entropy_loss
        self._metric_class_ids = tuple(metric_class_ids or ())
        for one in self._metric_class_ids:
            measures.check_class(one, n_classes)

    def _transform_labels(self, mode: Any, labels: Any) -> Any:
        if mode == "infer" and labels is None:
            return None
        labels = labels_tensor(labels, self._label_name)
        if isinstance(labels, tf.SparseTensor):
            return tf1.to_int64(tf1.sparse_to_indicator(labels, self._logits_dimension))
        return labels

    def _logits_to_predictions(self, logits: Any) -> Any:
        with tf1.name_scope(None, "predictions", (logits,)):
            return {
                PredictionKey.LOGITS: logits,
                PredictionKey.PROBABILITIES: tf.sigmoid(
                    logits, name=PredictionKey.PROBABILITIES
                ),
                PredictionKey.CLASSES: tf1.to_int64(
                    tf.greater(logits, 0), name=PredictionKey.CLASSES
                ),
            }

    def _metrics(
        self, eval_loss: Any, predictions: Any, labels: Any, weights: Any
    ) -> Any:
        with tf1.name_scope("metrics", values=[eval_loss, labels, weights]):
            return measures.of_labels(
                self._head_name,
                eval_loss,
                predictions,
                labels,
                weights,
                self._metric_class_ids,
                self.logits_dimension,
            )


class BinarySvmHead(SingleHead):
    """Two classes, with the hinge loss.

    Args:
        label_name: As for `SingleHead`.
        weight_column_name: The same.
        enable_centered_bias: The same.
        head_name: The same.
        thresholds: Of further metrics.
    """

    default_name = "binary_svm_head"

    def __init__(
        self,
        label_name: Any,
        weight_column_name: Any,
        enable_centered_bias: bool,
        head_name: Any,
        thresholds: Any,
    ) -> None:
        super().__init__(
            ProblemType.LOGISTIC_REGRESSION,
            1,
            label_name,
            weight_column_name,
            head_name,
            enable_centered_bias,
        )
        self._thresholds = thresholds or (0.5,)

    def _logits_to_predictions(self, logits: Any) -> Any:
        with tf1.name_scope(None, "predictions", (logits,)):
            two = tf1.concat((tf1.zeros_like(logits), logits), 1)
            return {
                PredictionKey.LOGITS: logits,
                PredictionKey.CLASSES: tf1.argmax(two, 1, name=PredictionKey.CLASSES),
            }

    def _loss(self, labels: Any, logits: Any, weights: Any) -> Any:
        with tf1.name_scope(None, "hinge_loss", (logits, labels)):
            labels = with_rank_two(labels)
            loss = tf1.losses.hinge_loss(
                labels=labels, logits=logits, reduction=tf1.losses.Reduction.NONE
            )
            return weighted_loss(loss, weights)

    def _metrics(
        self, eval_loss: Any, predictions: Any, labels: Any, weights: Any
    ) -> Any:
        with tf1.name_scope("metrics", values=[eval_loss, labels, weights]):
            classes = predictions[PredictionKey.CLASSES]
            return {
                summary_key(self._head_name, MetricKey.LOSS): tf1.metrics.mean(
                    eval_loss
                ),
                summary_key(self._head_name, MetricKey.ACCURACY): tf1.metrics.accuracy(
                    labels=labels, predictions=classes, weights=weights
                ),
            }
