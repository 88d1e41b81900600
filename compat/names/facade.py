"""The `tensorflow` that a TensorFlow 1.x script sees.

`tensorflow()` is a module named `tensorflow` whose attributes are looked up in turn in

1. the folder of `compat` with the same path (`tf.contrib.rnn` → `compat/contrib/rnn`);
2. `tf.compat.v1`, unless that part of it is closed on Keras 3;
3. the refusals of `surface.csv`, which say why a name is not there and what to write.

Submodules are modules of the same kind. Deep paths of old code are aliases (`deep.py`).
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import logging
from types import ModuleType
from typing import Any

from compat import keras
from compat.count import ops
from compat.errors import Refused
from compat.keras import mode
from compat.names import deep, insides, internals, surface

# Parts of tf.compat.v1 that raise "not available with Keras 3": all ours, or refused.
_CLOSED = {"layers", "nn.rnn_cell", "contrib"}

# The first parts of the paths that have a folder in compat.
_OWN = {"nn", "layers", "contrib", "train", "examples"}

# What 1.15 said of itself, for scripts that choose their code by it.
_SAID = {"__version__": "1.15.5", "VERSION": "1.15.5"}

# Where TensorFlow 1.15 had its Keras.
_KERAS = {"keras", "python.keras", "contrib.keras"}


class Facade(ModuleType):
    """One module of the facade.

    Args:
        path: Its path below `tensorflow`, `""` for the top.
        v1: The part of `tf.compat.v1` behind it, or `None`.
    """

    def __init__(self, path: str, v1: Any) -> None:
        super().__init__(f"tensorflow.{path}" if path else "tensorflow")
        self.__dict__["_path"] = path
        self.__dict__["_v1"] = v1
        self.__dict__["_own"] = _own_module(path)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            if name == "__all__":
                return [n for n in dir(self) if not n.startswith("_")]
            if name == "__version__" and not self._path:
                return _SAID[name]
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value = self._find(name)
        self.__dict__[name] = value
        return value

    def _find(self, name: str) -> Any:
        path = f"{self._path}.{name}" if self._path else name
        if path in _SAID:
            return _SAID[path]
        if path in _KERAS:
            return keras.module("tf.keras")
        if mode.current() == mode.KERAS and (eager := keras.of_tensorflow(path)):
            return eager
        if self._own is not None and name in getattr(self._own, "__all__", ()):
            return getattr(self._own, name)
        if path == "newaxis":
            return None
        if path == "compat.v1":  # the same names: cells and layers are ours there too
            return tensorflow()
        counted = mode.current() != mode.KERAS
        if counted and (function := ops.find(path)) is not None:
            return function
        inside = _inside(self._v1, name)
        if _own_module(path) is not None:
            return Facade(path, None if path in _CLOSED else inside)
        if path == "python" or self._path == "python":
            internal = internals.find(path)
            if internal is not None:
                return internal
        public = deep.public_of_file(path)
        if public is not None and path in deep.BEHIND_FUNCTIONS:
            return getattr(resolve(public), name)
        if public is not None:
            return insides.File(path, resolve(public))
        if deep.leads_on(path):
            return Facade(path, None)
        if isinstance(inside, ModuleType) and _belongs_to_tensorflow(inside):
            return Facade(path, inside)
        if inside is not None:
            return inside
        public = deep.public_of_folder(self._path)
        if public is not None:
            return getattr(resolve(deep.BORROWED.get(name, public)), name)
        if self._path.startswith("contrib.") and name in deep.BORROWED:
            return getattr(resolve(deep.BORROWED[name]), name)  # a file stands for it
        raise Refused(surface.refusal(f"tf.{path}", also=dir(self)))

    def __dir__(self) -> list[str]:
        names = set(super().__dir__()) - {"_path", "_v1", "_own"}
        names |= set(getattr(self._own, "__all__", ()))
        names |= set(dir(self._v1)) if self._v1 is not None else set()
        return sorted(names)

    def __repr__(self) -> str:
        return f"<module {self.__name__!r} (TensorFlow 1.x, by compat)>"


def _own_module(path: str) -> ModuleType | None:
    name = f"compat.{path}"
    if not path or path.split(".")[0] not in _OWN:
        return None
    try:
        if importlib.util.find_spec(name) is None:
            return None
    except ModuleNotFoundError:
        return None
    module = importlib.import_module(name)
    return module if hasattr(module, "__path__") else None


def _inside(v1: Any, name: str) -> Any:
    if v1 is None:
        return None
    try:
        return getattr(v1, name)
    except AttributeError:
        return None


def _belongs_to_tensorflow(module: ModuleType) -> bool:
    return (
        not module.__name__.partition(".")[0] == "keras"
        and ".keras" not in module.__name__
    )


def resolve(path: str) -> Any:
    """The part of the facade at a path below `tensorflow`, `""` for the top."""
    module: Any = tensorflow()
    for part in path.split("."):
        module = getattr(module, part)
    return module


class _NoNotices(logging.Filter):
    """Drops TensorFlow 2's notices that TensorFlow 1.x names are deprecated."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "is deprecated and will be removed" not in record.getMessage()


@functools.cache
def tensorflow() -> ModuleType:
    """The facade, with version 2 behaviour off and 1.15's op seeds on.

    For a script that uses Keras alone, TensorFlow stays eager, as Keras 3 needs it.
    """
    from compat.run import startup

    startup.settle_environment()
    logging.getLogger("tensorflow").addFilter(_NoNotices())
    if mode.current() == mode.KERAS:
        import tensorflow

        from compat.run import error_text

        error_text.install()
        return Facade("", tensorflow.compat.v1)
    tf = startup.tensorflow()
    from compat import fast
    from compat.count import gradients, opseed
    from compat.run import error_text

    tf.compat.v1.disable_v2_behavior()
    opseed.install()
    gradients.install()
    fast.install()
    error_text.install()
    return Facade("", tf.compat.v1)
