"""Columns of real values for the features that are there."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.layers import infer_real_valued_columns
from compat.contrib.learn import inputs


def infer_real_valued_columns_from_input_fn(input_fn: Any) -> Any:
    """Columns of what an input function gives.

    Args:
        input_fn: To features and labels.

    Returns:
        List of columns.

    Source: `tf.contrib.learn.infer_real_valued_columns_from_input_fn`.
    """
    with tf.Graph().as_default():
        features, _ = input_fn()
        return infer_real_valued_columns(features)


def infer_real_valued_columns_from_input(x: Any) -> Any:
    """Columns of arrays.

    Args:
        x: An array, or a dict of arrays.

    Returns:
        List of columns.

    Source: `tf.contrib.learn.infer_real_valued_columns_from_input`.
    """
    input_fn, _ = inputs.of(x, None, None, None, None)
    return infer_real_valued_columns_from_input_fn(input_fn)
