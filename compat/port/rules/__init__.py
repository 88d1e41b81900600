"""The rules: what each name of TensorFlow 1.x becomes in Keras 3."""

from __future__ import annotations

from compat.port.rules import (  # noqa: F401  they register themselves
    cells,
    dense,
    losses,
    ops,
    program,
    recurrent,
    setup,
    tf_layers,
    training,
)
from compat.port.rules.base import CLASSES, METHODS, RULES, VALUES, Args

__all__ = ["CLASSES", "METHODS", "RULES", "VALUES", "Args"]
