"""`tf.nn.dropout`."""

from __future__ import annotations

import functools
import numbers
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import tensorflow as tf

from compat.count.ops.random import random_uniform

tf1 = tf.compat.v1


def dropout(
    x: Any,
    keep_prob: Any = None,
    noise_shape: Any = None,
    seed: int | None = None,
    name: str | None = None,
    rate: Any = None,
) -> Any:
    """Set a share of the elements to zero and scale the others up.

    `x * 1/(1 - rate) * (u >= rate)` with `u` uniform in [0, 1), in 1.15's order of
    operations: TensorFlow 2 works out the scale in double precision.

    Args:
        x: Floating-point tensor.
        keep_prob: `1 - rate`, the older way to say it.
        noise_shape: Shape of the mask, 1 where it is shared; by default that of `x`.
        seed: Seed of the mask.
        name: Name scope; by default `dropout`.
        rate: Share to drop: float in [0, 1), or float scalar tensor.

    Returns:
        Tensor of the shape of `x`.

    Raises:
        ValueError: For both or neither of `rate` and `keep_prob`, a share outside
            [0, 1), or an `x` that is not floating-point.

    Source: `tf.nn.dropout`.
    """
    if keep_prob is not None and rate is not None:
        raise ValueError("Cannot specify both 'rate' and 'keep_prob'.")
    if keep_prob is None and rate is None:
        raise ValueError("You must provide a rate to dropout.")
    if keep_prob is not None:
        rate = 1 - keep_prob
    with tf1.name_scope(name, "dropout", [x]):
        x = tf.convert_to_tensor(x, name="x")
        if not x.dtype.is_floating:
            raise ValueError(
                "x has to be a floating point tensor since it's going to be scaled. "
                f"Got a {x.dtype} tensor instead."
            )
        if isinstance(rate, numbers.Real) and not 0 <= float(rate) < 1:
            raise ValueError(
                "rate must be a scalar tensor or a float in the range [0, 1), "
                f"got {rate:g}"
            )
        if isinstance(rate, numbers.Real) and rate == 0:
            return x
        shape = _mask_shape(x, noise_shape)
        return _scaled(x, rate, lambda: random_uniform(shape, seed=seed, dtype=x.dtype))


def _scaled(x: Any, rate: Any, draw: Callable[[], Any]) -> Any:
    """Return `x` scaled up where the drawn numbers are not below `rate`, else 0."""
    rate = tf.convert_to_tensor(rate, dtype=x.dtype, name="rate")
    rate.shape.assert_has_rank(0)
    if tf.get_static_value(rate) == 0:
        return x
    random_tensor = draw()
    for kept in _keeping:
        kept.append(random_tensor)
    scale = 1 / (1 - rate)
    kept = random_tensor >= rate
    result = x * scale * tf.cast(kept, x.dtype)
    result.set_shape(x.shape)
    return result


def as_in_115(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let the dropout of TensorFlow 2, which Keras 2 uses, be 1.15's in a graph.

    Args:
        function: TensorFlow's own `_dropout`.
    """

    @functools.wraps(function)
    def _dropout(
        x: Any,
        rate: Any,
        noise_shape: Any,
        uniform_sampler: Any,
        dummy_rng_step: Any,
        name: str | None,
        default_name: str,
    ) -> Any:
        given = x, rate, noise_shape, uniform_sampler, dummy_rng_step
        number = isinstance(rate, numbers.Real)
        if tf.executing_eagerly() or (number and not 0 < float(rate) < 1):
            return function(*given, name, default_name)
        with tf1.name_scope(name, default_name, [x]):
            x = tf.convert_to_tensor(x, name="x")
            shape = _mask_shape(x, noise_shape)
            return _scaled(x, rate, lambda: uniform_sampler(shape=shape, dtype=x.dtype))

    return _dropout


_keeping: list[list[Any]] = []


@contextmanager
def kept_draws() -> Iterator[list[Any]]:
    """Keep the uniform numbers of every mask that is drawn in the block, in order."""
    kept: list[Any] = []
    _keeping.append(kept)
    try:
        yield kept
    finally:
        _keeping.remove(kept)


def _mask_shape(x: Any, noise_shape: Any) -> Any:
    """The mask's shape; where `noise_shape` has `None`, that of `x`."""
    if noise_shape is None:
        return tf.shape(x)
    try:
        sizes = tf.TensorShape(noise_shape).as_list()
    except (TypeError, ValueError):
        return noise_shape
    known = x.shape.as_list() if x.shape.ndims is not None else []
    if len(known) != len(sizes):
        return noise_shape
    return tf.TensorShape(
        [
            size if size is not None else own
            for size, own in zip(sizes, known, strict=True)
        ]
    )
