"""keras.backend: random numbers, and variables."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from compat.keras import seeds


def variable(
    value: Any, dtype: Any = None, name: Any = None, constraint: Any = None
) -> Any:
    """`K.variable`, one that Keras's layers see."""
    dtype = dtype or keras.backend.floatx()
    return keras.Variable(np.asarray(value, dtype), dtype=dtype, name=name)


def _random(draw: Any, raw: Any) -> Any:
    """A random function of 2.3.1, which took a missing seed from NumPy.

    Args:
        draw: TensorFlow's function.
        raw: Its op, for a compiled step.
    """

    def function(
        shape: Any, a: float, b: float, dtype: Any = None, seed: Any = None
    ) -> Any:
        dtype = dtype or keras.backend.floatx()
        seed = seeds.of_op() if seed is None else seed
        if tf.executing_eagerly() and not tf.is_tensor(shape):
            value = seeds.drawn(lambda: draw(shape, a, b, dtype=dtype, seed=seed))
            return tf.convert_to_tensor(value)
        pair = seeds.pair(seed)
        drawn = raw(shape=shape, dtype=dtype, seed=pair[0], seed2=pair[1])
        return drawn * (b - a) + a if raw is ops.RandomUniform else drawn * b + a

    return function


ops, v1 = tf.raw_ops, tf.compat.v1
_normal = _random(v1.random_normal, ops.RandomStandardNormal)
_uniform = _random(v1.random_uniform, ops.RandomUniform)
_truncated = _random(v1.truncated_normal, ops.TruncatedNormal)


def random_normal(
    shape: Any,
    mean: float = 0.0,
    stddev: float = 1.0,
    dtype: Any = None,
    seed: Any = None,
) -> Any:
    return _normal(shape, mean, stddev, dtype, seed)


def random_uniform(
    shape: Any,
    minval: float = 0.0,
    maxval: float = 1.0,
    dtype: Any = None,
    seed: Any = None,
) -> Any:
    return _uniform(shape, minval, maxval, dtype, seed)


def truncated_normal(
    shape: Any,
    mean: float = 0.0,
    stddev: float = 1.0,
    dtype: Any = None,
    seed: Any = None,
) -> Any:
    return _truncated(shape, mean, stddev, dtype, seed)


def random_uniform_variable(
    shape: Any,
    low: float,
    high: float,
    dtype: Any = None,
    name: Any = None,
    seed: Any = None,
) -> Any:
    """`K.variable` of uniform numbers."""
    return variable(_uniform(shape, low, high, dtype, seed), dtype, name)


def random_normal_variable(
    shape: Any,
    mean: float,
    scale: float,
    dtype: Any = None,
    name: Any = None,
    seed: Any = None,
) -> Any:
    """`K.variable` of normal numbers."""
    return variable(_normal(shape, mean, scale, dtype, seed), dtype, name)
