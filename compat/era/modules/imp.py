"""`imp`: finding, loading and reloading modules."""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import os
import sys
import types
from typing import Any

from compat import hooks

PY_SOURCE, PY_COMPILED, C_EXTENSION = 1, 2, 3
PKG_DIRECTORY, C_BUILTIN, PY_FROZEN = 5, 6, 7

reload = importlib.reload
new_module = types.ModuleType
cache_from_source = importlib.util.cache_from_source
source_from_cache = importlib.util.source_from_cache


def get_magic() -> bytes:
    """The first bytes of a file of bytecode."""
    return importlib.util.MAGIC_NUMBER


def get_suffixes() -> list[tuple[str, str, int]]:
    """File endings of modules, how to open them, and their kind."""
    machinery = importlib.machinery
    return (
        [(s, "rb", C_EXTENSION) for s in machinery.EXTENSION_SUFFIXES]
        + [(s, "r", PY_SOURCE) for s in machinery.SOURCE_SUFFIXES]
        + [(s, "rb", PY_COMPILED) for s in machinery.BYTECODE_SUFFIXES]
    )


def find_module(name: str, path: Any = None) -> tuple[Any, str | None, Any]:
    """Where a module is.

    Returns:
        An open file or `None`, its path, and `(suffix, mode, kind)`.

    Raises:
        ImportError: There is none of that name.
    """
    if path is None and name in sys.builtin_module_names:
        return None, None, ("", "", C_BUILTIN)
    for folder in sys.path if path is None else path:
        package = os.path.join(folder, name)
        if os.path.isfile(os.path.join(package, "__init__.py")):
            return None, package, ("", "", PKG_DIRECTORY)
        for suffix, mode, kind in get_suffixes():
            file = package + suffix
            if os.path.isfile(file):
                return open(file, mode), file, (suffix, mode, kind)
    raise ImportError(f"No module named {name!r}", name=name)


def load_module(name: str, file: Any, filename: Any, details: Any) -> Any:
    """Load what `find_module` found, again if it is loaded."""
    kind = details[2]
    if kind == C_BUILTIN:
        return importlib.import_module(name)
    if kind == PKG_DIRECTORY:
        filename = os.path.join(filename, "__init__.py")
    return load_source(name, filename)


def load_source(name: str, pathname: str, file: Any = None) -> Any:
    """Load a module from a file, as legacy code where it lies among it."""
    spec: Any = importlib.util.spec_from_file_location(name, pathname)
    if spec is None or spec.loader is None:
        raise ImportError(f"{pathname} is no module", name=name, path=pathname)
    spec = hooks.loaded_as(os.path.abspath(pathname), spec)
    module = sys.modules.get(name) or importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


load_compiled = load_dynamic = load_source


def load_package(name: str, path: str) -> Any:
    """Load a package from its folder."""
    return load_source(name, os.path.join(path, "__init__.py"))


def is_builtin(name: str) -> int:
    """1 for a module that is part of the interpreter."""
    return int(name in sys.builtin_module_names)


def is_frozen(name: str) -> bool:
    """Whether a module is frozen."""
    spec = importlib.machinery.FrozenImporter.find_spec(name)
    return spec is not None


def lock_held() -> bool:
    """Whether an import is under way: there is a lock for each module now."""
    return False


def acquire_lock() -> None:
    """Do nothing: see `lock_held`."""


release_lock = acquire_lock
