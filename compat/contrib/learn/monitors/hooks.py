"""Monitors as hooks of a monitored session."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.learn.monitors.base import BaseMonitor
from compat.contrib.learn.monitors.watching import SummarySaver

tf1 = tf.compat.v1


class RunHookAdapterForMonitors(tf1.train.SessionRunHook):  # type: ignore[name-defined, misc]
    """A hook that calls monitors.

    Args:
        monitors: The monitors.

    Source: `tf.contrib.learn.monitors.RunHookAdapterForMonitors`.
    """

    def __init__(self, monitors: Any) -> None:
        self._monitors = monitors

    def begin(self) -> None:
        self._last_step: int | None = None
        self._global_step_tensor = tf1.train.get_global_step()
        for monitor in self._monitors:
            monitor.begin(max_steps=None)

    def before_run(self, run_context: Any) -> Any:
        session, step_tensor = run_context.session, self._global_step_tensor
        if self._last_step is None:
            self._last_step = session.run(step_tensor) + 1
        wanted: list[Any] = []
        for monitor in self._monitors:
            wanted.extend(monitor.step_begin(self._last_step) or [])
        requests = {
            tensor if isinstance(tensor, str) else tensor.name: as_fetch(
                tensor, session.graph
            )
            for tensor in wanted
        }
        if not requests:
            return None
        return tf1.train.SessionRunArgs(requests)

    def after_run(self, run_context: Any, run_values: Any) -> None:
        results = run_values.results or {}
        stop = False
        for monitor in self._monitors:
            stop = bool(monitor.step_end(self._last_step, results)) or stop
        if stop:
            run_context.request_stop()
        for monitor in self._monitors:
            monitor.post_step(self._last_step, run_context.session)
        self._last_step = run_context.session.run(self._global_step_tensor) + 1

    def end(self, session: Any) -> None:
        self._last_step = None
        for monitor in self._monitors:
            arguments = monitor.end.__code__.co_varnames[
                : monitor.end.__code__.co_argcount
            ]
            if "session" in arguments:
                monitor.end(session=session)
            else:
                monitor.end()


def as_fetch(element: Any, graph: Any) -> Any:
    """A tensor or an op of a graph, by itself or by name."""
    if isinstance(element, str):
        found = graph.as_graph_element(element)
        if isinstance(found, tf.Operation) and found.outputs:
            # the name of an op stands for its first output, if it has one
            return found.outputs[0]
        return found
    return element


def replace_monitors_with_hooks(monitors_or_hooks: Any, estimator: Any) -> list[Any]:
    """Hooks of what may be hooks or monitors.

    Args:
        monitors_or_hooks: A list of both kinds, or `None`.
        estimator: The Estimator whose training it is.

    Source: `tf.contrib.learn.monitors.replace_monitors_with_hooks`.
    """
    given = monitors_or_hooks or []
    hooks = [one for one in given if isinstance(one, tf1.train.SessionRunHook)]
    others = [one for one in given if not isinstance(one, tf1.train.SessionRunHook)]
    if not estimator.config.is_chief:
        others = [one for one in others if one.run_on_all_workers]
    for monitor in others:
        monitor.set_estimator(estimator)
    if others:
        hooks.append(RunHookAdapterForMonitors(others))
    return hooks


def get_default_monitors(
    loss_op: Any = None,
    summary_op: Any = None,
    save_summary_steps: int = 100,
    output_dir: Any = None,
    summary_writer: Any = None,
) -> list[BaseMonitor]:
    """Monitors of a loss and of summaries.

    Args:
        loss_op: The loss.
        summary_op: A summary.
        save_summary_steps: How often it is written.
        output_dir: Folder of the events.
        summary_writer: A writer instead.

    Source: `tf.contrib.learn.monitors.get_default_monitors`.
    """
    from compat.contrib.learn.monitors.watching import PrintTensor

    found: list[BaseMonitor] = []
    if loss_op is not None:
        found.append(PrintTensor(tensor_names={"loss": loss_op.name}))
    if summary_op is not None:
        found.append(
            SummarySaver(
                summary_op,
                save_steps=save_summary_steps,
                output_dir=output_dir,
                summary_writer=summary_writer,
            )
        )
    return found
