"""`tf.contrib.tensorboard`."""

from compat.contrib.tensorboard import plugins

__all__ = ["plugins"]
