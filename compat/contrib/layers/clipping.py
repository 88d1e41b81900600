"""Clipping of gradients by what their norms have been (arXiv:1412.1602, 3.2.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def adaptive_clipping_fn(
    std_factor: Any = 2.0,
    decay: float = 0.95,
    static_max_norm: float | None = None,
    global_step: Any = None,
    report_summary: bool = False,
    epsilon: float = 1e-8,
    name: str | None = None,
) -> Callable[[list[Any]], list[Any]]:
    """Make a function that clips gradients, for `optimize_loss(clip_gradients=…)`.

    Where their global norm is above `exp(mean + std_factor * std)` of its logarithms so
    far, it becomes `exp(mean)`.

    Args:
        std_factor: See above.
        decay: Of the moving averages.
        static_max_norm: A norm that is never passed, or `None`.
        global_step: For a decay of at most `n / (n + 1)`: the first steps count more.
        report_summary: Whether to add a summary of the largest norm.
        epsilon: Least variance.
        name: Variable scope; by default `AdaptiveMaxNorm`.

    Returns:
        Function from a list of `(gradient, variable)` to such a list.

    Source: `adaptive_clipping_fn` of 1.15's contrib.layers.
    """

    def clip(gradients: list[Any]) -> list[Any]:
        norm = tf1.global_norm([gradient for gradient, _ in gradients])
        largest, log_mean = _largest(
            norm, std_factor, decay, global_step, epsilon, name
        )
        if report_summary:
            tf1.summary.scalar("global_norm/adaptive_max_gradient_norm", largest)
        factor = tf1.where(
            tf.less(norm, largest), tf1.ones_like(norm), tf.exp(log_mean) / norm
        )
        if static_max_norm is not None:
            factor = tf.minimum(static_max_norm / norm, factor)
        return [(_scaled(gradient, factor), target) for gradient, target in gradients]

    return clip


def _scaled(gradient: Any, factor: Any) -> Any:
    if isinstance(gradient, tf.IndexedSlices):
        return tf.IndexedSlices(
            gradient.values * factor, gradient.indices, gradient.dense_shape
        )
    return None if gradient is None else gradient * factor


def _largest(
    norm: Any, std_factor: Any, decay: Any, step: Any, epsilon: float, name: str | None
) -> tuple[Any, Any]:
    """The norm above which gradients are clipped, and the mean of the logarithms."""
    with tf1.variable_scope(name, "AdaptiveMaxNorm", [norm]):
        log_norm = tf1.log(norm + epsilon)
        if step is not None:
            n = tf1.cast(step, tf.float32)
            decay = tf.minimum(decay, n / (n + 1.0))

        def average(name: str, value: Any) -> Any:
            kept = tf1.get_variable(
                name,
                shape=value.shape,
                dtype=value.dtype,
                initializer=tf1.zeros_initializer(),
                trainable=False,
            )
            with tf1.name_scope(None, "AssignMovingAvg") as scope:
                rest = tf.convert_to_tensor(1.0 - decay, name="decay")
                with tf1.colocate_with(kept):
                    change = (kept - value) * tf.cast(rest, kept.dtype.base_dtype)
                    return tf1.assign_sub(kept, change, name=scope)

        mean = average("mean", log_norm)
        square_mean = average("sq_mean", tf.square(log_norm))
        variance = square_mean - tf.square(mean)
        std = tf.sqrt(tf.maximum(epsilon, variance))
        return tf.exp(mean + std_factor * std), mean
