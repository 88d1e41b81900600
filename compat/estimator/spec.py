"""`tf.estimator.EstimatorSpec`: what a model function gives back."""

from __future__ import annotations

import collections
from typing import Any

import tensorflow as tf

from compat.estimator import arguments, checks, metric_ops
from compat.estimator.export import outputs
from compat.estimator.modes import ModeKeys

tf1 = tf.compat.v1

LOSS_METRIC_KEY = "loss"
AVERAGE_LOSS_METRIC_KEY = "average_loss"
DEFAULT_SIGNATURE = "serving_default"

_Fields = collections.namedtuple(
    "_Fields",
    "mode predictions loss train_op eval_metric_ops export_outputs "
    "training_chief_hooks training_hooks scaffold evaluation_hooks prediction_hooks",
)


class EstimatorSpec(_Fields):
    """Ops and objects returned from a `model_fn` and passed to an Estimator.

    Args:
        mode: A `ModeKeys`.
        predictions: Tensor or dict of tensors.
        loss: Scalar tensor, or of shape `[1]`.
        train_op: Op for a training step.
        eval_metric_ops: Dict of metrics by name: `(value, update)`, or a metric of
            Keras 2.
        export_outputs: Dict of `ExportOutput` by signature.
        training_chief_hooks: Hooks of the chief while it trains.
        training_hooks: Hooks of every worker while it trains.
        scaffold: A `tf.train.Scaffold`.
        evaluation_hooks: Hooks of evaluation.
        prediction_hooks: Hooks of prediction.

    Raises:
        ValueError: For what is missing, or of another graph.
        TypeError: For what is of a wrong type.

    Source: `tf.estimator.EstimatorSpec`.
    """

    __slots__ = ()

    def __new__(
        cls,
        mode: Any,
        predictions: Any = None,
        loss: Any = None,
        train_op: Any = None,
        eval_metric_ops: Any = None,
        export_outputs: Any = None,
        training_chief_hooks: Any = None,
        training_hooks: Any = None,
        scaffold: Any = None,
        evaluation_hooks: Any = None,
        prediction_hooks: Any = None,
    ) -> Any:
        train_op = _checked_train_op(train_op, mode)
        loss = _checked_loss(loss, mode)
        predictions = _checked_predictions(predictions, mode)
        eval_metric_ops = _checked_metrics(eval_metric_ops)
        export_outputs = _checked_outputs(export_outputs, predictions, mode)
        scaffold = scaffold or tf1.train.Scaffold()
        if not isinstance(scaffold, tf1.train.Scaffold):
            raise TypeError(f"scaffold must be tf.train.Scaffold. Given: {scaffold}")
        return super().__new__(
            cls,
            mode=mode,
            predictions=predictions,
            loss=loss,
            train_op=train_op,
            eval_metric_ops=eval_metric_ops,
            export_outputs=export_outputs,
            training_chief_hooks=checks.hooks(training_chief_hooks),
            training_hooks=checks.hooks(training_hooks),
            scaffold=scaffold,
            evaluation_hooks=checks.hooks(evaluation_hooks),
            prediction_hooks=checks.hooks(prediction_hooks),
        )

    def _replace(self, **kwds: Any) -> EstimatorSpec:  # type: ignore[override]
        if "mode" in kwds and kwds["mode"] != self.mode:
            raise ValueError(
                "mode of EstimatorSpec cannot be changed. Expected: "
                f"{self.mode}, received: {kwds['mode']}"
            )
        return type(self)(*map(kwds.pop, self._fields, self))


def _checked_train_op(train_op: Any, mode: Any) -> Any:
    if train_op is None:
        if mode == ModeKeys.TRAIN:
            raise ValueError("Missing train_op.")
        return None
    if isinstance(train_op, tf.Tensor | tf.Operation):
        checks.same_graph([train_op])
        return train_op
    if isinstance(train_op, tf.Variable | tf1.Variable):
        return train_op.op
    raise TypeError(f"train_op must be Operation or Tensor, given: {train_op}")


