"""`tf.contrib.learn.head`: from logits to predictions, loss and metrics."""

from compat.contrib.learn.head.base import Head, no_op_train_fn
from compat.contrib.learn.head.makers import (
    binary_svm_head,
    loss_only_head,
    multi_class_head,
    multi_head,
    multi_label_head,
    poisson_regression_head,
    regression_head,
)

__all__ = [
    "Head",
    "binary_svm_head",
    "loss_only_head",
    "multi_class_head",
    "multi_head",
    "multi_label_head",
    "no_op_train_fn",
    "poisson_regression_head",
    "regression_head",
]
