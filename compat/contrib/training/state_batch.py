"""A batch of pieces of sequences, and the states that go with them."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import tensorflow as tf

from compat.contrib.training import asserted

tf1 = tf.compat.v1


class NextQueuedSequenceBatch:
    """What `SequenceQueueingStateSaver.next_batch` gives: tensors of the next pieces.

    Args:
        state_saver: The `SequenceQueueingStateSaver`.

    Source: `tf.contrib.training.NextQueuedSequenceBatch`.
    """

    def __init__(self, state_saver: Any):
        self._state_saver = state_saver

    def _one(self, kind: str) -> Any:
        return self._state_saver._received[kind, None]

    def _all(self, kind: str) -> OrderedDict[str, Any]:
        received = self._state_saver._received
        return OrderedDict(
            (key, value) for (of, key), value in received.items() if of == kind
        )

    @property
    def total_length(self) -> Any:
        """int32 vector: the examples' lengths."""
        return self._one("total_length")

    @property
    def length(self) -> Any:
        """int32 vector: the steps of each piece that are no padding."""
        return self._one("length")

    @property
    def batch_size(self) -> Any:
        """int32 scalar: the number of pieces."""
        return self._state_saver._received_batch_size

    @property
    def insertion_index(self) -> Any:
        """int64 vector: in which order the pieces came."""
        return self._state_saver._received_indices

    @property
    def key(self) -> Any:
        """string vector: the pieces' keys, `i_of_n:key`."""
        return self._state_saver._received_keys

    @property
    def next_key(self) -> Any:
        """string vector: the keys of the pieces that follow, or `STOP:key`."""
        return self._one("next_key")

    @property
    def sequence(self) -> Any:
        """int32 vector: which piece of its example each is."""
        return self._one("sequence")

    @property
    def sequence_count(self) -> Any:
        """int32 vector: how many pieces its example has."""
        return self._one("sequence_count")

    @property
    def context(self) -> OrderedDict[str, Any]:
        """Tensors `[batch, …]` by name."""
        return self._all("context")

    @property
    def sequences(self) -> OrderedDict[str, Any]:
        """Tensors `[batch, num_unroll, …]` by name."""
        return self._all("sequences")

    def state(self, state_name: str) -> Any:
        """The state that the pieces before these left.

        Args:
            state_name: One of the names of `initial_states`.

        Returns:
            Tensor `[batch, …]`.

        Raises:
            KeyError: For another name.
        """
        return self._all("state")[state_name]

    def save_state(self, state_name: str, value: Any, name: str | None = None) -> Any:
        """The op that keeps `value` for the pieces that follow.

        Args:
            state_name: One of the names of `initial_states`.
            value: Tensor `[batch, …]`.
            name: Name scope.

        Returns:
            Op; the pieces that follow wait for it.

        Raises:
            KeyError: For another name.
            ValueError: For a value of another shape.
        """
        saver = self._state_saver
        if ("state", state_name) not in saver._index:
            raise KeyError(f"state was not declared: {state_name}")
        with tf1.name_scope(name, "InputQueueingStateSaver_SaveState", [value]):
            going_on = tf1.reshape(tf1.where(tf.logical_not(saver._done)), [-1])
            keys = tf1.gather(self.next_key, going_on)
            value = tf1.identity(
                tf1.convert_to_tensor(value), name=f"convert_{state_name}"
            )
            state = self.state(state_name)
            shape = tf.shape(state)
            known = tf.get_static_value(shape)
            rank = tf.size(shape) if known is None else len(known)
            checked = asserted.of_rank(value, rank)
            checked = asserted.of_shape(checked, shape if known is None else known)
            return saver.barrier.insert_many(
                saver._index["state", state_name],
                keys,
                tf1.gather(checked, going_on),
                name=f"BarrierInsertState_{state_name}",
            )
