"""What `tf.nn` never took over."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count import opseed
from compat.count.ops.random import random_uniform

tf1 = tf.compat.v1

# Below this, SELU's units are off: -λα.
_OFF = -1.7580993408473766


def alpha_dropout(
    x: Any,
    keep_prob: Any,
    noise_shape: Any = None,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Dropout that keeps mean and variance of units with SELU.

    Args:
        x: Tensor.
        keep_prob: How many are kept, between 0 and 1.
        noise_shape: Shape of what is drawn; by default that of `x`.
        seed: Seed of what is drawn.
        name: Name scope.

    Raises:
        ValueError: For a probability that is none.

    Source: `tf.contrib.nn.alpha_dropout`; Klambauer et al., 2017.
    """
    with tf1.name_scope(name, "alpha_dropout", [x]):
        x = tf.convert_to_tensor(x, name="x")
        if isinstance(keep_prob, (int, float)) and not 0 < keep_prob <= 1.0:
            raise ValueError(
                "keep_prob must be a scalar tensor or a float in the range (0, 1], got "
                f"{keep_prob}"
            )
        keep = tf.convert_to_tensor(keep_prob, dtype=x.dtype, name="keep_prob")
        keep.shape.assert_is_compatible_with([])
        if tf.get_static_value(keep) == 1:
            return x
        shape = tf1.shape(x) if noise_shape is None else noise_shape
        drawn = random_uniform(shape, seed=seed, dtype=x.dtype)
        kept = tf1.cast(drawn >= 1 - keep, x.dtype)
        mixed = x * kept + _OFF * (1 - kept)
        scale = (keep + keep * (1 - keep) * _OFF**2) ** -0.5
        moved = -scale * _OFF * (1 - keep)
        return scale * mixed + moved


def scaled_softplus(
    x: Any, alpha: Any, clip: Any = None, name: str | None = None
) -> Any:
    """`alpha · ln(1 + exp(x / alpha))`, at most `clip`.

    Args:
        x: Tensor.
        alpha: Tensor: the smaller, the nearer to ReLU.
        clip: Tensor: the largest value.
        name: Name scope.

    Source: `tf.contrib.nn.scaled_softplus`.
    """
    with tf1.name_scope(name, "scaled_softplus", [x, alpha]):
        x = tf.convert_to_tensor(x, name="x")
        alpha = tf.convert_to_tensor(alpha, dtype=x.dtype, name="alpha")
        y = alpha * tf.nn.softplus(x / alpha)
        if clip is not None:
            clip = tf.convert_to_tensor(clip, dtype=x.dtype, name="clip")
            y = tf.minimum(y, clip)
        opseed.account(1)  # 1.15 put it in a function, for its gradient
        return y


def nth_element(
    input: Any,
    n: Any,
    reverse: bool = False,
    name: str | None = None,
) -> Any:
    """The n-th smallest number of each row.

    Args:
        input: Tensor of rank 1 or more.
        n: Which, from 0.
        reverse: Whether the n-th largest is meant.
        name: Name of the op.

    Source: `tf.contrib.nn.nth_element`.
    """
    return tf.raw_ops.NthElement(input=input, n=n, reverse=reverse, name=name)


def deprecated_flipped_softmax_cross_entropy_with_logits(
    logits: Any, labels: Any, dim: int = -1, name: str | None = None
) -> Any:
    """`tf.nn.softmax_cross_entropy_with_logits`, logits first.

    Source: `tf.contrib.nn.deprecated_flipped_softmax_cross_entropy_with_logits`.
    """
    return tf1.nn.softmax_cross_entropy_with_logits(
        labels=labels, logits=logits, dim=dim, name=name
    )


def deprecated_flipped_sparse_softmax_cross_entropy_with_logits(
    logits: Any, labels: Any, name: str | None = None
) -> Any:
    """`tf.nn.sparse_softmax_cross_entropy_with_logits`, logits first.

    Source: `tf.contrib.nn.deprecated_flipped_sparse_softmax_cross_entropy_with_logits`.
    """
    return tf1.nn.sparse_softmax_cross_entropy_with_logits(
        labels=labels, logits=logits, name=name
    )


def deprecated_flipped_sigmoid_cross_entropy_with_logits(
    logits: Any, targets: Any, name: str | None = None
) -> Any:
    """`tf.nn.sigmoid_cross_entropy_with_logits`, logits first.

    Source: `tf.contrib.nn.deprecated_flipped_sigmoid_cross_entropy_with_logits`.
    """
    return tf1.nn.sigmoid_cross_entropy_with_logits(
        labels=targets, logits=logits, name=name
    )
