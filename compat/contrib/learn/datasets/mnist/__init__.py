"""`tf.contrib.learn.datasets.mnist`."""

from compat.contrib.learn.datasets.mnist.digits import (
    dense_to_one_hot,
    extract_images,
    extract_labels,
    load_mnist,
)
from compat.examples.tutorials.mnist.input_data.mnist import DataSet, read_data_sets

__all__ = [
    "DataSet",
    "dense_to_one_hot",
    "extract_images",
    "extract_labels",
    "load_mnist",
    "read_data_sets",
]
