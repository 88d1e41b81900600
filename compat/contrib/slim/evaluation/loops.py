"""Evaluation in slim's manner: metrics updated a number of times, then read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from compat.contrib.training import loops
from compat.python import evaluation

tf1 = tf.compat.v1

_USE_DEFAULT = 0


def _hooks(
    num_evals: int,
    logdir: str | None,
    summary_op: Any,
    summary_op_feed_dict: Any,
    hooks: Sequence[Any] | None,
) -> list[Any]:
    if isinstance(summary_op, int) and summary_op == _USE_DEFAULT:
        summary_op = tf1.summary.merge_all()
    all_hooks: list[Any] = [evaluation.StopAfterNEvalsHook(num_evals)]
    if summary_op is not None:
        all_hooks.append(
            loops.SummaryAtEndHook(
                log_dir=logdir, summary_op=summary_op, feed_dict=summary_op_feed_dict
            )
        )
    return [*all_hooks, *(hooks or ())]


def _scaffold(
    initial_op: Any, feed: Any, variables_to_restore: Any, init_fn: Any = None
) -> Any:
    saver = None
    if variables_to_restore is not None:
        saver = tf1.train.Saver(variables_to_restore)
    return tf1.train.Scaffold(
        init_op=initial_op, init_feed_dict=feed, init_fn=init_fn, saver=saver
    )


def evaluate_once(
    master: str,
    checkpoint_path: str | None,
    logdir: str | None,
    num_evals: int = 1,
    initial_op: Any = None,
    initial_op_feed_dict: Any = None,
    eval_op: Any = None,
    eval_op_feed_dict: Any = None,
    final_op: Any = None,
    final_op_feed_dict: Any = None,
    summary_op: Any = _USE_DEFAULT,
    summary_op_feed_dict: Any = None,
    variables_to_restore: Any = None,
    session_config: Any = None,
    hooks: Sequence[Any] | None = None,
) -> Any:
    """Evaluate a checkpoint.

    Args:
        master: Where the session runs.
        checkpoint_path: The checkpoint.
        logdir: Folder for the summaries.
        num_evals: How often `eval_op` runs.
        initial_op: Runs first.
        initial_op_feed_dict: What it is fed.
        eval_op: Updates the metrics.
        eval_op_feed_dict: What it is fed.
        final_op: Is read at the end.
        final_op_feed_dict: What it is fed.
        summary_op: By default all summaries; `None` for none.
        summary_op_feed_dict: What it is fed.
        variables_to_restore: By default all.
        session_config: A `tf.ConfigProto`.
        hooks: Further `tf.train.SessionRunHook`s.

    Returns:
        The values of `final_op`, or `None`.

    Source: `tf.contrib.slim.evaluation.evaluate_once`.
    """
    all_hooks = _hooks(num_evals, logdir, summary_op, summary_op_feed_dict, hooks)
    return evaluation.evaluate_once(
        checkpoint_path,
        master=master,
        scaffold=_scaffold(initial_op, initial_op_feed_dict, variables_to_restore),
        eval_ops=eval_op,
        feed_dict=eval_op_feed_dict,
        final_ops=final_op,
        final_ops_feed_dict=final_op_feed_dict,
        hooks=all_hooks,
        config=session_config,
    )


def evaluation_loop(
    master: str,
    checkpoint_dir: str,
    logdir: str | None,
    num_evals: int = 1,
    initial_op: Any = None,
    initial_op_feed_dict: Any = None,
    init_fn: Any = None,
    eval_op: Any = None,
    eval_op_feed_dict: Any = None,
    final_op: Any = None,
    final_op_feed_dict: Any = None,
    summary_op: Any = _USE_DEFAULT,
    summary_op_feed_dict: Any = None,
    variables_to_restore: Any = None,
    eval_interval_secs: float = 60,
    max_number_of_evaluations: int | None = None,
    session_config: Any = None,
    timeout: float | None = None,
    timeout_fn: Callable[[], bool] | None = None,
    hooks: Sequence[Any] | None = None,
) -> Any:
    """Evaluate each new checkpoint of a folder.

    Args:
        master: As for `evaluate_once`, like all not named below.
        checkpoint_dir: The folder.
        logdir: The same.
        num_evals: The same.
        initial_op: The same.
        initial_op_feed_dict: The same.
        init_fn: Called with each new session.
        eval_op: The same.
        eval_op_feed_dict: The same.
        final_op: The same.
        final_op_feed_dict: The same.
        summary_op: The same.
        summary_op_feed_dict: The same.
        variables_to_restore: The same.
        eval_interval_secs: Least time between two evaluations.
        max_number_of_evaluations: After how many it ends, or `None`.
        session_config: The same.
        timeout: How long it waits for a checkpoint.
        timeout_fn: Asked after that whether to end.
        hooks: The same.

    Returns:
        The last values of `final_op`, or `None`.

    Source: `tf.contrib.slim.evaluation.evaluation_loop`.
    """
    all_hooks = _hooks(num_evals, logdir, summary_op, summary_op_feed_dict, hooks)
    scaffold = _scaffold(
        initial_op, initial_op_feed_dict, variables_to_restore, init_fn
    )
    return loops.evaluate_repeatedly(
        checkpoint_dir,
        master=master,
        scaffold=scaffold,
        eval_ops=eval_op,
        feed_dict=eval_op_feed_dict,
        final_ops=final_op,
        final_ops_feed_dict=final_op_feed_dict,
        eval_interval_secs=eval_interval_secs,
        hooks=all_hooks,
        config=session_config,
        max_number_of_evaluations=max_number_of_evaluations,
        timeout=timeout,
        timeout_fn=timeout_fn,
    )
