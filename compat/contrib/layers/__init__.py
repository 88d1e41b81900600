"""`tf.contrib.layers`."""

from compat.contrib.layers.initializers import (
    variance_scaling_initializer,
    xavier_initializer,
)
from compat.contrib.layers.layers import dropout, flatten, fully_connected, linear, relu
from compat.contrib.layers.regularizers import l1_regularizer, l2_regularizer

__all__ = [
    "dropout",
    "flatten",
    "fully_connected",
    "l1_regularizer",
    "l2_regularizer",
    "linear",
    "relu",
    "variance_scaling_initializer",
    "xavier_initializer",
]
