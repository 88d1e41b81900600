"""The tree of TensorFlow 1.x's names, over the TensorFlow that is imported."""

from __future__ import annotations

import importlib
from collections.abc import Collection
from functools import cache
from types import ModuleType
from typing import Any

from compat import _private
from compat.names import keras2, live, places, resolver
from compat.names.module import Module, of_compat, shown
from compat.names.resolver import Place

TODAY = live.Live()


class TensorFlow1:
    """See `module.Tree`."""

    name, said = "tensorflow", "TensorFlow 1.x"

    def resolve(self, path: str) -> Place:
        return resolver.resolve(path, TODAY)

    def load(self, place: Place, name: str) -> Any:
        origin, where = place
        if origin == "module":
            return module_at(where)
        if origin == "alias":
            return at(where)
        if origin == "keras":
            return keras2.module("tf.keras")
        if origin == "value":
            return None if where == "None" else where
        if origin == "ours":
            return _called_as(name, of_compat(where), where.partition(":")[2])
        if origin == "counted":
            put = _private.wrapped(places.rows()[where].where)
            return put or live.of_v1(where)
        if origin == "v1":
            return live.of_v1(where)
        module, _, last = where.rpartition(".")
        return getattr(_private.internal(module), last)

    def refusal(self, place: Place, also: Collection[str]) -> str:
        return resolver.refusal(place, also=also)

    def names(self, path: str) -> Collection[str]:
        public = places.public_of_file(path)
        if public is not None:
            return {*dir(at(public)), *places.inside(path)}
        if path.partition(".")[0] == "python":
            return ()
        v1 = () if resolver.is_closed(path) else dir(live.of_v1(path))
        return {*(TODAY.ours(path) or ()), *v1}

    def dunder(self, module: Module, path: str, name: str) -> Any:
        public = places.public_of_file(path)
        if public is not None:
            return getattr(at(public), name)
        if path.partition(".")[0] == "python":
            return getattr(_private.internal(resolver.real(path)), name)
        return shown(module, name)

    def kept(self, path: str) -> tuple[ModuleType, str] | None:
        if places.public_of_file(path.rpartition(".")[0]) is None:
            return None
        if places.where(path, "ours") is None:
            return None
        module, _, name = self.resolve(path).where.partition(":")
        return importlib.import_module(f"compat.{module}"), name


def _called_as(name: str, found: Any, ours: str) -> Any:
    """Give what was not public in 1.15 its name of then in the place of ours."""
    if name.startswith("_") and getattr(found, "__name__", None) == ours:
        found.__name__ = found.__qualname__ = name
    return found


@cache
def module_at(path: str) -> Module:
    """The module at a path below `tensorflow`, always the same."""
    return Module(TensorFlow1(), path)


def at(path: str) -> Any:
    """What a script finds at a path below `tensorflow`, `""` for the top."""
    found: Any = module_at("")
    for part in path.split(".") if path else ():
        found = getattr(found, part)
    return found
