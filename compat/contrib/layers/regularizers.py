"""`l1_regularizer` and `l2_regularizer`."""

from __future__ import annotations

import numbers
from collections.abc import Callable
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1

Regularizer = Callable[..., Any]


def l1_regularizer(scale: float, scope: str | None = None) -> Regularizer:
    """`scale · Σ|w|` of a tensor.

    Args:
        scale: A float, 0 or more; 0 turns it off (the loss is then `None`).
        scope: Name scope; by default `l1_regularizer`.

    Returns:
        Function from weights to a scalar tensor.

    Raises:
        ValueError: For an int, or a negative scale.

    Source: `tf.contrib.layers.l1_regularizer`.
    """
    return _regularizer(
        "l1_regularizer", scale, scope, lambda w: tf.reduce_sum(tf.abs(w))
    )


def l2_regularizer(scale: float, scope: str | None = None) -> Regularizer:
    """`scale · Σw²/2` of a tensor; arguments as for `l1_regularizer`.

    Source: `tf.contrib.layers.l2_regularizer`.
    """
    return _regularizer("l2_regularizer", scale, scope, tf.nn.l2_loss)


def _regularizer(
    kind: str, scale: float, scope: str | None, norm: Callable[[Any], Any]
) -> Regularizer:
    if isinstance(scale, numbers.Integral):
        raise ValueError(f"scale cannot be an integer: {scale}")
    if isinstance(scale, numbers.Real):
        if scale < 0.0:
            raise ValueError(f"Setting a scale less than 0 on a regularizer: {scale:g}")
        if scale == 0.0:
            tf1.logging.info("Scale of 0 disables regularizer.")
            return lambda _: None

    def regularizer(weights: Any, name: str | None = None) -> Any:
        with tf1.name_scope(scope, kind, [weights]) as opened:
            factor = tf.convert_to_tensor(
                scale, dtype=weights.dtype.base_dtype, name="scale"
            )
            return tf.multiply(factor, norm(weights), name=name or opened)

    return regularizer
