"""Predictions one by one, or batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def some(outputs: Any, predictions: Any) -> Any:
    """Those predictions that are asked for.

    Raises:
        ValueError: For none, or where they have no names.
    """
    if not outputs:
        return predictions
    if not isinstance(predictions, dict):
        raise ValueError(
            "outputs argument is not valid in case of non-dict predictions."
        )
    found = {key: value for key, value in predictions.items() if key in outputs}
    if not found:
        raise ValueError(
            f"Expected to run at least one output from {predictions.keys()}, provided "
            f"{outputs}."
        )
    return found


def one_by_one(
    session: Any, predictions: Any, feed_fn: Any, batches: bool
) -> Iterator[Any]:
    """What a session gives until its input ends.

    Args:
        session: A `MonitoredSession`.
        predictions: What it runs.
        feed_fn: To what is fed, or `None`.
        batches: Whether batches stay whole.
    """
    with session:
        while not session.should_stop():
            try:
                feed = feed_fn() if feed_fn else None
            except StopIteration:  # within a generator it would be an error
                return
            values = session.run(predictions, feed)
            if batches:
                yield values
            elif not isinstance(values, dict):
                yield from values
            else:
                first = next(iter(values.values()))
                shape = getattr(first, "dense_shape", None)
                for row in range(first.shape[0] if shape is None else shape[0]):
                    yield {key: value[row] for key, value in values.items()}
            if feed_fn is None and _constant(session.graph):
                return


def _constant(graph: Any) -> bool:
    """Whether the input gives the same again and again: nothing would end it."""
    return not graph.get_collection(tf1.GraphKeys.QUEUE_RUNNERS)
