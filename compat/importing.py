"""Who gets the TensorFlow 1.x facade, and who the real TensorFlow.

An import statement calls `builtins.__import__` with the globals of the module it stands
in. `install` puts a function there that looks at those globals: legacy code is the
modules that were told so by name, and every file below a legacy folder. For legacy code
`import tensorflow` (and `import numpy`, `import keras`) gives the facade; for everyone
else, Keras among them, nothing changes, and nothing of the facade is in `sys.modules`.
"""

from __future__ import annotations

import builtins
import functools
import importlib
import os
import sys
from types import ModuleType
from typing import Any

from compat import quiet
from compat.errors import RefusedImport

MARK = "__lab12_legacy__"
_OURS = os.path.dirname(os.path.abspath(__file__)) + os.sep
_INSTALLED_PACKAGES = (
    f"{os.sep}site-packages{os.sep}",
    f"{os.sep}dist-packages{os.sep}",
)

# What legacy code gets in the place of the real package.
_STOOD_FOR = {"tensorflow", "numpy", "keras"}

_roots: list[str] = []
_real_import = builtins.__import__
_real_import_module = importlib.import_module


def tell(namespace: dict[str, Any]) -> None:
    """Make the module with these globals legacy code."""
    namespace[MARK] = True


def add_root(folder: str) -> None:
    """Make every module below `folder` legacy code, installed packages left out."""
    folder = os.path.join(os.path.realpath(folder), "")
    if folder not in _roots:
        _roots.append(folder)


_real_folder = functools.cache(os.path.realpath)


@functools.cache
def _below_root(file: str, roots: tuple[str, ...]) -> bool:
    folder, name = os.path.split(file)
    path = os.path.join(_real_folder(folder or "."), name)
    if os.path.islink(path):
        path = os.path.realpath(path)
    if path.startswith(_OURS) or any(part in path for part in _INSTALLED_PACKAGES):
        return False
    return path.startswith(roots)


def is_legacy(namespace: dict[str, Any] | None) -> bool:
    """Whether a module with these globals is legacy code."""
    if not namespace:
        return False
    if MARK in namespace:
        return True
    file = namespace.get("__file__")
    return isinstance(file, str) and bool(_roots) and _below_root(file, tuple(_roots))


def _stand_in(top: str) -> ModuleType | None:
    if top == "tensorflow":
        with quiet.start_up():
            from compat import facade

            return facade.tensorflow()
    if top == "numpy":
        from compat import era

        return era.numpy()
    if top == "keras":
        with quiet.start_up():
            from compat import keras

            return keras.module("keras")
    return None


def _import(
    name: str,
    globals: dict[str, Any] | None = None,
    locals: Any = None,
    fromlist: Any = (),
    level: int = 0,
) -> Any:
    top = name.partition(".")[0]
    if level or top not in _STOOD_FOR or not is_legacy(globals):
        return _real_import(name, globals, locals, fromlist, level)
    stand_in = _stand_in(top)
    found = _walk(stand_in, name)
    if not fromlist:
        return stand_in
    for wanted in fromlist:
        if wanted != "*":
            _child(found, wanted, name)
    return found


def _walk(module: Any, name: str) -> Any:
    path = name.split(".")
    for depth, part in enumerate(path[1:], start=1):
        module = _child(module, part, ".".join(path[:depth]))
        if not isinstance(module, ModuleType):
            module = _behind(".".join(path[1 : depth + 1])) or module
    return module


def _behind(path: str) -> Any:
    """The file of 1.15 that a function of the same name hides, or `None`."""
    from compat import deep, facade, insides

    public = deep.public_of_file(path) if path in deep.BEHIND_FUNCTIONS else None
    return public and insides.File(path, facade.resolve(public))


def _child(module: Any, part: str, path: str) -> Any:
    """`module.part`, or `ImportError`, which is what an import must raise."""
    try:
        return getattr(module, part)
    except AttributeError as missing:
        try:
            return _real_import_module(f"{module.__name__}.{part}")
        except ModuleNotFoundError:
            pass
        raise RefusedImport(str(missing), name=f"{path}.{part}") from None


def _import_module(name: str, package: str | None = None) -> Any:
    top = name.partition(".")[0]
    if top in _STOOD_FOR and is_legacy(sys._getframe(1).f_globals):
        return _walk(_stand_in(top), name)
    return _real_import_module(name, package)


def install() -> None:
    """Put the import functions in place."""
    builtins.__import__ = _import  # type: ignore[assignment]
    importlib.import_module = _import_module
