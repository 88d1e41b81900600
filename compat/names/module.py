"""The modules that a TensorFlow 1.x script sees: one class, lazy, for every path.

At the first look at a name a module asks `resolver` where it is from, and loads it.
To set a name in a file of 1.15 whose place is in compat sets it there too, so that old
code that replaces a function (`attention_wrapper._compute_attention = mine`) is heard.
"""

from __future__ import annotations

import importlib
from functools import cache
from types import ModuleType
from typing import Any

from compat import _private, keras
from compat.errors import Refused
from compat.names import live, places, resolver
from compat.names.resolver import Place

TODAY = live.Live()


class Module(ModuleType):
    """One module of TensorFlow 1.x.

    Args:
        path: Its path below `tensorflow`, `""` for the top.
    """

    def __init__(self, path: str) -> None:
        super().__init__(f"tensorflow.{path}".rstrip("."))
        self.__dict__["_path"] = path
        self.__dict__["_replaced"] = {}
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__version__":
            return self._dunder(name)
        place = resolver.resolve(_below(self._path, name), TODAY)
        if not place.is_there:
            raise Refused(resolver.refusal(place, also=dir(self)))
        value = load(place, name)
        if self._in_compat(name) is None:
            self.__dict__[name] = value
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        found = self._in_compat(name)
        if found is None:
            super().__setattr__(name, value)
            return
        self.__dict__["_replaced"].setdefault(name, getattr(*found))
        setattr(*found, value)

    def __delattr__(self, name: str) -> None:
        # `mock.patch` takes away what it put there: what was before is there again.
        found = self._in_compat(name)
        if found is not None and name in self._replaced:
            setattr(*found, self._replaced.pop(name))
        self.__dict__.pop(name, None)

    def _in_compat(self, name: str) -> tuple[ModuleType, str] | None:
        """Where in compat a name of a file of 1.15 is kept, or `None`."""
        if places.public_of_file(self._path) is None:
            return None
        if places.where(_below(self._path, name), "ours") is None:
            return None
        place = resolver.resolve(_below(self._path, name), TODAY)
        module, _, other = place.where.partition(":")
        return importlib.import_module(f"compat.{module}"), other

    def _dunder(self, name: str) -> Any:
        public = places.public_of_file(self._path)
        if public is not None:
            return getattr(at(public), name)
        if self._path.partition(".")[0] == "python":
            return getattr(_private.internal(resolver.real(self._path)), name)
        if name == "__all__":
            return [n for n in dir(self) if not n.startswith("_")]
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        public = places.public_of_file(self._path)
        if public is not None:
            return sorted({*dir(at(public)), *places.inside(self._path)})
        names = set(super().__dir__()) - {"_path", "_replaced"}
        if self._path.partition(".")[0] != "python":
            names |= set(TODAY.ours(self._path) or ())
            if not resolver.is_closed(self._path):
                names |= set(dir(live.of_v1(self._path)))
        return sorted(names)

    def __repr__(self) -> str:
        return f"<module {self.__name__!r} (TensorFlow 1.x, by compat)>"


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


@cache
def module_at(path: str) -> Module:
    """The module of a path that has one, always the same."""
    return Module(path)


def at(path: str) -> Any:
    """What a script finds at a path below `tensorflow`, `""` for the top."""
    found: Any = module_at("")
    for part in path.split(".") if path else ():
        found = getattr(found, part)
    return found


def load(place: Place, name: str) -> Any:
    """Get what a place says.

    Args:
        place: Of a name that is there.
        name: The name's last part, as the script spells it.
    """
    origin, where = place
    if origin == "module":
        return module_at(where)
    if origin == "alias":
        return at(where)
    if origin == "keras":
        return keras.module("tf.keras")
    if origin == "value":
        return None if where == "None" else where
    if origin == "ours":
        return _ours(where, name)
    if origin == "counted":
        return _private.wrapped(places.rows()[where].where) or live.of_v1(where)
    if origin == "v1":
        return live.of_v1(where)
    module, _, last = where.rpartition(".")
    return getattr(_private.internal(module), last)


def _ours(where: str, name: str) -> Any:
    module, _, other = where.partition(":")
    made = other.endswith("()")
    found = getattr(importlib.import_module(f"compat.{module}"), other.rstrip("()"))
    if name.startswith("_") and getattr(found, "__name__", name) == other:
        found.__name__ = found.__qualname__ = name  # it was not public there either
    return found() if made else found
