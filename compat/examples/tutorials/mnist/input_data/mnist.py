"""The MNIST digits: from local idx files, or from Keras's copy; nothing is fetched."""

from __future__ import annotations

import collections
import gzip
import os
import struct
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

Datasets = collections.namedtuple("Datasets", ["train", "validation", "test"])

_FILES = {
    "train_images": "train-images-idx3-ubyte",
    "train_labels": "train-labels-idx1-ubyte",
    "test_images": "t10k-images-idx3-ubyte",
    "test_labels": "t10k-labels-idx1-ubyte",
}


class DataSet:
    """Images and labels, handed out in batches.

    Args:
        images: uint8 array `[count, height, width, 1]`.
        labels: Array `[count]`, or one-hot `[count, 10]`.
        fake_data: Whether to hand out made-up images.
        one_hot: Whether made-up labels are one-hot.
        dtype: `tf.uint8` for 0…255, `tf.float32` for 0…1.
        reshape: Whether to flatten the images.
        seed: Seed of the order; by default the graph's.
    """

    def __init__(
        self,
        images: Any,
        labels: Any,
        fake_data: bool = False,
        one_hot: bool = False,
        dtype: Any = tf.float32,
        reshape: bool = True,
        seed: int | None = None,
    ) -> None:
        of_graph, of_op = tf.compat.v1.get_seed(seed)
        np.random.seed(of_graph if seed is None else of_op)
        dtype = tf.as_dtype(dtype)
        if dtype not in (tf.uint8, tf.float32):
            raise TypeError(
                f"Invalid image dtype {dtype.name}, expected uint8 or float32"
            )
        self._fake = fake_data
        self._one_hot = one_hot
        self._num_examples = 10000
        if not fake_data:
            if images.shape[0] != labels.shape[0]:
                raise ValueError(
                    f"expected as many labels as images, received {labels.shape} and "
                    f"{images.shape}"
                )
            self._num_examples = images.shape[0]
            if reshape:
                images = images.reshape(len(images), int(np.prod(images.shape[1:])))
            if dtype == tf.float32:
                images = np.multiply(images.astype(np.float32), 1.0 / 255.0)
        self._images, self._labels = images, labels
        self._epochs_completed = 0
        self._at = 0

    @property
    def images(self) -> Any:
        return self._images

    @property
    def labels(self) -> Any:
        return self._labels

    @property
    def num_examples(self) -> int:
        return self._num_examples

    @property
    def epochs_completed(self) -> int:
        return self._epochs_completed

    def _shuffle(self) -> None:
        order = np.arange(self._num_examples)
        np.random.shuffle(order)
        self._images, self._labels = self._images[order], self._labels[order]

    def next_batch(
        self, batch_size: int, fake_data: bool = False, shuffle: bool = True
    ) -> Any:
        """The next images and labels; at the end the next epoch begins.

        Args:
            batch_size: How many.
            fake_data: Whether to hand out made-up images.
            shuffle: Whether each epoch has an order of its own.

        Returns:
            Images and labels.
        """
        if fake_data:
            label: Any = [1] + [0] * 9 if self._one_hot else 0
            return [[1] * 784] * batch_size, [label] * batch_size
        start = self._at
        if self._epochs_completed == 0 and start == 0 and shuffle:
            self._shuffle()
        if start + batch_size <= self._num_examples:
            self._at = start + batch_size
            return self._images[start : self._at], self._labels[start : self._at]
        self._epochs_completed += 1
        rest = self._images[start:], self._labels[start:]
        if shuffle:
            self._shuffle()
        self._at = batch_size - len(rest[0])
        new = self._images[: self._at], self._labels[: self._at]
        return tuple(np.concatenate(pair) for pair in zip(rest, new, strict=True))


