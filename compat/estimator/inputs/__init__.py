"""`tf.estimator.inputs`: input functions from arrays and data frames."""

from __future__ import annotations

from compat.estimator.inputs.arrays import numpy_input_fn
from compat.estimator.inputs.frames import pandas_input_fn

__all__ = ["numpy_input_fn", "pandas_input_fn"]
