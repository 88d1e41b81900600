"""Ramps: inputs and weights in which no two places are alike and none is random."""

import numpy as np


def ramp(shape, start=0, dtype=np.float32):
    """Numbers from -0.45 to 0.55 that climb in steps of 0.37, wrapped around.

    Args:
        shape: Of the array.
        start: Where the ramp starts: another number gives another array.
        dtype: Of the array.
    """
    places = np.arange(int(np.prod(shape)), dtype=np.float64)
    return (((places + 0.61 * start) * 0.37) % 1.0 - 0.45).reshape(shape).astype(dtype)
