"""How an example is cut into pieces and put into the barrier."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.training import asserted

tf1 = tf.compat.v1

# What 1.15's queue of tokens holds; the number itself is never read.
_TOKEN = 21051976


def _digits(number: Any) -> Any:
    """A number in five digits, as the keys have it."""
    return tf.strings.as_string(number, width=5, fill="0")


def all_of(ops: list[Any], name: str) -> Any:
    """One op that runs `ops`; `tf.group` builds one a device, and these are on two."""
    with tf.control_dependencies(ops):
        return tf.no_op(name=name)


class Prefetching:
    """The op that puts one example's pieces into the barrier, of a state saver."""

    _padded: Any
    _num_unroll: Any
    _length: Any
    _key: Any
    _sequences: dict[str, Any]
    _context: dict[str, Any]
    _states: dict[str, Any]
    _index: dict[Any, int]
    _barrier: Any
    _queue: Any

    def _prefetch(self) -> Any:
        unroll = self._num_unroll
        count = tf1.div(self._padded, unroll)
        ones = tf1.ones(tf.expand_dims(count, 0), tf.int32)
        numbers = tf.range(count)
        lengths = tf.maximum(0, self._length - unroll * numbers)
        lengths = tf.minimum(unroll, lengths)
        totals = self._length * ones
        counts = count * ones
        parts = [_digits(numbers), "_of_", _digits(count), ":", self._key]
        keys = tf.strings.join(parts, name="StringJoinCurrentKeys")
        rest = tf1.slice(keys, [1], [-1])
        stop = tf.strings.join(["STOP:", self._key], name="StringJoinStop")
        following = tf.concat(
            [rest, tf.expand_dims(stop, 0)], 0, name="concat_next_keys"
        )
        sequences = {
            key: self._cut(key, value, count) for key, value in self._sequences.items()
        }
        contexts = {
            key: self._repeated(key, value, count)
            for key, value in self._context.items()
        }

        def insert(kind, key, values, label):
            index = self._index[kind, key]
            return self._barrier.insert_many(index, keys, values, label)

        puts = [
            insert("sequence", None, numbers, "BarrierInsertSequence"),
            insert("sequence_count", None, counts, "BarrierInsertSequenceCount"),
            insert("next_key", None, following, "BarrierInsertNextKey"),
            insert("length", None, lengths, "BarrierInsertLength"),
            insert("total_length", None, totals, "BarrierInsertTotalLength"),
        ]
        for key, value in contexts.items():
            puts.append(insert("context", key, value, f"BarrierInsertContext_{key}"))
        for key, value in sequences.items():
            label = f"BarrierInsertSequences_{key}"
            puts.append(insert("sequences", key, value, label))
        token = self._queue.enqueue([_TOKEN])
        starts = []
        with tf.control_dependencies([puts[0], token]):
            for key, value in self._states.items():
                first = tf.stack([keys[0]])
                starts.append(
                    self._barrier.insert_many(
                        self._index["state", key],
                        first,
                        tf.stack([value]),
                        f"BarrierInitialInsertState_{key}",
                    )
                )
        return all_of([*puts, token, *starts], "StateSaverPrefetchGroup")

    def _cut(self, key: str, value: Any, count: Any) -> Any:
        sizes = value.shape[1:].as_list()
        first = tf.expand_dims(count, 0), tf.expand_dims(self._num_unroll, 0)
        rest = tf.constant(sizes, tf.int32, name=f"concat_sequences_{key}/values_2")
        shape = tf.concat([*first, rest], 0, name=f"concat_sequences_{key}")
        cut = tf.reshape(value, shape, name=f"reshape_sequences_{key}")
        known = {0: count, 1: self._num_unroll}
        known.update(enumerate(sizes, 2))
        return asserted.of_dimensions(cut, known, f"reshaped_sequences_{key}")

    def _repeated(self, key: str, value: Any, count: Any) -> Any:
        sizes = value.shape.as_list()
        expanded = tf.expand_dims(value, 0)
        first, name = tf.expand_dims(count, 0), f"concat_context_{key}"
        ones = tf.constant([1] * len(sizes), tf.int32, name=f"{name}/values_1")
        times = tf.concat([first, ones], 0, name=name)
        tiled = tf.tile(expanded, times, name=f"tile_context_{key}")
        known = {0: count}
        known.update(enumerate(sizes, 1))
        return asserted.of_dimensions(tiled, known, f"expanded_context_{key}")
