"""`dataset.shuffle(…).repeat(…)` in the order that 1.15 gave.

The elements wait under numbers, in Python; of the numbers `Order` says which comes
next, for many at a time.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from compat import _private
from compat.count import opseed
from compat.count.data import rows
from compat.count.data.order import Order

make = tf.compat.v1.data.Dataset

_AT_ONCE = 32  # elements that are read ahead
_END, _EPOCH_ENDED = -1, -2
_EPOCHS = 1 << 40  # of a dataset without end

_numbers = itertools.count(1)
_lock = threading.Lock()
_orders: dict[int, Order] = {}


def _begin(buffer_size: Any, seed: Any, seed2: Any, count: Any) -> Any:
    """A new iterator: its number."""
    with _lock:
        number = next(_numbers)
        if len(_orders) > 256:  # those of sessions that are long closed
            _orders.pop(next(iter(_orders)))
        _orders[number] = Order(int(buffer_size), int(seed), int(seed2), int(count))
    return np.int64(number)


def _go(number: Any, keys: Any) -> Any:
    """The keys of the elements that go when some come."""
    order = _orders[int(number)]
    found: list[int] = []
    for key in keys.tolist():
        if order.ended:
            break
        found += order.epoch_ended() if key == _EPOCH_ENDED else order.came(key)
    if order.ended:
        found.append(_END)
    return np.asarray(found, np.int64)


class _Waiting:
    """Where elements wait: under keys, in Python.

    TensorFlow's own stages (`MapStage`) hinder a session's end.
    """

    def __init__(self) -> None:
        self._elements: dict[int, list[Any]] = {}
        self._like: Any = None
        self._flat: list[Any] = []

    def put(self, key: Any, element: Any) -> Any:
        """Have an element wait; give its key."""
        self._like = element
        self._flat = tf.nest.flatten(element, expand_composites=True)
        key = tf.numpy_function(self._put, [key, *self._flat], tf.int64)
        key.set_shape([])
        return key

    def _put(self, key: Any, *parts: Any) -> Any:
        self._elements[int(key)] = list(parts)
        return key

    def take(self, key: Any) -> Any:
        """The element of a key."""
        dtypes = [part.dtype for part in self._flat]
        parts = tf.numpy_function(self._take, [key], dtypes)
        for part, like in zip(parts, self._flat, strict=True):
            part.set_shape(like.shape)
        return tf.nest.pack_sequence_as(self._like, parts, expand_composites=True)

    def _take(self, key: Any) -> Any:
        return self._elements.pop(int(key))


def fused(dataset: Any, count: Any, inside: bool = False) -> Any:
    """A shuffled dataset, repeated.

    Args:
        dataset: What is shuffled, with `buffer_size`, `seed` and `seed2` as tensors.
        count: How often, a tensor; without end below zero.
        inside: Whether in a function, where many go on at the same time.
    """
    count = tf.cast(count, tf.int64)
    epochs = tf.where(count < 0, tf.constant(_EPOCHS, tf.int64), count)

    kept = 1024 if inside else 16

    def begin(_: Any) -> Any:
        given = [dataset.buffer_size, dataset.seed, dataset.seed2, count]
        number = tf.numpy_function(_begin, given, tf.int64)
        number.set_shape([])
        return number

    def of_iterator(number: Any) -> Any:
        if rows.alike(dataset.input.element_spec):
            return rows.going(dataset.input, number, epochs, _orders, _AT_ONCE, kept)
        return _one_by_one(dataset.input, number, epochs)

    return make.from_tensors(0).map(begin).flat_map(of_iterator)


def _one_by_one(dataset: Any, number: Any, epochs: Any) -> Any:
    """The elements of an iterator, whatever their shapes."""
    waiting = _Waiting()

    def epoch(of: Any) -> Any:
        def put(index: Any, *element: Any) -> Any:
            # the elements of two epochs wait at once
            key = number * (1 << 48) + of % (1 << 20) * (1 << 28) + index
            return waiting.put(key, _one(element))

        ended = make.from_tensors(tf.constant(_EPOCH_ENDED, tf.int64))
        return dataset.enumerate().map(put).concatenate(ended)

    def go(some: Any) -> Any:
        going = tf.numpy_function(_go, [number, some], tf.int64)
        going.set_shape([None])
        return going

    keys = make.range(epochs).flat_map(epoch)
    going = keys.batch(_AT_ONCE).map(go).flat_map(make.from_tensor_slices)
    return going.take_while(lambda key: tf.not_equal(key, _END)).map(waiting.take)


def _one(element: Any) -> Any:
    """An element of a dataset, of what its function was given."""
    return element[0] if len(element) == 1 else element


class Shuffled:
    """What is shuffled, and how.

    Args:
        input: The dataset.
        buffer_size: How many elements wait, a tensor.
        seed: A tensor.
        seed2: A tensor.
    """

    def __init__(self, input: Any, buffer_size: Any, seed: Any, seed2: Any) -> None:
        self.input, self.buffer_size = input, buffer_size
        self.seed, self.seed2 = seed, seed2


def shuffle_and_repeat(
    buffer_size: Any, count: Any = None, seed: Any = None
) -> Callable[[Any], Any]:
    """Shuffle and repeat a dataset, as one op.

    Args:
        buffer_size: How many elements wait.
        count: How often; without end by default.
        seed: Of the order.

    Returns:
        A function for `Dataset.apply`.

    Source: `tf.data.experimental.shuffle_and_repeat`.
    """

    def apply(dataset: Any) -> Any:
        if tf.executing_eagerly():
            return dataset.shuffle(buffer_size, seed).repeat(count)
        opseed.account(1)  # 1.15 built the count before it asked for a seed
        shuffled = dataset.shuffle(buffer_size, seed)
        parts = _private.shuffled_parts(shuffled)
        if parts is None:
            repeated = shuffled.repeat(count)
            opseed.account(-2)  # and one op for both
            return repeated
        with opseed.exactly(0):  # and one op for both
            return fused(Shuffled(*parts), -1 if count is None else count)

    return apply
