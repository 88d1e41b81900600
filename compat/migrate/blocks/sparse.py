"""The projection onto the simplex, which makes most probabilities zero."""

from __future__ import annotations

from typing import Any

from keras import ops


def sparsemax(logits: Any) -> Any:
    """The probabilities that are nearest to the logits; most are 0.

    With `z` sorted, largest first, and `k` the last place where `k*z_k > Σ_{j≤k} z_j -
    1`: `max(z - t, 0)`, `t = (Σ_{j≤k} z_j - 1)/k`.

    Args:
        logits: `[…, classes]`.

    `keras.ops.sparsemax` of Keras 3.15 gives rows that do not sum to 1.

    Source: tf.contrib.sparsemax.sparsemax; Martins and Astudillo 2016
    (arXiv:1602.02068).
    """
    logits = ops.convert_to_tensor(logits)
    largest = ops.flip(ops.sort(logits, axis=-1), axis=-1)
    rank = ops.arange(1, logits.shape[-1] + 1, dtype=logits.dtype)
    kept = ops.cast(largest * rank > ops.cumsum(largest, axis=-1) - 1, logits.dtype)
    count = ops.sum(kept, axis=-1, keepdims=True)
    threshold = (ops.sum(kept * largest, axis=-1, keepdims=True) - 1) / count
    return ops.relu(logits - threshold)


def sparsemax_loss(logits: Any, probabilities: Any, labels: Any) -> Any:
    """The loss whose gradient by the logits is `sparsemax(logits) - labels`.

    `Σ_j s_j*(z_j - s_j/2) - q_j*(z_j - q_j/2)` for probabilities `s`, labels `q`.

    Args:
        logits: `[batch, classes]`.
        probabilities: `sparsemax(logits)`.
        labels: Of the same shape, each row a distribution.

    Returns:
        `[batch]`.

    Source: tf.contrib.sparsemax.sparsemax_loss.
    """
    probabilities = ops.stop_gradient(probabilities)
    shifted = logits - ops.mean(logits, axis=-1, keepdims=True)
    chosen = probabilities * (shifted - 0.5 * probabilities)
    return ops.sum(chosen - labels * (shifted - 0.5 * labels), axis=-1)
