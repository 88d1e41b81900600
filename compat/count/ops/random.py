"""Uniform and gamma numbers, built as 1.15 built them."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def _shape_tensor(shape: Any) -> Any:
    empty = isinstance(shape, (tuple, list)) and not shape
    return tf.convert_to_tensor(shape, tf.int32 if empty else None, name="shape")


def random_uniform(
    shape: Any,
    minval: Any = 0,
    maxval: Any = None,
    dtype: Any = tf.float32,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Numbers from `minval` to `maxval`, the latter left out.

    TensorFlow 2 leaves out the scaling where the interval is 0 to 1; 1.15 never did.

    Args:
        shape: Of the result.
        minval: The lowest.
        maxval: The end of the interval; None is 1, and not allowed for integers.
        dtype: A float or an integer type.
        seed: Of this op.
        name: Of the op.

    Returns:
        A tensor of `shape` and `dtype`.

    Source: `tf.random_uniform`.
    """
    dtype = tf.as_dtype(dtype)
    if dtype.is_integer:
        return v1.random_uniform(shape, minval, maxval, dtype, seed, name)
    if maxval is None:
        maxval = 1
    with v1.name_scope(name, "random_uniform", [shape, minval, maxval]) as scope:
        shape = _shape_tensor(shape)
        minval = tf.convert_to_tensor(minval, dtype=dtype, name="min")
        maxval = tf.convert_to_tensor(maxval, dtype=dtype, name="max")
        seed1, seed2 = v1.get_seed(seed)
        drawn = tf.raw_ops.RandomUniform(
            shape=shape, dtype=dtype, seed=seed1 or 0, seed2=seed2 or 0
        )
        result = tf.math.add(drawn * (maxval - minval), minval, name=scope)
    static = tf.get_static_value(shape)
    if static is not None:
        result.set_shape(static)
    return result


def random_gamma(
    shape: Any,
    alpha: Any,
    beta: Any = None,
    dtype: Any = tf.float32,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Numbers of the gamma distributions of shapes `alpha` and rates `beta`.

    Args:
        shape: How many of each distribution.
        alpha: The shape parameters.
        beta: The rates, broadcast against `alpha`; None is 1.
        dtype: A float type.
        seed: Of this op.
        name: Of the op.

    Returns:
        A tensor of `shape` + the shape of alpha + beta.

    Source: `tf.random_gamma`.
    """
    with v1.name_scope(name, "random_gamma", [shape, alpha, beta]):
        shape = tf.convert_to_tensor(shape, name="shape", dtype=tf.int32)
        alpha = tf.convert_to_tensor(alpha, name="alpha", dtype=dtype)
        beta = tf.convert_to_tensor(1 if beta is None else beta, dtype, name="beta")
        alphas = alpha + v1.zeros_like(beta)
        seed1, seed2 = v1.get_seed(seed)
        drawn = tf.raw_ops.RandomGamma(
            shape=shape, alpha=alphas, seed=seed1 or 0, seed2=seed2 or 0
        )
        tiny = np.finfo(alpha.dtype.as_numpy_dtype).tiny
        return tf.maximum(tiny, drawn / beta)
