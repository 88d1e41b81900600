"""What an `Experiment` does beside its training."""

from __future__ import annotations

import time
from typing import Any

import tensorflow as tf

from compat.contrib.learn.export_strategy import ExportStrategy
from compat.contrib.learn.keys import NotFittedError

tf1 = tf.compat.v1


class Listener(tf1.train.CheckpointSaverListener):  # type: ignore[name-defined, misc]
    """Calls a function after each checkpoint.

    Args:
        function: Without arguments.
    """

    def __init__(self, function: Any) -> None:
        self._function = function

    def after_save(self, session: Any, global_step_value: Any) -> None:
        del session, global_step_value
        tf1.logging.info("Checkpoint captured, running evaluation.")
        self._function()


def strategies(values: Any) -> tuple[Any, ...]:
    """Export strategies in the order of their names.

    Raises:
        ValueError: For something else, or two of one name.
    """
    if values is None:
        return ()
    if isinstance(values, ExportStrategy):
        return (values,)
    for one in values:
        if not isinstance(one, ExportStrategy):
            raise ValueError(
                "`export_strategies` must be an ExportStrategy, an iterable of "
                f"ExportStrategy, or `None`, found {one}."
            )
    return tuple(values)


def checked(predicate_fn: Any) -> Any:
    """The predicate, or one that always says to go on.

    Raises:
        ValueError: If it is no function.
    """
    if predicate_fn is not None and not callable(predicate_fn):
        raise ValueError("`continuous_eval_predicate_fn` must be a callable, or None.")
    return predicate_fn or (lambda found: True)


def continuous(
    experiment: Any,
    input_fn: Any,
    name: str,
    delay_secs: Any,
    throttle_delay_secs: Any,
    once: bool,
    predicate_fn: Any,
) -> Any:
    """Evaluate checkpoints as they come, until the predicate or the last step.

    Args:
        experiment: The `Experiment`.
        input_fn: To features and labels.
        name: Of the evaluation.
        delay_secs: Seconds before the beginning.
        throttle_delay_secs: Seconds between two evaluations.
        once: Whether a checkpoint is evaluated once.
        predicate_fn: From the last values to whether to go on.

    Returns:
        The last values.
    """
    takes_path = _takes_path(predicate_fn)
    predicate_fn = checked(predicate_fn)
    if delay_secs is None:
        delay_secs = experiment._eval_delay_secs
    if throttle_delay_secs is None:
        throttle_delay_secs = experiment._continuous_eval_throttle_secs
    if delay_secs:
        tf1.logging.info("Waiting %f secs before starting eval.", delay_secs)
        time.sleep(delay_secs)
    previous: Any = None
    found: Any = None
    warned = 0.0
    while predicate_fn(found, previous) if takes_path else predicate_fn(found):
        start = time.time()
        error: Any = None
        latest = tf1.train.latest_checkpoint(experiment._estimator.model_dir)
        if not latest:
            error = NotFittedError(
                "Estimator is not fitted yet. Will start an evaluation when a "
                "checkpoint is ready."
            )
        elif once and latest == previous:
            error = "No new checkpoint ready for evaluation."
        else:
            found = experiment._call_evaluate(
                input_fn=input_fn,
                steps=experiment._eval_steps,
                metrics=experiment._eval_metrics,
                name=name,
                checkpoint_path=latest,
                hooks=experiment._eval_hooks,
            )
            found = found or {}
            experiment._maybe_export(found, checkpoint_path=latest)
            previous, warned = latest, 0.0
        if error is not None and time.time() - warned > 600:
            tf1.logging.warning(error)
            warned = time.time()
        if experiment._has_training_stopped(found):
            tf1.logging.info(
                "Exiting evaluation, global_step=%s >= train_steps=%s",
                found["global_step"],
                experiment._train_steps,
            )
            break
        rest = throttle_delay_secs - (time.time() - start)
        if rest > 0:
            tf1.logging.info("Waiting %f secs before starting next eval run.", rest)
            time.sleep(rest)
    return found


def _takes_path(predicate_fn: Any) -> bool:
    from compat.estimator import arguments

    return callable(predicate_fn) and "checkpoint_path" in arguments.names(predicate_fn)


def server(config: Any) -> Any:
    """The server of a task.

    Raises:
        ValueError: If the configuration is of no cluster.
    """
    if (
        not config.cluster_spec
        or not config.task_type
        or not config.master
        or config.task_id is None
    ):
        raise ValueError(
            "Could not start server; be sure to specify cluster_spec, task_type, "
            "master, and task in RunConfig or set the TF_CONFIG environment variable."
        )
    return tf1.train.Server(
        config.cluster_spec,
        job_name=config.task_type,
        task_index=config.task_id,
        config=config.tf_config,
        start=True,
    )
