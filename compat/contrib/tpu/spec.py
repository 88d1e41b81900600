"""`tf.contrib.tpu.TPUEstimatorSpec`: what a model function gives a `TPUEstimator`."""

from __future__ import annotations

import collections
import inspect
from typing import Any

import tensorflow as tf

from compat.estimator import spec as core

tf1 = tf.compat.v1

_Fields = collections.namedtuple(
    "_Fields",
    "mode predictions loss train_op eval_metrics export_outputs scaffold_fn host_call "
    "training_hooks evaluation_hooks prediction_hooks",
)


class TPUEstimatorSpec(_Fields):
    """Ops of a model, with functions for what a TPU leaves to its host.

    Args:
        mode: A `ModeKeys`.
        predictions: Tensor or dict of tensors.
        loss: Scalar tensor, or of shape `[1]`.
        train_op: Op for a training step.
        eval_metrics: `(metric_fn, tensors)`: the function gives the metrics by name;
            the tensors are its arguments, a list or a dict.
        export_outputs: Dict of `ExportOutput` by signature.
        scaffold_fn: To a `tf.train.Scaffold`.
        host_call: `(function, tensors)`: its results are run with every step.
        training_hooks: Hooks of training.
        evaluation_hooks: Hooks of evaluation.
        prediction_hooks: Hooks of prediction.

    Raises:
        ValueError: For what is missing.
        TypeError: For what is of a wrong type.

    Source: `tf.contrib.tpu.TPUEstimatorSpec`.
    """

    __slots__ = ()

    def __new__(
        cls,
        mode: Any,
        predictions: Any = None,
        loss: Any = None,
        train_op: Any = None,
        eval_metrics: Any = None,
        export_outputs: Any = None,
        scaffold_fn: Any = None,
        host_call: Any = None,
        training_hooks: Any = None,
        evaluation_hooks: Any = None,
        prediction_hooks: Any = None,
    ) -> Any:
        for name, call in (("eval_metrics", eval_metrics), ("host_call", host_call)):
            if call is not None:
                _check_call(name, call)
        hooks = [
            tuple(given or ())
            for given in (training_hooks, evaluation_hooks, prediction_hooks)
        ]
        for hook in sum(hooks, ()):
            if not isinstance(hook, tf1.train.SessionRunHook):
                raise TypeError(
                    f"All hooks must be SessionRunHook instances, given: {hook}"
                )
        checked = core.EstimatorSpec(
            mode=mode,
            predictions=predictions,
            loss=loss,
            train_op=train_op,
            export_outputs=export_outputs,
        )
        return super().__new__(
            cls,
            mode,
            checked.predictions,
            checked.loss,
            checked.train_op,
            eval_metrics,
            checked.export_outputs,
            scaffold_fn,
            host_call,
            *hooks,
        )

    def as_estimator_spec(self) -> Any:
        """The `tf.estimator.EstimatorSpec` of CPUs: the functions are called here."""
        metrics = _called(self.eval_metrics)
        on_host = _called(self.host_call)
        hooks = [] if on_host is None else [_HostCallHook(on_host)]
        return core.EstimatorSpec(
            mode=self.mode,
            predictions=self.predictions,
            loss=self.loss,
            train_op=self.train_op,
            eval_metric_ops=metrics,
            export_outputs=self.export_outputs,
            scaffold=self.scaffold_fn() if self.scaffold_fn else None,
            training_hooks=[*self.training_hooks, *hooks],
            evaluation_hooks=[*self.evaluation_hooks, *hooks],
            prediction_hooks=[*self.prediction_hooks, *hooks],
        )


class _HostCallHook(tf1.train.SessionRunHook):  # type: ignore[name-defined, misc]
    """Runs the results of a host call with every step."""

    def __init__(self, tensors: Any) -> None:
        self._tensors = tensors

    def before_run(self, run_context: Any) -> Any:
        return tf1.train.SessionRunArgs(self._tensors)


def _called(call: Any) -> Any:
    if call is None:
        return None
    function, tensors = call
    return function(**tensors) if isinstance(tensors, dict) else function(*tensors)


def _check_call(name: str, call: Any) -> None:
    if not isinstance(call, tuple | list):
        raise ValueError(f"{name} should be tuple or list")
    if len(call) != 2:
        raise ValueError(f"{name} should have two elements.")
    function, tensors = call
    if not callable(function):
        raise TypeError(f"{name}[0] should be callable.")
    if not isinstance(tensors, tuple | list | dict):
        raise ValueError(f"{name}[1] should be tuple or list, or dict.")
    if isinstance(tensors, tuple | list):
        taken = inspect.getfullargspec(function)
        if taken.varargs is None and len(tensors) != len(taken.args):
            raise RuntimeError(
                f"In TPUEstimatorSpec.{name}, length of tensors {len(tensors)} does "
                f"not match method args of the function, which takes {len(taken.args)}."
            )
