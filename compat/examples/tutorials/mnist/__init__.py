"""`tensorflow.examples.tutorials.mnist`."""

from compat.examples.tutorials.mnist import input_data

__all__ = ["input_data"]
