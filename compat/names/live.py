"""Today's TensorFlow as it is imported, and compat's folders, for `resolver`."""

from __future__ import annotations

import importlib
from collections.abc import Collection
from types import ModuleType
from typing import Any

from compat import _private
from compat.keras import mode
from compat.names import keras2, places


class Live:
    """What the imported TensorFlow has; see `resolver.Today`."""

    @property
    def eager(self) -> bool:
        return mode.current() == mode.KERAS

    def public(self, path: str) -> str | None:
        return _kind(of_v1(path))

    def inside(self, path: str) -> str | None:
        module, _, name = path.rpartition(".")
        return _kind(getattr(_private.internal(module), name, None))

    def is_module(self, path: str) -> bool:
        return _private.internal(path) is not None

    def same(self, public: str, inside: str) -> bool:
        known = of_v1(public)
        module, _, name = inside.rpartition(".")
        other = getattr(_private.internal(module), name, None)
        if known is None:
            return False
        # `count.opcounts` may have wrapped it
        return known is other or getattr(other, "__wrapped__", None) is known

    def ours(self, path: str) -> Collection[str] | None:
        if not places.is_folder(path):
            return None
        return getattr(importlib.import_module(f"compat.{path}"), "__all__", ())

    def has_keras(self) -> bool:
        return keras2.is_there()


def of_v1(path: str) -> Any:
    """What `tf.compat.v1` has at a path, or `None`."""
    import tensorflow

    found: Any = tensorflow.compat.v1
    for part in path.split(".") if path else ():
        try:
            found = getattr(found, part)
        except AttributeError:
            return None
    return found


def _kind(found: Any) -> str | None:
    if found is None:
        return None
    if not isinstance(found, ModuleType):
        return "value"
    theirs = found.__name__.partition(".")[0] == "keras" or ".keras" in found.__name__
    return "value" if theirs else "module"
