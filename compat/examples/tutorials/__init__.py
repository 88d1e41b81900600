"""`tensorflow.examples.tutorials`."""

from compat.examples.tutorials import mnist

__all__ = ["mnist"]
