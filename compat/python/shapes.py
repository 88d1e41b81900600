"""`tensor_shape.scalar()` and its like, which TensorFlow 2 no longer has."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


def scalar() -> Any:
    """The shape of a scalar."""
    return tf.TensorShape([])


def vector(length: int | None) -> Any:
    """The shape of a vector."""
    return tf.TensorShape([length])


def matrix(rows: int | None, cols: int | None) -> Any:
    """The shape of a matrix."""
    return tf.TensorShape([rows, cols])
