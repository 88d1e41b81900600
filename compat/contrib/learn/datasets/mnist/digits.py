"""The parts of MNIST's reader that have names of their own in contrib.learn."""

from __future__ import annotations

import gzip
import struct
from typing import Any

import numpy as np

from compat.examples.tutorials.mnist.input_data import mnist

DEFAULT_SOURCE_URL = "https://storage.googleapis.com/cvdf-datasets/mnist/"


def dense_to_one_hot(labels_dense: Any, num_classes: int) -> Any:
    """Class numbers as rows of zeros with a one.

    Args:
        labels_dense: The numbers.
        num_classes: How many there are.

    Source: `tf.contrib.learn.datasets.mnist.dense_to_one_hot`.
    """
    return np.eye(num_classes)[np.ravel(labels_dense)]


def extract_images(f: Any) -> Any:
    """The images of a gzipped idx file, `[count, rows, columns, 1]`.

    Args:
        f: The file, opened to read bytes.

    Raises:
        ValueError: For another kind of file.

    Source: `tf.contrib.learn.datasets.mnist.extract_images`.
    """
    with gzip.GzipFile(fileobj=f) as stream:
        (magic,) = struct.unpack(">I", stream.read(4))
        if magic != 2051:
            raise ValueError(
                f"Invalid magic number {magic} in MNIST image file: {f.name}"
            )
        count, rows, columns = struct.unpack(">III", stream.read(12))
        numbers = np.frombuffer(stream.read(rows * columns * count), np.uint8)
    return numbers.reshape(count, rows, columns, 1)


def extract_labels(f: Any, one_hot: bool = False, num_classes: int = 10) -> Any:
    """The labels of a gzipped idx file.

    Args:
        f: The file, opened to read bytes.
        one_hot: Whether they become rows of zeros with a one.
        num_classes: How many there are.

    Raises:
        ValueError: For another kind of file.

    Source: `tf.contrib.learn.datasets.mnist.extract_labels`.
    """
    with gzip.GzipFile(fileobj=f) as stream:
        (magic,) = struct.unpack(">I", stream.read(4))
        if magic != 2049:
            raise ValueError(
                f"Invalid magic number {magic} in MNIST label file: {f.name}"
            )
        (count,) = struct.unpack(">I", stream.read(4))
        labels = np.frombuffer(stream.read(count), np.uint8)
    return dense_to_one_hot(labels, num_classes) if one_hot else labels


def load_mnist(train_dir: str = "MNIST-data") -> Any:
    """The MNIST digits.

    Args:
        train_dir: Folder of the idx files.

    Source: `tf.contrib.learn.datasets.mnist.load_mnist`.
    """
    return mnist.read_data_sets(train_dir)
