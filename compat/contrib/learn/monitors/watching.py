"""Monitors that log, keep or write down values of a training."""

from __future__ import annotations

import os
import time
from typing import Any

import tensorflow as tf

from compat.contrib.learn.monitors.base import BaseMonitor, EveryN, value_of

tf1 = tf.compat.v1


class PrintTensor(EveryN):
    """Logs values of tensors.

    Args:
        tensor_names: Names of tensors, or a dict from tags to names.
        every_n: How often.
        first_n: How many steps at first.

    Source: `tf.contrib.learn.monitors.PrintTensor`.
    """

    def __init__(self, tensor_names: Any, every_n: int = 100, first_n: int = 1) -> None:
        super().__init__(every_n, first_n)
        if not isinstance(tensor_names, dict):
            tensor_names = {item: item for item in tensor_names}
        self._tensor_names = tensor_names

    def every_n_step_begin(self, step: int) -> list[Any]:
        super().every_n_step_begin(step)
        return list(self._tensor_names.values())

    def every_n_step_end(self, step: int, outputs: Any) -> bool:
        super().every_n_step_end(step, outputs)
        stats = [
            f"{tag} = {value_of(outputs, name)!s}"
            for tag, name in self._tensor_names.items()
            if _there(outputs, name)
        ]
        tf1.logging.info("Step %d: %s", step, ", ".join(stats))
        return False


def _there(outputs: Any, name: str) -> bool:
    return (
        name in outputs or name + ":0" in outputs or name.removesuffix(":0") in outputs
    )


class LoggingTrainable(EveryN):
    """Logs the values of trainable variables.

    Args:
        scope: Only those in this scope.
        every_n: How often.
        first_n: How many steps at first.

    Source: `tf.contrib.learn.monitors.LoggingTrainable`.
    """

    def __init__(self, scope: Any = None, every_n: int = 100, first_n: int = 1) -> None:
        super().__init__(every_n, first_n)
        self._scope = scope
        self._names: list[str] = []

    def every_n_step_begin(self, step: int) -> list[Any]:
        super().every_n_step_begin(step)
        variables = tf1.get_collection(
            tf1.GraphKeys.TRAINABLE_VARIABLES, scope=self._scope
        )
        self._names = [variable.name for variable in variables]
        return self._names

    def every_n_step_end(self, step: int, outputs: Any) -> bool:
        super().every_n_step_end(step, outputs)
        stats = [
            f"{name} = {value_of(outputs, name)!s}"
            for name in self._names
            if _there(outputs, name)
        ]
        tf1.logging.info("Logging Trainable: Step %d: %s", step, ", ".join(stats))
        return False


class SummarySaver(EveryN):
    """Writes summaries.

    Args:
        summary_op: A summary, or several.
        save_steps: How often.
        output_dir: Folder of the events.
        summary_writer: A writer instead.
        scaffold: A `tf.train.Scaffold` that has the summary.

    Source: `tf.contrib.learn.monitors.SummarySaver`.
    """

    def __init__(
        self,
        summary_op: Any,
        save_steps: int = 100,
        output_dir: Any = None,
        summary_writer: Any = None,
        scaffold: Any = None,
    ) -> None:
        super().__init__(every_n_steps=save_steps)
        self._summary_op = summary_op
        self._summary_writer = summary_writer
        if summary_writer is None and output_dir:
            self._summary_writer = tf1.summary.FileWriter(output_dir)
        self._scaffold = scaffold

    def set_estimator(self, estimator: Any) -> None:
        super().set_estimator(estimator)
        if self._summary_writer is None:
            self._summary_writer = tf1.summary.FileWriter(estimator.model_dir)

    def every_n_step_begin(self, step: int) -> list[Any]:
        super().every_n_step_begin(step)
        op = self._summary_op
        if op is None and self._scaffold is not None:
            op = self._scaffold.summary_op
        return [] if op is None else [op]

    def every_n_step_end(self, step: int, outputs: Any) -> bool:
        super().every_n_step_end(step, outputs)
        op = self._summary_op
        if op is not None:
            written = value_of(outputs, op if isinstance(op, str) else op.name)
            if self._summary_writer:
                self._summary_writer.add_summary(written, step)
        return False

    def end(self, session: Any = None) -> None:
        super().end(session=session)
        if self._summary_writer:
            self._summary_writer.flush()


class CaptureVariable(EveryN):
    """Keeps the values of a variable.

    Args:
        var_name: Its name.
        every_n: How often.
        first_n: How many steps at first.

    Source: `tf.contrib.learn.monitors.CaptureVariable`.
    """

    def __init__(self, var_name: str, every_n: int = 100, first_n: int = 1) -> None:
        super().__init__(every_n, first_n)
        self._var_name = var_name
        self._var_values: dict[int, Any] = {}

    @property
    def values(self) -> dict[int, Any]:
        """The values by step."""
        return self._var_values

    def every_n_step_begin(self, step: int) -> list[Any]:
        super().every_n_step_begin(step)
        return [self._var_name]

    def every_n_step_end(self, step: int, outputs: Any) -> bool:
        super().every_n_step_end(step, outputs)
        self._var_values[step] = value_of(outputs, self._var_name)
        return False


