"""The training of an Estimator: one graph, one monitored session."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import hooks as above
from compat.estimator.cluster import TaskType
from compat.session import ordered

tf1 = tf.compat.v1

_KEYS = tf1.GraphKeys


def run(
    estimator: Any, spec: Any, hooks: list[Any], step: Any, listeners: list[Any]
) -> Any:
    """Train until a hook says stop.

    Args:
        estimator: The Estimator.
        spec: Its `EstimatorSpec` of training.
        hooks: Of the input and the caller.
        step: The global step.
        listeners: `CheckpointSaverListener`s.

    Returns:
        The last loss.
    """
    config = estimator.config
    _summarize(spec.loss)
    hooks = [*hooks, *_watching(spec, step, config), *spec.training_hooks]
    add_saver(spec.scaffold, config)
    chief_hooks = _savers(estimator, spec, hooks, listeners)
    summary_steps = config.save_summary_steps
    log_steps = config.log_step_count_steps
    if _master_evaluates(config):
        hooks.extend(_of_first_worker(estimator, spec))
        summary_steps, log_steps = 0, None
    # as the script sees it, which may have put its own there
    with above.at("train").MonitoredTrainingSession(
        master=config.master,
        is_chief=config.is_chief,
        checkpoint_dir=estimator.model_dir,
        scaffold=spec.scaffold,
        hooks=hooks,
        chief_only_hooks=(*chief_hooks, *spec.training_chief_hooks),
        save_checkpoint_secs=0,  # a hook does it, so that listeners can be told
        save_summaries_steps=summary_steps,
        config=ordered.settled(None, estimator._session_config),
        max_wait_secs=config.session_creation_timeout_secs,
        log_step_count_steps=log_steps,
    ) as session:
        loss = None
        any_step = False
        while not session.should_stop():
            _, loss = session.run([spec.train_op, spec.loss])
            any_step = True
    if not any_step:
        tf1.logging.warning(
            "Training with estimator made no steps. Perhaps input is empty or "
            "misspecified."
        )
    return loss


def _master_evaluates(config: Any) -> bool:
    """Whether the first worker writes summaries: the master is to evaluate."""
    jobs = config.cluster_spec.jobs
    return TaskType.MASTER in jobs and TaskType.WORKER in jobs


def _of_first_worker(estimator: Any, spec: Any) -> list[Any]:
    config = estimator.config
    if config.task_type != TaskType.WORKER or config.task_id != 0:
        return []
    return [
        tf1.train.SummarySaverHook(
            scaffold=spec.scaffold,
            save_steps=config.save_summary_steps,
            output_dir=estimator.model_dir,
        ),
        tf1.train.StepCounterHook(
            every_n_steps=config.log_step_count_steps, output_dir=estimator.model_dir
        ),
    ]


def _summarize(loss: Any) -> None:
    names = [each.op.name for each in tf1.get_collection(_KEYS.SUMMARIES)]
    if "loss" not in names:
        tf1.summary.scalar("loss", loss)
    tf1.add_to_collection(_KEYS.LOSSES, loss)


def _watching(spec: Any, step: Any, config: Any) -> list[Any]:
    watching = [tf1.train.NanTensorHook(spec.loss)]
    if config.log_step_count_steps is not None:
        watching.append(
            tf1.train.LoggingTensorHook(
                {"loss": spec.loss, "step": step},
                every_n_iter=config.log_step_count_steps,
            )
        )
    return watching


def add_saver(scaffold: Any, config: Any) -> None:
    """A saver as the configuration wants it, unless the model has its own."""
    if scaffold.saver or tf1.get_collection(_KEYS.SAVERS):
        return
    tf1.add_to_collection(
        _KEYS.SAVERS,
        tf1.train.Saver(
            sharded=True,
            max_to_keep=config.keep_checkpoint_max,
            keep_checkpoint_every_n_hours=config.keep_checkpoint_every_n_hours,
            defer_build=True,
            save_relative_paths=True,
        ),
    )


def _savers(
    estimator: Any, spec: Any, hooks: list[Any], listeners: list[Any]
) -> list[Any]:
    """The hook that saves, where there is none yet and there is to be one."""
    config = estimator.config
    there = [
        hook
        for hook in (*hooks, *spec.training_chief_hooks)
        if isinstance(hook, tf1.train.CheckpointSaverHook)
    ]
    made = []
    if not there and (config.save_checkpoints_secs or config.save_checkpoints_steps):
        made = [
            tf1.train.CheckpointSaverHook(
                estimator.model_dir,
                save_secs=config.save_checkpoints_secs,
                save_steps=config.save_checkpoints_steps,
                scaffold=spec.scaffold,
            )
        ]
        there = made
    if listeners:
        if not there:
            raise ValueError(
                "There should be a CheckpointSaverHook to use saving_listeners. Please "
                "set one of the RunConfig.save_checkpoints_steps or "
                "RunConfig.save_checkpoints_secs."
            )
        there[0]._listeners.extend(listeners)
    return made
