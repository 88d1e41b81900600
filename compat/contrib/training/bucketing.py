"""Batches of examples of about the same length, by input queues."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.training import stored
from compat.count import opseed

tf1 = tf.compat.v1

_CLOSED = (tf.errors.OutOfRangeError, tf.errors.CancelledError)


def _shapes(tensors: list[Any], shapes: Any, dynamic_pad: bool) -> list[Any]:
    if shapes is None:
        shapes = [tensor.shape for tensor in tensors]
    shapes = [tf.TensorShape(shape) for shape in shapes]
    if not dynamic_pad and not all(shape.is_fully_defined() for shape in shapes):
        raise ValueError(
            "All shapes must be fully defined: "
            f"{[tuple(s.as_list()) if s.rank is not None else None for s in shapes]}"
        )
    return shapes


def bucket(
    tensors: Any,
    which_bucket: Any,
    batch_size: Any,
    num_buckets: int,
    num_threads: int = 1,
    capacity: int = 32,
    bucket_capacities: Any = None,
    shapes: Any = None,
    dynamic_pad: bool = False,
    allow_smaller_final_batch: bool = False,
    keep_input: Any = True,
    shared_name: str | None = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """Examples one by one into buckets; batches out of each.

    Args:
        tensors: List or dict of tensors: one example.
        which_bucket: int32 scalar tensor: the example's bucket.
        batch_size: int, or a list of them, one a bucket.
        num_buckets: Number of buckets.
        num_threads: Number of threads that put examples into buckets.
        capacity: Number of batches, and of a bucket's examples, that may wait.
        bucket_capacities: List of the buckets' capacities; by default `capacity`.
        shapes: Shapes of the tensors; by default those known.
        dynamic_pad: Whether to pad the examples of a batch to the longest.
        allow_smaller_final_batch: Whether the last batches may be smaller.
        keep_input: Boolean, or scalar tensor: whether to take the example at all.
        shared_name: The queues' name across sessions.
        name: Name scope.

    Returns:
        `(bucket, outputs)`: int32 scalar tensor, and the batch in the form of
        `tensors`.

    Raises:
        ValueError: For lists of another length, or unknown shapes without
            `dynamic_pad`.

    Source: `tf.contrib.training.bucket`.
    """
    sizes = (
        list(batch_size)
        if isinstance(batch_size, (list, tuple))
        else [batch_size] * num_buckets
    )
    if len(sizes) != num_buckets:
        raise ValueError(
            f"If batch_size is a list it must have num_buckets={num_buckets} elements, "
            f"received {len(sizes)}"
        )
    capacities = [capacity] * num_buckets
    if bucket_capacities is not None:
        capacities = list(bucket_capacities)
    if len(capacities) != num_buckets:
        raise ValueError(
            f"The list bucket_capacities must have exactly num_buckets={num_buckets} "
            f"elements, received {len(capacities)}"
        )
    keys = sorted(tensors) if isinstance(tensors, dict) else None
    given = [tensors[key] for key in keys] if keys is not None else list(tensors)
    with tf1.name_scope(name, "bucket", given):
        sparse = any(isinstance(value, tf.SparseTensor) for value in given)
        if not sparse:
            given = [tf1.convert_to_tensor(value) for value in given]
        keep = tf1.convert_to_tensor(keep_input, name=None)
        kept = tf.get_static_value(keep)
        given, handles = stored.store(given, keep) if sparse else (given, [])
        each = _shapes(given, shapes, dynamic_pad)
        types = [tensor.dtype for tensor in given]
        # 1.15 made a tensor of each size to look at it.
        opseed.account(sum(not tf.is_tensor(size) for size in sizes))
        queues = []
        for index in range(num_buckets):
            kind = tf1.PaddingFIFOQueue if dynamic_pad else tf1.FIFOQueue
            of_queue = f"{shared_name}_{index}" if shared_name is not None else None
            queues.append(
                kind(
                    capacity=capacities[index],
                    dtypes=types,
                    shapes=each,
                    shared_name=of_queue,
                    name=f"bucket_queue_{index}",
                )
            )
        count = (
            [None] if allow_smaller_final_batch or len(set(sizes)) > 1 else sizes[:1]
        )
        top = tf1.PaddingFIFOQueue(
            capacity=capacity,
            dtypes=[tf.int32, *types],
            shapes=[
                tf.TensorShape([]),
                *(tf.TensorShape(count).concatenate(s) for s in each),
            ],
            shared_name=shared_name,
            name="top_queue",
        )

        def put() -> Any:
            return tf.group(
                *(
                    tf1.cond(
                        tf.equal(which_bucket, index),
                        lambda queue=queue: queue.enqueue(given),
                        tf.no_op,
                    )
                    for index, queue in enumerate(queues)
                ),
                name="group_enqueues",
            )

        if kept is None:
            enqueue = tf1.cond(keep, put, tf.no_op)
        else:
            enqueue = put() if kept else tf.no_op()
        batches = []
        for index, (queue, size) in enumerate(zip(queues, sizes, strict=True)):
            take = (
                queue.dequeue_up_to if allow_smaller_final_batch else queue.dequeue_many
            )
            number = tf.constant(index)
            taken = take(size, name=f"read_bucket_{index}")
            taken = taken if isinstance(taken, list) else [taken]
            batches.append(
                top.enqueue([number, *taken], name=f"enqueue_from_bucket_{index}")
            )
        _run(top, batches, queues, [enqueue] * num_threads)
        for queue in queues:
            # 1.15 wrote the size of the batches' queue under each bucket's name.
            waiting = tf1.cast(top.size(), tf.float32)
            tf1.summary.scalar(f"bucket/{queue.name}/size", waiting)
        full = tf1.cast(top.size(), tf.float32) * (1.0 / capacity)
        tf1.summary.scalar(f"bucket/{top.name}/fraction_of_{capacity}_full", full)
        which, *outputs = top.dequeue(name="dequeue_top")
        if sparse:
            outputs = stored.restore(outputs, handles)
    if keys is not None:
        return which, dict(zip(keys, outputs, strict=True))
    return which, outputs


def _run(top: Any, batches: list[Any], queues: list[Any], enqueues: list[Any]) -> None:
    """The threads that fill the buckets and, from them, the queue of batches."""
    tf1.train.add_queue_runner(
        tf1.train.QueueRunner(top, batches, queue_closed_exception_types=_CLOSED)
    )
    tf1.train.add_queue_runner(
        tf1.train.QueueRunner(
            queues[0],
            enqueues,
            close_op=tf.group(*(queue.close() for queue in queues)),
            cancel_op=tf.group(
                *(queue.close(cancel_pending_enqueues=True) for queue in queues)
            ),
            queue_closed_exception_types=_CLOSED,
        )
    )


def bucket_by_sequence_length(
    input_length: Any,
    tensors: Any,
    batch_size: Any,
    bucket_boundaries: Any,
    num_threads: int = 1,
    capacity: int = 32,
    bucket_capacities: Any = None,
    shapes: Any = None,
    dynamic_pad: bool = False,
    allow_smaller_final_batch: bool = False,
    keep_input: Any = True,
    shared_name: str | None = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """`bucket`, by the example's length.

    Args:
        input_length: int32 scalar tensor: the example's length.
        tensors: List or dict of tensors: one example.
        batch_size: int, or a list of them, one a bucket.
        bucket_boundaries: Rising list of int: a bucket ends below each of them, and
            the last one holds the rest.
        num_threads: As in `bucket`, like all that follow.

    Returns:
        `(length, outputs)`: int32 vector, and the batch in the form of `tensors`.

    Raises:
        TypeError: For boundaries that are no list, or not of int.
        ValueError: For no boundaries, or such that do not rise.

    Source: `tf.contrib.training.bucket_by_sequence_length`.
    """
    if not isinstance(bucket_boundaries, (list, tuple)):
        raise TypeError(
            "bucket_boundaries must be a list or tuple, but received: "
            f"{bucket_boundaries}"
        )
    if not bucket_boundaries:
        raise ValueError("bucket_boundaries must not be empty")
    for one in bucket_boundaries:
        if not isinstance(one, int):
            raise TypeError(f"bucket boundary must be integers, but saw: {one}")
    pairs = zip(bucket_boundaries, bucket_boundaries[1:], strict=False)
    if any(low >= high for low, high in pairs):
        raise ValueError(
            f"Buckets must contain sequential increasing lengths, but saw: "
            f"{list(bucket_boundaries)}"
        )
    keys = sorted(tensors) if isinstance(tensors, dict) else None
    given = [tensors[key] for key in keys] if keys is not None else list(tensors)
    with tf1.name_scope(name, "bucket_by_sequence_length", [input_length, *given]):
        input_length = tf.convert_to_tensor(input_length, tf.int32, name="input_length")
        lows = [tf.int32.min, *bucket_boundaries]
        highs = [*bucket_boundaries, tf.int32.max]
        within = tf.logical_and(
            tf.less_equal(lows, input_length), tf.less(input_length, highs)
        )
        which = tf1.cast(tf.reduce_min(tf1.where(within)), tf.int32)
        _, outputs = bucket(
            [input_length, *given],
            which,
            batch_size,
            len(bucket_boundaries) + 1,
            num_threads,
            capacity,
            bucket_capacities,
            None if shapes is None else [tf.TensorShape([]), *shapes],
            dynamic_pad,
            allow_smaller_final_batch,
            keep_input,
            shared_name,
        )
    if keys is not None:
        return outputs[0], dict(zip(keys, outputs[1:], strict=True))
    return outputs[0], outputs[1:]
