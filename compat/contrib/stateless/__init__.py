"""`tf.contrib.stateless`."""

from compat.contrib.stateless.draws import (
    stateless_random_normal,
    stateless_random_uniform,
    stateless_truncated_normal,
)

__all__ = [
    "stateless_random_normal",
    "stateless_random_uniform",
    "stateless_truncated_normal",
]
