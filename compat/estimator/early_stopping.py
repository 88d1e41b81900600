"""Hooks that end a training when its evaluations no longer become better."""

from __future__ import annotations

import operator
import os
from collections.abc import Callable, Iterator
from typing import Any

import tensorflow as tf

from compat.signatures import Parameter, like, taking

tf1 = tf.compat.v1


def make_early_stopping_hook(
    estimator: Any,
    should_stop_fn: Callable[[], bool],
    run_every_secs: Any = 60,
    run_every_steps: Any = None,
) -> Any:
    """Make a hook that ends a training when a function says so.

    Args:
        estimator: The Estimator.
        should_stop_fn: To whether to stop.
        run_every_secs: How often it is asked, in seconds.
        run_every_steps: How often, in steps; the other must be `None` then.

    Raises:
        TypeError: For what is no Estimator.
        ValueError: If both or neither is given.

    Source: `tf.estimator.experimental.make_early_stopping_hook`.
    """
    from compat.estimator.estimator import EstimatorV2

    if not isinstance(estimator, EstimatorV2):
        raise TypeError(
            "`estimator` must have type `tf.estimator.Estimator`. Got: "
            f"{type(estimator)}"
        )
    if run_every_secs is not None and run_every_steps is not None:
        raise ValueError(
            "Only one of `run_every_secs` and `run_every_steps` must be set."
        )
    if estimator.config.is_chief:
        return StopOnPredicateHook(should_stop_fn, run_every_secs, run_every_steps)
    return CheckForStoppingHook()


def _told(given: dict[str, Any]) -> Callable[[], Iterator[tuple[int, Any]]]:
    """To the steps and values of a metric that count."""
    folder = given["eval_dir"] or given["estimator"].eval_dir()

    def told() -> Iterator[tuple[int, Any]]:
        for step, metrics in read_eval_metrics(folder).items():
            if step >= given["min_steps"]:
                yield step, metrics[given["metric_name"]]

    return told


def _hook(given: dict[str, Any], should_stop: Callable[[], bool]) -> Any:
    return make_early_stopping_hook(
        given["estimator"],
        should_stop,
        given["run_every_secs"],
        given["run_every_steps"],
    )


def _threshold_hook(given: dict[str, Any], beyond: Any, word: str) -> Any:
    told = _told(given)

    def stop() -> bool:
        for step, value in told():
            if beyond(value, given["threshold"]):
                tf1.logging.info(
                    'At step %s, metric "%s" has value %s which is %s the configured '
                    "threshold (%s) for early stopping.",
                    step,
                    given["metric_name"],
                    value,
                    word,
                    given["threshold"],
                )
                return True
        return False

    return _hook(given, stop)


def _improvement_hook(given: dict[str, Any], better: Any, word: str) -> Any:
    most, told = given[f"max_steps_without_{word}"], _told(given)

    def stop() -> bool:
        best = best_step = None
        for step, value in told():
            if best is None or better(value, best):
                best, best_step = value, step
            if best_step is not None and step - best_step >= most:
                tf1.logging.info(
                    'No %s in metric "%s" for %s steps, which is greater than or equal '
                    "to max steps (%s) configured for early stopping.",
                    word,
                    given["metric_name"],
                    step - best_step,
                    most,
                )
                return True
        return False

    return _hook(given, stop)


def stop_if_higher_hook(
    estimator: Any,
    metric_name: str,
    threshold: float,
    eval_dir: Any = None,
    min_steps: int = 0,
    run_every_secs: Any = 60,
    run_every_steps: Any = None,
) -> Any:
    """Make a hook that stops when a metric is above a threshold.

    Args:
        estimator: The Estimator.
        metric_name: Of the evaluation's metric.
        threshold: The threshold.
        eval_dir: Folder of the evaluation's events; the usual one by default.
        min_steps: Steps before which it never stops.
        run_every_secs: How often it looks, in seconds.
        run_every_steps: How often, in steps.

    Source: `tf.estimator.experimental.stop_if_higher_hook`.
    """
    return _threshold_hook(dict(locals()), operator.gt, "greater than")


def _without(most: str) -> list[Parameter]:
    """The same arguments, with a number of steps for the threshold."""
    known = like(stop_if_higher_hook)
    return [*known[:2], Parameter(most, known[2].kind), *known[3:]]


