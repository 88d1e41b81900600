"""Several losses that take turns: a gradient of zeros leaves its slots alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.count.ops.maths import clip_by_global_norm

tf1 = tf.compat.v1

_UPDATES = (
    "_apply_dense",
    "_resource_apply_dense",
    "_apply_sparse_duplicate_indices",
    "_resource_apply_sparse_duplicate_indices",
)


def _is_zero(gradient: Any) -> Any:
    values = gradient.values if isinstance(gradient, tf.IndexedSlices) else gradient
    return tf.equal(tf1.count_nonzero(values), 0)


class MultitaskOptimizerWrapper:
    """An optimizer that does nothing for a variable whose gradient is all zeros.

    Where each loss has variables of its own, momentum would move those of the losses
    whose turn it is not. All else is the optimizer's.

    Args:
        opt: The optimizer.

    Raises:
        TypeError: For what is no optimizer.

    Source: `tf.contrib.opt.MultitaskOptimizerWrapper`.
    """

    def __init__(self, opt: Any):
        if not isinstance(opt, tf1.train.Optimizer):
            raise TypeError(
                "Supplied optimizer must be an instance of tf.train.Optimizer"
            )
        self._opt = opt
        for name in _UPDATES:
            setattr(opt, name, _unless_zero(getattr(opt, name)))

    def __getattr__(self, name: str) -> Any:
        if name == "_opt":  # before the constructor: a copy, a pickle
            raise AttributeError(name)
        return getattr(self._opt, name)


def _unless_zero(update: Callable[..., Any]) -> Callable[..., Any]:
    def conditional(grad: Any, *args: Any, **kwargs: Any) -> Any:
        return tf1.cond(
            _is_zero(grad), tf.no_op, lambda: tf.group(update(grad, *args, **kwargs))
        )

    return conditional


def clip_gradients_by_global_norm(
    gradients_variables: Any, clip_norm: Any = 20.0
) -> tuple[Any, Any]:
    """Gradients by their common norm, which those of zeros are no part of.

    Args:
        gradients_variables: Pairs `(gradient, variable)`; a gradient may be `None`.
        clip_norm: Float: the largest norm.

    Returns:
        `(pairs, norm)`: pairs with the clipped gradients; the norm before, a scalar.

    Source: `tf.contrib.opt.clip_gradients_by_global_norm`.
    """
    gradients, variables = zip(*gradients_variables, strict=True)
    some = [
        tf1.cond(
            _is_zero(gradient),
            lambda gradient=gradient: tf1.zeros_like(gradient),
            lambda gradient=gradient: tf1.convert_to_tensor(gradient),
        )
        for gradient in gradients
        if gradient is not None
    ]
    norm = tf1.global_norm(some)
    clipped, _ = clip_by_global_norm(list(gradients), clip_norm, use_norm=norm)
    return list(zip(clipped, variables, strict=True)), norm
