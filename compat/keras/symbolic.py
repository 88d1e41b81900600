"""Tensors of a model before there is data: Keras 3's symbolic tensors."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf


def is_symbolic(structure: Any) -> bool:
    """Whether a structure has a symbolic tensor in it."""
    return any(isinstance(one, keras.KerasTensor) for one in tf.nest.flatten(structure))


def connect(inputs: Any, outputs: Any) -> None:
    """Make inputs that are outputs too look used, which Keras 3.12 asks of each."""
    given = {id(one) for one in tf.nest.flatten(inputs)}
    for tensor in tf.nest.flatten(outputs):
        if id(tensor) in given and isinstance(tensor, keras.KerasTensor):
            keras.layers.Identity()(tensor)
