"""Statistics of tensors: percentiles, moving moments, posteriors of a mean."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.distributions.kept import Normal

tf1 = tf.compat.v1


def percentile(
    x: Any,
    q: Any,
    axis: Any = None,
    interpolation: str | None = None,
    keep_dims: bool = False,
    validate_args: bool = False,
    name: str | None = None,
) -> Any:
    """The q-th percentile of `x`: one of its numbers, none between two.

    Args:
        x: The numbers.
        q: From 0 to 100; one number.
        axis: Over which axes, which must be known; by default all.
        interpolation: Which of two: `lower`, `higher` or, by default, `nearest`.
        keep_dims: Whether the axes stay, with size 1.
        validate_args: Whether `q` is checked when the graph runs.
        name: Name of the ops.

    Returns:
        The percentiles, of the type of `x`.

    Raises:
        ValueError: For another `interpolation`, or axes that are not known.

    Source: `tf.contrib.distributions.percentile`.
    """
    name = name or "percentile"
    interpolation = "nearest" if interpolation is None else interpolation
    if interpolation not in ("lower", "higher", "nearest"):
        raise ValueError(
            "Argument 'interpolation' must be in {'lower', 'nearest', 'higher'}.  "
            f"Found {interpolation}"
        )
    with tf1.name_scope(name, values=[x, q]):
        x = tf1.convert_to_tensor(x, name="x")
        q = tf1.cast(tf1.convert_to_tensor(q, name="q"), tf.float64)
        if q.shape.rank not in (None, 0):
            raise ValueError(
                f"Expected argument 'q' to have ndims 0.  Found tensor {q}"
            )
        if validate_args:
            checks = [
                tf1.assert_rank(q, 0),
                tf1.assert_greater_equal(q, tf1.zeros([], tf.float64)),
                tf1.assert_less_equal(q, tf1.constant(100.0, tf.float64)),
            ]
            with tf1.control_dependencies([c for c in checks if c is not None]):
                q = tf1.identity(q)
        rank = x.shape.rank
        if axis is None:
            flat = tf1.reshape(x, [-1])
        else:
            known = tf.get_static_value(tf1.convert_to_tensor(axis))
            if known is None:
                raise ValueError("Expected argument 'axis' to be statically available.")
            if rank is None:
                raise ValueError("expected the rank of x to be known, received None")
            axes = sorted(int(a) % rank for a in np.atleast_1d(known))
            others = [a for a in range(rank) if a not in axes]
            moved = tf1.transpose(x, [*others, *axes])
            lead = tf1.shape(moved)[: len(others)]
            flat = tf1.reshape(moved, tf1.concat([lead, [-1]], 0))
        # from the largest down, as 1.15 sorted: the nearest of two as near is the lower
        size = tf1.shape(flat)[-1]
        down = tf1.nn.top_k(flat, k=size).values
        place = tf1.cast(size - 1, tf.float64) * (1.0 - q / 100.0)
        rounding = {"lower": tf1.ceil, "higher": tf1.floor, "nearest": tf1.round}
        index = tf1.cast(rounding[interpolation](place), tf.int32)
        index = tf1.clip_by_value(index, 0, size - 1)
        result = tf1.gather(down, index, axis=-1)
        if not keep_dims:
            return result
        if axis is None:
            ones = tf1.ones(tf1.shape(tf1.shape(x)), tf.int32) if rank is None else None
            return tf1.reshape(result, [1] * rank if ones is None else ones)
        for one in axes:
            result = tf1.expand_dims(result, one)
        return result


def auto_correlation(
    x: Any,
    axis: int = -1,
    max_lags: Any = None,
    center: bool = True,
    normalize: bool = True,
    name: str = "auto_correlation",
) -> Any:
    """How a series goes with itself, moved by 0 to `max_lags`.

        R[m] = Σ_i x[i]·conj(x[i + m]) / (N - m)

    Args:
        x: The series.
        axis: Along which axis.
        max_lags: The largest move; by default as many as there are.
        center: Whether the mean is taken away first.
        normalize: Whether R[0] is made 1.
        name: Name of the ops.

    Returns:
        R, along `axis`.

    Source: `tf.contrib.distributions.auto_correlation`.
    """
    with tf1.name_scope(name, values=[x]):
        x = tf1.convert_to_tensor(x, name="x")
        axis = axis % x.shape.rank
        order = [*(a for a in range(x.shape.rank) if a != axis), axis]
        x = tf1.transpose(x, order)
        length = tf1.shape(x)[-1]
        if center:
            x -= tf1.reduce_mean(x, axis=-1, keepdims=True)
        complex_type = x.dtype if x.dtype.is_complex else _complex(x.dtype)
        pads = [[0, 0]] * (x.shape.rank - 1) + [[0, length]]
        spectrum = tf1.fft(tf1.cast(tf1.pad(x, pads), complex_type))
        moved = tf1.ifft(spectrum * tf1.conj(spectrum))
        count = length if max_lags is None else tf.minimum(max_lags + 1, length)
        moved = tf1.conj(moved[..., :count])
        result = moved if x.dtype.is_complex else tf1.cast(tf1.real(moved), x.dtype)
        result /= tf1.cast(length - tf1.range(count), result.dtype)
        if normalize:
            result /= result[..., :1]
        known: Any = None if max_lags is None else tf.get_static_value(max_lags)
        static = tf.compat.dimension_value(x.shape[-1])
        if static is not None and (max_lags is None or known is not None):
            size = static if max_lags is None else min(int(known) + 1, static)
            result.set_shape([*x.shape[:-1], size])
        return tf1.transpose(result, np.argsort(order))


def _complex(dtype: Any) -> Any:
    return tf.complex128 if dtype == tf.float64 else tf.complex64


def assign_moving_mean_variance(
    mean_var: Any, variance_var: Any, value: Any, decay: Any, name: str | None = None
) -> Any:
    """Move a mean and a variance towards a value.

        variance ← decay·(variance + (1 - decay)·(value - mean)²)
        mean ← mean + (1 - decay)·(value - mean)

    Args:
        mean_var: The mean, a variable.
        variance_var: The variance, a variable.
        value: The value.
        decay: How much stays, from 0 to 1.
        name: Name of the ops.

    Returns:
        The mean and the variance after it.

    Source: `tf.contrib.distributions.assign_moving_mean_variance`.
    """
    with (
        tf1.name_scope(
            name, "assign_moving_mean_variance", [variance_var, mean_var, value, decay]
        ),
        tf1.colocate_with(variance_var),
    ):
        dtype = mean_var.dtype.base_dtype
        value = tf1.convert_to_tensor(value, dtype=dtype, name="value")
        decay = tf1.convert_to_tensor(decay, dtype=dtype, name="decay")
        delta = value - mean_var
        with tf1.control_dependencies([delta]):
            mean_var = mean_var.assign_add((1.0 - decay) * delta)
        variance_var = variance_var.assign_sub(
            (1.0 - decay) * (variance_var - decay * tf.square(delta))
        )
        return mean_var, variance_var


def assign_log_moving_mean_exp(
    log_mean_exp_var: Any, log_value: Any, decay: Any, name: str | None = None
) -> Any:
    """Move log(mean) towards a value: log(decay·e^old + (1 - decay)·e^new).

    Args:
        log_mean_exp_var: log of the mean, a variable.
        log_value: log of the value.
        decay: How much stays, from 0 to 1.
        name: Name of the ops.

    Returns:
        log of the mean after it.

    Source: `tf.contrib.distributions.assign_log_moving_mean_exp`.
    """
    with (
        tf1.name_scope(
            name, "assign_log_moving_mean_exp", [log_mean_exp_var, log_value, decay]
        ),
        tf1.colocate_with(log_mean_exp_var),
    ):
        dtype = log_mean_exp_var.dtype.base_dtype
        decay = tf1.convert_to_tensor(decay, dtype=dtype, name="decay")
        delta = log_value[tf1.newaxis, ...] - log_mean_exp_var[tf1.newaxis, ...]
        moved = tf1.concat(
            [tf1.log(decay) + tf1.zeros_like(delta), delta + tf1.log1p(-decay)], axis=0
        )
        return log_mean_exp_var.assign_add(tf1.reduce_logsumexp(moved, axis=0))


def moving_mean_variance(
    value: Any, decay: Any, collections: Any = None, name: str | None = None
) -> Any:
    """A moving mean and a moving variance of a value.

    Args:
        value: The value, of known shape.
        decay: How much stays, from 0 to 1.
        collections: Of the variables; by default the global ones.
        name: Scope of the variables.

    Returns:
        Both after they moved, the mean and the variance.

    Source: `tf.contrib.distributions.moving_mean_variance`.
    """
    if collections is None:
        collections = [tf1.GraphKeys.GLOBAL_VARIABLES]
    with tf1.variable_scope(name, "moving_mean_variance", [value, decay]):
        value = tf1.convert_to_tensor(value, name="value")
        dtype = value.dtype.base_dtype
        made = [
            tf1.get_variable(
                one,
                shape=value.shape,
                dtype=dtype,
                initializer=tf1.zeros_initializer(),
                trainable=False,
                collections=collections,
            )
            for one in ("moving_mean", "moving_variance")
        ]
        mean, variance = made
        return assign_moving_mean_variance(mean, variance, value, decay)


def normal_conjugates_known_scale_posterior(
    prior: Any, scale: Any, s: Any, n: Any
) -> Any:
    """The distribution of a mean, after draws of a normal distribution were seen.

    Args:
        prior: The mean's distribution before, a `Normal`.
        scale: The draws' standard deviation.
        s: The sum of the draws.
        n: How many draws there were.

    Returns:
        A `Normal`.

    Raises:
        TypeError: For another prior.

    Source: `tf.contrib.distributions.normal_conjugates_known_scale_posterior`.
    """
    loc, variance = _posterior(prior, scale, s, n)
    return Normal(loc=loc, scale=tf.sqrt(variance))


def normal_conjugates_known_scale_predictive(
    prior: Any, scale: Any, s: Any, n: Any
) -> Any:
    """The distribution of the next draw, after draws of a normal distribution.

    Args:
        prior: The mean's distribution before, a `Normal`.
        scale: The draws' standard deviation.
        s: The sum of the draws.
        n: How many draws there were.

    Returns:
        A `Normal`.

    Raises:
        TypeError: For another prior.

    Source: `tf.contrib.distributions.normal_conjugates_known_scale_predictive`.
    """
    loc, variance = _posterior(prior, scale, s, n)
    return Normal(loc=loc, scale=tf.sqrt(variance + tf.square(scale)))


def _posterior(prior: Any, scale: Any, s: Any, n: Any) -> tuple[Any, Any]:
    if not isinstance(prior, Normal):
        raise TypeError(f"Expected prior to be an instance of type Normal, got {prior}")
    if s.dtype != prior.dtype:
        raise TypeError(
            f"Observation sum s.dtype does not match prior dtype: {s.dtype} vs. "
            f"{prior.dtype}"
        )
    n = tf1.cast(n, prior.dtype)
    before, one = tf.square(prior.scale), tf.square(scale)
    variance = 1.0 / (1.0 / before + n / one)
    return (prior.loc / before + s / one) * variance, variance
