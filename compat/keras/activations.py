"""keras.activations: `hard_sigmoid` was another function in Keras 2."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable("compat")
def hard_sigmoid(x: Any) -> Any:
    """`clip(0.2 x + 0.5, 0, 1)`; Keras 3's is `relu6(x + 3) / 6`."""
    return keras.ops.clip(0.2 * x + 0.5, 0.0, 1.0)


def get(identifier: Any) -> Any:
    """The activation that a layer's argument means."""
    if identifier == "hard_sigmoid":
        return hard_sigmoid
    return keras.activations.get(identifier)


def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.activations`, or `None`."""
    return {"hard_sigmoid": hard_sigmoid, "get": get}.get(name)
