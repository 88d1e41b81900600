"""Elements of one shape, shuffled and repeated: many at a time, as rows."""

from __future__ import annotations

import threading
from collections.abc import MutableMapping
from typing import Any

import numpy as np
import tensorflow as tf

from compat.count.data.order import Order

make = tf.compat.v1.data.Dataset


def alike(spec: Any) -> bool:
    """Whether all elements of a dataset are tensors of the same known shapes."""
    return all(
        isinstance(one, tf.TensorSpec)
        and one.shape.is_fully_defined()
        and one.dtype not in (tf.variant, tf.resource)
        for one in tf.nest.flatten(spec)
    )


class _Rows:
    """The rows of an iterator that wait, by their order."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._came = 0
        self._waiting: dict[int, list[Any]] = {}

    def go(self, *parts: Any) -> list[Any]:
        """Some rows come; those that go, after whether all had gone before.

        No row at all says that the epoch is over.
        """
        order, going = self._order, []
        over = order.ended
        if not len(parts[0]) and not over:
            going = order.epoch_ended()
        for row in range(len(parts[0])):
            if order.ended:
                break
            self._came += 1
            self._waiting[self._came] = [_copied(part[row]) for part in parts]
            going += order.came(self._came)
        rows = [self._waiting.pop(key) for key in going]
        return [np.bool_(over)] + [
            np.array([row[place] for row in rows], part.dtype).reshape(
                (len(rows), *part.shape[1:])
            )
            for place, part in enumerate(parts)
        ]


def _copied(row: Any) -> Any:
    """A row of its own: one that waits long would keep all that came with it."""
    return row.copy() if isinstance(row, np.ndarray) else row


def going(
    dataset: Any,
    number: Any,
    epochs: Any,
    orders: MutableMapping[int, Order],
    at_once: int,
    most: int,
) -> Any:
    """The elements of an iterator.

    Args:
        dataset: An epoch; its elements are alike.
        number: The iterator's, a tensor.
        epochs: How many there are, a tensor.
        orders: By number, which elements go when some come.
        at_once: How many elements are read ahead.
        most: How many iterators go on at the same time; others are let go.
    """
    spec = dataset.element_spec
    flat = tf.nest.flatten(spec)
    kept: dict[int, _Rows] = {}
    lock = threading.Lock()

    def go(number: Any, *parts: Any) -> list[Any]:
        key = int(number)
        with lock:
            rows = kept.pop(key) if key in kept else _Rows(orders.pop(key))
            kept[key] = rows  # as the last; the first are of iterators begun anew
            while len(kept) > most:
                kept.pop(next(iter(kept)))
        return rows.go(*parts)

    def batch(*elements: Any) -> Any:
        dtypes = [tf.bool, *(one.dtype for one in flat)]
        given = [number, *tf.nest.flatten(elements)]
        over, *parts = tf.numpy_function(go, given, dtypes)
        over.set_shape([])
        for part, one in zip(parts, flat, strict=True):
            part.set_shape([None, *one.shape])
        return over, tf.nest.pack_sequence_as(spec, parts)

    none = [tf.zeros([0, *one.shape], one.dtype) for one in flat]
    ended = make.from_tensors(tf.nest.pack_sequence_as(spec, none))
    some = dataset.batch(at_once)
    stream = make.range(epochs).flat_map(lambda _: some.concatenate(ended))
    given = stream.map(batch).take_while(lambda over, _: tf.logical_not(over))
    return given.map(lambda _, rows: rows).unbatch()
