"""`tf.estimator.inputs.numpy_input_fn`: an input function from arrays."""

from __future__ import annotations

import collections
from collections.abc import Callable
from typing import Any

import numpy as np

from compat.estimator.inputs.queues import enqueue_data

_TARGET = "__target_key__"


def numpy_input_fn(
    x: Any,
    y: Any = None,
    batch_size: int = 128,
    num_epochs: int | None = 1,
    shuffle: bool | None = None,
    queue_capacity: int = 1000,
    num_threads: int = 1,
) -> Callable[[], Any]:
    """Make an input function that gives batches of arrays.

    Args:
        x: An array, or a dict of arrays of one length.
        y: The same for the labels, or `None`.
        batch_size: Rows of a batch; the last one may be smaller.
        num_epochs: How often all rows are given; `None`: without end.
        shuffle: Whether in any order; must be said.
        queue_capacity: How many rows are held.
        num_threads: How many threads read.

    Returns:
        A function that returns features and labels.

    Raises:
        ValueError: If `shuffle` is not said, or lengths differ.
        TypeError: For another `x`.

    Source: `tf.estimator.inputs.numpy_input_fn`.
    """
    if not isinstance(shuffle, bool):
        raise ValueError(
            "shuffle must be provided and explicitly set as boolean "
            "(it is recommended to set it as True for training); "
            f"got {shuffle}"
        )

    def input_fn() -> Any:
        features, labels, data = _columns(x, y)
        queue = enqueue_data(
            data,
            queue_capacity,
            shuffle=shuffle,
            num_threads=num_threads,
            enqueue_size=batch_size,
            num_epochs=num_epochs,
        )
        batch = (
            queue.dequeue_many(batch_size)
            if num_epochs is None
            else queue.dequeue_up_to(batch_size)
        )[1:]
        found = dict(zip(data, batch, strict=True))
        given = {key: found[key] for key in features}
        if not isinstance(x, dict):
            (given,) = given.values()
        if y is None:
            return given
        if not isinstance(y, dict):
            return given, found[labels[0]]
        return given, {key: found[inner] for key, inner in zip(y, labels, strict=True)}

    return input_fn


def _columns(x: Any, y: Any) -> tuple[list[Any], list[Any], Any]:
    """Keys of the features, keys of the labels, and all columns in order."""
    if isinstance(x, np.ndarray):
        if not x.size:
            raise ValueError("x cannot be an empty array")
        given: Any = {"__direct_np_input__": x}
    elif isinstance(x, dict):
        if not x:
            raise ValueError("x cannot be an empty dict")
        given = dict(sorted(x.items(), key=lambda item: item[0]))
    else:
        raise TypeError(f"x must be a dict or array; got {type(x).__name__}")
    data = collections.OrderedDict(given)
    features = list(data)
    labels: list[Any] = []
    if isinstance(y, dict):
        if not y:
            raise ValueError("y cannot be empty dict, use None instead.")
        same = set(x) & set(y) if isinstance(x, dict) else set()
        if same:
            raise ValueError(
                f"{len(same)} duplicate keys are found in both x and y: {same}"
            )
        labels = list(y)
        for key in sorted(y):
            data[key] = y[key]
    elif y is not None:
        name = _TARGET
        while name in data:
            name += "_n"
        labels = [name]
        data[name] = y
    if len({array.shape[0] for array in data.values()}) > 1:
        shapes_x = (
            {k: v.shape for k, v in x.items()} if isinstance(x, dict) else x.shape
        )
        shapes_y = (
            None
            if y is None
            else {k: v.shape for k, v in y.items()}
            if isinstance(y, dict)
            else y.shape
        )
        raise ValueError(
            "Length of tensors in x and y is mismatched. All elements in x and y must "
            f"have the same length.\nShapes in x: {shapes_x}\nShapes in y: {shapes_y}\n"
        )
    return features, labels, data
