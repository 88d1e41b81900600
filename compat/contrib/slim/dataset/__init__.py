"""`tf.contrib.slim.dataset`."""

from compat.contrib.slim.dataset.description import Dataset

__all__ = ["Dataset"]
