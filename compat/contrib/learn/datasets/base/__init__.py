"""`tf.contrib.learn.datasets.base`."""

from compat.contrib.learn.datasets.base.tables import (
    Dataset,
    Datasets,
    load_boston,
    load_csv_with_header,
    load_csv_without_header,
    load_iris,
    maybe_download,
    retry,
    shrink_csv,
)

__all__ = [
    "Dataset",
    "Datasets",
    "load_boston",
    "load_csv_with_header",
    "load_csv_without_header",
    "load_iris",
    "maybe_download",
    "retry",
    "shrink_csv",
]
