"""Batches of pieces of sequences, with states between them, read by threads."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.training import asserted, sparse_pieces
from compat.contrib.training.state_batch import NextQueuedSequenceBatch
from compat.contrib.training.state_saver import SequenceQueueingStateSaver

tf1 = tf.compat.v1


def _common_length(sequences: list[Any]) -> Any:
    """The length of the dense sequences, all the same, or of the longest sparse one."""
    dense = [one for one in sequences if not isinstance(one, tf.SparseTensor)]
    if not dense:
        steps = [one.dense_shape[0] for one in sequences]
        return tf.reduce_max(tf.cast(steps, tf.int32))
    lengths = [tf.shape(one)[0] for one in dense]
    checks = []
    for one in lengths:
        equal = tf.equal(one, lengths[0])
        text = "All sequence lengths must match, but received lengths: "
        message = tf.strings.join([text, tf.as_string(lengths)])
        checks.append(tf1.Assert(equal, [message]))
    with tf.control_dependencies(checks):
        return tf.identity(lengths[0], name="control_dependency")


def _padding(sequences: dict[str, Any], num_unroll: int) -> tuple[Any, dict[str, Any]]:
    """`(length, sequences)`: the sequences' own length, and they up to a multiple."""
    length = _common_length(list(sequences.values()))
    unroll = tf.constant(num_unroll)
    whole = length + (unroll - length % unroll) % unroll
    padded = {}
    for key, value in sequences.items():
        if isinstance(value, tf.SparseTensor):
            first = [tf.cast(whole, tf.int64)]
            shape = tf.concat([first, value.dense_shape[1:]], 0)
            padded[key] = tf.SparseTensor(value.indices, value.values, shape)
            continue
        shape = tf.concat([[whole - tf.shape(value)[0]], tf.shape(value)[1:]], 0)
        zero = tf.constant("" if value.dtype == tf.string else 0, value.dtype)
        padded[key] = tf.concat([value, tf.fill(shape, zero)], 0)
    return length, padded


def batch_sequences_with_states(
    input_key: Any,
    input_sequences: Any,
    input_context: Any,
    input_length: Any,
    initial_states: Any,
    num_unroll: int,
    batch_size: Any,
    num_threads: int = 3,
    capacity: Any = 1000,
    allow_small_batch: bool = True,
    pad: bool = True,
    make_keys_unique: bool = False,
    make_keys_unique_seed: int | None = None,
    name: str | None = None,
) -> NextQueuedSequenceBatch:
    """Batches of pieces of sequences, whose states are kept between the pieces.

    Args:
        input_key: string scalar tensor: the example's key.
        input_sequences: Tensors `[time, …]` by name, sparse ones too.
        input_context: Tensors by name: what all pieces of an example share.
        input_length: int32 scalar tensor, or None: that of the sequences.
        initial_states: Tensors by name: the states before the first piece.
        num_unroll: Steps a piece.
        batch_size: int, or int32 scalar tensor: pieces a batch.
        num_threads: Number of threads that read examples.
        capacity: How many examples may be under way.
        allow_small_batch: Whether the last batches may be smaller.
        pad: Whether to pad the sequences to a multiple of `num_unroll`.
        make_keys_unique: Whether to add a random number to the keys.
        make_keys_unique_seed: Its seed.
        name: Name scope.

    Returns:
        `NextQueuedSequenceBatch`.

    Raises:
        TypeError, ValueError: As `SequenceQueueingStateSaver`.

    Source: `tf.contrib.training.batch_sequences_with_states`.
    """
    given = [*input_sequences.values(), *input_context.values()]
    tensors = [v for v in given if not isinstance(v, tf.SparseTensor)]
    with tf1.name_scope(name, "batch_sequences_with_states", tensors):
        sequences = {
            key: value
            if isinstance(value, tf.SparseTensor)
            else tf1.convert_to_tensor(value, name=f"sequence_{key}")
            for key, value in sorted(input_sequences.items())
        }
        if not sequences:
            raise ValueError("must have at least one sequence tensor")
        if pad:
            length, sequences = _padding(sequences, num_unroll)
            input_length = length if input_length is None else input_length
        else:
            for key, value in sequences.items():
                sequences[key] = _checked(key, value, num_unroll)
        context, sequences = sparse_pieces.context_among_sequences(
            input_context, sequences, num_unroll
        )
        sequences, kept = sparse_pieces.to_handles(sequences)
        if make_keys_unique:
            number = tf1.random_uniform(
                [], 0, 100000000, tf.int64, seed=make_keys_unique_seed
            )
            input_key = tf.strings.join([input_key, tf.as_string(number)])
        saver = SequenceQueueingStateSaver(
            batch_size,
            num_unroll,
            input_length,
            input_key,
            sequences,
            context,
            initial_states,
            capacity,
            allow_small_batch,
        )
        ready = tf.cast(saver.barrier.ready_size(), tf.float32)
        tf1.summary.scalar(f"queue/{saver.barrier.name}/ready_segment_batches_", ready)
        runner = tf1.train.QueueRunner(
            saver,
            [saver.prefetch_op] * num_threads,
            close_op=saver.close(),
            cancel_op=saver.close(cancel_pending_enqueues=True),
            queue_closed_exception_types=(
                tf.errors.OutOfRangeError,
                tf.errors.CancelledError,
            ),
        )
        tf1.train.add_queue_runner(runner)
        batch = saver.next_batch
        sparse_pieces.from_handles(batch, kept, num_unroll)
    return batch


def _checked(key: str, value: Any, num_unroll: int) -> Any:
    if isinstance(value, tf.SparseTensor):
        return value
    words = f"Tensor {key} first dimension"
    return asserted.a_multiple(value, num_unroll, (words, tf.shape(value)[0]))
