"""`tf.contrib.tensorboard.plugins`."""

from compat.contrib.tensorboard.plugins import projector

__all__ = ["projector"]
