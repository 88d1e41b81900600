"""`tf.estimator.MultiLabelHead`: any of the classes at once."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator.export import outputs
from compat.estimator.head import checks, measures
from compat.estimator.head.kind import Kind
from compat.python.lookup import from_vocabulary

tf1 = tf.compat.v1


def _between(values: Any, most: int, says: str) -> list[Any]:
    """Checks that values are from 0 to `most`; at once, where they are known."""
    return [
        tf1.assert_less_equal(values, tf.cast(most, values.dtype), message=says),
        tf1.assert_non_negative(values, message=says),
    ]


class MultiLabelHead(Kind):
    """Classes of which an example may have any number.

    Args:
        n_classes: How many.
        weight_column: Key of the examples' weights, or a numeric column.
        thresholds: Where accuracy, precision and recall are measured, too.
        label_vocabulary: Names of the classes, or `None`.
        loss_reduction: `"sum"` or `"sum_over_batch_size"`.
        loss_fn: From labels and logits to a loss of each example, `[D0, … DN, 1]`.
        classes_for_class_based_metrics: Ids or names of classes that are measured
            each.
        name: Name of the head, which is put behind keys.

    Raises:
        ValueError: For fewer than two classes, or names that do not fit.

    Source: `tf.estimator.MultiLabelHead`.
    """

    _kind = "multi-label"

    def __init__(
        self,
        n_classes: int,
        weight_column: Any = None,
        thresholds: Any = None,
        label_vocabulary: Any = None,
        loss_reduction: str = "sum_over_batch_size",
        loss_fn: Any = None,
        classes_for_class_based_metrics: Any = None,
        name: Any = None,
    ) -> None:
        if n_classes is None or n_classes < 2:
            raise ValueError(
                f"n_classes must be > 1 for {self._kind} classification. "
                f"Given: {n_classes}"
            )
        self._thresholds = tuple(thresholds) if thresholds else ()
        for one in self._thresholds:
            if not 0.0 < one < 1.0:
                raise ValueError(f"thresholds must be in (0, 1) range. Given: {one}")
        if label_vocabulary is not None:
            if not isinstance(label_vocabulary, list | tuple):
                raise ValueError(
                    "label_vocabulary must be a list or tuple. Given type: "
                    f"{type(label_vocabulary)}"
                )
            if len(label_vocabulary) != n_classes:
                raise ValueError(
                    f"Length of label_vocabulary must be n_classes ({n_classes}). "
                    f"Given: {len(label_vocabulary)}"
                )
        super().__init__(n_classes, weight_column, loss_reduction, loss_fn, name)
        self._n_classes, self._label_vocabulary = n_classes, label_vocabulary
        self._measured_classes = self._ids_of(classes_for_class_based_metrics)

    def _ids_of(self, classes: Any) -> list[int]:
        if not classes:
            return []
        if isinstance(classes[0], str):
            if not self._label_vocabulary:
                raise ValueError(
                    "label_vocabulary must be provided when "
                    "classes_for_class_based_metrics are sting."
                )
            return [self._label_vocabulary.index(one) for one in classes]
        for one in classes:
            if one < 0 or one >= self._n_classes:
                raise ValueError(
                    "All classes_for_class_based_metrics must be in range "
                    f"[0, {self._n_classes - 1}]. Given: {one}"
                )
        return list(classes)

    def processed_labels(self, logits: Any, labels: Any) -> Any:
        """Labels as zeros and ones of each class.

        Raises:
            ValueError: Without labels.
        """
        if labels is None:
            raise ValueError(self.words.none)
        if checks.is_sparse(labels):
            return self._indicators(tf1.convert_to_tensor_or_sparse_tensor(labels))
        found = tf.convert_to_tensor(labels)
        says = "labels must be an integer indicator Tensor with values in [0, 1]"
        with tf.control_dependencies(_between(found, 1, says)):
            found = tf1.identity(found, name="labels")
        return checks.dense_labels(found, logits, self._n_classes, self.words)

    def _indicators(self, labels: Any) -> Any:
        if labels.dtype == tf.string:
            table = from_vocabulary.index_table_from_tensor(
                tf.constant(list(self._label_vocabulary)), name="class_id_lookup"
            )
            ids = table.lookup(labels)
            values = ids.values
        else:
            values = labels.values
            self._check_ids(values)
        says = (
            "labels must be an integer SparseTensor with values in "
            f"[0, {self._n_classes})"
        )
        values = tf1.to_int64(values)
        with tf.control_dependencies(_between(values, self._n_classes - 1, says)):
            values = tf1.identity(values)
        sparse = tf.SparseTensor(labels.indices, values, labels.dense_shape)
        found = tf1.sparse_to_indicator(sparse, self._n_classes)
        return tf1.to_int64(found, name="labels")

    def _check_ids(self, values: Any) -> None:
        if values.dtype.is_integer:
            return
        if self.words is checks.NEW:
            raise ValueError(
                f"Labels dtype should be integer. Instead got {values.dtype}."
            )
        raise TypeError(
            "labels must be an integer SparseTensor with values in "
            f'[0, {self._n_classes})  Expected "x" to be integer type.  Found: '
            f"{values.name} of dtype {values.dtype}"
        )

    def own_loss(self, labels: Any, logits: Any) -> Any:
        """The mean of the classes' cross-entropies, of each example."""
        checks.same_static_shape(
            labels, logits, "Shapes {logits} and {labels} are incompatible"
        )
        loss = tf1.losses.sigmoid_cross_entropy(
            multi_class_labels=labels,
            logits=logits,
            reduction=tf1.losses.Reduction.NONE,
        )
        return tf1.reduce_mean(loss, axis=-1, keepdims=True)

    def predicted(self, logits: Any, keys: Any = None) -> dict[str, Any]:
        """Predictions of logits that were checked.

        Raises:
            ValueError: For a key that there is not.
        """
        valid = ["logits", "probabilities"]
        for key in keys or ():
            if key not in valid:
                raise ValueError(
                    f"Prediction key must be in PredictionKeys, given: {key}."
                    f"Valid prediction keys include {valid}."
                )
        found = {
            "logits": logits,
            "probabilities": tf.sigmoid(logits, name="probabilities"),
        }
        return {key: found[key] for key in (keys or found)}

    def outputs(self, predictions: dict[str, Any]) -> dict[str, Any]:
        """Dict of `ExportOutput`s."""
        probabilities = predictions["probabilities"]
        if self._label_vocabulary is None:
            names = tf1.as_string(tf.range(self._n_classes))
        else:
            names = tf.constant(list(self._label_vocabulary))
        size = tf1.shape(probabilities)[0]
        classes = tf1.tile(tf1.expand_dims(names, 0), [size, 1])
        classified = outputs.ClassificationOutput(scores=probabilities, classes=classes)
        return {
            "serving_default": classified,
            "classification": classified,
            "predict": outputs.PredictOutput(predictions),
        }

    def measured(self) -> dict[str, Any]:
        """From keys to what is measured."""
        area = measures.area
        found: dict[str, measures.Measured] = {
            "average_loss": measures.of_loss,
            "auc": lambda given: area(given, given.predictions["probabilities"]),
            "auc_precision_recall": lambda given: area(
                given, given.predictions["probabilities"], "PR"
            ),
            **measures.at_thresholds(self._thresholds, "probabilities"),
        }
        for place in self._measured_classes:
            named = self._label_vocabulary
            name = named[place] if named is not None else f"class{place}"
            found.update(self._of_class(place, name))
        return found

    @staticmethod
    def _of_class(place: int, name: str) -> dict[str, measures.Measured]:
        def one(value: Any) -> Any:
            return value[..., place : place + 1]

        def curve(kind: str) -> measures.Measured:
            return lambda given: measures.area(
                given,
                one(given.predictions["probabilities"]),
                kind,
                labels=one(given.labels),
            )

        return {
            f"probability_mean/{name}": measures.mean(
                lambda given: one(given.predictions["probabilities"])
            ),
            f"auc/{name}": curve("ROC"),
            f"auc_precision_recall/{name}": curve("PR"),
        }
