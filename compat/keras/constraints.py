"""keras.constraints: the short names of Keras 1 and 2."""

from __future__ import annotations

from typing import Any

import keras

_CLASSES = {
    "max_norm": "MaxNorm",
    "maxnorm": "MaxNorm",
    "min_max_norm": "MinMaxNorm",
    "non_neg": "NonNeg",
    "nonneg": "NonNeg",
    "unit_norm": "UnitNorm",
    "unitnorm": "UnitNorm",
}


def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.constraints`, or `None`."""
    return getattr(keras.constraints, _CLASSES.get(name, name), None)