def _idx(path: Path) -> Any:
    """An idx file's array: dtype byte, rank, sizes, then the numbers."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as stream:
        raw = stream.read()
    zero, kind, rank = struct.unpack(">HBB", raw[:4].ljust(4, b"\1"))
    if zero or kind != 8 or not rank:
        raise ValueError(
            f"{path}: expected an idx file of bytes, received another kind"
        )
    sizes = struct.unpack(f">{rank}I", raw[4 : 4 + 4 * rank])
    numbers = np.frombuffer(raw, np.uint8, offset=4 + 4 * rank)
    if numbers.size != np.prod(sizes):
        raise ValueError(
            f"{path}: expected {np.prod(sizes)} bytes, received {numbers.size}"
        )
    return numbers.reshape(sizes)


def _load(folder: str) -> dict[str, Any]:
    """The arrays; says what it reads, in the four lines that 1.15 printed."""
    files = {}
    for part, name in _FILES.items():
        for path in (os.path.join(folder, f"{name}.gz"), os.path.join(folder, name)):
            if os.path.exists(path):
                files[part] = path
                break
    if len(files) == len(_FILES):
        found = {}
        for part, path in files.items():
            print("Extracting", path)
            found[part] = _idx(Path(path))
        return found
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    copy = Path(home, "datasets", "mnist.npz")
    if copy.exists():
        with np.load(copy) as arrays:
            of_keras = zip(
                _FILES, ("x_train", "y_train", "x_test", "y_test"), strict=True
            )
            found = {}
            for part, name in of_keras:
                print("Extracting", copy)
                found[part] = arrays[name]
            return found
    raise FileNotFoundError(
        f"MNIST: expected {', '.join(f'{name}.gz' for name in _FILES.values())} in "
        f"{folder}, or Keras's copy {copy} (keras.datasets.mnist.load_data() makes it)"
    )


def read_data_sets(
    train_dir: str,
    fake_data: bool = False,
    one_hot: bool = False,
    dtype: Any = tf.float32,
    reshape: bool = True,
    validation_size: int = 5000,
    seed: int | None = None,
    source_url: str = "https://storage.googleapis.com/cvdf-datasets/mnist/",
) -> Any:
    """The MNIST digits to train with, to validate with and to test with.

    Args:
        train_dir: Folder of the idx files; where they are not, Keras's copy is taken.
        fake_data: Whether to hand out made-up images.
        one_hot: Whether labels are one-hot.
        dtype: `tf.uint8` for 0…255, `tf.float32` for 0…1.
        reshape: Whether to flatten the images.
        validation_size: How many of the training images go into the validation set.
        seed: Seed of the order; by default the graph's.
        source_url: Taken, and not used: nothing is fetched.

    Returns:
        Named tuple of `train`, `validation` and `test`.

    Raises:
        FileNotFoundError: Where there are neither the files nor Keras's copy.
        ValueError: For a validation size that is more than there is.

    Source: `tensorflow.examples.tutorials.mnist.input_data.read_data_sets`.
    """
    if fake_data:

        def fake() -> DataSet:
            return DataSet([], [], True, one_hot, dtype, seed=seed)

        return Datasets(train=fake(), validation=fake(), test=fake())
    arrays = _load(train_dir)
    for part in ("train", "test"):
        images, labels = arrays[f"{part}_images"], arrays[f"{part}_labels"]
        arrays[f"{part}_images"] = images[..., np.newaxis]
        if one_hot:
            arrays[f"{part}_labels"] = np.eye(10)[labels]
    count = len(arrays["train_images"])
    if not 0 <= validation_size <= count:
        raise ValueError(
            f"Validation size should be between 0 and {count}. Received: "
            f"{validation_size}."
        )

    def part_of(kind: str, part: slice) -> DataSet:
        images, labels = arrays[f"{kind}_images"], arrays[f"{kind}_labels"]
        return DataSet(
            images[part], labels[part], dtype=dtype, reshape=reshape, seed=seed
        )

    return Datasets(
        train=part_of("train", slice(validation_size, None)),
        validation=part_of("train", slice(validation_size)),
        test=part_of("test", slice(None)),
    )
