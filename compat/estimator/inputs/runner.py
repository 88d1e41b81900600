"""A queue runner that feeds what it enqueues."""

from __future__ import annotations

import threading
import weakref
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class FeedingQueueRunner(tf1.train.QueueRunner):  # type: ignore[name-defined, misc]
    """Enqueues again and again, feeding placeholders by a function of each thread.

    Args:
        queue: The queue.
        enqueue_ops: One for each thread.
        close_op: Closes the queue; by default made here.
        cancel_op: Closes it and gives up what waits; by default made here.
        feed_fns: One for each thread: to a dict of feeds.
        queue_closed_exception_types: What ends a thread without an error.

    Raises:
        ValueError: If there are not as many functions as ops.

    Source: `tf.contrib.training.FeedingQueueRunner`.
    """

    def __init__(
        self,
        queue: Any = None,
        enqueue_ops: Any = None,
        close_op: Any = None,
        cancel_op: Any = None,
        feed_fns: Any = None,
        queue_closed_exception_types: Any = None,
    ) -> None:
        types = queue_closed_exception_types or (
            tf.errors.OutOfRangeError,
            tf.errors.CancelledError,
        )
        super().__init__(
            queue,
            enqueue_ops,
            close_op,
            cancel_op,
            queue_closed_exception_types=types,
        )
        feed_fns = [None] * len(enqueue_ops) if feed_fns is None else feed_fns
        if len(feed_fns) != len(enqueue_ops):
            raise ValueError(
                "If feed_fns is not None, it must have the same length as enqueue_ops."
            )
        self._feeds = feed_fns
        self._guard = threading.Lock()
        self._running: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()

    def _feed_and_run(self, session: Any, op: Any, feed_fn: Any, coord: Any) -> None:
        counted = True
        try:
            while not (coord and coord.should_stop()):
                try:
                    session.run(op, None if feed_fn is None else feed_fn())
                except self.queue_closed_exception_types:
                    counted = False
                    self._one_less(session)
                    return
        except Exception as error:
            if coord is None:
                raise
            coord.request_stop(error)
        finally:
            if counted:
                with self._guard:
                    self._running[session] -= 1

    def _one_less(self, session: Any) -> None:
        """The last thread that ends closes the queue."""
        with self._guard:
            self._running[session] -= 1
            last = self._running[session] == 0
        if last:
            try:
                session.run(self.close_op)
            except Exception as error:
                tf1.logging.vlog(1, "Ignored exception: %s", str(error))

    def create_threads(
        self, sess: Any, coord: Any = None, daemon: bool = False, start: bool = False
    ) -> list[Any]:
        """Make the threads of a session, none if they run already.

        Args:
            sess: The session.
            coord: A `tf.train.Coordinator` that they report to and stop by.
            daemon: Whether they end with the process.
            start: Whether to start them.
        """
        with self._guard:
            if self._running.get(sess, 0) > 0:
                return []
            self._running[sess] = len(self.enqueue_ops)
        threads = [
            threading.Thread(target=self._feed_and_run, args=(sess, op, feed_fn, coord))
            for op, feed_fn in zip(self.enqueue_ops, self._feeds, strict=True)
        ]
        if coord:
            threads.append(
                threading.Thread(target=self._close_when_stopped, args=(sess, coord))
            )
        for thread in threads:
            if coord:
                coord.register_thread(thread)
            if daemon:
                thread.daemon = True
            if start:
                thread.start()
        return threads

    def _close_when_stopped(self, session: Any, coord: Any) -> None:
        coord.wait_for_stop()
        try:
            session.run(self.cancel_op)
        except Exception as error:
            tf1.logging.vlog(1, "Ignored exception: %s", str(error))

    def to_proto(self) -> Any:  # type: ignore[override, unused-ignore]
        """A feeding runner cannot be kept: its functions are Python's.

        Raises:
            NotImplementedError: Always.
        """
        raise NotImplementedError("Feeding queue runners cannot be serialized.")
