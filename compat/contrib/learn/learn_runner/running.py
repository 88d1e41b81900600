"""`tf.contrib.learn.learn_runner`: runs an `Experiment` by its schedule."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.learn.experiment import Experiment
from compat.contrib.learn.keys import TaskType
from compat.contrib.learn.run_config import RunConfig

tf1 = tf.compat.v1


def run(
    experiment_fn: Any,
    output_dir: Any = None,
    schedule: Any = None,
    run_config: Any = None,
    hparams: Any = None,
) -> Any:
    """Make an experiment and run it.

    Args:
        experiment_fn: From a folder, or from `run_config` and `hparams`, to an
            `Experiment`.
        output_dir: The folder.
        schedule: Name of the experiment's method; by TF_CONFIG where it is left out.
        run_config: A `RunConfig`, in place of `output_dir`.
        hparams: What `experiment_fn` gets with `run_config`.

    Returns:
        What the method returns.

    Raises:
        ValueError: If arguments do not fit each other, or the schedule is none.
        TypeError: If `experiment_fn` is no function, or gives no `Experiment`.

    Source: `tf.contrib.learn.learn_runner.run`.
    """
    if output_dir is not None and run_config is not None:
        raise ValueError("Cannot provide both `output_dir` and `run_config`")
    if output_dir is None and run_config is None:
        raise ValueError("Must set value for `output_dir` or `run_config`")
    if output_dir is not None and hparams is not None:
        raise ValueError(
            "Must set `hparams` as None for `experiment_fn` with `output_dir`."
        )
    if not callable(experiment_fn):
        raise TypeError(f'Experiment builder "{experiment_fn}" is not callable.')
    experiment = _made(experiment_fn, output_dir, run_config, hparams)
    config = experiment.estimator.config
    schedule = schedule or _by_default(config)
    return _execute(experiment, schedule)


def tune(experiment_fn: Any, tuner: Any) -> None:
    """Run experiments as long as a tuner has trials.

    Args:
        experiment_fn: From `run_config` and `hparams` to an `Experiment`.
        tuner: Has `next_trial` and `run_experiment`.

    Source: `tf.contrib.learn.learn_runner.tune`.
    """
    while tuner.next_trial():
        tuner.run_experiment(experiment_fn)


def _made(experiment_fn: Any, folder: Any, run_config: Any, hparams: Any) -> Any:
    if run_config is not None:
        if not isinstance(run_config, RunConfig):
            raise ValueError(
                "`run_config` must be `tf.contrib.learn.RunConfig` instance"
            )
        if not run_config.model_dir:
            raise ValueError(
                "Must specify a model directory `model_dir` in `run_config`."
            )
        if hparams is not None:
            from compat.contrib.training import HParams

            if not isinstance(hparams, HParams):
                raise ValueError("`hparams` must be `HParams` instance, if specified.")
        experiment = experiment_fn(run_config=run_config, hparams=hparams)
        if not isinstance(experiment, Experiment):
            raise TypeError("Experiment builder did not return an Experiment instance.")
        there = experiment.estimator.config
        if not isinstance(there, RunConfig):
            raise RuntimeError(
                "Pass `run_config` argument of the `experiment_fn` to the Estimator "
                "in Experiment."
            )
        if (
            there.model_dir != run_config.model_dir
            or getattr(there, "uid", lambda: None)() != run_config.uid()
        ):
            raise RuntimeError(
                "`RunConfig` instance is expected to be used by the `Estimator` inside "
                "the `Experiment`. expected "
                f"{run_config.uid()}, but got "
                f"{getattr(there, 'uid', lambda: None)()}"
            )
        return experiment
    if not folder:
        raise ValueError("Must specify an output directory")
    experiment = experiment_fn(folder)
    if not isinstance(experiment, Experiment):
        raise TypeError("Experiment builder did not return an Experiment instance.")
    return experiment


def _by_default(config: Any) -> str:
    """The schedule of a task.

    Raises:
        ValueError: Without a task in a cluster, or for an unknown one.
    """
    if not config or not config.cluster_spec:
        return "train_and_evaluate"
    if not config.task_type:
        raise ValueError("Must specify a schedule")
    if config.task_type == TaskType.MASTER:
        return "train_and_evaluate"
    if config.task_type == TaskType.PS:
        return "run_std_server"
    if config.task_type == TaskType.WORKER:
        return "train"
    raise ValueError(f"No default schedule for task type: {config.task_type}")


def _execute(experiment: Any, schedule: str) -> Any:
    if not hasattr(experiment, schedule):
        tf1.logging.error("Schedule references non-existent task %s", schedule)
        valid = [
            name
            for name in dir(experiment)
            if not name.startswith("_") and callable(getattr(experiment, name))
        ]
        tf1.logging.error("Allowed values for this experiment are: %s", valid)
        raise ValueError(f"Schedule references non-existent task {schedule}")
    task = getattr(experiment, schedule)
    if not callable(task):
        tf1.logging.error("Schedule references non-callable member %s", schedule)
        valid = [
            name
            for name in dir(experiment)
            if not name.startswith("_") and callable(getattr(experiment, name))
        ]
        tf1.logging.error("Allowed values for this experiment are: %s", valid)
        raise TypeError(f"Schedule references non-callable member {schedule}")
    return task()
