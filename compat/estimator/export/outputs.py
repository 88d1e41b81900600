"""`tf.estimator.export.ExportOutput` and its kinds: a signature of a SavedModel."""

from __future__ import annotations

import abc
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1
_signatures = tf1.saved_model

_SEPARATOR = "/"


def _is_tensor(value: Any) -> bool:
    return isinstance(value, tf.Tensor | tf.SparseTensor | tf.Variable)


class ExportOutput(abc.ABC):
    """What one signature of a SavedModel gives.

    Source: `tf.estimator.export.ExportOutput`.
    """

    @abc.abstractmethod
    def as_signature_def(self, receiver_tensors: dict[str, Any]) -> Any:
        """The signature, with these tensors as inputs."""

    def _check_output_key(self, key: Any, error_label: str) -> Any:
        if isinstance(key, tuple):
            key = _SEPARATOR.join(key)
        if not isinstance(key, str):
            raise ValueError(f"{error_label} output key must be a string; got {key}.")
        return key

    def _wrap_and_check_outputs(
        self, outputs: Any, single_output_default_name: str, error_label: Any = None
    ) -> dict[str, Any]:
        if not isinstance(outputs, dict):
            outputs = {single_output_default_name: outputs}
        label = error_label or single_output_default_name
        found = {}
        for key, value in outputs.items():
            key = self._check_output_key(key, label)
            if not _is_tensor(value):
                raise ValueError(f"{label} output value must be a Tensor; got {value}.")
            found[key] = value
        return found


class ClassificationOutput(ExportOutput):
    """A classification: scores, classes, or both.

    Args:
        scores: Float tensor `[batch, classes]`, or `None`.
        classes: String tensor `[batch, classes]`, or `None`.

    Raises:
        ValueError: If neither is given, or of another type.

    Source: `tf.estimator.export.ClassificationOutput`.
    """

    def __init__(self, scores: Any = None, classes: Any = None) -> None:
        if scores is not None and not (
            isinstance(scores, tf.Tensor) and scores.dtype.is_floating
        ):
            raise ValueError(
                f"Classification scores must be a float32 Tensor; got {scores}"
            )
        if classes is not None and not (
            isinstance(classes, tf.Tensor) and tf.as_dtype(classes.dtype) == tf.string
        ):
            raise ValueError(
                f"Classification classes must be a string Tensor; got {classes}"
            )
        if scores is None and classes is None:
            raise ValueError("At least one of scores and classes must be set.")
        self._scores, self._classes = scores, classes

    @property
    def scores(self) -> Any:
        """The scores, or `None`."""
        return self._scores

    @property
    def classes(self) -> Any:
        """The classes, or `None`."""
        return self._classes

    def as_signature_def(self, receiver_tensors: dict[str, Any]) -> Any:
        ((_, examples),) = _only_string(receiver_tensors, "Classification")
        return _signatures.classification_signature_def(
            examples, self.classes, self.scores
        )


class RegressionOutput(ExportOutput):
    """A regression.

    Args:
        value: Float tensor.

    Raises:
        ValueError: If it is of another type.

    Source: `tf.estimator.export.RegressionOutput`.
    """

    def __init__(self, value: Any) -> None:
        if not (isinstance(value, tf.Tensor) and value.dtype.is_floating):
            raise ValueError(
                f"Regression output value must be a float32 Tensor; got {value}"
            )
        self._value = value

    @property
    def value(self) -> Any:
        """The value."""
        return self._value

    def as_signature_def(self, receiver_tensors: dict[str, Any]) -> Any:
        ((_, examples),) = _only_string(receiver_tensors, "Regression")
        return _signatures.regression_signature_def(examples, self.value)


class PredictOutput(ExportOutput):
    """Any outputs by name.

    Args:
        outputs: Dict of tensors, or a tensor, which is called `output`.

    Raises:
        ValueError: For what is not a tensor.

    Source: `tf.estimator.export.PredictOutput`.
    """

    _SINGLE_OUTPUT_DEFAULT_NAME = "output"

    def __init__(self, outputs: Any) -> None:
        self._outputs = self._wrap_and_check_outputs(
            outputs, self._SINGLE_OUTPUT_DEFAULT_NAME, error_label="Prediction"
        )

    @property
    def outputs(self) -> Any:
        """The outputs by name."""
        return self._outputs

    def as_signature_def(self, receiver_tensors: dict[str, Any]) -> Any:
        return _signatures.predict_signature_def(receiver_tensors, self.outputs)


