"""Summaries that write themselves when their op runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import tensorflow as tf

from compat.contrib.summary.writers import state, summary_writer_initializer_op

tf1 = tf.compat.v1

SUMMARIES = "_SUMMARY_V2"


def should_record_summaries() -> Any:
    """Whether summaries are recorded here: a boolean tensor.

    Source: `tf.contrib.summary.should_record_summaries`.
    """
    return tf.logical_and(True, _recording())


def _recording() -> Any:
    return state.recording() if callable(state.recording) else state.recording


@contextmanager
def _record(what: Any) -> Iterator[None]:
    before, state.recording = state.recording, what
    try:
        yield
    finally:
        state.recording = before


def always_record_summaries() -> AbstractContextManager[None]:
    """In the block, summaries are recorded.

    Source: `tf.contrib.summary.always_record_summaries`.
    """
    return _record(True)


def never_record_summaries() -> AbstractContextManager[None]:
    """In the block, no summary is recorded.

    Source: `tf.contrib.summary.never_record_summaries`.
    """
    return _record(False)


def record_summaries_every_n_global_steps(
    n: Any, global_step: Any = None
) -> AbstractContextManager[None]:
    """In the block, summaries are recorded at each n-th step.

    Args:
        n: Number of steps.
        global_step: The step; by default the graph's.

    Source: `tf.contrib.summary.record_summaries_every_n_global_steps`.
    """
    if global_step is None:
        global_step = tf1.train.get_or_create_global_step()
    with tf1.device("cpu:0"):

        def now() -> Any:
            return tf.equal(global_step % n, 0)

        return _record(now if tf.executing_eagerly() else now())


def all_summary_ops() -> Any:
    """All summaries of the graph; `None` in eager execution.

    Source: `tf.contrib.summary.all_summary_ops`.
    """
    if tf.executing_eagerly():
        return None
    return tf1.get_collection(SUMMARIES)


def _step(step: Any) -> Any:
    if step is None:
        return tf1.train.get_or_create_global_step()
    return step if tf.is_tensor(step) else tf.convert_to_tensor(step, tf.int64)


@contextmanager
def _scope(name: str, family: str | None) -> Iterator[tuple[str, str]]:
    """A summary's tag, and the name scope of its ops."""
    name = _clean(name)
    family = _clean(family) if family is not None else None
    with tf1.name_scope(f"{family}/{name}" if family else name) as scope:
        tag = scope.rstrip("/")
        yield (f"{family}/{tag}" if family else tag), scope


def _clean(name: str) -> str:
    clean = "".join(one if one.isalnum() or one in "-._/" else "_" for one in name)
    clean = clean.lstrip("/")
    if clean != name:
        tf1.logging.info("Summary name %s is illegal; using %s instead.", name, clean)
    return clean


def _summary(name: str, family: str | None, write: Callable[[str, str], Any]) -> Any:
    """Write a summary where it is recorded; whether it was, as a tensor."""
    outer = tf1.get_default_graph().get_name_scope() if _in_graph() else ""

    def record() -> Any:
        with tf1.name_scope(f"{outer}/" if outer else None), _scope(name, family) as at:
            with tf1.control_dependencies([write(*at)]):
                return tf.constant(True)

    if state.writer is None:
        return tf.no_op()
    with tf1.device("cpu:0"):
        wanted = _recording()
        if tf.executing_eagerly():
            return record() if bool(wanted) else tf.constant(False)
        pred = tf.logical_and(True, wanted)
        if isinstance(wanted, bool):
            op = record() if wanted else tf.constant(False)
        else:
            op = tf1.cond(pred, record, lambda: tf.constant(False), name="")
        tf1.add_to_collection(SUMMARIES, op)
        return op


def _in_graph() -> bool:
    return not tf.executing_eagerly()


def _writer() -> Any:
    return state.writer._resource


def generic(
    name: str, tensor: Any, metadata: Any = None, family: Any = None, step: Any = None
) -> Any:
    """Record a tensor.

    Args:
        name: The summary's name.
        tensor: The tensor.
        metadata: A `SummaryMetadata`, or what it is as text; by default none.
        family: A name before the tag.
        step: The step; by default the global one.

    Source: `tf.contrib.summary.generic`.
    """

    def write(tag: str, scope: str) -> Any:
        if metadata is None:
            data: Any = tf.constant("")
        elif hasattr(metadata, "SerializeToString"):
            data = tf.constant(metadata.SerializeToString())
        else:
            data = metadata
        return tf.raw_ops.WriteSummary(
            writer=_writer(),
            step=_step(step),
            tensor=tf1.identity(tensor),
            tag=tag,
            summary_metadata=data,
            name=scope,
        )

    return _summary(name, family, write)


def scalar(name: str, tensor: Any, family: Any = None, step: Any = None) -> Any:
    """Record a number.

    Args:
        name: The summary's name.
        tensor: Scalar tensor.
        family: A name before the tag.
        step: The step; by default the global one.

    Source: `tf.contrib.summary.scalar`.
    """

    def write(tag: str, scope: str) -> Any:
        return tf.raw_ops.WriteScalarSummary(
            writer=_writer(),
            step=_step(step),
            tag=tag,
            value=tf1.identity(tensor),
            name=scope,
        )

    return _summary(name, family, write)


