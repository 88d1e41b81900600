"""Keeps the random numbers of a script from what its libraries import.

TensorFlow 1.15 and Keras 2.3.1 drew nothing while they were imported. TensorFlow 2 and
Keras 3 do, from Python's generator; so does JAX, which Keras 3 imports where it is
installed, from NumPy's. A script that had set its seeds before would see other numbers.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import random
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

DRAW = ("jax", "keras", "tensorflow", "tf_keras")


def install() -> None:
    """Have the packages that draw leave the generators as they were, whoever asks."""
    sys.meta_path.insert(0, _Finder())


class _Finder(importlib.abc.MetaPathFinder):
    """Finds each of the packages once, as the finders after it do."""

    def __init__(self) -> None:
        self._left = set(DRAW)

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if name not in self._left:
            return None
        self._left.discard(name)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            loader: Any = spec.loader
            loader.exec_module = _undrawn(loader.exec_module)
        return spec


def _undrawn(execute: Any) -> Any:
    def exec_module(module: ModuleType) -> None:
        pythons = random.getstate()
        numpy = sys.modules.get("numpy.random")
        numpys = numpy.get_state() if numpy else None
        try:
            execute(module)
        finally:
            random.setstate(pythons)
            if numpy:
                numpy.set_state(numpys)

    return exec_module
