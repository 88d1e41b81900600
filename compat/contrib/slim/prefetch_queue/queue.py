"""A queue of batches that are made before they are asked for."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def prefetch_queue(
    tensors: Any,
    capacity: int = 8,
    num_threads: int = 1,
    dynamic_pad: bool = False,
    shared_name: str | None = None,
    name: str | None = None,
) -> Any:
    """Queue tensors.

    Args:
        tensors: A list, or a dict, of tensors.
        capacity: How many of them wait at most.
        num_threads: How many threads fill the queue.
        dynamic_pad: Whether their shapes may be open.
        shared_name: Name of the queue between sessions.
        name: Name of the ops.

    Returns:
        The queue.

    Source: `tf.contrib.slim.prefetch_queue.prefetch_queue`.
    """
    if isinstance(tensors, dict):
        names: Any = sorted(tensors.keys())
        listed = [tensors[key] for key in names]
    else:
        names, listed = None, tensors
    with tf1.name_scope(name, "prefetch_queue", listed) as name:
        kind = tf1.PaddingFIFOQueue if dynamic_pad else tf1.FIFOQueue
        queue = kind(
            capacity=capacity,
            dtypes=[tensor.dtype for tensor in listed],
            shapes=[tensor.shape for tensor in listed],
            names=names,
            shared_name=shared_name,
        )
        fill = queue.enqueue(tensors)
        tf1.train.add_queue_runner(tf1.train.QueueRunner(queue, [fill] * num_threads))
        filled = tf1.cast(queue.size(), tf.float32) * (1.0 / capacity)
        tf1.summary.scalar(f"fraction_of_{capacity}_full", filled)
        return queue
