"""keras.regularizers: in Keras 2 every one of them was an `L1L2`."""

from __future__ import annotations

from typing import Any

import keras


def l1(l: float = 0.01) -> Any:  # noqa: E741 - its name in Keras 2
    """`l · Σ|w|`."""
    return keras.regularizers.L1L2(l1=l, l2=0.0)


def l2(l: float = 0.01) -> Any:  # noqa: E741 - its name in Keras 2
    """`l · Σw²`."""
    return keras.regularizers.L1L2(l1=0.0, l2=l)


def l1_l2(l1: float = 0.01, l2: float = 0.01) -> Any:
    """`l1 · Σ|w| + l2 · Σw²`."""
    return keras.regularizers.L1L2(l1=l1, l2=l2)


_FUNCTIONS: dict[str, Any] = {"l1": l1, "l2": l2, "l1_l2": l1_l2}


def get(identifier: Any) -> Any:
    """The regularizer that a layer's argument means: a name, a config, a function."""
    if isinstance(identifier, str) and identifier in _FUNCTIONS:
        return _FUNCTIONS[identifier]()
    if isinstance(identifier, type):
        return identifier()
    return keras.regularizers.get(identifier)


def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.regularizers`, or `None`."""
    if name in {"get", "deserialize"}:
        return get
    return _FUNCTIONS.get(name)
