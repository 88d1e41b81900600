"""Who imports for legacy code, and what C code then finds in `sys.modules`.

`pickle`, `pydoc` and others import what a script, or a file of its, names. They stand
in for whoever called them: legacy code gets the modules of its time from them too. C
code (`pickle.loads`) looks for the module in `sys.modules` after the import. What has
no module of its own there lies in it for that moment: until the next import.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

# Modules that import by names that they are given.
_ACTING = frozenset(
    "pickle _compat_pickle copyreg importlib importlib.util inspect pkgutil pydoc "
    "shelve unittest.mock logging.config doctest".split()
)

_lent: list[str] = []


def for_whom(namespace: dict[str, Any] | None) -> dict[str, Any] | None:
    """The globals of the code that an importing module acts for."""
    if not namespace or namespace.get("__name__") not in _ACTING:
        return namespace
    frame: Any = sys._getframe(2)
    while frame is not None and frame.f_globals.get("__name__") in _ACTING:
        frame = frame.f_back
    return frame.f_globals if frame is not None else namespace


def lend(name: str, module: ModuleType) -> None:
    """Let a module lie in `sys.modules` until the next import."""
    if name not in sys.modules:
        sys.modules[name] = module
        _lent.append(name)


def take_back() -> None:
    """End what `lend` began."""
    while _lent:
        sys.modules.pop(_lent.pop(), None)


def lends() -> bool:
    """Whether something lies there."""
    return bool(_lent)
