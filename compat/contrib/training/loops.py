"""Training and evaluation loops over `tf.train`'s monitored sessions."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from compat.python.evaluation import (
    counted_steps,
    evaluate,
)

tf1 = tf.compat.v1

checkpoints_iterator = tf1.train.checkpoints_iterator


def train(
    train_op: Any,
    logdir: str | None,
    master: str = "",
    is_chief: bool = True,
    scaffold: Any = None,
    hooks: Sequence[Any] | None = None,
    chief_only_hooks: Sequence[Any] | None = None,
    save_checkpoint_secs: float | None = 600,
    save_summaries_steps: int | None = 100,
    config: Any = None,
    max_wait_secs: float = 7200,
    run_metadata: Any = None,
) -> Any:
    """Run a train op until a hook says stop.

    Args:
        train_op: What a step runs, and whose last value is returned.
        logdir: Folder for checkpoints and summaries, or `None` for none.
        master: As for `tf.train.MonitoredTrainingSession`, like all that follow.
        is_chief: The same.
        scaffold: The same.
        hooks: The same.
        chief_only_hooks: The same.
        save_checkpoint_secs: The same.
        save_summaries_steps: The same.
        config: The same.
        max_wait_secs: The same.
        run_metadata: Passed to every `run`.

    Returns:
        The value of `train_op` at the last step, `None` without a step.

    Raises:
        ValueError: For summaries or checkpoints without a folder.

    Source: `tf.contrib.training.train`.
    """
    if logdir is None and is_chief:
        for what, wanted in (
            ("save_summaries_steps", save_summaries_steps),
            ("save_checkpoint_secs", save_checkpoint_secs),
        ):
            if wanted:
                raise ValueError(f"logdir cannot be None when {what} is not None")
    with tf1.train.MonitoredTrainingSession(
        master=master,
        is_chief=is_chief,
        checkpoint_dir=logdir,
        scaffold=scaffold,
        hooks=hooks,
        chief_only_hooks=chief_only_hooks,
        save_checkpoint_secs=save_checkpoint_secs,
        save_summaries_steps=save_summaries_steps,
        config=config,
        max_wait_secs=max_wait_secs,
    ) as session:
        loss = None
        while not session.should_stop():
            loss = session.run(train_op, run_metadata=run_metadata)
    return loss


class SummaryAtEndHook(tf1.train.SessionRunHook):  # type: ignore[name-defined, misc]
    """Writes a summary at the end of a session.

    Args:
        log_dir: Folder for the events.
        summary_writer: A writer instead.
        summary_op: What to write; by default all summaries of the graph.
        feed_dict: What `summary_op` is fed.

    Raises:
        ValueError: Without a folder or writer, or with both.

    Source: `tf.contrib.training.SummaryAtEndHook`.
    """

    def __init__(
        self,
        log_dir: str | None = None,
        summary_writer: Any = None,
        summary_op: Any = None,
        feed_dict: dict[Any, Any] | None = None,
    ) -> None:
        if (log_dir is None) == (summary_writer is None):
            raise ValueError("One of log_dir or summary_writer should be used.")
        self._log_dir = log_dir
        self._summary_writer = summary_writer
        self._summary_op = summary_op
        self._find_op = summary_op is None
        self._feed_dict = feed_dict

    def begin(self) -> None:
        if self._find_op:
            self._summary_op = tf1.summary.merge_all()
        self._global_step = tf1.train.get_or_create_global_step()

    def after_create_session(self, session: Any, coord: Any) -> None:
        if self._summary_writer is None and self._log_dir:
            self._summary_writer = tf1.summary.FileWriterCache.get(self._log_dir)

    def end(self, session: Any) -> None:
        if self._summary_op is not None:
            step = tf1.train.global_step(session, self._global_step)
            summary = session.run(self._summary_op, self._feed_dict)
            if self._summary_writer:
                self._summary_writer.add_summary(summary, step)
        if self._summary_writer:
            self._summary_writer.flush()


def wait_for_new_checkpoint(
    checkpoint_dir: str,
    last_checkpoint: str | None = None,
    seconds_to_sleep: float = 1,
    timeout: float | None = None,
) -> str | None:
    """Wait for a checkpoint other than `last_checkpoint`.

    Returns:
        Its path, or `None` when it takes longer than `timeout` seconds.

    Source: `tf.contrib.training.wait_for_new_checkpoint`.
    """
    stop_at = None if timeout is None else time.time() + timeout
    while True:
        path = tf1.train.latest_checkpoint(checkpoint_dir)
        if path is not None and path != last_checkpoint:
            return path
        if stop_at is not None and time.time() + seconds_to_sleep > stop_at:
            return None
        time.sleep(seconds_to_sleep)


def evaluate_repeatedly(
    checkpoint_dir: str,
    master: str = "",
    scaffold: Any = None,
    eval_ops: Any = None,
    feed_dict: Any = None,
    final_ops: Any = None,
    final_ops_feed_dict: Any = None,
    eval_interval_secs: float = 60,
    hooks: list[Any] | None = None,
    config: Any = None,
    max_number_of_evaluations: int | None = None,
    timeout: float | None = None,
    timeout_fn: Callable[[], bool] | None = None,
) -> Any:
    """`evaluate_once` for each new checkpoint of a folder.

    Args:
        checkpoint_dir: The folder.
        master: As for `evaluate_once`, like all not named below.
        scaffold: The same.
        eval_ops: The same.
        feed_dict: The same.
        final_ops: The same.
        final_ops_feed_dict: The same.
        eval_interval_secs: Least time between two evaluations.
        hooks: The same.
        config: The same.
        max_number_of_evaluations: After how many it ends, or `None`.
        timeout: How long it waits for a checkpoint.
        timeout_fn: Asked after that whether to end.

    Returns:
        The last values of `final_ops`, or `None`.

    Source: `tf.contrib.training.evaluate_repeatedly`.
    """
    hooks = [] if hooks is None else hooks
    eval_ops = counted_steps(eval_ops, hooks)
    last = tf1.train.FinalOpsHook(final_ops, final_ops_feed_dict)
    hooks.append(last)
    done = 0
    for path in checkpoints_iterator(
        checkpoint_dir, eval_interval_secs, timeout=timeout, timeout_fn=timeout_fn
    ):
        evaluate(path, master, scaffold, eval_ops, feed_dict, hooks, config)
        done += 1
        if max_number_of_evaluations is not None and done >= max_number_of_evaluations:
            break
    return last.final_ops_values