class GraphDump(BaseMonitor):
    """Keeps the values of all tensors.

    Args:
        ignore_ops: Types of ops that are left out; some by default.

    Source: `tf.contrib.learn.monitors.GraphDump`.
    """

    IGNORE_OPS = (
        *("Const", "Assign", "Identity", "Placeholder", "RandomUniform"),
        *("Cast", "RestoreSlice"),
    )

    def __init__(self, ignore_ops: Any = None) -> None:
        super().__init__()
        self._ignore_ops = ignore_ops or GraphDump.IGNORE_OPS
        self._data: dict[int, Any] = {}

    @property
    def data(self) -> dict[int, Any]:
        """Values by step and name."""
        return self._data

    def begin(self, max_steps: Any = None) -> None:
        super().begin(max_steps=max_steps)
        self._tensors = [
            output.name
            for op in tf1.get_default_graph().get_operations()
            if op.type not in self._ignore_ops
            for output in op.outputs
        ]

    def step_begin(self, step: int) -> list[Any]:
        super().step_begin(step)
        return self._tensors

    def step_end(self, step: int, output: Any) -> bool:
        super().step_end(step, output)
        self._data[step] = output
        return False

    def compare(self, other_dump: Any, step: int, atol: float = 1e-06) -> Any:
        """The names of tensors whose values are alike, and of those that differ.

        Args:
            other_dump: Another `GraphDump`.
            step: Of which values.
            atol: How far they may be apart.
        """
        import numpy as np

        one, other = self.data[step], other_dump.data[step]
        same, differing = [], {}
        for key in one:
            if not isinstance(key, str) or key not in other:
                continue
            a, b = one[key], other[key]
            if isinstance(a, str | bytes):
                continue
            if isinstance(a, np.ndarray) and a.dtype.kind in "OSU":
                continue
            if np.allclose(a, b, atol=atol):
                same.append(key)
            else:
                differing[key] = (a, b)
        return same, differing


class StepCounter(EveryN):
    """Writes down the steps a second.

    Args:
        every_n_steps: How often.
        output_dir: Folder of the events.
        summary_writer: A writer instead.

    Source: `tf.contrib.learn.monitors.StepCounter`.
    """

    def __init__(
        self,
        every_n_steps: int = 100,
        output_dir: Any = None,
        summary_writer: Any = None,
    ) -> None:
        super().__init__(every_n_steps=every_n_steps)
        self._summary_tag = "global_step/sec"
        self._last_reported_step: int | None = None
        self._last_reported_time: float | None = None
        self._summary_writer = summary_writer
        if summary_writer is None and output_dir:
            self._summary_writer = tf1.summary.FileWriterCache.get(output_dir)

    def set_estimator(self, estimator: Any) -> None:
        super().set_estimator(estimator)
        if self._summary_writer is None:
            self._summary_writer = tf1.summary.FileWriterCache.get(estimator.model_dir)

    def every_n_step_end(self, current_step: int, outputs: Any) -> bool:  # type: ignore[override]
        step = current_step
        now = time.time()
        if self._summary_writer and self._last_reported_step is not None:
            seconds = now - (self._last_reported_time or now)
            rate = (step - self._last_reported_step) / (seconds or 1e-9)
            value = tf1.Summary.Value(tag=self._summary_tag, simple_value=rate)
            self._summary_writer.add_summary(tf1.Summary(value=[value]), step)
        self._last_reported_step, self._last_reported_time = step, now
        return False


class CheckpointSaver(BaseMonitor):
    """Saves checkpoints after some seconds or steps.

    Args:
        checkpoint_dir: Their folder.
        save_secs: After how many seconds.
        save_steps: After how many steps.
        saver: A `tf.train.Saver`.
        checkpoint_basename: What their names begin with.
        scaffold: A `tf.train.Scaffold`, whose saver it is.

    Raises:
        ValueError: Unless there is one way to say when, and one saver.

    Source: `tf.contrib.learn.monitors.CheckpointSaver`.
    """

    def __init__(
        self,
        checkpoint_dir: Any,
        save_secs: Any = None,
        save_steps: Any = None,
        saver: Any = None,
        checkpoint_basename: str = "model.ckpt",
        scaffold: Any = None,
    ) -> None:
        tf1.logging.info("Create CheckpointSaver.")
        super().__init__()
        self._saver, self._scaffold = saver, scaffold
        self._summary_writer = tf1.summary.FileWriterCache.get(checkpoint_dir)
        self._save_path = os.path.join(checkpoint_dir, checkpoint_basename)
        self._save_secs, self._save_steps = save_secs, save_steps
        self._last_saved_time: float | None = None
        self._last_begin_step: int | None = None
        self._last_saved_step: int | None = None
        if save_steps is None and save_secs is None:
            raise ValueError("Either save_steps or save_secs should be provided")
        if save_steps is not None and save_secs is not None:
            raise ValueError("Can not provide both save_steps and save_secs.")

    def begin(self, max_steps: Any = None) -> None:
        super().begin(max_steps)
        self._last_saved_time = None
        self._last_begin_step = None
        self._last_saved_step = None

    def step_begin(self, step: int) -> list[Any]:
        super().step_begin(step)
        self._last_begin_step = step
        return []

    def post_step(self, step: int, session: Any) -> None:
        super().post_step(step, session)
        if self._last_saved_time is None:
            self._save(step, session)
        if self._save_steps is not None and step >= (
            (self._last_saved_step or 0) + self._save_steps
        ):
            self._save(step, session)
        if self._save_secs is not None and time.time() >= (
            (self._last_saved_time or 0) + self._save_secs
        ):
            self._save(step, session)

    def end(self, session: Any = None) -> None:
        super().end(session)
        if self._last_begin_step is not None:
            self._save(self._last_begin_step, session)

    def _save(self, step: int, session: Any) -> None:
        if step == self._last_saved_step:
            return
        tf1.logging.info("Saving checkpoints for %d into %s.", step, self._save_path)
        self._last_saved_time, self._last_saved_step = time.time(), step
        saver = self._saver or self._scaffold.saver
        saver.save(session, self._save_path, global_step=step)
        self._summary_writer.add_session_log(
            tf1.SessionLog(
                status=tf1.SessionLog.CHECKPOINT, checkpoint_path=self._save_path
            ),
            step,
        )
