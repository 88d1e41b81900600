"""Keeps the random numbers of a script from what its imports import.

TensorFlow 1.15 and Keras 2.3.1 drew nothing while they were imported. TensorFlow 2 and
Keras 3 do, from Python's generator; so does JAX, which Keras 3 imports where it is
installed, from NumPy's. A script that had set its seeds before would see other numbers.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

DRAWS = "jax"  # and Keras imports it late, too


@contextmanager
def kept() -> Iterator[None]:
    """Leave Python's generator, and NumPy's, as they are."""
    pythons = random.getstate()
    numpy = sys.modules.get("numpy.random")
    numpys = numpy.get_state() if numpy else None
    try:
        yield
    finally:
        random.setstate(pythons)
        if numpy:
            numpy.set_state(numpys)


def install() -> None:
    """Have the package that draws leave the generators as they were, whoever asks."""
    if DRAWS not in sys.modules and not any(
        isinstance(finder, _Finder) for finder in sys.meta_path
    ):
        sys.meta_path.insert(0, _Finder())


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if name != DRAWS:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            loader: Any = spec.loader
            loader.exec_module = _undrawn(loader.exec_module)
        return spec


def _undrawn(execute: Any) -> Any:
    def exec_module(module: ModuleType) -> None:
        with kept():
            execute(module)

    return exec_module
