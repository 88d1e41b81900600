"""Context of a sequence, which is the same at each of its steps."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def concatenate_context_input(context_input: Any, sequence_input: Any) -> Any:
    """Put a context behind the input of each step.

    Args:
        context_input: `[batch, depth]`, float32.
        sequence_input: `[batch, time, depth]`, float32.

    Returns:
        `[batch, time, depth + depth]`.

    Raises:
        ValueError: For another rank.
        TypeError: For another dtype.

    Source: `tf.contrib.feature_column`'s `concatenate_context_input`.
    """
    for name, given, rank in (
        ("sequence_input", sequence_input, 3),
        ("context_input", context_input, 2),
    ):
        if given.shape.rank is not None and given.shape.rank != rank:
            raise ValueError(
                f"{name} must have rank {rank}, received shape {given.shape}"
            )
        if given.dtype != tf.float32:
            raise TypeError(f"{name} must have dtype float32, received {given.dtype}")
    steps = tf1.shape(sequence_input)[1]
    context = tf1.expand_dims(context_input, 1)
    tiled = tf1.tile(context, tf1.concat([[1], [steps], [1]], 0))
    return tf1.concat([sequence_input, tiled], 2)
