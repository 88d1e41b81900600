"""Data sets from CSV files."""

from __future__ import annotations

import collections
import csv
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1

Dataset = collections.namedtuple("Dataset", ["data", "target"])
Datasets = collections.namedtuple("Datasets", ["train", "validation", "test"])


def load_csv_with_header(
    filename: Any, target_dtype: Any, features_dtype: Any, target_column: int = -1
) -> Dataset:
    """Features and targets of a CSV file whose first line says how many.

    Args:
        filename: The file.
        target_dtype: Type of the targets.
        features_dtype: Type of the features.
        target_column: Which column has the targets.

    Source: `tf.contrib.learn.datasets.base.load_csv_with_header`.
    """
    with tf1.gfile.Open(filename) as stream:
        rows = csv.reader(stream)
        header = next(rows)
        samples, columns = int(header[0]), int(header[1])
        data = np.zeros((samples, columns), dtype=features_dtype)
        target = np.zeros((samples,), dtype=target_dtype)
        for number, row in enumerate(rows):
            target[number] = np.asarray(row.pop(target_column), dtype=target_dtype)
            data[number] = np.asarray(row, dtype=features_dtype)
    return Dataset(data=data, target=target)


def load_csv_without_header(
    filename: Any, target_dtype: Any, features_dtype: Any, target_column: int = -1
) -> Dataset:
    """Features and targets of a CSV file.

    Args:
        filename: The file.
        target_dtype: Type of the targets.
        features_dtype: Type of the features.
        target_column: Which column has the targets.

    Source: `tf.contrib.learn.datasets.base.load_csv_without_header`.
    """
    data, target = [], []
    with tf1.gfile.Open(filename) as stream:
        for row in csv.reader(stream):
            target.append(row.pop(target_column))
            data.append(np.asarray(row, dtype=features_dtype))
    return Dataset(data=np.array(data), target=np.array(target, dtype=target_dtype))


def shrink_csv(filename: Any, ratio: int) -> None:
    """Keep one line of so many of a CSV file, in a file beside it.

    Args:
        filename: The file.
        ratio: How many.

    Source: `tf.contrib.learn.datasets.base.shrink_csv`.
    """
    small = str(filename).replace(".csv", "_small.csv")
    with tf1.gfile.Open(small, "w") as out, tf1.gfile.Open(filename) as given:
        writer = csv.writer(out)
        for number, row in enumerate(csv.reader(given)):
            if number % ratio == 0:
                writer.writerow(row)


def load_iris(data_path: Any = None) -> Dataset:
    """The irises of Fisher: 150 flowers, 4 measures, 3 kinds.

    Args:
        data_path: Another file, in the same form.

    Source: `tf.contrib.learn.datasets.load_iris`.
    """
    if data_path is not None:
        return load_csv_with_header(
            filename=data_path, target_dtype=np.int64, features_dtype=np.float64
        )
    import sklearn.datasets

    found = sklearn.datasets.load_iris()
    data = np.array(found.data, np.float64)
    # two flowers are otherwise in scikit-learn since 0.20: TensorFlow 1 had the
    # file of the UCI repository, with its two mistakes
    data[34, 3], data[37, 1:3] = 0.1, (3.1, 1.5)
    return Dataset(data=data, target=np.array(found.target, np.int64))


def load_boston(data_path: Any = None) -> Dataset:
    """The houses of Boston, from a file: they come with nothing today.

    Args:
        data_path: A CSV file in the form of TensorFlow 1's `boston_house_prices.csv`.

    Raises:
        FileNotFoundError: Without a file.

    Source: `tf.contrib.learn.datasets.load_boston`.
    """
    if data_path is None:
        raise FileNotFoundError(
            "tf.contrib.learn.datasets.load_boston: expected data_path, the file "
            "boston_house_prices.csv, received None: the data set comes with nothing "
            "today. In Keras 3: keras.datasets.boston_housing.load_data()"
        )
    return load_csv_with_header(
        filename=data_path, target_dtype=np.float64, features_dtype=np.float64
    )


def retry(
    initial_delay: float,
    max_delay: float,
    factor: float = 2.0,
    jitter: float = 0.25,
    is_retriable: Any = None,
) -> Callable[..., Any]:
    """A decorator that calls a function again where it fails.

    Args:
        initial_delay: Seconds before the second call.
        max_delay: Most seconds between two calls; then it fails.
        factor: How much longer each wait is.
        jitter: Share of a wait that is drawn.
        is_retriable: From an error to whether to go on; by default always.

    Raises:
        ValueError: For a factor below 1, or a jitter of 1 or more.

    Source: `tf.contrib.learn.datasets.base.retry`.
    """
    if factor < 1:
        raise ValueError(f"factor must be >= 1; was {factor:f}")
    if jitter >= 1:
        raise ValueError(f"jitter must be < 1; was {jitter:f}")

    def waits() -> Any:
        wait = initial_delay
        while wait <= max_delay:
            yield wait * (1 - jitter + 2 * jitter * random.random())
            wait *= factor

    def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            for wait in waits():
                try:
                    return function(*args, **kwargs)
                except Exception as error:
                    if is_retriable is not None and not is_retriable(error):
                        raise
                    time.sleep(wait)
            return function(*args, **kwargs)

        return called

    return wrapped


def maybe_download(filename: str, work_directory: str, source_url: str) -> str:
    """The path of a file that is there: nothing is fetched.

    Args:
        filename: Of the file.
        work_directory: Its folder.
        source_url: Where 1.15 got it from.

    Raises:
        FileNotFoundError: If it is not there.

    Source: `tf.contrib.learn.datasets.base.maybe_download`.
    """
    if not tf1.gfile.Exists(work_directory):
        tf1.gfile.MakeDirs(work_directory)
    path = os.path.join(work_directory, filename)
    if not tf1.gfile.Exists(path):
        raise FileNotFoundError(
            f"expected the file {Path(path)}, received none: nothing is fetched; it "
            f"was at {source_url}"
        )
    return path