def _checked_loss(loss: Any, mode: Any) -> Any:
    if loss is None:
        if mode in (ModeKeys.TRAIN, ModeKeys.EVAL):
            raise ValueError("Missing loss.")
        return None
    if not checks.is_tensor_like(loss):
        raise TypeError(f"loss must be Tensor, given: {loss}")
    checks.same_graph([loss])
    if loss.shape.num_elements() not in (None, 1):
        raise ValueError(f"Loss must be scalar, given: {loss}")
    if not loss.shape.is_compatible_with(tf.TensorShape([])):
        loss = tf1.reshape(loss, [])
    return loss


def _checked_predictions(predictions: Any, mode: Any) -> Any:
    if predictions is None:
        if mode == ModeKeys.PREDICT:
            raise ValueError("Missing predictions.")
        return {}
    if isinstance(predictions, dict):
        for name, value in predictions.items():
            if not checks.is_tensor_like(value):
                raise TypeError(f"predictions[{name}] must be Tensor, given: {value}")
        checks.same_graph(predictions.values())
        return predictions
    if not checks.is_tensor_like(predictions):
        raise TypeError(f"predictions must be Tensor, given: {predictions}")
    checks.same_graph([predictions])
    return predictions


def _checked_metrics(metrics: Any) -> Any:
    if metrics is None:
        return {}
    if not isinstance(metrics, dict):
        raise TypeError(f"eval_metric_ops must be a dict, given: {metrics}")
    parts: list[Any] = []
    for name, metric in metrics.items():
        if metric_ops.is_metric_object(metric):
            if not metric.updates:
                raise ValueError(
                    f'Please call update_state(...) on the "{metric.name}" metric'
                )
            parts.extend(metric.variables)
            _collect(metric.variables)
        elif not isinstance(metric, tuple) or len(metric) != 2:
            raise TypeError(
                "Values of eval_metric_ops must be (metric_value, update_op) tuples, "
                f"given: {metric} for key: {name}"
            )
        else:
            parts.extend(tf.nest.flatten(metric))
    checks.same_graph(parts)
    return metrics


def _collect(variables: Any) -> None:
    for key in (tf1.GraphKeys.LOCAL_VARIABLES, tf1.GraphKeys.METRIC_VARIABLES):
        there = {id(variable) for variable in tf1.get_collection(key)}
        for variable in variables:
            if id(variable) not in there:
                tf1.add_to_collection(key, variable)


def _checked_outputs(given: Any, predictions: Any, mode: Any) -> Any:
    if mode != ModeKeys.PREDICT:
        if given is not None and not isinstance(given, dict):
            raise TypeError(f"export_outputs must be dict, given: {given}")
        return given
    if given is None:
        given = {DEFAULT_SIGNATURE: outputs.PredictOutput(predictions)}
    if not isinstance(given, dict):
        raise TypeError(f"export_outputs must be dict, given: {given}")
    for value in given.values():
        if not isinstance(value, outputs.ExportOutput):
            raise TypeError(
                f"Values in export_outputs must be ExportOutput objects. Given: {given}"
            )
    if len(given) == 1:
        ((_, only),) = given.items()
        given[DEFAULT_SIGNATURE] = only
    elif len(given) > 1 and DEFAULT_SIGNATURE not in given:
        raise ValueError(
            "Multiple export_outputs were provided, but none of them is specified as "
            "the default.  Do this by naming one of them with "
            "signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY."
        )
    return given


def call_logit_fn(
    logit_fn: Any, features: Any, mode: Any, params: Any, config: Any
) -> Any:
    """Call a `logit_fn` with those arguments that it takes.

    Args:
        logit_fn: From features, and any of mode, params and config, to logits.
        features: What is passed as `features`.
        mode: What is passed as `mode`.
        params: What is passed as `params`.
        config: What is passed as `config`.

    Returns:
        A tensor, or a dict of tensors by head.

    Raises:
        ValueError: If the function returns anything else.

    Source: `tf.estimator.experimental.call_logit_fn`.
    """
    result = arguments.call(
        logit_fn, features=features, mode=mode, params=params, config=config
    )
    fine = checks.is_tensor_like(result) or (
        isinstance(result, dict)
        and all(isinstance(key, str) for key in result)
        and all(checks.is_tensor_like(value) for value in result.values())
    )
    if not fine:
        raise ValueError(
            "logit_fn should return a Tensor or a dictionary mapping strings to "
            f"Tensors.  logit_fn returned: {result}"
        )
    return result
