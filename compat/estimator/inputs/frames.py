"""`tf.estimator.inputs.pandas_input_fn`: an input function from a data frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from compat.estimator.inputs.queues import enqueue_data


def _pandas() -> Any:
    try:
        import pandas
    except ImportError:
        return None
    return pandas


def pandas_input_fn(
    x: Any,
    y: Any = None,
    batch_size: int = 128,
    num_epochs: int | None = 1,
    shuffle: bool | None = None,
    queue_capacity: int = 1000,
    num_threads: int = 1,
    target_column: str = "target",
) -> Callable[[], Any]:
    """Make an input function that gives batches of a data frame.

    Args:
        x: A `pandas.DataFrame`.
        y: A `pandas.Series` or `DataFrame` of the labels with the same index, or
            `None`.
        batch_size: Rows of a batch; the last one may be smaller.
        num_epochs: How often all rows are given; `None`: without end.
        shuffle: Whether in any order; must be said.
        queue_capacity: How many rows are held.
        num_threads: How many threads read.
        target_column: Name that `y` gets in the frame.

    Returns:
        A function that returns features and labels.

    Raises:
        TypeError: Without pandas.
        ValueError: If `shuffle` is not said, or the indexes differ.

    Source: `tf.estimator.inputs.pandas_input_fn`.
    """
    pandas = _pandas()
    if pandas is None:
        raise TypeError("pandas_input_fn should not be called without pandas installed")
    if not isinstance(shuffle, bool):
        raise ValueError(
            "shuffle must be provided and explicitly set as boolean "
            "(it is recommended to set it as True for training); "
            f"got {shuffle}"
        )
    if not isinstance(target_column, str):
        raise TypeError("target_column must be a string type")
    frame = x.copy()
    targets: Any = None
    if y is not None:
        if target_column in frame:
            raise ValueError(
                f"Cannot use name {target_column} for target column: DataFrame already "
                f"has a column with that name: {x.columns}"
            )
        if not np.array_equal(frame.index, y.index):
            raise ValueError(
                f"Index for x and y are mismatched.\nIndex for x: {x.index}\n"
                f"Index for y: {y.index}\n"
            )
        if isinstance(y, pandas.DataFrame):
            targets = [f"target_column_{i}" for i in range(len(y.columns))]
            frame[targets] = y
        else:
            targets = target_column
            frame[target_column] = y

    def input_fn() -> Any:
        queue = enqueue_data(
            frame,
            queue_capacity,
            shuffle=shuffle,
            min_after_dequeue=None if shuffle else 0,
            num_threads=num_threads,
            enqueue_size=batch_size,
            num_epochs=num_epochs,
        )
        batch = (
            queue.dequeue_many(batch_size)
            if num_epochs is None
            else queue.dequeue_up_to(batch_size)
        )
        batch = batch if isinstance(batch, list) else [batch]
        features = dict(zip(["INDEX", *frame.columns], batch, strict=True))
        del features["INDEX"]
        if targets is None:
            return features
        if isinstance(targets, list):
            named = zip(y.columns, targets, strict=True)
            return features, {column: features.pop(key) for column, key in named}
        return features, features.pop(targets)

    return input_fn
