"""Data sets by name."""

from __future__ import annotations

import csv
from os import path
from typing import Any

import numpy as np

from compat.contrib.learn.datasets.base.tables import (
    Dataset,
    Datasets,
    load_boston,
    load_iris,
)
from compat.contrib.learn.datasets.mnist.digits import load_mnist


def load_dbpedia(size: str = "small", test_with_fake_data: bool = False) -> Datasets:
    """The articles of DBpedia by kind, from files that are there: nothing is fetched.

    Args:
        size: `"small"` for one of 1000 lines, `"large"` for all.
        test_with_fake_data: Whether the file of 1.15's tests is read.

    Raises:
        FileNotFoundError: Where the files are not.

    Source: `tf.contrib.learn.datasets.text_datasets.load_dbpedia`.
    """
    folder = "dbpedia_data/dbpedia_csv"
    ending = "_small.csv" if size == "small" else ".csv"
    names = [path.join(folder, part + ending) for part in ("train", "test")]
    if test_with_fake_data or not all(path.exists(name) for name in names):
        raise FileNotFoundError(
            f"tf.contrib.learn.datasets: expected the files {' and '.join(names)}, "
            "received none: nothing is fetched"
        )
    train, test = (_rows(name) for name in names)
    return Datasets(train=train, validation=None, test=test)


def _rows(name: str) -> Dataset:
    with open(name, encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    return Dataset(
        data=np.array([np.asarray(row[1:]) for row in rows]),
        target=np.array([row[0] for row in rows], dtype=np.int32),
    )


DATASETS = {
    "iris": load_iris,
    "boston": load_boston,
    "mnist": load_mnist,
    "dbpedia": load_dbpedia,
}


def load_dataset(
    name: str, size: str = "small", test_with_fake_data: bool = False
) -> Any:
    """A data set by its name.

    Args:
        name: `"iris"`, `"boston"`, `"mnist"` or `"dbpedia"`.
        size: Of `"dbpedia"`.
        test_with_fake_data: Of `"dbpedia"`.

    Raises:
        ValueError: For another name.

    Source: `tf.contrib.learn.datasets.load_dataset`.
    """
    if name not in DATASETS:
        raise ValueError(f"Name of dataset is not found: {name}")
    if name == "dbpedia":
        return load_dbpedia(size, test_with_fake_data)
    return DATASETS[name]()  # type: ignore[operator]
