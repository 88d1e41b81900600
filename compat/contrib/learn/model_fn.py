"""`tf.contrib.learn.ModelFnOps`: what a model function gives back."""

from __future__ import annotations

import collections
from typing import Any

import tensorflow as tf

from compat.contrib.learn.keys import ProblemType
from compat.contrib.learn.modes import ModeKeys
from compat.estimator.export import outputs
from compat.estimator.modes import ModeKeys as CoreModeKeys
from compat.estimator.spec import EstimatorSpec

tf1 = tf.compat.v1

_DEFAULT = "serving_default"


class ModelFnOps(
    collections.namedtuple(
        "ModelFnOps",
        "predictions loss train_op eval_metric_ops output_alternatives "
        "training_chief_hooks training_hooks scaffold mode",
    )
):
    """Predictions, loss and training step of a model.

    Args:
        mode: A `ModeKeys`.
        predictions: A tensor, or a dict of tensors.
        loss: A scalar.
        train_op: The step of a training.
        eval_metric_ops: From a name to a value and its update.
        output_alternatives: From a head's name to a `ProblemType` and its tensors.
        training_chief_hooks: Hooks of the chief's training.
        training_hooks: Hooks of training.
        scaffold: A `tf.train.Scaffold`.

    Raises:
        ValueError: If what the mode needs is missing.
        TypeError: For hooks that are none.

    Source: `tf.contrib.learn.ModelFnOps`.
    """

    def __new__(
        cls,
        mode: Any,
        predictions: Any = None,
        loss: Any = None,
        train_op: Any = None,
        eval_metric_ops: Any = None,
        output_alternatives: Any = None,
        training_chief_hooks: Any = None,
        training_hooks: Any = None,
        scaffold: Any = None,
    ) -> Any:
        ModeKeys.validate(mode)
        graph = tf1.get_default_graph()
        if train_op is None:
            if mode == ModeKeys.TRAIN:
                raise ValueError("Missing train_op.")
        elif not isinstance(train_op, tf.Operation):
            train_op = tf.convert_to_tensor(train_op).op
        if loss is None:
            if mode in (ModeKeys.TRAIN, ModeKeys.EVAL):
                raise ValueError("Missing loss.")
        else:
            loss = _scalar(tf.convert_to_tensor(loss))
        predictions = _settled(mode, predictions, graph)
        chief = list(training_chief_hooks or [])
        hooks = list(training_hooks or [])
        for hook in hooks + chief:
            if not isinstance(hook, tf1.train.SessionRunHook):
                raise TypeError(
                    "All hooks returned from model_fn must be SessionRunHook "
                    f"instances, got instance of {type(hook)}: {hook}"
                )
        return super().__new__(
            cls,
            predictions=predictions,
            loss=loss,
            train_op=train_op,
            eval_metric_ops={} if eval_metric_ops is None else eval_metric_ops,
            output_alternatives=output_alternatives,
            training_chief_hooks=chief,
            training_hooks=hooks,
            scaffold=scaffold,
            mode=mode,
        )

    def estimator_spec(self, default_serving_output_alternative_key: Any = None) -> Any:
        """The `tf.estimator.EstimatorSpec` of the same.

        Args:
            default_serving_output_alternative_key: Which head is served by default.

        Raises:
            ValueError: If there are several heads and none is named.
        """
        exported = self._exported(default_serving_output_alternative_key)
        mode = {
            ModeKeys.INFER: CoreModeKeys.PREDICT,
            ModeKeys.TRAIN: CoreModeKeys.TRAIN,
            ModeKeys.EVAL: CoreModeKeys.EVAL,
        }[self.mode]
        return EstimatorSpec(
            mode=mode,
            predictions=self.predictions,
            loss=self.loss,
            train_op=self.train_op,
            eval_metric_ops=_as_metrics(self.eval_metric_ops),
            export_outputs=exported,
            training_chief_hooks=self.training_chief_hooks,
            training_hooks=self.training_hooks,
            scaffold=self.scaffold,
        )

    def _exported(self, default: Any) -> Any:
        if not self.output_alternatives:
            return None
        found: dict[Any, Any] = {
            key: _export_output(*value)
            for key, value in self.output_alternatives.items()
        }
        if default is None:
            if len(found) > 1:
                raise ValueError(
                    "Please specify a default_serving_output_alternative_key.  "
                    f"Available keys are: {sorted(found)}"
                )
            default = next(iter(found))
        if default not in found:
            raise ValueError(
                "Requested default_serving_output_alternative: "
                f"{default}, but available output_alternatives are: {sorted(found)}"
            )
        found[_DEFAULT] = found[default]
        return found


def _settled(mode: str, predictions: Any, graph: Any) -> Any:
    """Predictions as tensors of the graph."""
    if predictions is None:
        if mode in (ModeKeys.INFER, ModeKeys.EVAL):
            raise ValueError("Missing predictions.")
        return None
    if isinstance(predictions, dict):
        found = {k: _as_tensor(v) for k, v in predictions.items()}
        values = list(found.values())
    else:
        found = _as_tensor(predictions)
        values = [found]
    for value in values:
        if value.graph is not graph:
            raise ValueError(f"Tensor {value} is from a different graph.")
    return found


def _as_tensor(value: Any) -> Any:
    return value if isinstance(value, tf.SparseTensor) else tf.convert_to_tensor(value)


def _scalar(loss: Any) -> Any:
    shape = loss.shape
    if shape.num_elements() not in (None, 1):
        raise ValueError(f"Loss must be scalar: {loss}.")
    return (
        loss
        if shape.is_compatible_with([]) and shape.rank == 0
        else (tf1.reshape(loss, []))
    )


def _as_metrics(metrics: dict[Any, Any]) -> dict[str, Any]:
    return {
        ":".join(key) if isinstance(key, tuple) else key: value
        for key, value in metrics.items()
    }


def _export_output(problem_type: int, tensors: Any) -> Any:
    """The `ExportOutput` of a head's tensors."""
    if isinstance(tensors, tf.Tensor):
        tensors = {"": tensors}
    if problem_type == ProblemType.LINEAR_REGRESSION:
        return outputs.RegressionOutput(_only(tensors))
    if problem_type in (ProblemType.CLASSIFICATION, ProblemType.LOGISTIC_REGRESSION):
        return _classified(tensors)
    return outputs.PredictOutput(tensors)


def _only(tensors: dict[str, Any]) -> Any:
    if len(tensors) != 1:
        raise ValueError(
            f"Expected exactly one output tensor, received {sorted(tensors)}"
        )
    return next(iter(tensors.values()))


def _classified(tensors: dict[str, Any]) -> Any:
    """Scores and classes, as far as they can be served."""
    classes = tensors.get("classes")
    scores = tensors.get("probabilities")
    if classes is not None and classes.dtype != tf.string:
        classes = None
    if scores is not None and not scores.dtype.is_floating:
        scores = None
    if classes is None and scores is None:
        return outputs.PredictOutput(tensors)
    return outputs.ClassificationOutput(scores=scores, classes=classes)
