"""`tf.contrib.learn.datasets`."""

from compat.contrib.learn.datasets.base import load_boston, load_iris
from compat.contrib.learn.datasets.made import load_dataset

__all__ = ["load_boston", "load_dataset", "load_iris"]
