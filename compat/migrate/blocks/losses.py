"""The loss of a sequence of logits."""

from __future__ import annotations

from typing import Any

from keras import ops


def sequence_loss(
    logits: Any,
    targets: Any,
    weights: Any,
    average_across_timesteps: bool = True,
    average_across_batch: bool = True,
) -> Any:
    """Cross-entropy per step times its weight, over the sum of the weights.

    Args:
        logits: `[batch, time, classes]`.
        targets: Integers `[batch, time]`.
        weights: `[batch, time]`: 1 where a step counts, 0 for padding.
        average_across_timesteps: Whether to average over time.
        average_across_batch: Whether to average over the batch.

    Returns:
        A number, `[batch]`, `[time]` or `[batch, time]`.

    Source: tf.contrib.seq2seq.sequence_loss.
    """
    weights = ops.cast(weights, logits.dtype)
    loss = ops.sparse_categorical_crossentropy(targets, logits, from_logits=True)
    axes = [0] * average_across_batch + [1] * average_across_timesteps
    loss = loss * weights
    if not axes:
        return loss
    axis = tuple(axes)
    return ops.sum(loss, axis=axis) / (ops.sum(weights, axis=axis) + 1e-12)
