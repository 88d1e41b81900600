"""Norms and schedules with the ops of 1.15."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from compat.count import opseed

v1 = tf.compat.v1


def divide(x: Any, y: Any, name: str | None = None) -> Any:
    """`tf.divide`: what is not a tensor on either side stays none."""
    return x / y if name is None else v1.divide(x, y, name)


def linspace(start: Any, stop: Any, num: Any, name: str | None = None) -> Any:
    """`tf.linspace`: one op."""
    return tf.raw_ops.LinSpace(start=start, stop=stop, num=num, name=name)


def clip_by_global_norm(
    t_list: Sequence[Any],
    clip_norm: Any,
    use_norm: Any = None,
    name: str | None = None,
) -> tuple[list[Any], Any]:
    """Scale all of `t_list` by clip_norm / max(clip_norm, their common norm).

    Args:
        t_list: Tensors, `IndexedSlices` or None.
        clip_norm: The largest norm to leave.
        use_norm: The common norm, if it is known.
        name: Of the scope.

    Returns:
        The scaled tensors, and the norm they had; all NaN where that is not finite.

    Source: `tf.clip_by_global_norm`.
    """
    if not isinstance(t_list, Sequence) or isinstance(t_list, str):
        raise TypeError("t_list should be a sequence")
    t_list = list(t_list)
    if use_norm is None:
        use_norm = v1.global_norm(t_list, name)
    with v1.name_scope(name, "clip_by_global_norm", [*t_list, clip_norm]) as scope:
        scale = clip_norm * tf.minimum(
            1.0 / use_norm, tf.constant(1.0, dtype=use_norm.dtype) / clip_norm
        )
        scale = v1.where(
            tf.math.is_finite(use_norm), scale, tf.constant(float("nan"), scale.dtype)
        )
        clipped: list[Any] = []
        for index, given in enumerate(t_list):
            values = given.values if isinstance(given, tf.IndexedSlices) else given
            if values is None:
                clipped.append(None)
                continue
            values = tf.convert_to_tensor(values, name=f"t_{index}")
            with v1.colocate_with(values):
                scaled = v1.identity(values * scale, name=f"{scope}_{index}")
            if isinstance(given, tf.IndexedSlices):
                scaled = tf.IndexedSlices(scaled, given.indices, given.dense_shape)
            clipped.append(scaled)
    return clipped, use_norm


def clip_by_norm(t: Any, clip_norm: Any, axes: Any = None, name: Any = None) -> Any:
    """`t` times clip_norm / max(clip_norm, its norm).

    Args:
        t: A tensor or `IndexedSlices`.
        clip_norm: The largest norm to leave.
        axes: Of the norm; None is all.
        name: Of the op.

    Source: `tf.clip_by_norm`.
    """
    sliced = isinstance(t, tf.IndexedSlices)
    with v1.name_scope(name, "clip_by_norm", [t, clip_norm]) as scope:
        values = tf.convert_to_tensor(t.values if sliced else t, name="t")
        total = v1.reduce_sum(values * values, axes, keepdims=True)
        some = total > 0
        safe = v1.where(some, total, v1.ones_like(total))
        norm = v1.where(some, tf.sqrt(safe), total)
        scaled = values * clip_norm
        values.shape.assert_is_compatible_with(scaled.shape)
        clipped = v1.identity(scaled / tf.maximum(norm, clip_norm), name=scope)
    return tf.IndexedSlices(clipped, t.indices, t.dense_shape) if sliced else clipped


def saturate_cast(value: Any, dtype: Any, name: str | None = None) -> Any:
    """`value` as `dtype`, what is too large or small for it at its ends.

    Args:
        value: A tensor.
        dtype: The type wanted.
        name: Of the op.

    Source: `tf.saturate_cast`.
    """
    with v1.name_scope(name, "saturate_cast", [value]) as scope:
        value, dtype = tf.convert_to_tensor(value, name="value"), tf.as_dtype(dtype)
        given = value.dtype.base_dtype
        if given.min < dtype.min:
            value = tf.maximum(value, tf.constant(dtype.min, given, name="min"))
        if given.max > dtype.max:
            value = tf.minimum(value, tf.constant(dtype.max, given, name="max"))
        return v1.cast(value, dtype, name=scope)


def swish(features: Any) -> Any:
    """x sigmoid(x), whose gradient computes the sigmoid again.

    Source: `tf.nn.swish`.
    """

    @tf.custom_gradient
    def times_sigmoid(x: Any) -> Any:
        def back(grad: Any) -> Any:
            with v1.control_dependencies([grad]):
                sigmoid = tf.sigmoid(x)
            return grad * (sigmoid * (1.0 + x * (1.0 - sigmoid)))

        return x * tf.sigmoid(x), back

    return times_sigmoid(tf.convert_to_tensor(features, name="features"))


def polynomial_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    end_learning_rate: Any = 0.0001,
    power: Any = 1.0,
    cycle: bool = False,
    name: str | None = None,
) -> Any:
    """`tf.train.polynomial_decay`: 1.15 made a constant more, or a branch."""
    if cycle:
        opseed.account(5)  # 1.15 asked in a branch whether it is the first step
    if not cycle and not tf.is_tensor(decay_steps):
        opseed.account(1)
    return v1.train.polynomial_decay(
        learning_rate, global_step, decay_steps, end_learning_rate, power, cycle, name
    )
