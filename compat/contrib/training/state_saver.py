"""Sequences cut into pieces that are read one after the other, with their states.

A piece's key is `i_of_n:key`; a barrier holds it until the state that the piece
before it left is there. A queue of tokens, one an example, bounds how many examples
are under way.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.training import asserted
from compat.contrib.training.barrier import Barrier
from compat.contrib.training.prefetching import Prefetching, all_of
from compat.contrib.training.state_batch import NextQueuedSequenceBatch

tf1 = tf.compat.v1


def _sorted(values: Any, kind: str) -> dict[str, Any]:
    """`values` by key in order, as tensors."""
    if any(not isinstance(key, str) for key in values):
        odd = next(key for key in values if not isinstance(key, str))
        raise TypeError(f"{kind} key must be string: {odd}")
    return {
        key: tf1.convert_to_tensor(values[key], name=f"{kind}_{key}")
        for key in sorted(values)
    }


def _known(shapes: dict[str, Any], kind: str) -> None:
    for key, shape in shapes.items():
        if shape.rank is None or not shape.is_fully_defined():
            raise ValueError(f"Shape for {kind} {key} is not fully defined : {shape}")


class SequenceQueueingStateSaver(Prefetching):
    """Cuts sequences into pieces of `num_unroll` steps, and keeps states between them.

    Args:
        batch_size: int, or int32 scalar tensor: pieces a batch.
        num_unroll: Steps a piece.
        input_length: int32 scalar tensor: the example's length before padding.
        input_key: string scalar tensor: the example's key, unlike all others.
        input_sequences: Tensors `[time, …]` by name, as long as each other and a
            multiple of `num_unroll`.
        input_context: Tensors by name: what all pieces of an example share.
        initial_states: Tensors by name: the states before the first piece.
        capacity: How many examples may be under way.
        allow_small_batch: Whether the last batches may be smaller.
        name: Name scope.

    Raises:
        TypeError: For states that are no dict, or dtypes that are wrong.
        ValueError: For no sequence, no state, or shapes that are not known.

    Source: `tf.contrib.training.SequenceQueueingStateSaver`.
    """

    def __init__(
        self,
        batch_size: Any,
        num_unroll: int,
        input_length: Any,
        input_key: Any,
        input_sequences: Any,
        input_context: Any,
        initial_states: Any,
        capacity: Any = None,
        allow_small_batch: bool = False,
        name: str | None = None,
    ):
        if capacity is not None and isinstance(batch_size, tf.Tensor):
            check = tf1.assert_greater_equal(
                tf.cast(capacity, tf.int64),
                tf.cast(batch_size, tf.int64),
                message="capacity needs to be >= batch_size.",
            )
            with tf.control_dependencies([check]):
                input_key = tf.identity(input_key)
        elif capacity is not None and capacity < batch_size:
            raise ValueError(
                f"capacity {capacity} needs to be >= batch_size {batch_size}"
            )
        given = [
            input_length,
            input_key,
            *input_sequences.values(),
            *input_context.values(),
        ]
        self._queue = tf1.FIFOQueue(
            -1 if capacity is None else capacity, [tf.int32], [[]], name="fifo_queue"
        )
        with tf1.name_scope(name, "InputQueueingStateSaver", given) as scope:
            self._scope = scope
            self._batch_size = batch_size
            self._num_unroll = num_unroll
            self._allow_small_batch = allow_small_batch
            self._prefetch_op: Any = None
            self._next_batch: Any = None
            with tf1.colocate_with(self._queue.queue_ref):
                self._read(
                    input_length,
                    input_key,
                    input_sequences,
                    input_context,
                    initial_states,
                )
                self._check()
                self._make_barrier()

    def _read(self, length, key, sequences, context, states) -> None:
        if not isinstance(states, dict):
            raise TypeError("initial_states must be a dictionary")
        if not states:
            raise ValueError(
                "initial_states may not be empty: at least one state variable is "
                "required to properly enqueue split sequences to run in separate "
                "iterations"
            )
        if not sequences:
            raise ValueError("must have at least one sequence tensor")
        self._length = tf1.convert_to_tensor(length, name="length")
        if self._length.dtype != tf.int32:
            raise TypeError(
                f"length dtype must be int32, but received: {self._length.dtype}"
            )
        self._key = tf1.convert_to_tensor(key, name="key")
        if self._key.dtype != tf.string:
            raise TypeError(
                f"key dtype must be string, but received: {self._key.dtype}"
            )
        self._sequences = _sorted(sequences, "sequence")
        self._context = _sorted(context, "context")
        self._states = {
            key: tf1.convert_to_tensor(states[key], name=f"state_{key}")
            for key in sorted(states)
        }

    def _check(self) -> None:
        self._length = asserted.of_rank(self._length, 0)
        self._key = asserted.of_rank(self._key, 0)
        first = next(iter(self._sequences.values()))
        padded = tf.identity(tf.shape(first)[0], name="padded_length")
        self._padded = asserted.a_multiple(padded, self._num_unroll)
        self._sequences = {
            key: asserted.of_dimensions(
                value, {0: self._padded}, f"sorted_sequences_{key}"
            )
            for key, value in self._sequences.items()
        }
        within = tf.less_equal(self._length, self._padded)
        check = tf1.Assert(
            within,
            [
                "Input length should be <= than length from sequences:",
                self._length,
                " vs. ",
                self._padded,
            ],
        )
        with tf.control_dependencies([check]):
            self._length = tf.identity(self._length)

    def _make_barrier(self) -> None:
        pieces = {}
        for key, value in self._sequences.items():
            if value.shape.rank is None or not value.shape[1:].is_fully_defined():
                raise ValueError(
                    f"Shape for sequence {key} is not fully defined (ignoring first "
                    f"dimension): {value.shape}"
                )
            pieces[key] = tf.TensorShape([self._num_unroll]).concatenate(
                value.shape[1:]
            )
        contexts = {key: value.shape for key, value in self._context.items()}
        _known(contexts, "context")
        states = {key: value.shape for key, value in self._states.items()}
        _known(states, "state")
        named: list[tuple[str, Any, Any, Any]] = [
            ("length", None, tf.int32, []),
            ("total_length", None, tf.int32, []),
            ("next_key", None, tf.string, []),
            ("sequence", None, tf.int32, []),
            ("sequence_count", None, tf.int32, []),
        ]
        for kind, tensors, shapes in (
            ("sequences", self._sequences, pieces),
            ("context", self._context, contexts),
            ("state", self._states, states),
        ):
            named += [
                (kind, key, tensor.dtype, shapes[key])
                for key, tensor in tensors.items()
            ]
        self._index = {(kind, key): at for at, (kind, key, _, _) in enumerate(named)}
        self._barrier = Barrier(
            [dtype for _, _, dtype, _ in named], [shape for *_, shape in named]
        )

    @property
    def name(self) -> str:
        """The name scope."""
        return self._scope

    @property
    def barrier(self) -> Barrier:
        """The barrier that holds the pieces."""
        return self._barrier

    @property
    def batch_size(self) -> Any:
        """Pieces a batch."""
        return self._batch_size

    @property
    def num_unroll(self) -> Any:
        """Steps a piece."""
        return self._num_unroll

    @property
    def prefetch_op(self) -> Any:
        """The op that puts one example's pieces into the barrier."""
        if self._prefetch_op is None:
            with tf1.name_scope(None), tf1.name_scope(self._scope):
                self._prefetch_op = self._prefetch()
        return self._prefetch_op

    @property
    def next_batch(self) -> NextQueuedSequenceBatch:
        """The next batch of pieces; the same at each call."""
        if self._next_batch is None:
            self.prefetch_op  # noqa: B018  1.15 built it before the batch
            with tf1.name_scope(None), tf1.name_scope(self._scope):
                self._take()
                self._next_batch = NextQueuedSequenceBatch(self)
        return self._next_batch

    def close(self, cancel_pending_enqueues: bool = False, name: Any = None) -> Any:
        """The op that lets in no new examples."""
        with tf1.name_scope(name, "SQSSClose", [self._barrier.barrier_ref]) as scope:
            barrier = self._barrier.close(cancel_pending_enqueues, "BarrierClose")
            queue = self._queue.close(cancel_pending_enqueues, "FIFOClose")
            return all_of([barrier, queue], scope)

    def _take(self) -> None:
        self._received_indices, self._received_keys, values = self._barrier.take_many(
            self._batch_size, self._allow_small_batch, name="BarrierTakeMany"
        )
        self._received = dict(zip(self._index, values, strict=True))
        self._received_batch_size = tf.squeeze(tf.shape(self._received["length", None]))
        following = self._received["sequence", None] + 1
        done = tf.greater_equal(following, self._received["sequence_count", None])
        self._done = done
        finished = tf.reduce_sum(tf.cast(done, tf.int32))
        freed = self._queue.dequeue_many(finished)
        with tf.control_dependencies([freed]):
            for kind, key in self._index:
                if kind == "state":
                    value = tf.identity(self._received[kind, key])
                    self._received[kind, key] = value
