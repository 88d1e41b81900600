"""The tree of Keras 2's names: `import keras`, and `tf.keras` of 1.15.

Of a script with Keras alone they are compat's, or Keras 3's; of one with a graph,
those of Keras 2 itself, from tf_keras. `keras.surface.csv` says what is of each.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Collection
from functools import cache
from types import ModuleType
from typing import Any

from compat.keras import graph, mode, paths, refusals, table
from compat.names.module import Module, below, shown
from compat.names.resolver import Place

_VERSIONS = {"keras": "2.3.1", "tf.keras": "2.2.4-tf"}


@cache
def module(flavour: str) -> Module:
    """The `keras` that legacy code sees.

    Args:
        flavour: `keras` for `import keras` (2.3.1), `tf.keras` for TensorFlow 1.15's.

    Raises:
        Refused: When the script needs Keras 2 itself and it is not installed.
    """
    mode.decide()
    if mode.current() == mode.MIXED:
        graph.require(flavour)
        return Module(GraphKeras2(flavour), "")
    return Module(Keras2(flavour), "")


def is_there() -> bool:
    """Whether code of TensorFlow's own Keras, `tensorflow.python.keras`, gets ours.

    A script with a graph that reaches in there, and has no Keras 2 installed, gets
    what today's TensorFlow has there.
    """
    mode.decide()
    return mode.current() == mode.KERAS or bool(importlib.util.find_spec("tf_keras"))


class Keras2:
    """Keras 2 on Keras 3; see `module.Tree`.

    Args:
        flavour: `keras` (2.3.1) or `tf.keras` (of TensorFlow 1.15).
    """

    said = "Keras 2"

    def __init__(self, flavour: str) -> None:
        self.flavour = flavour
        self.name = "keras" if flavour == "keras" else "tensorflow.keras"

    def resolve(self, path: str) -> Place:
        module, _, name = path.rpartition(".")
        if name == "__version__":
            return Place("value", _VERSIONS[self.flavour])
        if path in paths.ASIDE and self.flavour != "keras":
            return Place("aside", path)
        spaces = paths.spaces(module)
        if self._of_compat(module, name) is not None:
            return Place("ours", path)
        if paths.is_module(path):
            return Place("module", path)
        said = refusals.of(name, spaces)
        if said:
            return Place("refused", f"{self.name}.{path} {said}")
        for space in spaces:
            value = _today(below(space, name))
            if value is not None and not isinstance(value, ModuleType):
                return Place("today", below(space, name))
        return Place("refused", f"{self.name}.{path}")

    def load(self, place: Place, name: str) -> Any:
        origin, where = place
        if origin == "value":
            return where
        if origin == "aside":
            return _aside(f"{self.name}.{where}", module(self.flavour))
        if origin == "module":
            return Module(self, where)
        if origin == "today":
            return _today(where)
        return self._of_compat(where.rpartition(".")[0], name)

    def _of_compat(self, module: str, name: str) -> Any:
        kind, _, dataset = module.partition(".")
        if kind == "datasets" and dataset:
            loader = importlib.import_module("compat.keras.datasets").of(dataset, name)
            if loader is not None:
                return loader
        for space in paths.spaces(module):
            own = paths.OWN.get(space)
            if own is not None:
                names = importlib.import_module(f"compat.keras.{own}")
                value = names.keras2_name(name, self.flavour)
                if value is not None:
                    return value
        return None

    def refusal(self, place: Place, also: Collection[str]) -> str:
        said = " " in place.where
        return place.where if said else refusals.unknown(place.where, also)

    def names(self, path: str) -> Collection[str]:
        names = set(table.provided(self.flavour, paths.spaces(path)))
        return names.union(paths.modules_in(path))

    def dunder(self, module: Module, path: str, name: str) -> Any:
        return shown(module, name)

    def kept(self, path: str) -> tuple[ModuleType, str] | None:
        return None


class GraphKeras2(Keras2):
    """Keras 2 itself, of tf_keras."""

    def _of_compat(self, module: str, name: str) -> Any:
        return graph.keras2_name(
            below(module, name), paths.spaces(module), self.flavour
        )

    def resolve(self, path: str) -> Place:
        place = super().resolve(path)
        if place.origin in ("today", "refused"):
            return Place("refused", f"{self.name}.{path}")
        return place

    def names(self, path: str) -> Collection[str]:
        spaces = paths.spaces(path)
        return [
            name
            for name in super().names(path)
            if paths.is_module(below(path, name)) or graph.has(name, spaces)
        ]


def _aside(name: str, keras: Module) -> ModuleType:
    """`tensorflow.contrib.keras.api` and the like: where the same Keras was, too."""
    module = ModuleType(name)
    vars(module).update(keras=keras, __path__=[])
    return module


def _today(path: str) -> Any:
    """What today's `tf.keras` has at a path, or `None`."""
    import tensorflow as tf

    found: Any = tf.keras
    for part in path.split(".") if path else ():
        found = getattr(found, part, None)
    return found
