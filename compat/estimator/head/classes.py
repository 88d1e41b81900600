"""`tf.estimator.BinaryClassHead` and `MultiClassHead`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator.export import outputs
from compat.estimator.head import checks, measures
from compat.estimator.head.kind import Kind
from compat.python.lookup import from_vocabulary

tf1 = tf.compat.v1


def _check_keys(keys: Any, valid: list[str]) -> None:
    for key in keys or ():
        if key not in valid:
            raise ValueError(
                f"Prediction key must be in PredictionKeys, given: {key}."
                f"Valid prediction keys include {valid}."
            )


class Classes(Kind):
    """A head of classes, which may have names."""

    _keys: list[str] = []

    def __init__(
        self,
        n_classes: int,
        logits_dimension: int,
        weight_column: Any,
        label_vocabulary: Any,
        loss_reduction: str,
        loss_fn: Any,
        name: Any,
    ) -> None:
        if label_vocabulary is not None and not isinstance(
            label_vocabulary, list | tuple
        ):
            raise ValueError(
                "label_vocabulary should be a list or a tuple. Given type: "
                f"{type(label_vocabulary)}"
            )
        super().__init__(logits_dimension, weight_column, loss_reduction, loss_fn, name)
        self._n_classes = n_classes
        self._label_vocabulary: Any = label_vocabulary

    def _ids(self, labels: Any) -> Any:
        """Ids of named labels."""
        if labels.dtype != tf.string:
            raise ValueError(
                "Labels dtype should be string if there is a vocabulary. Instead got "
                f"{labels.dtype}"
            )
        table = from_vocabulary.index_table_from_tensor(
            tf.constant(list(self._label_vocabulary)), name="class_id_lookup"
        )
        return table.lookup(labels)

    def _named(self, ids: Any) -> Any:
        if self._label_vocabulary is None:
            return tf1.as_string(ids, name="str_classes")
        table = from_vocabulary.index_to_string_table_from_tensor(
            tf.constant(list(self._label_vocabulary)), name="class_string_lookup"
        )
        return table.lookup(ids)

    def _all(self, logits: Any) -> dict[str, Any]:
        """Ids and names of all classes, for every example."""
        shape = tf1.shape(logits)
        ids = tf.range(self._n_classes)
        if self._label_vocabulary is None:
            names = tf1.as_string(ids)
        else:
            names = tf.constant(list(self._label_vocabulary))
        found = {}
        for key, value in (("all_class_ids", ids), ("all_classes", names)):
            inner = tf1.ones([tf1.rank(logits) - 1], tf.int32)
            whole = tf1.reshape(value, tf1.concat([inner, [self._n_classes]], 0))
            times = tf1.concat([shape[:-1], [1]], 0)
            tiled = tf1.tile(whole, times)
            tiled.set_shape(logits.shape[:-1].concatenate(self._n_classes))
            found[key] = tiled
        return found

    def predicted(self, logits: Any, keys: Any = None) -> dict[str, Any]:
        """Predictions of logits that were checked.

        Raises:
            ValueError: For a key that there is not.
        """
        _check_keys(keys, self._keys)
        found = self._found(logits)
        ids = found["class_ids"]
        if keys is None or "classes" in keys:
            found["classes"] = self._named(ids)
        found.update(self._all(logits))
        ordered = {key: found[key] for key in self._keys if key in found}
        return {key: ordered[key] for key in (keys or ordered)}

    def _found(self, logits: Any) -> dict[str, Any]:
        raise NotImplementedError

    def outputs(self, predictions: dict[str, Any]) -> dict[str, Any]:
        """Dict of `ExportOutput`s."""
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


class BinaryClassHead(Classes):
    """Two classes, of which one logit tells.

    Args:
        weight_column: Key of the examples' weights, or a numeric column.
        thresholds: Where accuracy, precision and recall are measured, too.
        label_vocabulary: Names of the classes, or `None`.
        loss_reduction: `"sum"` or `"sum_over_batch_size"`.
        loss_fn: From labels and logits to a loss of each example, `[D0, … DN, 1]`.
        name: Name of the head, which is put behind keys.

    Source: `tf.estimator.BinaryClassHead`.
    """

    _keys = [
        *("logits", "logistic", "probabilities", "class_ids", "classes"),
        *("all_class_ids", "all_classes"),
    ]

    def __init__(
        self,
        weight_column: Any = None,
        thresholds: Any = None,
        label_vocabulary: Any = None,
        loss_reduction: str = "sum_over_batch_size",
        loss_fn: Any = None,
        name: Any = None,
    ) -> None:
        super().__init__(
            2, 1, weight_column, label_vocabulary, loss_reduction, loss_fn, name
        )
        self._thresholds = checks.thresholds(thresholds)

    def _found(self, logits: Any) -> dict[str, Any]:
        two = tf1.concat(
            (tf1.zeros_like(logits), logits), axis=-1, name="two_class_logits"
        )
        ids = tf1.argmax(two, axis=-1, name="class_ids")
        return {
            "logits": logits,
            "logistic": tf.sigmoid(logits, name="logistic"),
            "probabilities": tf1.nn.softmax(two, name="probabilities"),
            "class_ids": tf1.expand_dims(ids, axis=-1),
        }

    def processed_labels(self, logits: Any, labels: Any) -> Any:
        """Labels as floats that are 0, 1 or between."""
        labels = checks.dense_labels(labels, logits, 1, self.words)
        if self._label_vocabulary is not None:
            labels = self._ids(labels)
        return checks.in_range(tf1.to_float(labels), 2, self.words)

    def own_loss(self, labels: Any, logits: Any) -> Any:
        """The cross-entropy of each example."""
        checks.same_static_shape(
            labels,
            logits,
            "logits and labels must have the same shape ({logits} vs {labels})",
        )
        return tf1.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)

    def measured(self) -> dict[str, Any]:
        """From keys to what is measured."""
        metrics = tf1.metrics

        def of_ids(name: str) -> measures.Measured:
            return lambda given: getattr(metrics, name)(
                given.labels, given.predictions["class_ids"], weights=given.weights
            )

        def baseline(given: measures.Given) -> tuple[Any, Any]:
            value, update = metrics.mean(given.labels, weights=given.weights)
            return tf.maximum(value, 1.0 - value), tf.maximum(update, 1.0 - update)

        return {
            "average_loss": measures.of_loss,
            "accuracy": of_ids("accuracy"),
            "precision": of_ids("precision"),
            "recall": of_ids("recall"),
            "prediction/mean": measures.mean(lambda g: g.predictions["logistic"]),
            "label/mean": measures.mean(lambda given: given.labels),
            "accuracy_baseline": baseline,
            "auc": lambda given: measures.area(given, given.predictions["logistic"]),
            "auc_precision_recall": lambda given: measures.area(
                given, given.predictions["logistic"], "PR"
            ),
            **measures.at_thresholds(self._thresholds, "logistic"),
        }


class MultiClassHead(Classes):
    """Three classes or more.

    Args:
        n_classes: How many.
        weight_column: Key of the examples' weights, or a numeric column.
        label_vocabulary: Names of the classes, or `None`.
        loss_reduction: `"sum"` or `"sum_over_batch_size"`.
        loss_fn: From labels and logits to a loss of each example, `[D0, … DN, 1]`.
        name: Name of the head, which is put behind keys.

    Raises:
        ValueError: For fewer than three, or another number of names.

    Source: `tf.estimator.MultiClassHead`.
    """

    _keys = [
        *("logits", "probabilities", "class_ids", "classes"),
        *("all_class_ids", "all_classes"),
    ]

    def __init__(
        self,
        n_classes: int,
        weight_column: Any = None,
        label_vocabulary: Any = None,
        loss_reduction: str = "sum_over_batch_size",
        loss_fn: Any = None,
        name: Any = None,
    ) -> None:
        if n_classes is None:
            raise ValueError("n_classes cannot be None")
        if n_classes <= 2:
            raise ValueError(f"n_classes must be > 2: {n_classes}.")
        super().__init__(
            n_classes,
            n_classes,
            weight_column,
            label_vocabulary,
            loss_reduction,
            loss_fn,
            name,
        )
        named = label_vocabulary is not None and self.words is checks.NEW
        if named and len(label_vocabulary) != n_classes:
            raise ValueError(
                '"label_vocabulary" does not have "n_classes" items. '
                f"len(label_vocabulary)={len(label_vocabulary)}, "
                f"n_classes={n_classes}, label_vocabulary={label_vocabulary}"
            )

    def _found(self, logits: Any) -> dict[str, Any]:
        ids = tf1.argmax(logits, axis=-1, name="class_ids")
        return {
            "logits": logits,
            "probabilities": tf1.nn.softmax(logits, name="probabilities"),
            "class_ids": tf1.expand_dims(ids, axis=-1),
        }

    def processed_labels(self, logits: Any, labels: Any) -> Any:
        """Labels as ids of classes."""
        labels = checks.dense_labels(labels, logits, 1, self.words)
        if self._label_vocabulary is not None:
            labels = self._ids(labels)
        elif not labels.dtype.is_integer:
            raise ValueError(
                f"Labels dtype should be integer. Instead got {labels.dtype}."
            )
        return checks.in_range(labels, self._n_classes, self.words)

    def own_loss(self, labels: Any, logits: Any) -> Any:
        """The cross-entropy of each example."""
        flat = labels.shape[:-1]
        if not flat.is_compatible_with(logits.shape[:-1]):
            raise ValueError(
                f"Shape mismatch: The shape of labels (received {flat}) should equal "
                "the shape of logits except for the last dimension (received "
                f"{logits.shape})."
            )
        loss = tf1.losses.sparse_softmax_cross_entropy(
            labels=labels, logits=logits, reduction=tf1.losses.Reduction.NONE
        )
        return tf1.expand_dims(loss, axis=-1)

    def measured(self) -> dict[str, Any]:
        """From keys to what is measured."""
        return {
            "average_loss": measures.of_loss,
            "accuracy": lambda given: tf1.metrics.accuracy(
                given.labels, given.predictions["class_ids"], weights=given.weights
            ),
        }
