"""The modules that `import keras` gives to legacy code, with Keras 2's paths."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from compat.errors import Refused
from compat.keras import paths, refusals, table


class KerasModule(ModuleType):
    """One module of Keras 2.

    Args:
        name: What it is called, for example `keras.layers.core`.
        path: Its path below `keras`, `""` for the top.
        flavour: `keras` (2.3.1) or `tf.keras` (of TensorFlow 1.15).
    """

    def __init__(self, name: str, path: str, flavour: str) -> None:
        super().__init__(name)
        self.__dict__.update(_path=path, _flavour=flavour)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            return "2.3.1" if self._flavour == "keras" else "2.2.4-tf"
        if name == "__all__":
            return [n for n in dir(self) if not n.startswith("_")]
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        if not self._path and name in paths.ASIDE and self._flavour != "keras":
            value: Any = _Aside(f"{self.__name__}.{name}", self)
        else:
            value = self._find(name)
        self.__dict__[name] = value
        return value

    def _find(self, name: str) -> Any:
        path = f"{self._path}.{name}" if self._path else name
        spaces = paths.spaces(self._path)
        kind, _, dataset = self._path.partition(".")
        if kind == "datasets" and dataset:
            loader = importlib.import_module("compat.keras.datasets").of(dataset, name)
            if loader is not None:
                return loader
        for space in spaces:
            for module in _ours(space):
                value = module.find(name, self._flavour)
                if value is not None:
                    return value
        if paths.is_module(path):
            return KerasModule(f"{self.__name__}.{name}", path, self._flavour)
        refused = refusals.of(name, spaces)
        if refused:
            raise Refused(f"{self.__name__}.{name} {refused}")
        for space in spaces:
            value = _real(f"{space}.{name}" if space else name)
            if value is not None and not isinstance(value, ModuleType):
                return value
        raise Refused(refusals.unknown(f"{self.__name__}.{name}", dir(self)))

    def __dir__(self) -> list[str]:
        names = set(super().__dir__()) - {"_path", "_flavour"}
        names |= set(table.provided(self._flavour, paths.spaces(self._path)))
        names |= set(paths.modules_in(self._path))
        return sorted(names)

    def __repr__(self) -> str:
        return f"<module {self.__name__!r} (Keras 2, by compat)>"


class _Aside(ModuleType):
    """`tensorflow.contrib.keras.api` and the like: where the same Keras was, too."""

    def __init__(self, name: str, keras: KerasModule) -> None:
        super().__init__(name)
        self.keras = keras
        self.__path__: list[str] = []


def _ours(space: str) -> list[Any]:
    """The module of compat with the names of a public module of Keras 2."""
    own = paths.OWN.get(space)
    return [importlib.import_module(f"compat.keras.{own}")] if own else []


def _real(path: str) -> Any:
    """What today's `tf.keras` has at a path, or `None`."""
    import tensorflow as tf

    found: Any = tf.keras
    for part in path.split(".") if path else ():
        found = getattr(found, part, None)
    return found
