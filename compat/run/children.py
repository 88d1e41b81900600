"""Children of a script that are started anew: multiprocessing's spawn and forkserver.

Such a child is a new Python that imports the script as `__mp_main__`. Its command line
is given a beginning that makes it a process of compat's, before a line of the script's.
"""

from __future__ import annotations

import builtins
import importlib.machinery
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from compat.keras import mode
from compat.run import importing, loading

_STARTED = (
    "from multiprocessing.spawn import",
    "from multiprocessing.forkserver import",
)

_TRACKER = "from multiprocessing.resource_tracker import"

# The working folder is first on the path: a types.py there is the script's alone.
_CLEAN = "import sys; sys.path[:] = [p for p in sys.path if p]"

_running = False
_python2 = False


def install(python2: bool = False) -> None:
    """Have the children of this process run as legacy code.

    Args:
        python2: Whether the script is Python 2, whatever Python 3's parser says.
    """
    global _running, _python2
    _running, _python2 = True, python2
    if watched not in loading.also:
        loading.also.append(watched)
    for name in _PATCHED:
        if name in sys.modules:
            _PATCHED[name](sys.modules[name])


def watched(name: str, path: Sequence[str] | None) -> Any:
    """The spec of a module that is changed when it is loaded; `None` for all others."""
    if not _running or name not in _PATCHED:
        return None
    spec = importlib.machinery.PathFinder.find_spec(name, path)
    if spec is not None and type(spec.loader) is importlib.machinery.SourceFileLoader:
        spec.loader = _Patching(spec.loader.name, spec.loader.path)
    return spec


class _Patching(importlib.machinery.SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        _PATCHED[module.__name__](module)


def _patch_util(util: Any) -> None:
    start = util.spawnv_passfds
    if hasattr(start, "__wrapped__"):
        return

    def spawnv_passfds(path: Any, args: Any, passfds: Any) -> Any:
        return start(path, [_begun(one) for one in args], passfds)

    spawnv_passfds.__wrapped__ = start  # type: ignore[attr-defined]
    util.spawnv_passfds = spawnv_passfds


def _patch_spawn(spawn: Any) -> None:
    spawn._fixup_main_from_path = _import_main


_PATCHED = {
    "multiprocessing.util": _patch_util,
    "multiprocessing.spawn": _patch_spawn,
}


def _begun(argument: Any) -> Any:
    """The code of such a child, with the beginning; other arguments as they are."""
    if not isinstance(argument, str):
        return argument
    if argument.startswith(_TRACKER):
        return f"{_CLEAN}; {argument}"
    if not argument.startswith(_STARTED):
        return argument
    folder = os.path.abspath(os.path.join(__file__, *[os.pardir] * 3))
    state = [*importing.state(), mode.current(), _python2]
    return (
        f"{_CLEAN}; sys.path.insert(0, {folder!r}); from compat.run import children; "
        f"del sys.path[0]; children.begin(*{state!r}); {argument}"
    )


def begin(
    roots: list[str], installed: list[str], named: list[str], kind: str, python2: bool
) -> None:
    """Make this process, a child of a script's, run legacy code."""
    importing.begin(roots, installed, named)
    mode.begin(kind)
    loading.install()
    install(python2)


def _import_main(path: str) -> None:
    """Import the script as `__mp_main__`, as multiprocessing does."""
    current = sys.modules["__main__"]
    name = os.path.splitext(os.path.basename(path))[0]
    if name == "ipython" or getattr(current, "__file__", None) == path:
        return
    sys.modules["multiprocessing.spawn"].old_main_modules.append(current)
    main = ModuleType("__mp_main__")
    main.__dict__.update(
        __file__=path, __builtins__=builtins, __spec__=None, __cached__=None
    )
    importing.tell(main.__dict__)
    sys.modules["__mp_main__"] = main
    with open(path, "rb") as stream:
        code = loading.compiled(stream.read(), path, _python2)
    exec(code, main.__dict__)
    sys.modules["__main__"] = main
