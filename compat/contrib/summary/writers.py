"""What writes summaries into files of events, as ops; and which one is the default."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1

WRITERS = "_SUMMARY_WRITER_V2"


class _State(threading.local):
    """The default writer of a thread, and whether anything is recorded."""

    writer: Any = None
    recording: Any = False


state = _State()


class SummaryWriter:
    """Takes summaries: what `create_file_writer` gives.

    Source: `tf.contrib.summary.SummaryWriter`.
    """

    def set_as_default(self) -> None:
        """Have all summaries from here on go to this writer.

        Source: `tf.contrib.summary.SummaryWriter.set_as_default`.
        """
        raise NotImplementedError

    def as_default(self) -> AbstractContextManager[None]:
        """In the block, summaries go to this writer.

        Source: `tf.contrib.summary.SummaryWriter.as_default`.
        """
        raise NotImplementedError

    def init(self) -> Any:
        """The op that opens the file.

        Source: `tf.contrib.summary.SummaryWriter.init`.
        """
        raise NotImplementedError

    def flush(self) -> Any:
        """The op that writes what waits.

        Source: `tf.contrib.summary.SummaryWriter.flush`.
        """
        raise NotImplementedError

    def close(self) -> Any:
        """The op that writes what waits and closes the file.

        Source: `tf.contrib.summary.SummaryWriter.close`.
        """
        raise NotImplementedError


class ResourceSummaryWriter(SummaryWriter):
    """A writer that is a resource of TensorFlow's.

    Args:
        shared_name: Name of the resource.
        name: Name of its op.
        **given: What the op that opens the file takes.
    """

    def __init__(self, shared_name: str | None, name: str | None, **given: Any):
        self._resource = tf.raw_ops.SummaryWriter(
            shared_name=shared_name or "", name=name
        )
        self._init = tf.raw_ops.CreateSummaryFileWriter(writer=self._resource, **given)
        self._is_open = True

    def set_as_default(self) -> None:
        self._check()
        state.writer = self

    @contextmanager
    def as_default(self) -> Iterator[None]:
        self._check()
        before, state.writer = state.writer, self
        try:
            yield
            self.flush()
        finally:
            state.writer = before

    def init(self) -> Any:
        self._check()
        return self._init

    def flush(self) -> Any:
        if tf.executing_eagerly() and not self._is_open:
            return None
        return tf.raw_ops.FlushSummaryWriter(writer=self._resource)

    def close(self) -> Any:
        if tf.executing_eagerly() and not self._is_open:
            return None
        with tf1.control_dependencies([self.flush()]):
            with tf1.device("cpu:0"):
                closed = tf.raw_ops.CloseSummaryWriter(writer=self._resource)
        if tf.executing_eagerly():
            self._is_open = False
        return closed

    def _check(self) -> None:
        if tf.executing_eagerly() and not self._is_open:
            raise RuntimeError("SummaryWriter is already closed")


class NoopSummaryWriter(SummaryWriter):
    """A writer without a file: it writes nothing."""

    def set_as_default(self) -> None:
        pass

    @contextmanager
    def as_default(self) -> Iterator[None]:
        yield

    def init(self) -> Any:
        pass

    def flush(self) -> Any:
        pass

    def close(self) -> Any:
        pass


def create_file_writer(
    logdir: str | None,
    max_queue: Any = None,
    flush_millis: Any = None,
    filename_suffix: Any = None,
    name: str | None = None,
) -> SummaryWriter:
    """A writer of summaries into a file of events.

    Args:
        logdir: Folder of the file; `None`: nothing is written.
        max_queue: How many summaries may wait; by default 10.
        flush_millis: After how many milliseconds they are written; by default 120,000.
        filename_suffix: End of the file's name; by default `.v2`.
        name: Name of the resource.

    Source: `tf.contrib.summary.create_file_writer`.
    """
    if logdir is None:
        return NoopSummaryWriter()
    logdir = str(logdir)
    with tf1.device("cpu:0"):
        if max_queue is None:
            max_queue = tf.constant(10)
        if flush_millis is None:
            flush_millis = tf.constant(2 * 60 * 1000)
        if filename_suffix is None:
            filename_suffix = tf.constant(".v2")
        writer = ResourceSummaryWriter(
            f"logdir:{logdir}" if name is None else name,
            None,
            logdir=logdir,
            max_queue=max_queue,
            flush_millis=flush_millis,
            filename_suffix=filename_suffix,
        )
    if not tf.executing_eagerly():
        tf1.add_to_collection(WRITERS, writer.init())
    return writer


def create_summary_file_writer(*args: Any, **kwargs: Any) -> SummaryWriter:
    """`create_file_writer`, under its first name.

    Source: `tf.contrib.summary.create_summary_file_writer`.
    """
    tf1.logging.warning("Please use create_file_writer instead.")
    return create_file_writer(*args, **kwargs)


def summary_writer_initializer_op() -> Any:
    """The ops that open the graph's writers.

    Raises:
        RuntimeError: In eager execution.

    Source: `tf.contrib.summary.summary_writer_initializer_op`.
    """
    if tf.executing_eagerly():
        raise RuntimeError(
            "tf.contrib.summary.summary_writer_initializer_op is only supported in "
            "graph mode."
        )
    return tf1.get_collection(WRITERS)


def flush(writer: Any = None, name: str | None = None) -> Any:
    """Write what waits.

    Args:
        writer: The writer; by default the default one.
        name: Name of the op.

    Source: `tf.contrib.summary.flush`.
    """
    writer = state.writer if writer is None else writer
    if writer is None:
        return tf.no_op()
    if isinstance(writer, ResourceSummaryWriter):
        return tf.raw_ops.FlushSummaryWriter(writer=writer._resource, name=name)
    return tf.raw_ops.FlushSummaryWriter(writer=writer, name=name)


def eval_dir(model_dir: str, name: str | None = None) -> str:
    """The folder of an evaluation's events.

    Args:
        model_dir: Folder of the model.
        name: The evaluation's name.

    Source: `tf.contrib.summary.eval_dir`.
    """
    return os.path.join(model_dir, f"eval_{name}" if name else "eval")
