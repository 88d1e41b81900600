"""Regularizers: from weights to a loss."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Iterable
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


def l1_l2_regularizer(
    scale_l1: float = 1.0, scale_l2: float = 1.0, scope: str | None = None
) -> Regularizer | None:
    """The sum of `l1_regularizer` and `l2_regularizer`.

    Source: `tf.contrib.layers.l1_l2_regularizer`.
    """
    for scale in (scale_l1, scale_l2):
        if isinstance(scale, numbers.Integral):
            raise ValueError(f"scale cannot be an integer: {scale}")
    return sum_regularizer(
        [l1_regularizer(scale_l1), l2_regularizer(scale_l2)],
        scope=scope or "l1_l2_regularizer",
    )


def sum_regularizer(
    regularizer_list: Iterable[Regularizer | None], scope: str | None = None
) -> Regularizer | None:
    """The sum of several regularizers; `None` for none of them.

    Source: `tf.contrib.layers.sum_regularizer`.
    """
    parts = [part for part in regularizer_list if part is not None]
    if not parts:
        return None

    def regularizer(weights: Any) -> Any:
        with tf1.name_scope(scope, "sum_regularizer", [weights]) as opened:
            losses = [part(weights) for part in parts]
            losses = [loss for loss in losses if loss is not None]
            return tf1.add_n(losses, name=opened) if losses else None

    return regularizer


def apply_regularization(
    regularizer: Regularizer, weights_list: Iterable[Any] | None = None
) -> Any:
    """The sum of the losses of a list of weights, also put into the losses' collection.

    Args:
        regularizer: From a tensor to a scalar loss, or `None`.
        weights_list: By default what is in `tf.GraphKeys.WEIGHTS`.

    Returns:
        Scalar tensor, in `tf.GraphKeys.REGULARIZATION_LOSSES`.

    Raises:
        ValueError: For no weights, or a loss that is no scalar.

    Source: `tf.contrib.layers.apply_regularization`.
    """
    if not weights_list:
        weights_list = tf1.get_collection(tf1.GraphKeys.WEIGHTS)
    weights = list(weights_list)
    if not weights:
        raise ValueError("No weights to regularize.")
    with tf1.name_scope("get_regularization_penalty", values=weights) as opened:
        losses = [regularizer(one) for one in weights]
        losses = [tf.constant(0.0) if loss is None else loss for loss in losses]
        for loss in losses:
            if loss.shape.ndims != 0:
                raise ValueError(
                    f"regularizer must return a scalar Tensor instead of a Tensor with "
                    f"rank {loss.shape.ndims}."
                )
        total = tf1.add_n(losses, name=opened)
        tf1.add_to_collection(tf1.GraphKeys.REGULARIZATION_LOSSES, total)
        return total


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
