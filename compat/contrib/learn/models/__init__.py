"""`tf.contrib.learn.models`: functions from features and labels to a loss."""

from __future__ import annotations

from compat.contrib.learn.models.regression import (
    linear_regression,
    linear_regression_zero_init,
    logistic_regression,
    logistic_regression_zero_init,
)

__all__ = [
    "linear_regression",
    "linear_regression_zero_init",
    "logistic_regression",
    "logistic_regression_zero_init",
]
