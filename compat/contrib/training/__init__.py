"""`tf.contrib.training`."""

from compat.contrib.training.hparam import HParams, parse_values
from compat.contrib.training.training import (
    add_gradients_summaries,
    clip_gradient_norms,
    clip_gradient_norms_fn,
    create_train_op,
    get_or_create_eval_step,
    multiply_gradients,
)

__all__ = [
    "HParams",
    "add_gradients_summaries",
    "clip_gradient_norms",
    "clip_gradient_norms_fn",
    "create_train_op",
    "get_or_create_eval_step",
    "multiply_gradients",
    "parse_values",
]
