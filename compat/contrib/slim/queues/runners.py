"""Queue runners for the time of a `with` block."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class NestedQueueRunnerError(Exception):
    """One `QueueRunners` stands within another.

    Source: `tf.contrib.slim.queues.NestedQueueRunnerError`.
    """


_open = threading.Lock()


@contextmanager
def QueueRunners(session: Any) -> Iterator[None]:
    """Run the graph's queue runners within a `with` block.

    Args:
        session: The session that they run in.

    Raises:
        NestedQueueRunnerError: Within another such block.

    Source: `tf.contrib.slim.queues.QueueRunners`.
    """
    if not _open.acquire(blocking=False):
        raise NestedQueueRunnerError("QueueRunners cannot be nested")
    try:
        coordinator = tf1.train.Coordinator()
        threads = []
        for runner in tf1.get_collection(tf1.GraphKeys.QUEUE_RUNNERS):
            threads.extend(
                runner.create_threads(
                    session, coord=coordinator, daemon=True, start=True
                )
            )
        try:
            yield
        finally:
            coordinator.request_stop()
            coordinator.join(threads, stop_grace_period_secs=120)
    finally:
        _open.release()
