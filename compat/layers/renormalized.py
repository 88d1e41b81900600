"""Batch renormalization: the batch's moments, corrected towards their averages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.layers.moving import assign_moving_average, select

tf1 = tf.compat.v1

_BOUNDS = ("rmax", "rmin", "dmax")


def check_clipping(bounds: dict[str, Any] | None) -> dict[str, Any]:
    """Give the bounds of the correction; `ValueError` for others."""
    if any(key not in _BOUNDS for key in bounds or ()):
        raise ValueError(
            f"renorm_clipping {bounds} contains keys not in {list(_BOUNDS)}"
        )
    return dict(bounds or {})


def root_of(initializer: Any) -> Callable[..., Any]:
    """The initializer of a standard deviation, from that of a variance."""

    def start(shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        return tf.sqrt(initializer(shape, dtype=dtype))

    return start


def correction(
    layer: Any, mean: Any, variance: Any, training: Any
) -> tuple[Any, Any, Any, Any]:
    """Scale and offset that correct a batch normalized by its own moments.

    `r = √(variance + epsilon) / stddev` and `d = (mean - average) / stddev`, within the
    bounds, with the averages as they were before this batch.

    Args:
        layer: The layer, with its averages.
        mean: Of the batch.
        variance: Of the batch.
        training: Whether it is training; not, `r` is 1 and `d` 0.

    Returns:
        `r`, `d`, and mean and variance, to be moved towards after the averages have.
    """
    stddev = tf.sqrt(variance + layer.epsilon)
    least = tf.maximum(layer.renorm_stddev, tf.sqrt(layer.epsilon))
    r = stddev / least
    d = (mean - layer.renorm_mean) / least
    with tf1.control_dependencies([r, d]):
        mean, stddev = tf.identity(mean), tf.identity(stddev)
    r, d = _within(r, d, layer.renorm_clipping)
    unscaled, centred = r, d
    r = select(training, lambda: unscaled, lambda: tf1.ones_like(unscaled))
    d = select(training, lambda: centred, lambda: tf1.zeros_like(centred))
    moved = [
        _moved(layer, variable, value, training)
        for variable, value in (
            (layer.renorm_mean, mean),
            (layer.renorm_stddev, stddev),
        )
    ]
    with tf1.control_dependencies(moved):
        mean, variance = tf.identity(mean), tf.identity(variance)
    r = tf1.stop_gradient(r, name="renorm_r")
    d = tf1.stop_gradient(d, name="renorm_d")
    return r, d, mean, variance


def _within(r: Any, d: Any, bounds: dict[str, Any]) -> tuple[Any, Any]:
    rmin, rmax, dmax = (bounds.get(key) for key in ("rmin", "rmax", "dmax"))
    if rmin is not None:
        r = tf.maximum(r, rmin)
    if rmax is not None:
        r = tf.minimum(r, rmax)
    if dmax is not None:
        d = tf.minimum(tf.maximum(d, -dmax), dmax)
    return r, d


def _moved(layer: Any, variable: Any, value: Any, training: Any) -> Any:
    value = tf.identity(value)
    return select(
        training,
        lambda: assign_moving_average(variable, value, layer.renorm_momentum),
        lambda: tf.identity(variable),
    )


def move_variance(layer: Any, variance: Any) -> Any:
    """Move the average of the standard deviation, and set the variance from it."""
    stddev = assign_moving_average(
        layer.moving_stddev, tf.sqrt(variance + layer.epsilon), layer.momentum
    )
    squared = tf.nn.relu(stddev * stddev - layer.epsilon)
    return tf1.assign(layer.moving_variance, squared, name="AssignNewValue")