class SupervisedOutput(ExportOutput):
    """What a graph of training or evaluation gives: loss, predictions and metrics.

    Args:
        loss: Tensor or dict of tensors.
        predictions: Tensor or dict of tensors.
        metrics: Dict of `(value, update)`, or of metrics of Keras 2.
    """

    LOSS_NAME = "loss"
    PREDICTIONS_NAME = "predictions"
    METRICS_NAME = "metrics"
    METRIC_VALUE_SUFFIX = "value"
    METRIC_UPDATE_SUFFIX = "update_op"

    def __init__(
        self, loss: Any = None, predictions: Any = None, metrics: Any = None
    ) -> None:
        self._loss = self._predictions = self._metrics = None
        if loss is not None:
            wrapped = self._wrap_and_check_outputs(loss, self.LOSS_NAME)
            self._loss = self._prefixed(wrapped, self.LOSS_NAME)
        if predictions is not None:
            wrapped = self._wrap_and_check_outputs(predictions, self.PREDICTIONS_NAME)
            self._predictions = self._prefixed(wrapped, self.PREDICTIONS_NAME)
        if metrics is not None:
            self._metrics = self._wrapped_metrics(metrics)

    def _prefixed(self, outputs: dict[str, Any], prefix: str) -> dict[str, Any]:
        return {
            key
            if key == prefix or key.startswith(prefix + _SEPARATOR)
            else prefix + _SEPARATOR + key: value
            for key, value in outputs.items()
        }

    def _wrapped_metrics(self, metrics: Any) -> dict[str, Any]:
        from compat.estimator import metric_ops

        if not isinstance(metrics, dict):
            metrics = {self.METRICS_NAME: metrics}
        found = {}
        for key, metric in metrics.items():
            key = self._check_output_key(key, self.METRICS_NAME)
            if metric_ops.is_metric_object(metric):
                value, update = metric.result(), metric.updates[0]
            else:
                value, update = metric
            key = self._prefixed({key: None}, self.METRICS_NAME).popitem()[0]
            for what, output, suffix in (
                ("value", value, self.METRIC_VALUE_SUFFIX),
                ("update", update, self.METRIC_UPDATE_SUFFIX),
            ):
                if not _is_tensor(output) and not isinstance(output, tf.Operation):
                    raise ValueError(
                        f"{key} output {what} must be a Tensor or Operation; "
                        f"got {output}"
                    )
                found[key + _SEPARATOR + suffix] = _wrapped_op(output)
        return found

    @property
    def loss(self) -> Any:
        """The loss by name."""
        return self._loss

    @property
    def predictions(self) -> Any:
        """The predictions by name."""
        return self._predictions

    @property
    def metrics(self) -> Any:
        """Values and updates of the metrics by name."""
        return self._metrics

    def _get_signature_def_fn(self) -> Any:
        raise NotImplementedError

    def as_signature_def(self, receiver_tensors: dict[str, Any]) -> Any:
        return self._get_signature_def_fn()(
            receiver_tensors, self.loss, self.predictions, self.metrics
        )


def _wrapped_op(output: Any) -> Any:
    """A tensor that stands for an op, which has none: signatures hold tensors."""
    if not isinstance(output, tf.Operation):
        return output
    with tf.control_dependencies([output]):
        return tf.constant([], name="metric_op_wrapper")


class TrainOutput(SupervisedOutput):
    """What a graph of training gives."""

    def _get_signature_def_fn(self) -> Any:
        return _supervised("tensorflow/supervised/training")


class EvalOutput(SupervisedOutput):
    """What a graph of evaluation gives."""

    def _get_signature_def_fn(self) -> Any:
        return _supervised("tensorflow/supervised/eval")


def _supervised(method: str) -> Any:
    def signature(inputs: Any, loss: Any, predictions: Any, metrics: Any) -> Any:
        if not inputs:
            raise ValueError("inputs cannot be None or empty.")
        build = tf1.saved_model.build_tensor_info
        outputs = {}
        for part in (loss, predictions, metrics):
            outputs.update({key: build(value) for key, value in (part or {}).items()})
        return tf1.saved_model.build_signature_def(
            {key: build(value) for key, value in inputs.items()}, outputs, method
        )

    return signature


def _only_string(receivers: dict[str, Any], kind: str) -> Any:
    if len(receivers) != 1:
        raise ValueError(
            f"{kind} input must be a single string Tensor; got {receivers}"
        )
    ((_, examples),) = receivers.items()
    if tf.as_dtype(examples.dtype) != tf.string:
        raise ValueError(
            f"{kind} input must be a single string Tensor; got {receivers}"
        )
    return list(receivers.items())
