"""`tf.contrib.slim.learning`."""

from compat.contrib.slim.learning.loop import train, train_step
from compat.contrib.slim.learning.train_op import create_train_op
from compat.contrib.training.training import (
    add_gradients_summaries,
    clip_gradient_norms,
    multiply_gradients,
)

__all__ = [
    "add_gradients_summaries",
    "clip_gradient_norms",
    "create_train_op",
    "multiply_gradients",
    "train",
    "train_step",
]
