"""Imports TensorFlow without what a TensorFlow 1.x script never asks for.

`import tensorflow` imports Keras, and Keras scikit-learn, SciPy, pandas and Matplotlib;
and it fills every folder of its public names at once, most of which no script touches.
While `tensorflow()` imports it,

- `import keras` fails, which TensorFlow expects and passes over; `tf.keras` and
  `import keras` work afterwards, and import it then;
- packages that TensorFlow imports for a corner of itself are put off (`_Later`);
- the folders of public names (`tensorflow._api.v2.*`) import each name at the first
  look at it (`_PutOff`);
- the garbage collector, which finds nothing in an import, rests;
- a name of a type that TensorFlow writes as a string is compiled once, and not each of
  the 18,000 times that it stands in the constraints of a `TypeVar`.

Nothing of the installation is changed, and whoever uses a name gets the real one.
`COMPAT_FAST=0` imports TensorFlow as it is.
"""

from __future__ import annotations

import functools
import gc
import importlib
import importlib.abc
import importlib.machinery
import os
import re
import sys
import threading
import typing
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from compat import fast

# tf.compat.v1 is what every script uses: no use putting it off.
_FOLDERS = re.compile(r"tensorflow\._api\.v2\.(?!compat$|compat\.v1$).*")

# A line of such a folder: a name and the file it is from; other folders are not among
# them.
_IMPORTED = re.compile(
    r"^from (tensorflow\.python\.\S+) import (\w+)(?: as (\w+))? *(?:#.*)?$", re.M
)

# Imported by TensorFlow's old private copy of Keras, its cluster look-ups and einsum.
_CORNERS = ("h5py", "opt_einsum", "requests", "scipy", "scipy.sparse")

_LOCK = threading.RLock()


def settle_environment() -> None:
    """Set what TensorFlow reads once, in its import or later, unless the user has."""
    # 1.15 had no oneDNN kernels: without them the sums are taken in the same order.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    # TensorFlow's own allocator keeps what is free for the next step; malloc gives it
    # back to the system, which clears it anew. A step takes 0.8 of the time at 1000
    # steps of 64 units, 0.95 at 50 of 512, in the same memory or less.
    if fast.on():
        os.environ.setdefault("TF_CPU_ALLOCATOR_USE_BFC", "1")
        # no limit, where it would have one of 64 GB
        os.environ.setdefault("TF_CPU_BFC_MEM_LIMIT_IN_MB", f"{1 << 24}")
    # Warnings are of ops that 1.15 did not have
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


def tensorflow() -> ModuleType:
    """The real TensorFlow, imported if it is not yet."""
    if "tensorflow" in sys.modules or not fast.on():
        return importlib.import_module("tensorflow")
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        with _corners_put_off(), _types_compiled_once():
            real = importlib.import_module("tensorflow")
            gc.freeze()  # what is imported stays: no use looking at it
            return real
    finally:
        sys.meta_path.remove(finder)


@contextmanager
def _corners_put_off() -> Iterator[None]:
    """Import without `_CORNERS`, and without looking for garbage."""
    later = [_Later(name) for name in _CORNERS if name not in sys.modules]
    collecting = gc.isenabled()
    gc.disable()
    sys.modules.update({module.__name__: module for module in later})
    try:
        yield
    finally:
        for module in later:
            module.step_aside()
        if collecting:
            gc.enable()


@contextmanager
def _types_compiled_once() -> Iterator[None]:
    """Give `typing` a `compile` that knows what it compiled before."""
    vars(typing)["compile"] = functools.cache(compile)
    try:
        yield
    finally:
        vars(typing).pop("compile", None)


@contextmanager
def _public_folders_kept() -> Iterator[None]:
    """Keep `tensorflow.distribute` and kin: packages of the same path are imported."""
    names = vars(sys.modules["tensorflow"])
    kept = {}
    for path, module in list(sys.modules.items()):
        name = path.rpartition(".")[2]
        if _FOLDERS.match(path) and names.get(name) is module:
            kept[name] = module
    try:
        yield
    finally:
        names.update(kept)


class _Refuse(importlib.abc.Loader):
    """A Keras that is there but cannot be imported now."""

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        raise ImportError("put off until it is asked for", name=module.__name__)


class _Later(ModuleType):
    """Stands for a package in the modules that import it now, and imports it once used.

    A missing package then raises `ModuleNotFoundError` at its use, not before.
    """

    def __getattr__(self, name: str) -> Any:
        inner = sys.modules.get(f"{self.__name__}.{name}")
        if isinstance(inner, _Later):
            return inner
        if name.startswith("__"):
            raise AttributeError(name)
        self.step_aside()
        return getattr(importlib.import_module(self.__name__), name)

    def step_aside(self) -> None:
        """Leave the name in `sys.modules` to the real package."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


class _PutOff(ModuleType):
    """A module of names that are imported from elsewhere, each at the first look at it.

    Its source runs at the first look at anything else.
    """

    # What the import system and `inspect` read of every module.
    _KNOWN = frozenset(
        ["__class__", "__dict__", "__doc__", "__file__", "__loader__", "__name__"]
        + ["__package__", "__path__", "__spec__", "__warningregistry__"]
    )

    def __getattribute__(self, name: str) -> Any:
        look = super().__getattribute__
        if name not in _PutOff._KNOWN and name not in look("__dict__"):
            with _LOCK:
                if look("__class__") is _PutOff:
                    place = look("__spec__").loader.place(name)
                    if place is not None:
                        look("__dict__")[name] = _imported(*place)
                    else:
                        self.__class__ = ModuleType  # type: ignore[assignment]
                        with _corners_put_off(), _public_folders_kept():
                            look("__spec__").loader.run(self)
            return getattr(self, name)
        return look(name)

    def __dir__(self) -> list[str]:
        hasattr(self, "__all__")  # or any other name: the source runs
        return sorted(self.__dict__)


def _imported(module: str, name: str) -> Any:
    """`name` of a module, which is imported if it is not yet."""
    if module not in sys.modules:
        with _corners_put_off(), _public_folders_kept():
            importlib.import_module(module)
    return getattr(sys.modules[module], name)


class _PuttingOff(importlib.abc.Loader):
    """The loader of a `_PutOff` module, around the real one."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self._places: dict[str, tuple[str, str]] | None = None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__class__ = _PutOff  # type: ignore[assignment]
        self._name = module.__name__

    def place(self, name: str) -> tuple[str, str] | None:
        """The module and name that the source imports as `name`; `None`: none."""
        if self._places is None:
            source = self._real.get_source(self._name) or ""
            self._places = {
                alias or its: (module, its)
                for module, its, alias in _IMPORTED.findall(source)
            }
        return self._places.get(name)

    def run(self, module: ModuleType) -> None:
        self._real.exec_module(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)  # get_source and kin


class _Finder(importlib.abc.MetaPathFinder):
    """Finds Keras unwilling, and folders of public names put off."""

    def find_spec(
        self, fullname: str, path: Any, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname == "keras":
            found = importlib.machinery.PathFinder.find_spec(fullname, path)
            if found is not None:  # TensorFlow asks where it lies
                found.loader = _Refuse()
            return found
        if _FOLDERS.fullmatch(fullname):
            found = importlib.machinery.PathFinder.find_spec(fullname, path)
            if found is not None and found.loader is not None:
                found.loader = _PuttingOff(found.loader)
            return found
        return None
