"""pandas frames as arrays, where pandas is there.

Sources: `tf.contrib.learn.extract_pandas_data` and its kin.
"""

from __future__ import annotations

import importlib.util
import sys
from typing import Any

HAS_PANDAS = importlib.util.find_spec("pandas") is not None
HAS_DASK = False  # as 1.15 where dask is not installed

_NUMERIC = {
    *("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "bool"),
}


def _pandas() -> Any:
    """pandas, if anybody has imported it: no frame is there without."""
    return sys.modules.get("pandas")


def is_frame(data: Any) -> bool:
    """Whether data is a pandas frame or series."""
    pandas = _pandas()
    return pandas is not None and isinstance(data, pandas.DataFrame | pandas.Series)


def extract_pandas_data(data: Any) -> Any:
    """The values of a data frame.

    Args:
        data: A frame; anything else comes back as it is.

    Raises:
        ValueError: For columns that are no numbers.

    Source: `tf.contrib.learn.extract_pandas_data`.
    """
    pandas = _pandas()
    if pandas is None or not isinstance(data, pandas.DataFrame):
        return data
    bad = [column for column in data.columns if data[column].dtype.name not in _NUMERIC]
    if not bad:
        return data.values.astype("float")
    named = [f"'{column}' type='{data[column].dtype.name}'" for column in bad]
    raise ValueError(
        f"Data types for extracting pandas data must be int, float, or bool. Found: "
        f"{', '.join(named)}"
    )


def extract_pandas_matrix(data: Any) -> Any:
    """The values of a data frame, of any type.

    Args:
        data: A frame; anything else comes back as it is.

    Source: `tf.contrib.learn.extract_pandas_matrix`.
    """
    pandas = _pandas()
    if pandas is None or not isinstance(data, pandas.DataFrame):
        return data
    return data.values


def extract_pandas_labels(labels: Any) -> Any:
    """The values of a frame of one column, or of a series.

    Args:
        labels: A frame or series; anything else comes back as it is.

    Raises:
        ValueError: For several columns, or values that are no numbers.

    Source: `tf.contrib.learn.extract_pandas_labels`.
    """
    pandas = _pandas()
    if pandas is None or not isinstance(labels, pandas.DataFrame):
        return labels
    if len(labels.columns) > 1:
        raise ValueError("Only one column for labels is allowed.")
    bad = [
        column for column in labels.columns if labels[column].dtype.name not in _NUMERIC
    ]
    if bad:
        raise ValueError("Data types for labels must be int, float, or bool.")
    return labels.values
