"""Two modules of one name: the script's own, and that of a library.

A `queue.py`, `types.py` or `compat.py` beside the script is the script's `queue`, as
Python has it; TensorFlow, Python's library and this package go on with their own. So
each side has its module in `sys.modules` while it imports it.
"""

from __future__ import annotations

import importlib.machinery
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from compat.run import paths

# What Python has imported before it looks at the script's folder: never the script's.
_FIRST = set(sys.builtin_module_names) | set(
    "__main__ abc codecs encodings genericpath importlib io ntpath os posixpath site "
    "stat zipimport".split()
)
_SUFFIXES = tuple(importlib.machinery.all_suffixes())

# The names of which there are two.
names: set[str] = set()

# What Python itself looks up in `sys.modules` now and then; of other names the script's
# module stays there, so that what it defines can be pickled.
_LOOKED_UP = set(
    "collections copyreg enum functools inspect linecache logging re signal threading "
    "traceback typing warnings weakref".split()
)

_lock = threading.RLock()
_depth: dict[str, int] = {}  # imports under way
_present: dict[str, bool] = {}  # whether it is the script's that is in sys.modules
_away: dict[tuple[str, bool], dict[str, ModuleType]] = {}
_seen: list[str] | None = None  # no script is run


def begin() -> None:
    """Look for such names, in a process that runs a script."""
    global _seen
    _seen = []


def path_changed() -> bool:
    """Whether `sys.path` has another beginning than at the last `look`."""
    path = sys.path
    return _seen is not None and (
        len(path) != len(_seen) or bool(path and path[0] is not _seen[0])
    )


def look(is_own: Callable[[str], bool]) -> None:
    """Find the names of which there are two.

    Args:
        is_own: Whether a file is the script's.
    """
    global _seen
    with _lock:
        _seen = list(sys.path)
        own: set[str] = set()
        others: set[str] = set()
        for entry in _seen:
            if not isinstance(entry, str):
                continue
            if is_own(os.path.join(os.path.abspath(entry), "module.py")):
                own |= _modules_in(entry) - others
            else:
                others |= _modules_in(entry)
        others |= set(sys.stdlib_module_names)
        files = {
            name: getattr(sys.modules[name], "__file__", None)
            for name in own & set(sys.modules)
        }
        loaded = {n: is_own(f) for n, f in files.items() if isinstance(f, str)}
        others |= {name for name in loaded if not loaded[name]}
        before = {name for name in loaded if loaded[name]} - names
        names.update((own & others) - before - _FIRST)


def _modules_in(entry: str) -> set[str]:
    """The names of the modules in a folder of `sys.path`."""
    found = set()
    try:
        with os.scandir(entry or os.curdir) as files:
            for file in files:
                stem = file.name.partition(".")[0]
                if file.name.endswith(_SUFFIXES):
                    found.add(stem)
                elif "." not in file.name and os.path.isfile(
                    os.path.join(file.path, "__init__.py")
                ):
                    found.add(stem)
    except OSError:
        pass  # no folder: an archive, or not there
    return found


def wanted_spec(name: str) -> Any:
    """The spec of the module that is wanted now, of a name of which there are two."""
    if not _present.get(name, False):
        path = [entry for entry in sys.path if not _is_own_entry(entry)]
        found = importlib.machinery.PathFinder.find_spec(name, path)
        if found is not None:
            return found
    return importlib.machinery.PathFinder.find_spec(name)


def _is_own_entry(entry: str) -> bool:
    return paths.is_own(os.path.join(os.path.abspath(entry), "module.py"))


def has_own(top: str) -> bool:
    """Whether the first module of that name on the path is the script's."""
    if _present.get(top, False) or (top, True) in _away:
        return True
    found = importlib.machinery.PathFinder.find_spec(top)
    return bool(found and found.origin and paths.is_own(found.origin))


@contextmanager
def side(top: str, own: bool) -> Iterator[None]:
    """Have one side's module, and those below it, in `sys.modules`.

    Args:
        top: A name of which there are two.
        own: Whether the script's side.
    """
    with _lock:
        before = _present.get(top, False)
        _depth[top] = _depth.get(top, 0) + 1
        _switch(top, own)
        try:
            yield
        finally:
            _depth[top] -= 1
            rest = before if _depth[top] else top not in _LOOKED_UP
            if _away.get((top, rest)):
                _switch(top, rest)


def _switch(top: str, own: bool) -> None:
    before = _present.get(top, False)
    if before != own:
        _away[top, before] = _taken(top)
        sys.modules.update(_away.pop((top, own), {}))
        _present[top] = own


def _taken(top: str) -> dict[str, ModuleType]:
    below = top + "."
    found = [
        name for name in list(sys.modules) if name == top or name.startswith(below)
    ]
    return {name: sys.modules.pop(name) for name in found}
