"""Reductions that 1.15 put together from others."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

v1 = tf.compat.v1


def reduce_logsumexp(
    input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None
) -> Any:
    """log(sum(exp(x))), the largest x taken out before.

    Args:
        input_tensor: A tensor.
        axis: Of the sum; None is all.
        keepdims: Whether the axes stay, with size 1.
        name: Of the scope.

    Source: `tf.reduce_logsumexp`.
    """
    x = tf.convert_to_tensor(input_tensor)
    with v1.name_scope(name, "ReduceLogSumExp", [x]):
        largest = v1.reduce_max(x, axis, keepdims=True)
        largest = tf.stop_gradient(
            v1.where(tf.math.is_finite(largest), largest, v1.zeros_like(largest))
        )
        powers = tf.exp(tf.raw_ops.Sub(x=x, y=largest))
        result = tf.math.log(v1.reduce_sum(powers, axis, keepdims=keepdims))
        if not keepdims:
            largest = tf.reshape(largest, v1.shape(result))
        result = tf.raw_ops.Add(x=result, y=largest)
    if axis is None and not keepdims:
        result.set_shape([])
    return result


def reduce_variance(
    input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None
) -> Any:
    """The mean square of the distance to the mean.

    Args:
        input_tensor: A tensor.
        axis: Of the means; None is all.
        keepdims: Whether the axes stay, with size 1.
        name: Of the scope.

    Source: `tf.math.reduce_variance`.
    """
    with v1.name_scope(name or "reduce_variance"):
        mean = v1.reduce_mean(input_tensor, axis, keepdims=True)
        return v1.reduce_mean(tf.square(input_tensor - mean), axis, keepdims=keepdims)


def reduce_std(
    input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None
) -> Any:
    """The square root of `reduce_variance`.

    Source: `tf.math.reduce_std`.
    """
    with v1.name_scope(name or "reduce_std"):
        return tf.sqrt(reduce_variance(input_tensor, axis, keepdims))


def weighted_moments(
    x: Any,
    axes: Any,
    frequency_weights: Any,
    name: str | None = None,
    keep_dims: Any = None,
    keepdims: Any = None,
) -> tuple[Any, Any]:
    """The mean and variance of `x`, each element as often as its weight says.

    Args:
        x: A tensor.
        axes: Of the means.
        frequency_weights: That `x` is multiplied by, and divided by their sum.
        name: Of the scope.
        keep_dims: The older name of `keepdims`.
        keepdims: Whether the axes stay, with size 1.

    Source: `tf.nn.weighted_moments`.
    """
    with v1.name_scope(name, "weighted_moments", [x, frequency_weights, axes]):
        x = tf.convert_to_tensor(x, name="x")
        weights = tf.convert_to_tensor(frequency_weights, name="frequency_weights")
        half = x.dtype == tf.float16
        x = v1.cast(x, tf.float32) if half else x
        weights = v1.cast(weights, x.dtype) if weights.dtype != x.dtype else weights

        def added(value: Any, what: str) -> Any:
            return v1.reduce_sum(value, axes, name=what, keepdims=True)

        total = added(weights * x, "weighted_input_sum")
        number = added(weights + v1.zeros_like(x), "sum_of_weights")
        share = tf.math.reciprocal(number, name="inv_weight_sum")
        mean = tf.raw_ops.Mul(x=total, y=share)
        squares = tf.math.squared_difference(x, mean)
        variance = tf.raw_ops.Mul(
            x=added(weights * squares, "weighted_distsq"), y=share
        )
        if not (keepdims or keep_dims):
            mean, variance = v1.squeeze(mean, axes), v1.squeeze(variance, axes)
        if half:
            mean, variance = v1.cast(mean, tf.float16), v1.cast(variance, tf.float16)
        return mean, variance
