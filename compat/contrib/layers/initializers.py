"""`variance_scaling_initializer` and `xavier_initializer`."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def variance_scaling_initializer(
    factor: float = 2.0,
    mode: str = "FAN_IN",
    uniform: bool = False,
    seed: int | None = None,
    dtype: Any = tf.float32,
) -> Callable[..., Any]:
    """Random weights whose variance is about `factor / n`.

    With `uniform`, `U(-√(3·factor/n), √(3·factor/n))`, else a normal distribution
    truncated at two deviations of `√(1.3·factor/n)`.

    Args:
        factor: See above.
        mode: What `n` is: `FAN_IN`, `FAN_OUT`, or `FAN_AVG`, their mean.
        uniform: See above.
        seed: Seed of the op.
        dtype: A floating-point dtype.

    Returns:
        An initializer `(shape, dtype, partition_info)`.

    Raises:
        TypeError: For another mode or dtype.

    Source: `tf.contrib.layers.variance_scaling_initializer`; He et al. 2015
    (arXiv:1502.01852).
    """
    if not tf.as_dtype(dtype).is_floating:
        raise TypeError("Cannot create initializer for non-floating point type.")
    if mode not in {"FAN_IN", "FAN_OUT", "FAN_AVG"}:
        raise TypeError(f"Unknown mode {mode} [FAN_IN, FAN_OUT, FAN_AVG]")

    def _initializer(shape: Any, dtype: Any = dtype, partition_info: Any = None) -> Any:
        if not tf.as_dtype(dtype).is_floating:
            raise TypeError("Cannot create initializer for non-floating point type.")
        full = partition_info.full_shape if partition_info is not None else shape
        sizes = tf.TensorShape(full).as_list()
        field = math.prod(sizes[:-2]) if sizes else 1
        fan_in = (
            float(sizes[-2] if len(sizes) > 1 else sizes[-1]) * field if sizes else 1.0
        )
        fan_out = float(sizes[-1]) * field if sizes else 1.0
        n = {"FAN_IN": fan_in, "FAN_OUT": fan_out, "FAN_AVG": (fan_in + fan_out) / 2.0}[
            mode
        ]
        if uniform:
            limit = math.sqrt(3.0 * factor / n)
            return tf1.random_uniform(shape, -limit, limit, dtype, seed=seed)
        stddev = math.sqrt(1.3 * factor / n)
        return tf1.truncated_normal(shape, 0.0, stddev, dtype, seed=seed)

    return _initializer


def xavier_initializer(
    uniform: bool = True, seed: int | None = None, dtype: Any = tf.float32
) -> Callable[..., Any]:
    """`variance_scaling_initializer` with factor 1 and the mean of both fans.

    Args:
        uniform: Uniform, or truncated normal.
        seed: Seed of the op.
        dtype: A floating-point dtype.

    Returns:
        An initializer.

    Source: `tf.contrib.layers.xavier_initializer`; Glorot and Bengio 2010.
    """
    return variance_scaling_initializer(
        factor=1.0, mode="FAN_AVG", uniform=uniform, seed=seed, dtype=dtype
    )


xavier_initializer_conv2d = xavier_initializer
