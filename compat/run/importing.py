"""Who gets the TensorFlow 1.x facade, and who the real TensorFlow.

An import statement calls `builtins.__import__` with the globals of the module it stands
in. `install` puts a function there that looks at those globals: legacy code is the
modules that were told so by name, and the files that `paths` finds to be the script's.
For legacy code `import tensorflow` (and `import numpy`, `import keras`) gives the
facade; for everyone else, Keras among them, nothing changes, and nothing of the facade
is in `sys.modules`. Where the script has a module that is called as another's, legacy
code gets the one and everyone else the other (`beside`).
"""

from __future__ import annotations

import builtins
import importlib
import importlib.machinery
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from types import ModuleType
from typing import Any

from compat.era import acting, python36
from compat.errors import RefusedImport, UsageError
from compat.legacy import MARK, tell
from compat.run import beside, paths, quiet
from compat.run.paths import add_file, add_root, is_own

# What legacy code gets in the place of the real package.
_STOOD_FOR = {"tensorflow", "tensorflow_estimator", "numpy", "keras"}

# Those, and the modules of Python, of which some have lost something.
_CHANGED = {*_STOOD_FOR, *python36.MODULES, *sys.stdlib_module_names}

__all__ = ["add_root", "is_own", "tell"]  # of `paths` and `legacy`, asked for here too

_named: set[str] = set()  # installed packages that are legacy code
_real_import = builtins.__import__
_real_import_module = importlib.import_module


def add_package(name: str) -> None:
    """Make an installed package, or a module, legacy code.

    Raises:
        UsageError: When there is none of that name.
    """
    found = importlib.machinery.PathFinder.find_spec(name.partition(".")[0])
    if found is None:
        raise UsageError(
            f"--legacy: expected the name of an installed package, received {name!r}"
        )
    _named.add(name.partition(".")[0])
    inner = name.split(".")[1:]
    for folder in found.submodule_search_locations or ():
        add_root(os.path.join(folder, *inner))
    if found.submodule_search_locations is None:
        add_file(str(found.origin))


def is_named(package: str) -> bool:
    """Whether a package, or something below it, was given to `add_package`."""
    return package in _named


def state() -> list[list[str]]:
    """What `begin` takes, in another process."""
    return [*paths.state(), sorted(_named)]


def begin(roots: list[str], installed: list[str], named: list[str]) -> None:
    """Be, in a process that a script started, what its own process is."""
    _named.update(named)
    paths.begin(installed, roots)
    beside.begin()
    install()


def is_legacy(namespace: dict[str, Any] | None) -> bool:
    """Whether a module with these globals is legacy code."""
    if not namespace:
        return False
    if MARK in namespace:
        return True
    file = namespace.get("__file__")
    if file is None and "__name__" not in namespace:  # `exec(source, {})`
        return _asked_by(namespace)
    return isinstance(file, str) and is_own(file)


def _asked_by(namespace: dict[str, Any]) -> bool:
    """Whether it is legacy code that runs a namespace which says nothing of itself."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        found = frame.f_globals
        if found is not namespace and "__name__" in found and found is not globals():
            return is_legacy(found)
        frame = frame.f_back
    return False


def _stand_in(top: str) -> ModuleType | None:
    if top == "tensorflow":
        with quiet.start_up():
            from compat.run import facade

            return facade.tensorflow()
    if top == "tensorflow_estimator":
        with quiet.start_up():
            from compat.run import facade

            return facade.tensorflow_estimator()
    if top == "numpy":
        from compat import era

        return era.numpy()
    if top == "keras":
        with quiet.start_up():
            from compat.run import facade

            return facade.keras()
    return None


def _import(
    name: str,
    globals: dict[str, Any] | None = None,
    locals: Any = None,
    fromlist: Any = (),
    level: int = 0,
) -> Any:
    if acting.lends():
        acting.take_back()
    if globals is None:  # `__import__(name)`, called
        globals = sys._getframe(1).f_globals
    top = name.partition(".")[0]
    if globals is None:  # `__import__("tensorflow")`
        globals = sys._getframe(1).f_globals
    if level:
        top = _package(globals).partition(".")[0]
    if _are_two(top):
        own = is_legacy(globals)
        if not own or beside.has_own(top):
            with beside.side(top, own):
                return _real_import(name, globals, locals, fromlist, level)
    if level or top not in _CHANGED or not is_legacy(acting.for_whom(globals)):
        __tracebackhide__ = True  # of pytest
        return _real_import(name, globals, locals, fromlist, level)
    if top not in _STOOD_FOR:
        try:
            real = _real_import(name, globals, locals, fromlist, level)
        except ModuleNotFoundError:
            if top not in python36.MODULES:
                raise
        else:
            return python36.overlay(real, fromlist) if fromlist else real
    found = _as_then(name)
    for wanted in fromlist or ():
        if wanted != "*":
            _child(found, wanted, name)
    given = found if fromlist else _as_then(top)
    if type(fromlist) is list and not fromlist or not is_legacy(globals):
        _leave(name, found)  # C code, or `pickle`, looks for it there
    return given


def _as_then(name: str) -> Any:
    """A module that stands in for a real one, or for one that is gone."""
    top = name.partition(".")[0]
    if top in _STOOD_FOR:
        return _walk(_stand_in(top), name)
    return python36.module(name, _real_import_module)


def _leave(name: str, module: ModuleType) -> None:
    """Let a module be found in `sys.modules`: the real one, where there is one."""
    try:
        _real_import_module(name)
    except ImportError:
        acting.lend(name, module)


def _are_two(top: str) -> bool:
    """Whether the script has a module of its own that is called as another's."""
    if beside.path_changed():
        for folder in paths.reached(sys.path):
            add_root(folder)
        beside.look(is_own)
    return top in beside.names


def own_side(top: str) -> AbstractContextManager[None]:
    """Have the script's module of that name in `sys.modules`, where there are two."""
    if _are_two(top) and beside.has_own(top):
        return beside.side(top, own=True)
    return nullcontext()


def import_own(name: str) -> ModuleType:
    """Import a module as the script does."""
    with own_side(name.partition(".")[0]):
        return _real_import_module(name)


def _package(namespace: dict[str, Any] | None) -> str:
    """The package that a relative import begins in."""
    namespace = namespace or {}
    return str(namespace.get("__package__") or namespace.get("__name__") or "")


def _walk(module: Any, name: str) -> Any:
    path = name.split(".")
    for depth, part in enumerate(path[1:], start=1):
        module = _child(module, part, ".".join(path[:depth]))
        if not isinstance(module, ModuleType):
            module = _behind(".".join(path[1 : depth + 1])) or module
    return module


def _behind(path: str) -> Any:
    """The file of 1.15 that a function of the same name hides, or `None`."""
    from compat.names import places, tensorflow1

    hidden = places.where(path, "hidden file") is not None
    return tensorflow1.module_at(path) if hidden else None


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
    asks = sys._getframe(1).f_globals
    top = (name if name[:1] != "." else package or "").partition(".")[0]
    if _are_two(top):
        own = is_legacy(asks)
        if not own or beside.has_own(top):
            with beside.side(top, own):
                return _real_import_module(name, package)
    if acting.lends():
        acting.take_back()
    if top in _STOOD_FOR | python36.MODULES.keys():
        if is_legacy(acting.for_whom(asks)):
            return _as_then(name)
    __tracebackhide__ = True  # of pytest
    return _real_import_module(name, package)


def install() -> None:
    """Put the import functions in place."""
    builtins.__import__ = _import  # type: ignore[assignment]
    importlib.import_module = _import_module
