"""Norms and schedules with the ops of 1.15."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from compat import opseed

v1 = tf.compat.v1


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


def polynomial_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    end_learning_rate: Any = 0.0001,
    power: Any = 1.0,
    cycle: bool = False,
    name: str | None = None,
) -> Any:
    """`tf.train.polynomial_decay`, which made a constant of `decay_steps` once more."""
    if not cycle and not tf.is_tensor(decay_steps):
        opseed.account(1)
    return v1.train.polynomial_decay(
        learning_rate, global_step, decay_steps, end_learning_rate, power, cycle, name
    )