@taking(like(stop_if_higher_hook))
def stop_if_lower_hook(**given: Any) -> Any:
    """Make a hook that stops when a metric is below a threshold.

    Args: as for `stop_if_higher_hook`.

    Source: `tf.estimator.experimental.stop_if_lower_hook`.
    """
    return _threshold_hook(given, operator.lt, "less than")


@taking(_without("max_steps_without_increase"))
def stop_if_no_increase_hook(**given: Any) -> Any:
    """Make a hook that stops when a metric did not grow for some steps.

    Args: as for `stop_if_higher_hook`, with a number of steps for the threshold.

    Source: `tf.estimator.experimental.stop_if_no_increase_hook`.
    """
    return _improvement_hook(given, operator.gt, "increase")


@taking(_without("max_steps_without_decrease"))
def stop_if_no_decrease_hook(**given: Any) -> Any:
    """Make a hook that stops when a metric did not fall for some steps.

    Args: as for `stop_if_higher_hook`, with a number of steps for the threshold.

    Source: `tf.estimator.experimental.stop_if_no_decrease_hook`.
    """
    return _improvement_hook(given, operator.lt, "decrease")


def read_eval_metrics(eval_dir: Any) -> dict[int, dict[str, float]]:
    """What evaluations wrote, by step.

    Args:
        eval_dir: Folder of their events.
    """
    found: dict[int, dict[str, float]] = {}
    for path in tf1.gfile.Glob(os.path.join(eval_dir, "*.tfevents.*")):
        for event in tf1.train.summary_iterator(path):
            values = {
                value.tag: value.simple_value
                for value in event.summary.value
                if value.HasField("simple_value")
            }
            if values:
                found.setdefault(event.step, {}).update(values)
    return dict(sorted(found.items()))


def stop_variable() -> Any:
    """The variable by which the chief tells others to stop."""
    with tf1.variable_scope("signal_early_stopping", reuse=tf1.AUTO_REUSE):
        return tf1.get_variable(
            name="STOP",
            shape=[],
            dtype=tf.bool,
            initializer=tf1.constant_initializer(False),
            collections=[tf1.GraphKeys.GLOBAL_VARIABLES],
            trainable=False,
        )


class StopOnPredicateHook(tf1.train.SessionRunHook):  # type: ignore[name-defined, misc]
    """Stops when a function says so, and tells other workers.

    Args:
        should_stop_fn: To whether to stop.
        run_every_secs: How often it is asked, in seconds.
        run_every_steps: How often, in steps.

    Raises:
        TypeError: If it is no function.
    """

    def __init__(
        self,
        should_stop_fn: Callable[[], bool],
        run_every_secs: Any = 60,
        run_every_steps: Any = None,
    ) -> None:
        if not callable(should_stop_fn):
            raise TypeError("`should_stop_fn` must be callable.")
        self._should_stop = should_stop_fn
        self._timer = tf1.train.SecondOrStepTimer(
            every_secs=run_every_secs, every_steps=run_every_steps
        )
        self._step: Any = None
        self._stop_var: Any = None

    def begin(self) -> None:
        self._step = tf1.train.get_global_step()
        self._stop_var = stop_variable()
        self._stop_op = tf1.assign(self._stop_var, True)

    def before_run(self, run_context: Any) -> Any:
        del run_context
        return tf1.train.SessionRunArgs(self._step)

    def after_run(self, run_context: Any, run_values: Any) -> None:
        step = run_values.results
        if self._timer.should_trigger_for_step(step):
            self._timer.update_last_triggered_step(step)
            if self._should_stop():
                tf1.logging.info("Requesting early stopping at global step %d", step)
                run_context.session.run(self._stop_op)
                run_context.request_stop()


class CheckForStoppingHook(tf1.train.SessionRunHook):  # type: ignore[name-defined, misc]
    """Stops when the chief says so."""

    def __init__(self) -> None:
        self._stop_var: Any = None

    def begin(self) -> None:
        self._stop_var = stop_variable()

    def before_run(self, run_context: Any) -> Any:
        del run_context
        return tf1.train.SessionRunArgs(self._stop_var)

    def after_run(self, run_context: Any, run_values: Any) -> None:
        if run_values.results:
            tf1.logging.info("Early stopping requested, suspending run.")
            run_context.request_stop()
