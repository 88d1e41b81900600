"""Runs of a graph from a checkpoint: `run_n`, `run_feeds`, `infer`."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import tensorflow as tf

from compat.session import ordered

tf1 = tf.compat.v1
_KEYS = tf1.GraphKeys


def get_summary_writer(logdir: Any) -> Any:
    """The writer of events of a folder.

    Args:
        logdir: The folder.

    Source: `tf.contrib.learn.graph_actions.get_summary_writer`.
    """
    return tf1.summary.FileWriterCache.get(logdir)


def clear_summary_writers() -> None:
    """Forget all writers.

    Source: `tf.contrib.learn.graph_actions.clear_summary_writers`.
    """
    tf1.summary.FileWriterCache.clear()


def run_feeds_iter(
    output_dict: dict[str, Any],
    feed_dicts: Iterable[Any],
    restore_checkpoint_path: Any = None,
) -> Iterator[Any]:
    """Run tensors with one feed after another.

    Args:
        output_dict: Tensors by name.
        feed_dicts: The feeds.
        restore_checkpoint_path: The weights; initial ones by default.

    Yields:
        Values by name, for each feed.

    Raises:
        ValueError: Without tensors.

    Source: `tf.contrib.learn.graph_actions.run_feeds_iter`.
    """
    if not output_dict:
        raise ValueError(f"output_dict is invalid: {output_dict}.")
    if not feed_dicts:
        raise ValueError(f"feed_dicts is invalid: {feed_dicts}.")
    graph = next(iter(output_dict.values())).graph
    with graph.as_default():
        with ordered.Session("") as session:
            shared = tf1.get_collection(_KEYS.RESOURCES)
            initializers = [one.create for one in shared]
            if restore_checkpoint_path:
                _restore(session, restore_checkpoint_path)
            else:
                session.run(tf1.global_variables_initializer())
            session.run(tf1.local_variables_initializer())
            session.run(tf1.tables_initializer())
            if initializers:
                session.run(initializers)
            coordinator = tf1.train.Coordinator()
            threads = None
            try:
                threads = tf1.train.start_queue_runners(session, coord=coordinator)
                for feed in feed_dicts:
                    yield session.run(output_dict, feed)
            finally:
                coordinator.request_stop()
                if threads:
                    coordinator.join(threads, stop_grace_period_secs=120)


def _restore(session: Any, path: str) -> None:
    savers = tf1.get_collection(_KEYS.SAVERS)
    saver = savers[0] if savers else tf1.train.Saver()
    saver.restore(session, path)


def run_feeds(*args: Any, **kwargs: Any) -> list[Any]:
    """The list of what `run_feeds_iter` gives.

    Args:
        *args: As for `run_feeds_iter`.
        **kwargs: The same.

    Source: `tf.contrib.learn.run_feeds`.
    """
    return list(run_feeds_iter(*args, **kwargs))


def run_n(
    output_dict: dict[str, Any],
    feed_dict: Any = None,
    restore_checkpoint_path: Any = None,
    n: int = 1,
) -> list[Any]:
    """Run tensors some times with one feed.

    Args:
        output_dict: Tensors by name.
        feed_dict: What is fed.
        restore_checkpoint_path: The weights; initial ones by default.
        n: How many times.

    Returns:
        Values by name, for each time.

    Source: `tf.contrib.learn.run_n`.
    """
    return run_feeds(
        output_dict=output_dict,
        feed_dicts=list(itertools.repeat(feed_dict, n)),
        restore_checkpoint_path=restore_checkpoint_path,
    )


def infer(
    restore_checkpoint_path: Any, output_dict: dict[str, Any], feed_dict: Any = None
) -> Any:
    """Run tensors once.

    Args:
        restore_checkpoint_path: The weights; initial ones where it is `None`.
        output_dict: Tensors by name.
        feed_dict: What is fed.

    Returns:
        Values by name.

    Source: `tf.contrib.learn.infer`.
    """
    return run_n(
        output_dict=output_dict,
        feed_dict=feed_dict,
        n=1,
        restore_checkpoint_path=restore_checkpoint_path,
    )[0]
