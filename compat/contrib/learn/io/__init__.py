"""`tf.contrib.learn.io`: input functions and data frames."""

from compat.contrib.learn.frames import (
    extract_pandas_data,
    extract_pandas_labels,
    extract_pandas_matrix,
)
from compat.contrib.learn.io.functions import (
    generator_input_fn,
    numpy_input_fn,
    pandas_input_fn,
)

__all__ = [
    "extract_pandas_data",
    "extract_pandas_labels",
    "extract_pandas_matrix",
    "generator_input_fn",
    "numpy_input_fn",
    "pandas_input_fn",
]
