"""The evaluation of an Estimator, and what it writes down."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import tensorflow as tf

from compat.estimator import metric_ops
from compat.estimator.spec import LOSS_METRIC_KEY
from compat.python import evaluation as loops
from compat.session import ordered

tf1 = tf.compat.v1

_STEP = "global_step"


def build(spec: Any) -> tuple[Any, dict[str, Any]]:
    """The op of an evaluation's step, and what is read at its end.

    Raises:
        ValueError: For a metric that is called as the global step.
    """
    metrics = dict(spec.eval_metric_ops or {})
    if _STEP in metrics:
        raise ValueError(
            f"Metric with name `{_STEP}` is not allowed, because Estimator already "
            "defines a default metric with the same name."
        )
    metrics[LOSS_METRIC_KEY] = tf1.metrics.mean(spec.loss)
    update, values = metric_ops.split(metrics)
    values[_STEP] = tf1.train.get_global_step()
    return update, values


def run(
    estimator: Any,
    checkpoint_path: Any,
    spec: Any,
    update: Any,
    values: dict[str, Any],
    hooks: list[Any],
) -> dict[str, Any]:
    """Evaluate a checkpoint, or initial values where it is `None`."""
    return loops.evaluate_once(
        checkpoint_path=checkpoint_path,
        master=estimator.config.evaluation_master,
        scaffold=spec.scaffold,
        eval_ops=update,
        final_ops=values,
        hooks=hooks,
        config=ordered.settled(None, estimator._session_config),
    )


def write(output_dir: str, values: dict[str, Any], step: Any) -> None:
    """Log the values and write them as events.

    Args:
        output_dir: Folder of the events.
        values: By the metrics' names.
        step: The global step they are of.
    """
    tf1.logging.info("Saving dict for global step %d: %s", step, _as_text(values))
    writer = tf1.summary.FileWriterCache.get(output_dir)
    summary = tf1.Summary()
    for name, value in values.items():
        if value is None or name == _STEP:
            continue
        _add(summary, name, value)
    writer.add_summary(summary, step)
    writer.flush()


def write_checkpoint(output_dir: str, path: Any, step: Any) -> None:
    """Write as an event which checkpoint was evaluated."""
    name = "checkpoint_path"
    tf1.logging.info("Saving '%s' summary for global step %d: %s", name, step, path)
    summary = tf1.Summary()
    summary.value.add(tag=name, tensor=tf1.make_tensor_proto(path, dtype=tf.string))
    writer = tf1.summary.FileWriterCache.get(output_dir)
    writer.add_summary(summary, step)
    writer.flush()


def _as_text(values: dict[str, Any]) -> str:
    return ", ".join(
        f"{name} = {value!s}"
        for name, value in sorted(values.items())
        if not isinstance(value, bytes)
    )


def _add(summary: Any, name: str, value: Any) -> None:
    if isinstance(value, float | np.floating):
        summary.value.add(tag=name, simple_value=float(value))
    elif isinstance(value, int | np.integer):
        summary.value.add(tag=name, simple_value=int(value))
    elif isinstance(value, bytes):
        try:
            inner = tf1.Summary.FromString(value)
        except Exception:  # protobuf has no public class for a text that is none
            tf1.logging.warning(
                "Skipping summary for %s, cannot parse string to Summary.", name
            )
            return
        for number, one in enumerate(inner.value):
            one.tag = f"{name}/{number}"
        summary.value.extend(inner.value)
    elif isinstance(value, np.ndarray):
        added = summary.value.add(tag=name)
        added.node_name = name
        added.tensor.CopyFrom(tf1.make_tensor_proto(value))
        tf1.logging.info(
            "Summary for np.ndarray is not visible in Tensorboard by default. Consider "
            "using a Tensorboard plugin for visualization (see "
            "https://github.com/tensorflow/tensorboard-plugin-example/blob/master/README.md"
            " for more information)."
        )
    else:
        tf1.logging.warning(
            "Skipping summary for %s, must be a float, np.float32, np.int64, np.int32 "
            "or int or np.ndarray or a serialized string of Summary.",
            name,
        )


def rows(values: Any) -> Any:
    """The predictions of a batch one by one.

    Raises:
        ValueError: If their first dimensions differ.
    """
    if not isinstance(values, dict):
        yield from values
        return
    length = None
    for key, value in values.items():
        length = length or value.shape[0]
        if value.shape[0] != length:
            raise ValueError(
                "Batch length of predictions should be same. "
                f"{key} has different batch length than others."
            )
    for number in range(length or 0):
        yield {key: value[number] for key, value in values.items()}


def eval_dir(model_dir: str, name: Any = None) -> str:
    """Folder of the events of an evaluation."""
    return os.path.join(model_dir, "eval" if not name else "eval_" + name)


def stop_after(steps: Any) -> list[Any]:
    """The hook that ends an evaluation after some steps, if any."""
    if steps is None:
        return []
    if steps <= 0:
        raise ValueError(f"Must specify steps > 0, given: {steps}")
    return [loops.StopAfterNEvalsHook(num_evals=steps)]
