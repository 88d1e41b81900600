"""`tensorflow.examples.tutorials.mnist.input_data`."""

from compat.examples.tutorials.mnist.input_data.mnist import read_data_sets

__all__ = ["read_data_sets"]
