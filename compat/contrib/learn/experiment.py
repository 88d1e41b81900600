"""`tf.contrib.learn.Experiment`: an Estimator with its inputs, run by a schedule."""

from __future__ import annotations

import os
import time
from typing import Any

import tensorflow as tf

from compat.contrib.learn import experiment_evaluation as evaluations
from compat.contrib.learn.trainable import Evaluable, Trainable
from compat.estimator.estimator import EstimatorV2

tf1 = tf.compat.v1


class Experiment:
    """All that a training with evaluations takes.

    Args:
        estimator: An Estimator of `tf.contrib.learn` or of `tf.estimator`.
        train_input_fn: To features and labels of the training.
        eval_input_fn: To those of the evaluation.
        eval_metrics: From a name to a `MetricSpec`.
        train_steps: How many steps in all; without end by default.
        eval_steps: How many batches; until the input ends where it is `None`.
        train_monitors: Monitors or hooks of the training.
        eval_hooks: `SessionRunHook`s of the evaluation.
        local_eval_frequency: As `min_eval_frequency`.
        eval_delay_secs: Seconds before the first evaluation of a process of its own.
        continuous_eval_throttle_secs: Seconds between two of them.
        min_eval_frequency: Steps between two evaluations within the training.
        delay_workers_by_global_step: Whether workers wait for steps, not for seconds.
        export_strategies: `ExportStrategy`s.
        train_steps_per_iteration: Steps between two evaluations by turns.
        checkpoint_and_export: Whether each checkpoint is evaluated and exported.
        saving_listeners: `CheckpointSaverListener`s.
        check_interval_secs: Seconds between looks for a checkpoint.

    Raises:
        ValueError: If arguments do not fit each other.

    Source: `tf.contrib.learn.Experiment`.
    """

    def __init__(
        self,
        estimator: Any,
        train_input_fn: Any,
        eval_input_fn: Any,
        eval_metrics: Any = None,
        train_steps: Any = None,
        eval_steps: Any = 100,
        train_monitors: Any = None,
        eval_hooks: Any = None,
        local_eval_frequency: Any = None,
        eval_delay_secs: Any = 120,
        continuous_eval_throttle_secs: Any = 60,
        min_eval_frequency: Any = None,
        delay_workers_by_global_step: bool = False,
        export_strategies: Any = None,
        train_steps_per_iteration: Any = None,
        checkpoint_and_export: bool = False,
        saving_listeners: Any = None,
        check_interval_secs: Any = 5,
    ) -> None:
        core = isinstance(estimator, EstimatorV2)
        if core:
            if eval_metrics is not None:
                raise ValueError(
                    "`eval_metrics` must be `None` with `tf.estimator.Estimator`. "
                    "Use `eval_metric_ops` in `tf.estimator.EstimatorSpec` instead."
                )
        else:
            if not isinstance(estimator, Evaluable):
                raise ValueError(
                    "`estimator` must implement `tf.contrib.learn.Evaluable` or "
                    "`tf.estimator.`Estimator`."
                )
            if not isinstance(estimator, Trainable):
                raise ValueError(
                    "`estimator` must implement `tf.contrib.learn.Trainable`or "
                    "`tf.estimator.`Estimator`."
                )
            if saving_listeners is not None:
                raise ValueError(
                    "`saving_listeners` must be `None` with `tf.contrib.learn`"
                )
        self._core_estimator_used = core
        self._estimator = estimator
        self._train_input_fn = train_input_fn
        self._eval_input_fn = eval_input_fn
        self._eval_metrics = eval_metrics
        self._train_steps = train_steps
        self._eval_steps = eval_steps
        self._local_eval_frequency = local_eval_frequency
        self._eval_delay_secs = eval_delay_secs
        self._continuous_eval_throttle_secs = continuous_eval_throttle_secs
        self._checkpoint_and_export = checkpoint_and_export
        self._saving_listeners = saving_listeners
        self._check_interval_secs = check_interval_secs
        if min_eval_frequency is None:  # one for each checkpoint, or none at all
            min_eval_frequency = 1 if not checkpoint_and_export else 0
        self._min_eval_frequency = min_eval_frequency
        self._delay_workers_by_global_step = delay_workers_by_global_step
        self._train_monitors = list(train_monitors or [])
        self._eval_hooks = list(eval_hooks or [])
        self._set_export_strategies(export_strategies)
        if train_steps_per_iteration is not None and not isinstance(
            train_steps_per_iteration, int
        ):
            raise ValueError("`train_steps_per_iteration` must be an integer.")
        self._train_steps_per_iteration = train_steps_per_iteration

    @property
    def estimator(self) -> Any:
        """The Estimator."""
        return self._estimator

    @property
    def eval_metrics(self) -> Any:
        """The metrics of evaluations."""
        return self._eval_metrics

    @property
    def train_steps(self) -> Any:
        """How many steps in all."""
        return self._train_steps

    @property
    def eval_steps(self) -> Any:
        """How many batches of an evaluation."""
        return self._eval_steps

    def _set_export_strategies(self, values: Any) -> None:
        self._export_strategies = evaluations.strategies(values)

    def extend_train_hooks(self, additional_hooks: Any) -> None:
        """Add hooks of the training.

        Args:
            additional_hooks: The hooks.
        """
        self._train_monitors.extend(additional_hooks)

    def reset_export_strategies(self, new_export_strategies: Any = None) -> Any:
        """Put other strategies in place of those that are there.

        Args:
            new_export_strategies: The others; none by default.

        Returns:
            Those that were there.
        """
        old = self._export_strategies
        self._set_export_strategies(new_export_strategies)
        return old

    def train(self, delay_secs: Any = None) -> Any:
        """Train.

        Args:
            delay_secs: Seconds before the beginning; by the task's number by default.

        Returns:
            The Estimator.
        """
        config = self._estimator.config
        if (
            config.cluster_spec
            and config.master
            and getattr(config, "environment", None) == "local"
        ):
            tf1.logging.warning(
                "ClusterSpec and master are provided, but environment is set to "
                "'local'. Set environment to 'cloud' if you intend to use the "
                "distributed runtime."
            )
        hooks: list[Any] = []
        if delay_secs is None:
            number = config.task_id or 0
            if self._delay_workers_by_global_step:
                wait = int(5500.0 * _log(number)) if number else 0
                hooks.append(tf1.train.GlobalStepWaiterHook(wait))
                delay_secs = 0
            else:
                delay_secs = min(60, number * 5)
        if delay_secs > 0:
            tf1.logging.info("Waiting %d secs before starting training.", delay_secs)
            time.sleep(delay_secs)
        return self._call_train(
            input_fn=self._train_input_fn,
            max_steps=self._train_steps,
            hooks=self._train_monitors + hooks,
            saving_listeners=self._saving_listeners,
        )

    def evaluate(self, delay_secs: Any = None, name: Any = None) -> Any:
        """Evaluate.

        Args:
            delay_secs: Seconds before the beginning.
            name: Of the evaluation.

        Returns:
            Dict of the metrics' values.
        """
        delay_secs = self._eval_delay_secs if delay_secs is None else delay_secs
        if delay_secs:
            tf1.logging.info("Waiting %d secs before starting eval.", delay_secs)
            time.sleep(delay_secs)
        return self._call_evaluate(
            input_fn=self._eval_input_fn,
            steps=self._eval_steps,
            metrics=self._eval_metrics,
            name=(name or "one_pass"),
            hooks=self._eval_hooks,
        )

    def local_run(self) -> Any:
        """As `train_and_evaluate`, by an older name."""
        tf1.logging.warning("local_run: use train_and_evaluate instead.")
        return self.train_and_evaluate()

    def continuous_eval(
        self,
        delay_secs: Any = None,
        throttle_delay_secs: Any = None,
        evaluate_checkpoint_only_once: bool = True,
        continuous_eval_predicate_fn: Any = None,
        name: str = "continuous",
    ) -> Any:
        """Evaluate each checkpoint as it comes.

        Args:
            delay_secs: Seconds before the beginning.
            throttle_delay_secs: Seconds between two evaluations.
            evaluate_checkpoint_only_once: Whether one is evaluated once.
            continuous_eval_predicate_fn: From the last values to whether to go on.
            name: Of the evaluation.
        """
        return evaluations.continuous(
            self,
            input_fn=self._eval_input_fn,
            name=name,
            delay_secs=delay_secs,
            throttle_delay_secs=throttle_delay_secs,
            once=evaluate_checkpoint_only_once,
            predicate_fn=continuous_eval_predicate_fn,
        )

    def continuous_eval_on_train_data(
        self,
        delay_secs: Any = None,
        throttle_delay_secs: Any = None,
        continuous_eval_predicate_fn: Any = None,
        name: str = "continuous_on_train_data",
    ) -> Any:
        """Evaluate each checkpoint as it comes, on what it was trained on.

        Args:
            delay_secs: Seconds before the beginning.
            throttle_delay_secs: Seconds between two evaluations.
            continuous_eval_predicate_fn: From the last values to whether to go on.
            name: Of the evaluation.
        """
        return evaluations.continuous(
            self,
            input_fn=self._train_input_fn,
            name=name,
            delay_secs=delay_secs,
            throttle_delay_secs=throttle_delay_secs,
            once=True,
            predicate_fn=continuous_eval_predicate_fn,
        )

    def train_and_evaluate(self) -> Any:
        """Train, with evaluations within and at the end.

        Returns:
            The last evaluation's values and the exports' folders.
        """
        if self._checkpoint_and_export:
            self._saving_listeners = [
                *(self._saving_listeners or []),
                evaluations.Listener(self._evaluate_and_export),
            ]
            if not self._core_estimator_used:
                raise ValueError(
                    "checkpoint_and_export: expected an Estimator of tf.estimator, "
                    f"received {type(self._estimator).__name__}"
                )
        elif self._min_eval_frequency:
            from compat.contrib.learn.monitors import ValidationMonitor

            given: dict[str, Any] = {}
            if not self._core_estimator_used:
                given["metrics"] = self._eval_metrics
            self._train_monitors.append(
                ValidationMonitor(
                    input_fn=self._eval_input_fn,
                    eval_steps=self._eval_steps,
                    every_n_steps=self._min_eval_frequency,
                    hooks=self._eval_hooks,
                    name=os.path.join("one_pass")
                    if self._core_estimator_used
                    else "one_pass",
                    check_interval_secs=self._check_interval_secs,
                    **given,
                )
            )
        self.train(delay_secs=0)
        found = self._call_evaluate(
            input_fn=self._eval_input_fn,
            steps=self._eval_steps,
            metrics=self._eval_metrics,
            name="one_pass",
            hooks=self._eval_hooks,
        )
        return found, self._maybe_export(found)

    def continuous_train_and_eval(
        self, continuous_eval_predicate_fn: Any = None
    ) -> Any:
        """Train and evaluate by turns.

        Args:
            continuous_eval_predicate_fn: From the last values to whether to go on.

        Returns:
            The last evaluation's values and the exports' folders.

        Raises:
            ValueError: If the predicate is no function.
        """
        predicate_fn = evaluations.checked(continuous_eval_predicate_fn)
        found: Any = None
        exported: Any = None
        least = (
            1000 if not self._train_steps else min(1000, int(self._train_steps / 10))
        )
        every = self._train_steps_per_iteration or max(least, 1)
        while predicate_fn(found):
            if self._has_training_stopped(found):
                tf1.logging.info(
                    "Stop continuous training since it has reached train_steps."
                )
                break
            tf1.logging.info("Training model for %s steps", every)
            self._call_train(
                input_fn=self._train_input_fn,
                steps=every,
                hooks=self._train_monitors,
                saving_listeners=self._saving_listeners,
            )
            tf1.logging.info("Evaluating model now.")
            found = self._call_evaluate(
                input_fn=self._eval_input_fn,
                steps=self._eval_steps,
                metrics=self._eval_metrics,
                name="one_pass",
                hooks=self._eval_hooks,
            )
            exported = self._maybe_export(found)
        return found, exported

    def _has_training_stopped(self, found: Any) -> bool:
        if not found:
            return False
        step = found.get("global_step")
        return bool(step and self._train_steps and step >= self._train_steps)

    def run_std_server(self) -> None:
        """Serve as a parameter server, without end.

        Raises:
            ValueError: If the configuration names no server.
        """
        evaluations.server(self._estimator.config).join()

    def test(self) -> Any:
        """A step of training, an evaluation and an export.

        Returns:
            The evaluation's values and the exports' folders.
        """
        self._call_train(
            input_fn=self._train_input_fn,
            steps=1,
            hooks=self._train_monitors,
            saving_listeners=self._saving_listeners,
        )
        found = self._call_evaluate(
            input_fn=self._eval_input_fn,
            steps=1,
            metrics=self._eval_metrics,
            name="one_pass",
        )
        return found, self._maybe_export(found)

    def _evaluate_and_export(self) -> None:
        found = self._call_evaluate(
            input_fn=self._eval_input_fn,
            steps=self._eval_steps,
            metrics=self._eval_metrics,
            name="one_pass",
            hooks=self._eval_hooks,
        )
        self._maybe_export(found)

    def _maybe_export(self, found: Any, checkpoint_path: Any = None) -> Any:
        folders = []
        base = os.path.join(tf.compat.as_bytes(self._estimator.model_dir), b"export")
        for strategy in self._export_strategies:
            folders.append(
                strategy.export(
                    self._estimator,
                    os.path.join(base, tf.compat.as_bytes(strategy.name)),
                    checkpoint_path=checkpoint_path,
                    eval_result=found,
                )
            )
        return folders

    def _call_train(
        self,
        input_fn: Any = None,
        steps: Any = None,
        hooks: Any = None,
        max_steps: Any = None,
        saving_listeners: Any = None,
    ) -> Any:
        if self._core_estimator_used:
            from compat.contrib.learn.monitors import replace_monitors_with_hooks

            return self._estimator.train(
                input_fn=input_fn,
                steps=steps,
                max_steps=max_steps,
                hooks=replace_monitors_with_hooks(hooks, self._estimator),
                saving_listeners=saving_listeners,
            )
        return self._estimator.fit(
            input_fn=input_fn, steps=steps, max_steps=max_steps, monitors=hooks
        )

    def _call_evaluate(
        self,
        input_fn: Any = None,
        steps: Any = None,
        metrics: Any = None,
        name: Any = None,
        checkpoint_path: Any = None,
        hooks: Any = None,
    ) -> Any:
        given: dict[str, Any] = (
            {} if self._core_estimator_used else {"metrics": metrics}
        )
        return self._estimator.evaluate(
            input_fn=input_fn,
            steps=steps,
            name=name,
            checkpoint_path=checkpoint_path,
            hooks=hooks,
            **given,
        )


def _log(number: int) -> float:
    import math

    return math.log(number + 1)
