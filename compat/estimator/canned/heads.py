"""Heads: from logits to predictions, loss, metrics and a training step.

Sources: `tf.contrib.estimator.binary_classification_head`, `multi_class_head` and
`regression_head`, as the canned models of `tf.estimator` had them.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator.export import outputs
from compat.estimator.modes import ModeKeys
from compat.estimator.spec import EstimatorSpec
from compat.python.lookup import from_vocabulary

tf1 = tf.compat.v1
_REDUCTION = tf1.losses.Reduction


class Head:
    """What the kinds of heads have in common.

    Args:
        logits_dimension: Last dimension of the logits.
        weight_column: Key of the examples' weights, or a numeric column, or `None`.
        loss_reduction: A `tf.losses.Reduction`.
    """

    def __init__(
        self, logits_dimension: int, weight_column: Any, loss_reduction: str
    ) -> None:
        if loss_reduction not in _REDUCTION.all() or loss_reduction == "none":
            raise ValueError(f"Invalid loss_reduction: {loss_reduction}")
        self.logits_dimension = logits_dimension
        self._weight_column, self._reduction = weight_column, loss_reduction

    def create_estimator_spec(
        self, features: Any, mode: str, logits: Any, labels: Any, optimizer: Any
    ) -> Any:
        """The `EstimatorSpec` of a mode."""
        with tf1.name_scope("head"):
            predictions = self._predictions(logits)
            if mode == ModeKeys.PREDICT:
                return EstimatorSpec(
                    mode,
                    predictions=predictions,
                    export_outputs=self._outputs(predictions),
                )
            labels = self._labels(labels)
            unweighted = self._loss(labels, logits)
            weights = self._weights(features)
            loss = tf1.losses.compute_weighted_loss(
                unweighted, weights, reduction=self._reduction
            )
            if mode == ModeKeys.EVAL:
                metrics = self._metrics(labels, predictions, unweighted, weights)
                return EstimatorSpec(
                    mode, predictions=predictions, loss=loss, eval_metric_ops=metrics
                )
            train_op = optimizer.minimize(loss, global_step=tf1.train.get_global_step())
            updates = tf1.get_collection(tf1.GraphKeys.UPDATE_OPS)
            if updates:
                train_op = tf1.group(train_op, *updates)
        with tf1.name_scope(""):
            tf1.summary.scalar("loss", loss)
            if self._reduction == _REDUCTION.SUM:
                tf1.summary.scalar("average_loss", _mean(unweighted, weights))
        return EstimatorSpec(
            mode, predictions=predictions, loss=loss, train_op=train_op
        )

    def _weights(self, features: Any) -> Any:
        column = self._weight_column
        if column is None:
            return 1.0
        if isinstance(column, str):
            weights = features[column]
        else:
            weights = features[column.key]
            if column.normalizer_fn is not None:
                weights = column.normalizer_fn(weights)
        weights = tf1.to_float(weights)
        return weights if weights.shape.rank != 1 else tf1.expand_dims(weights, -1)

    def _predictions(self, logits: Any) -> dict[str, Any]:
        raise NotImplementedError

    def _labels(self, labels: Any) -> Any:
        raise NotImplementedError

    def _loss(self, labels: Any, logits: Any) -> Any:
        raise NotImplementedError

    def _metrics(
        self, labels: Any, predictions: Any, unweighted: Any, weights: Any
    ) -> dict[str, Any]:
        raise NotImplementedError

    def _outputs(self, predictions: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError


def _mean(unweighted: Any, weights: Any) -> Any:
    return tf1.losses.compute_weighted_loss(
        unweighted, weights, reduction=_REDUCTION.MEAN, loss_collection=None
    )


def _column(labels: Any) -> Any:
    """Labels of shape `[batch, 1]`.

    Raises:
        ValueError: Without labels.
    """
    if labels is None:
        raise ValueError(
            "You must provide a labels Tensor. Given: None. Suggested troubleshooting "
            "steps: Check that your data contains your label feature. Check that your "
            "input_fn properly parses and returns labels."
        )
    if isinstance(labels, tf.SparseTensor):
        raise ValueError("SparseTensor labels are not supported.")
    labels = tf.convert_to_tensor(labels)
    return tf1.expand_dims(labels, -1) if labels.shape.rank == 1 else labels


class _Classes(Head):
    """A head of classes, which may have names."""

    def __init__(
        self,
        n_classes: int,
        logits_dimension: int,
        weight_column: Any,
        label_vocabulary: Any,
        loss_reduction: str,
    ) -> None:
        if label_vocabulary is not None and not isinstance(
            label_vocabulary, list | tuple
        ):
            raise ValueError(
                "label_vocabulary should be a list or a tuple. Given type: "
                f"{type(label_vocabulary)}"
            )
        super().__init__(logits_dimension, weight_column, loss_reduction)
        self._n_classes, self._vocabulary = n_classes, label_vocabulary

    def _ids(self, labels: Any) -> Any:
        labels = _column(labels)
        if self._vocabulary is None:
            if not labels.dtype.is_integer:
                raise ValueError(
                    f"Labels dtype should be integer. Instead got {labels.dtype}."
                )
            return labels
        if labels.dtype != tf.string:
            raise ValueError(
                "Labels dtype should be string if there is a vocabulary. Instead got "
                f"{labels.dtype}"
            )
        table = _table(self._vocabulary, name="class_id_lookup")
        return table.lookup(labels)

    def _named(self, ids: Any) -> Any:
        if self._vocabulary is None:
            return tf1.as_string(ids, name="str_classes")
        return tf1.gather(tf.constant(list(self._vocabulary)), ids)

    def _all_classes(self, logits: Any) -> tuple[Any, Any]:
        size = tf1.shape(logits)[0]
        ids = tf1.tile(tf1.expand_dims(tf.range(self._n_classes), 0), [size, 1])
        if self._vocabulary is None:
            names = tf1.as_string(tf.range(self._n_classes))
        else:
            names = tf.constant(list(self._vocabulary))
        return ids, tf1.tile(tf1.expand_dims(names, 0), [size, 1])

    def _outputs(self, predictions: dict[str, Any]) -> dict[str, Any]:
        classified = outputs.ClassificationOutput(
            scores=predictions["probabilities"], classes=predictions["all_classes"]
        )
        found: dict[str, Any] = {
            "serving_default": classified,
            "classification": classified,
            "predict": outputs.PredictOutput(predictions),
        }
        if "logistic" in predictions:
            found["regression"] = outputs.RegressionOutput(predictions["logistic"])
        return found


def _table(vocabulary: Any, name: str) -> Any:
    return from_vocabulary.index_table_from_tensor(
        tf.constant(list(vocabulary)), name=name
    )


class BinaryClassHead(_Classes):
    """Two classes, of which one logit tells.

    Args:
        weight_column: As for `Head`.
        label_vocabulary: Names of the classes, or `None`.
        loss_reduction: As for `Head`.
    """

    def __init__(
        self, weight_column: Any, label_vocabulary: Any, loss_reduction: str
    ) -> None:
        super().__init__(2, 1, weight_column, label_vocabulary, loss_reduction)

    def _predictions(self, logits: Any) -> dict[str, Any]:
        with tf1.name_scope("predictions"):
            logistic = tf.sigmoid(logits, name="logistic")
            two = tf1.concat(
                (tf1.zeros_like(logits), logits), axis=-1, name="two_class_logits"
            )
            probabilities = tf1.nn.softmax(two, name="probabilities")
            ids = tf1.expand_dims(tf1.argmax(two, axis=-1, name="class_ids"), -1)
            all_ids, all_classes = self._all_classes(logits)
            return {
                "logits": logits,
                "logistic": logistic,
                "probabilities": probabilities,
                "class_ids": ids,
                "classes": self._named(ids),
                "all_class_ids": all_ids,
                "all_classes": all_classes,
            }

    def _labels(self, labels: Any) -> Any:
        labels = _column(labels)
        if self._vocabulary is not None:
            labels = self._ids(labels)
        labels = tf1.to_float(labels)
        checks = [
            tf1.assert_less_equal(labels, 1.0, message="Labels must be <= 1"),
            tf1.assert_non_negative(labels, message="Labels must be >= 0"),
        ]
        with tf.control_dependencies(checks):
            return tf1.identity(labels)

    def _loss(self, labels: Any, logits: Any) -> Any:
        return tf1.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)

    def _metrics(
        self, labels: Any, predictions: Any, unweighted: Any, weights: Any
    ) -> dict[str, Any]:
        metrics = tf1.metrics
        ids, logistic = predictions["class_ids"], predictions["logistic"]
        weights = None if isinstance(weights, float) else weights
        mean = metrics.mean(labels, weights=weights)
        return {
            "average_loss": metrics.mean(unweighted, weights=weights),
            "accuracy": metrics.accuracy(labels, ids, weights=weights),
            "precision": metrics.precision(labels, ids, weights=weights),
            "recall": metrics.recall(labels, ids, weights=weights),
            "prediction/mean": metrics.mean(logistic, weights=weights),
            "label/mean": mean,
            "accuracy_baseline": tuple(tf.maximum(one, 1.0 - one) for one in mean),
            "auc": metrics.auc(labels, logistic, weights=weights),
            "auc_precision_recall": metrics.auc(
                labels, logistic, weights=weights, curve="PR"
            ),
        }


class MultiClassHead(_Classes):
    """Three classes or more.

    Args:
        n_classes: How many.
        weight_column: As for `Head`.
        label_vocabulary: Names of the classes, or `None`.
        loss_reduction: As for `Head`.

    Raises:
        ValueError: For fewer than three.
    """

    def __init__(
        self,
        n_classes: int,
        weight_column: Any,
        label_vocabulary: Any,
        loss_reduction: str,
    ) -> None:
        if n_classes is None or n_classes <= 2:
            raise ValueError(f"n_classes must be > 2: {n_classes}.")
        super().__init__(
            n_classes, n_classes, weight_column, label_vocabulary, loss_reduction
        )

    def _predictions(self, logits: Any) -> dict[str, Any]:
        with tf1.name_scope("predictions"):
            ids = tf1.expand_dims(tf1.argmax(logits, axis=-1, name="class_ids"), -1)
            all_ids, all_classes = self._all_classes(logits)
            return {
                "logits": logits,
                "class_ids": ids,
                "probabilities": tf1.nn.softmax(logits, name="probabilities"),
                "classes": self._named(ids),
                "all_class_ids": all_ids,
                "all_classes": all_classes,
            }

    def _labels(self, labels: Any) -> Any:
        labels = self._ids(labels)
        checks = [
            tf1.assert_less(
                labels,
                tf.cast(self._n_classes, labels.dtype),
                message=f"Labels must be <= {self._n_classes - 1}",
            ),
            tf1.assert_non_negative(labels, message="Labels must be >= 0"),
        ]
        with tf.control_dependencies(checks):
            return tf1.identity(labels)

    def _loss(self, labels: Any, logits: Any) -> Any:
        loss = tf1.losses.sparse_softmax_cross_entropy(
            labels=labels, logits=logits, reduction=_REDUCTION.NONE
        )
        return tf1.expand_dims(loss, axis=-1)

    def _metrics(
        self, labels: Any, predictions: Any, unweighted: Any, weights: Any
    ) -> dict[str, Any]:
        weights = None if isinstance(weights, float) else weights
        return {
            "average_loss": tf1.metrics.mean(unweighted, weights=weights),
            "accuracy": tf1.metrics.accuracy(
                labels, predictions["class_ids"], weights=weights
            ),
        }


class RegressionHead(Head):
    """Numbers, with the mean squared error.

    Args:
        label_dimension: How many.
        weight_column: As for `Head`.
        loss_reduction: As for `Head`.

    Raises:
        ValueError: For fewer than one.
    """

    def __init__(
        self, label_dimension: int, weight_column: Any, loss_reduction: str
    ) -> None:
        if label_dimension < 1:
            raise ValueError(f"Invalid label_dimension {label_dimension}.")
        super().__init__(label_dimension, weight_column, loss_reduction)

    def _predictions(self, logits: Any) -> dict[str, Any]:
        return {"predictions": logits}

    def _labels(self, labels: Any) -> Any:
        return tf1.to_float(_column(labels))

    def _loss(self, labels: Any, logits: Any) -> Any:
        return tf1.losses.mean_squared_error(
            labels=labels, predictions=logits, reduction=_REDUCTION.NONE
        )

    def _metrics(
        self, labels: Any, predictions: Any, unweighted: Any, weights: Any
    ) -> dict[str, Any]:
        weights = None if isinstance(weights, float) else weights
        values = predictions["predictions"]
        return {
            "average_loss": tf1.metrics.mean(unweighted, weights=weights),
            "prediction/mean": tf1.metrics.mean(values, weights=weights),
            "label/mean": tf1.metrics.mean(labels, weights=weights),
        }

    def _outputs(self, predictions: dict[str, Any]) -> dict[str, Any]:
        value = outputs.RegressionOutput(predictions["predictions"])
        return {
            "serving_default": value,
            "regression": value,
            "predict": outputs.PredictOutput(predictions),
        }


def of_classes(
    n_classes: int, weight_column: Any, label_vocabulary: Any, loss_reduction: str
) -> Head:
    """The head of a classifier."""
    if n_classes == 2:
        return BinaryClassHead(weight_column, label_vocabulary, loss_reduction)
    return MultiClassHead(n_classes, weight_column, label_vocabulary, loss_reduction)
