"""`ValidationMonitor`: evaluates now and then, and may stop the training early."""

from __future__ import annotations

import time
from typing import Any

import tensorflow as tf

from compat.contrib.learn.monitors.base import EveryN
from compat.estimator.estimator import EstimatorV2

tf1 = tf.compat.v1


class ValidationMonitor(EveryN):
    """Evaluates the last checkpoint every so many steps.

    Args:
        x: Features, in place of `input_fn`.
        y: Labels.
        input_fn: To features and labels.
        batch_size: Rows of a batch of `x`.
        eval_steps: How many batches.
        every_n_steps: How often.
        metrics: From a name to a `MetricSpec`.
        hooks: `SessionRunHook`s of the evaluation.
        early_stopping_rounds: Stop if the metric got no better in so many steps.
        early_stopping_metric: Which one.
        early_stopping_metric_minimize: Whether less is better.
        name: Of the evaluation.
        check_interval_secs: How long to wait between looks for a checkpoint.

    Raises:
        ValueError: Unless there are features in one way.

    Source: `tf.contrib.learn.monitors.ValidationMonitor`.
    """

    def __init__(
        self,
        x: Any = None,
        y: Any = None,
        input_fn: Any = None,
        batch_size: Any = None,
        eval_steps: Any = None,
        every_n_steps: int = 100,
        metrics: Any = None,
        hooks: Any = None,
        early_stopping_rounds: Any = None,
        early_stopping_metric: str = "loss",
        early_stopping_metric_minimize: bool = True,
        name: Any = None,
        check_interval_secs: float = 5,
    ) -> None:
        super().__init__(every_n_steps=every_n_steps, first_n_steps=-1)
        if x is None and input_fn is None:
            raise ValueError("Either x or input_fn should be provided.")
        self.x, self.y, self.input_fn = x, y, input_fn
        self.batch_size, self.eval_steps = batch_size, eval_steps
        self.metrics, self.hooks, self.name = metrics, hooks, name
        self.early_stopping_rounds = early_stopping_rounds
        self.early_stopping_metric = early_stopping_metric
        self.early_stopping_metric_minimize = early_stopping_metric_minimize
        self.check_interval_secs = check_interval_secs
        self._best_value_step: int | None = None
        self._best_value: Any = None
        self._best_metrics: Any = None
        self._early_stopped = False
        self._latest_path: Any = None
        self._latest_path_step: int | None = None
        self._last_checkpoint_check_time: float | None = None

    @property
    def early_stopped(self) -> bool:
        """Whether it has stopped the training."""
        return self._early_stopped

    @property
    def best_step(self) -> Any:
        """The step of the best value."""
        return self._best_value_step

    @property
    def best_value(self) -> Any:
        """The best value of the metric."""
        return self._best_value

    @property
    def best_metrics(self) -> Any:
        """All metrics of that step."""
        return self._best_metrics

    def _evaluate_estimator(self) -> Any:
        if isinstance(self._estimator, EstimatorV2):
            if any(
                one is not None
                for one in (self.x, self.y, self.batch_size, self.metrics)
            ):
                raise ValueError(
                    "tf.estimator.Estimator does not support following arguments: x, "
                    "y, batch_size, metrics. Should set as `None` in ValidationMonitor"
                )
            return self._estimator.evaluate(
                input_fn=self.input_fn,
                steps=self.eval_steps,
                hooks=self.hooks,
                name=self.name,
            )
        return self._estimator.evaluate(
            x=self.x,
            y=self.y,
            input_fn=self.input_fn,
            batch_size=self.batch_size,
            steps=self.eval_steps,
            metrics=self.metrics,
            hooks=self.hooks,
            name=self.name,
        )

    def every_n_step_end(self, step: int, outputs: Any) -> bool:
        super().every_n_step_end(step, outputs)
        if self._estimator is None:
            raise ValueError("Missing call to set_estimator.")
        now = time.time()
        checked = self._last_checkpoint_check_time
        if checked is not None and now - checked < self.check_interval_secs:
            tf1.logging.debug(
                "Skipping evaluation since less than %d seconds have passed since last "
                "check for a new checkpoint.",
                self.check_interval_secs,
            )
            return False
        self._last_checkpoint_check_time = now
        # A checkpoint that was evaluated already is not, again.
        path = tf1.train.latest_checkpoint(self._estimator.model_dir)
        if path is None:
            tf1.logging.debug(
                "Skipping evaluation since model has not been saved yet at step %d.",
                step,
            )
            return False
        if path == self._latest_path:
            tf1.logging.debug(
                "Skipping evaluation due to same checkpoint %s for step %d as for step "
                "%d.",
                path,
                step,
                self._latest_path_step,
            )
            return False
        self._latest_path, self._latest_path_step = path, step
        found = self._evaluate_estimator()
        stats = [f"{name} = {value!s}" for name, value in found.items()]
        tf1.logging.info("Validation (step %d): %s", step, ", ".join(stats))
        return self.early_stopping_rounds is not None and self._gets_no_better(
            step, found
        )

    def _gets_no_better(self, step: int, found: dict[str, Any]) -> bool:
        if self.early_stopping_metric not in found:
            raise ValueError(
                f"Metric {self.early_stopping_metric} missing from outputs "
                f"{set(found.keys())}."
            )
        value = found[self.early_stopping_metric]
        best = self._best_value
        if best is None or (
            value < best if self.early_stopping_metric_minimize else value > best
        ):
            self._best_value = value
            self._best_metrics = dict(found)
            self._best_value_step = step
        if step - (self._best_value_step or 0) < self.early_stopping_rounds:
            return False
        tf1.logging.info(
            "Stopping. Best step: %s with %s = %s.",
            self._best_value_step,
            self.early_stopping_metric,
            self._best_value,
        )
        self._early_stopped = True
        return True