def histogram(name: str, tensor: Any, family: Any = None, step: Any = None) -> Any:
    """Record how numbers are distributed.

    Args:
        name: The summary's name.
        tensor: Tensor.
        family: A name before the tag.
        step: The step; by default the global one.

    Source: `tf.contrib.summary.histogram`.
    """

    def write(tag: str, scope: str) -> Any:
        return tf.raw_ops.WriteHistogramSummary(
            writer=_writer(),
            step=_step(step),
            tag=tag,
            values=tf1.identity(tensor),
            name=scope,
        )

    return _summary(name, family, write)


def image(
    name: str,
    tensor: Any,
    bad_color: Any = None,
    max_images: int = 3,
    family: Any = None,
    step: Any = None,
) -> Any:
    """Record images.

    Args:
        name: The summary's name.
        tensor: Tensor `[batch, height, width, channels]`.
        bad_color: Colour of what is not finite; by default red.
        max_images: How many images of the batch.
        family: A name before the tag.
        step: The step; by default the global one.

    Source: `tf.contrib.summary.image`.
    """

    def write(tag: str, scope: str) -> Any:
        color = bad_color
        if color is None:
            color = tf.constant([255, 0, 0, 255], tf.uint8)
        return tf.raw_ops.WriteImageSummary(
            writer=_writer(),
            step=_step(step),
            tag=tag,
            tensor=tf1.identity(tensor),
            bad_color=color,
            max_images=max_images,
            name=scope,
        )

    return _summary(name, family, write)


def audio(
    name: str,
    tensor: Any,
    sample_rate: Any,
    max_outputs: int,
    family: Any = None,
    step: Any = None,
) -> Any:
    """Record sound.

    Args:
        name: The summary's name.
        tensor: Tensor `[batch, frames, channels]` or `[batch, frames]`.
        sample_rate: Samples a second.
        max_outputs: How many sounds of the batch.
        family: A name before the tag.
        step: The step; by default the global one.

    Source: `tf.contrib.summary.audio`.
    """

    def write(tag: str, scope: str) -> Any:
        return tf.raw_ops.WriteAudioSummary(
            writer=_writer(),
            step=_step(step),
            tag=tag,
            tensor=tf1.identity(tensor),
            sample_rate=sample_rate,
            max_outputs=max_outputs,
            name=scope,
        )

    return _summary(name, family, write)


def graph(param: Any, step: Any = None, name: str | None = None) -> Any:
    """Record a graph.

    Args:
        param: The graph, its definition, or a string tensor of that.
        step: The step; by default the global one.
        name: Name of the op.

    Raises:
        TypeError: In a graph, for what is no tensor.

    Source: `tf.contrib.summary.graph`.
    """
    if _in_graph() and not tf.is_tensor(param):
        raise TypeError(
            "graph() needs a tf.Tensor (e.g. tf.placeholder) in graph mode, but was: "
            f"{type(param)}"
        )
    if state.writer is None:
        return tf.no_op()
    with tf1.device("cpu:0"):
        if isinstance(param, tf.Graph):
            param = param.as_graph_def(add_shapes=True)
        if hasattr(param, "SerializeToString"):
            tensor = tf.convert_to_tensor(param.SerializeToString())
        else:
            tensor = tf1.identity(param)
        return tf.raw_ops.WriteGraphSummary(
            writer=_writer(), step=_step(step), tensor=tensor, name=name
        )


def import_event(tensor: Any, name: str | None = None) -> Any:
    """Record an event that is ready.

    Args:
        tensor: String tensor: a serialized `Event`.
        name: Name of the op.

    Source: `tf.contrib.summary.import_event`.
    """
    return tf.raw_ops.ImportEvent(writer=_writer(), event=tensor, name=name)


def initialize(graph: Any = None, session: Any = None) -> None:
    """Open the graph's writers, and record the graph if it is given.

    Args:
        graph: The graph to record.
        session: The session; by default the default one.

    Raises:
        RuntimeError: Without a default writer.
        ValueError: Without a session.

    Source: `tf.contrib.summary.initialize`.
    """
    if tf.executing_eagerly():
        return
    if state.writer is None:
        raise RuntimeError("No default tf.contrib.summary.SummaryWriter found")
    session = session or tf1.get_default_session()
    if session is None:
        raise ValueError("session must be passed if no default session exists")
    session.run(summary_writer_initializer_op())
    if graph is not None:
        _run_graph(graph, session)


def _run_graph(given: Any, session: Any) -> None:
    definition = (
        given.as_graph_def(add_shapes=True) if isinstance(given, tf.Graph) else given
    )
    data = tf1.placeholder(tf.string)
    step = graph(data, 0)
    session.run(step, feed_dict={data: definition.SerializeToString()})
