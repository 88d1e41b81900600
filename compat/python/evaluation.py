"""`tensorflow.python.training.evaluation`: ops run on a checkpoint, and counted."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class StopAfterNEvalsHook(tf1.train.SessionRunHook):  # type: ignore[name-defined, misc]
    """Stops an evaluation after a number of runs of its ops.

    Args:
        num_evals: How many, or `None` for no end.
        log_progress: Whether it is logged now and then.

    Source: `tf.contrib.training.StopAfterNEvalsHook`.
    """

    def __init__(self, num_evals: int | None, log_progress: bool = True) -> None:
        self._num_evals = num_evals
        self._log_progress = log_progress
        self._evals_completed: Any = None
        self._every = 1 if num_evals is None or num_evals < 20 else num_evals // 10

    def _set_evals_completed_tensor(self, updated_eval_step: Any) -> None:
        self._evals_completed = updated_eval_step

    def before_run(self, run_context: Any) -> Any:
        return tf1.train.SessionRunArgs({"evals_completed": self._evals_completed})

    def after_run(self, run_context: Any, run_values: Any) -> None:
        completed = run_values.results["evals_completed"]
        if self._log_progress and completed % self._every == 0:
            of = f"/{self._num_evals}" if self._num_evals is not None else ""
            tf1.logging.info("Evaluation [%s%s]", completed, of)
        if self._num_evals is not None and completed >= self._num_evals:
            run_context.request_stop()


def get_or_create_eval_step() -> Any:
    """The counter of evaluation steps, made where there is none.

    Source: `tf.contrib.training.get_or_create_eval_step`.
    """
    found = tf1.get_collection(tf1.GraphKeys.EVAL_STEP)
    if len(found) > 1:
        raise ValueError("Multiple tensors added to tf.GraphKeys.EVAL_STEP")
    if found:
        return found[0]
    return tf1.get_variable(
        "eval_step",
        shape=[],
        dtype=tf.int64,
        initializer=tf1.zeros_initializer(),
        trainable=False,
        collections=[tf1.GraphKeys.LOCAL_VARIABLES, tf1.GraphKeys.EVAL_STEP],
    )


def counted_steps(eval_ops: Any, hooks: Sequence[Any]) -> Any:
    """The evaluation's ops and its counter, which the hooks are told."""
    step = get_or_create_eval_step()
    counted = tf1.assign_add(step, 1, use_locking=True)
    if isinstance(eval_ops, dict):
        eval_ops["update_eval_step"] = counted
    elif isinstance(eval_ops, (tuple, list)):
        eval_ops = [*eval_ops, counted]
    elif eval_ops is not None:
        eval_ops = [eval_ops, counted]
    after = tf1.identity(
        counted.read_value() if hasattr(counted, "read_value") else counted
    )
    for hook in hooks:
        if hasattr(hook, "_set_evals_completed_tensor"):
            hook._set_evals_completed_tensor(after)
    return eval_ops


def evaluate(
    checkpoint_path: str | None,
    master: str,
    scaffold: Any,
    eval_ops: Any,
    feed_dict: Any,
    hooks: Sequence[Any],
    config: Any,
) -> None:
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.localtime())
    tf1.logging.info("Starting evaluation at " + now)
    creator = tf1.train.ChiefSessionCreator(
        scaffold=scaffold,
        checkpoint_filename_with_path=checkpoint_path,
        master=master,
        config=config,
    )
    with tf1.train.MonitoredSession(session_creator=creator, hooks=hooks) as session:
        if eval_ops is not None:
            while not session.should_stop():
                session.run(eval_ops, feed_dict)
    now = time.strftime("%Y-%m-%d-%H:%M:%S", time.localtime())
    tf1.logging.info("Finished evaluation at " + now)


def evaluate_once(
    checkpoint_path: str | None,
    master: str = "",
    scaffold: Any = None,
    eval_ops: Any = None,
    feed_dict: Any = None,
    final_ops: Any = None,
    final_ops_feed_dict: Any = None,
    hooks: Sequence[Any] | None = None,
    config: Any = None,
) -> Any:
    """Run ops on a checkpoint until a hook says stop.

    Args:
        checkpoint_path: The checkpoint, or `None` for initial values.
        master: As for `tf.train.ChiefSessionCreator`.
        scaffold: The same.
        eval_ops: What each step runs: a tensor or op, a list or a dict of such.
        feed_dict: What they are fed.
        final_ops: What is run once at the end.
        final_ops_feed_dict: What those are fed.
        hooks: As for `tf.train.MonitoredSession`, `StopAfterNEvalsHook` among them.
        config: As for `tf.train.ChiefSessionCreator`.

    Returns:
        The values of `final_ops`, or `None`.

    Source: `tf.contrib.training.evaluate_once`.
    """
    hooks = list(hooks or [])
    eval_ops = counted_steps(eval_ops, hooks)
    last = tf1.train.FinalOpsHook(final_ops, final_ops_feed_dict)
    hooks.append(last)
    evaluate(checkpoint_path, master, scaffold, eval_ops, feed_dict, hooks, config)
    return last.final_ops_values
