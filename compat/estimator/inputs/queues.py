"""An input queue, filled from arrays, data frames or generators."""

from __future__ import annotations

import collections
import types
from typing import Any

import numpy as np
import tensorflow as tf

from compat.estimator.inputs import feeds
from compat.estimator.inputs.runner import FeedingQueueRunner

tf1 = tf.compat.v1


def _dtype(array: Any) -> Any:
    """A column's type: what is not a number is a string."""
    dtype = np.asarray(array).dtype
    return tf.string if dtype == np.dtype("O") else tf.as_dtype(dtype)


def _kinds(data: Any, pad_value: Any) -> tuple[list[Any], list[Any], Any]:
    """Types, shapes and the feed function's class, row numbers first."""
    if isinstance(data, np.ndarray):
        dtypes = [tf.int64, tf.as_dtype(data.dtype)]
        return dtypes, [(), data.shape[1:]], feeds.ArrayFeedFn
    if isinstance(data, collections.OrderedDict):
        columns = list(data.values())
        dtypes = [tf.int64, *(tf.as_dtype(col.dtype) for col in columns)]
        shapes = [(), *(col.shape[1:] for col in columns)]
        return dtypes, shapes, feeds.OrderedDictNumpyFeedFn
    if isinstance(data, types.FunctionType):
        first = next(data())
        columns = [np.asarray(first[key]) for key in sorted(first)]
        dtypes = [tf.int64, *(tf.as_dtype(col.dtype) for col in columns)]
        shapes = [
            (),
            *(col.shape if pad_value is None else [None] * col.ndim for col in columns),
        ]
        return dtypes, shapes, feeds.GeneratorFeedFn
    if hasattr(data, "iloc") and hasattr(data, "columns"):
        columns = [data.index, *(data[column] for column in data.columns)]
        return [_dtype(c) for c in columns], [() for _ in columns], feeds.PandasFeedFn
    raise TypeError(
        "data must be either a numpy array or pandas DataFrame if pandas is installed; "
        f"got {type(data).__name__}"
    )


def enqueue_data(
    data: Any,
    capacity: int,
    shuffle: bool = False,
    min_after_dequeue: int | None = None,
    num_threads: int = 1,
    seed: Any = None,
    name: str = "enqueue_input",
    enqueue_size: int = 1,
    num_epochs: int | None = None,
    pad_value: Any = None,
) -> Any:
    """Make a queue and the runner that fills it from data.

    Args:
        data: An array, an `OrderedDict` of arrays, a data frame, or a function that
            returns a generator of dicts.
        capacity: How many rows the queue holds.
        shuffle: Whether it gives them in any order.
        min_after_dequeue: How many stay for that; a quarter of the capacity by default.
        num_threads: How many fill it.
        seed: Of the order.
        name: Name scope.
        enqueue_size: How many rows are put there at once.
        num_epochs: How often the data is read, by each thread; `None`: without end.
        pad_value: What shorter arrays of a generator's batch are filled with.

    Returns:
        The queue: row numbers first, then the columns.

    Raises:
        TypeError: For other data.
        NotImplementedError: For a shuffled generator that is padded.
    """
    if shuffle and num_threads > 1 and num_epochs:
        _warn_of_shuffled_threads()
    if num_threads > 1 and num_epochs:
        _warn_of_threads()
    with tf1.name_scope(name):
        dtypes, shapes, feed_class = _kinds(data, pad_value)
        queue, stay = _queue(
            capacity, dtypes, shapes, shuffle, min_after_dequeue, seed, pad_value
        )
        feed_fns, enqueue_ops = [], []
        for number in range(num_threads):
            # 1.15 numbered them, so that the names in the graph are unique
            placeholders = [tf1.placeholder(dtype) for dtype in dtypes]
            own_seed = None if seed is None else seed + number
            more = {} if pad_value is None else {"pad_value": pad_value}
            feed_fns.append(
                feed_class(
                    placeholders,
                    data,
                    enqueue_size,
                    random_start=shuffle,
                    seed=own_seed,
                    num_epochs=num_epochs,
                    **more,
                )
            )
            enqueue_ops.append(queue.enqueue_many(placeholders))
        runner = FeedingQueueRunner(
            queue=queue, enqueue_ops=enqueue_ops, feed_fns=feed_fns
        )
        tf1.train.add_queue_runner(runner)
        full = tf.cast(tf.maximum(0, queue.size() - stay), tf.float32) * (
            1.0 / (capacity - stay)
        )
        tf1.summary.scalar(
            f"queue/{queue.name}fraction_over_{stay}_of_{capacity - stay}_full", full
        )
        return queue


def _queue(
    capacity: int,
    dtypes: Any,
    shapes: Any,
    shuffle: bool,
    stay: int | None,
    seed: Any,
    pad_value: Any,
) -> tuple[Any, int]:
    if pad_value is not None:
        if shuffle:
            raise NotImplementedError(
                "padding a shuffling queue is not supported, same problem as with "
                "RandomShuffleQueue: it takes no open shapes"
            )
        return tf.queue.PaddingFIFOQueue(capacity, dtypes=dtypes, shapes=shapes), 0
    if not shuffle:
        return tf.queue.FIFOQueue(capacity, dtypes=dtypes, shapes=shapes), 0
    stay = int(capacity / 4 if stay is None else stay)
    queue = tf.queue.RandomShuffleQueue(
        capacity, stay, dtypes=dtypes, shapes=shapes, seed=seed
    )
    return queue, stay


def _warn_of_threads() -> None:
    tf1.logging.warning(
        "enqueue_data was called with num_epochs and num_threads > 1. num_epochs is "
        "applied per thread, so this will produce more epochs than you probably intend."
        " If you want to limit epochs, use one thread."
    )


def _warn_of_shuffled_threads() -> None:
    tf1.logging.warning(
        "enqueue_data was called with shuffle=True, num_threads > 1, and num_epochs. "
        "This will create multiple threads, all reading the array/dataframe in order "
        "adding to the same shuffling queue; the results will likely not be "
        "sufficiently shuffled."
    )
