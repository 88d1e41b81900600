"""`tensorflow.examples`."""

from compat.examples import tutorials

__all__ = ["tutorials"]
