"""Input functions from arrays, data frames and generators; shuffled by default."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from compat.estimator import inputs as core
from compat.estimator.inputs.queues import enqueue_data


def numpy_input_fn(
    x: Any,
    y: Any = None,
    batch_size: int = 128,
    num_epochs: Any = 1,
    shuffle: bool = True,
    queue_capacity: int = 1000,
    num_threads: int = 1,
) -> Callable[[], Any]:
    """Make an input function that gives batches of arrays.

    Args:
        x: An array, or a dict of arrays of one length.
        y: The same for the labels, or `None`.
        batch_size: Rows of a batch; the last one may be smaller.
        num_epochs: How often all rows are given; `None`: without end.
        shuffle: Whether in any order.
        queue_capacity: How many rows are held.
        num_threads: How many threads read.

    Returns:
        A function that returns features and labels.

    Source: `tf.contrib.learn.io.numpy_input_fn`.
    """
    return core.numpy_input_fn(
        x, y, batch_size, num_epochs, shuffle, queue_capacity, num_threads
    )


def pandas_input_fn(
    x: Any,
    y: Any = None,
    batch_size: int = 128,
    num_epochs: Any = 1,
    shuffle: bool = True,
    queue_capacity: int = 1000,
    num_threads: int = 1,
    target_column: str = "target",
) -> Callable[[], Any]:
    """Make an input function that gives batches of a data frame.

    Args:
        x: The frame.
        y: A series of labels, or `None`.
        batch_size: Rows of a batch; the last one may be smaller.
        num_epochs: How often all rows are given; `None`: without end.
        shuffle: Whether in any order.
        queue_capacity: How many rows are held.
        num_threads: How many threads read.
        target_column: What the labels are called inside.

    Returns:
        A function that returns features and labels.

    Source: `tf.contrib.learn.io.pandas_input_fn`.
    """
    return core.pandas_input_fn(
        x,
        y,
        batch_size,
        num_epochs,
        shuffle,
        queue_capacity,
        num_threads,
        target_column,
    )


def generator_input_fn(
    x: Any,
    target_key: Any = None,
    batch_size: int = 128,
    num_epochs: Any = 1,
    shuffle: bool = True,
    queue_capacity: int = 1000,
    num_threads: int = 1,
    pad_value: Any = None,
) -> Callable[[], Any]:
    """Make an input function that gives batches of what a generator gives.

    Args:
        x: A function that returns a generator of dicts.
        target_key: Which key, or keys, are labels; none by default.
        batch_size: Rows of a batch; the last one may be smaller.
        num_epochs: How often the generator is begun; `None`: without end.
        shuffle: Whether in any order.
        queue_capacity: How many rows are held.
        num_threads: How many threads read.
        pad_value: What shorter arrays are filled with.

    Returns:
        A function that returns features and labels.

    Raises:
        TypeError: If `x` is no function, gives no generator or no dicts.
        KeyError: If there are no such labels.

    Source: `tf.contrib.learn.io.generator_input_fn`.
    """
    if not callable(x):
        raise TypeError(f"x must be generator function; got {type(x).__name__}")
    first = x()
    if not hasattr(first, "__next__"):
        raise TypeError(f"x() must be generator; got {type(first).__name__}")
    data = next(first)
    if not isinstance(data, dict):
        raise TypeError(f"x() must yield dict; got {type(data).__name__}")
    keys = sorted(data)

    def input_fn() -> Any:
        if target_key is not None:
            labels = [target_key] if isinstance(target_key, str) else target_key
            if not isinstance(labels, list | tuple):
                raise TypeError(
                    "target_key must be str or Container of str; got "
                    f"{type(target_key).__name__}"
                )
            for key in labels:
                if not isinstance(key, str):
                    raise TypeError(
                        "target_key must be str or Container of str; got "
                        f"{type(key).__name__}"
                    )
                if key not in keys:
                    raise KeyError(
                        f"target_key or target_keys not in yielded dict: {key}"
                    )
        queue = enqueue_data(
            x,
            queue_capacity,
            shuffle=shuffle,
            num_threads=num_threads,
            enqueue_size=batch_size,
            num_epochs=num_epochs,
            pad_value=pad_value,
        )
        batch = (
            queue.dequeue_many(batch_size)
            if num_epochs is None
            else queue.dequeue_up_to(batch_size)
        )
        features = dict(zip(keys, batch[1:], strict=True))
        if target_key is None:
            return features
        if isinstance(target_key, str):
            return features, features.pop(target_key)
        return features, {key: features.pop(key) for key in target_key}

    return input_fn
