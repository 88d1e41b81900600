"""`tf.layers`."""

from compat.layers.base import Layer
from compat.layers.core import Dense, Dropout, Flatten, dense, dropout, flatten
from compat.layers.input_spec import InputSpec

__all__ = [
    "Dense",
    "Dropout",
    "Flatten",
    "InputSpec",
    "Layer",
    "dense",
    "dropout",
    "flatten",
]
