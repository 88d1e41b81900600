"""Half precision of TPUs."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


def bfloat16_scope() -> Any:
    """A variable scope in which bfloat16 variables are kept as float32.

    Source: `tf.contrib.tpu.bfloat16_scope`.
    """
    return tf.compat.v1.tpu.bfloat16_scope()
