"""Which files are the script's own, and which belong to what is installed.

In a run of a script every module is the script's but those of Python itself, of
site-packages, of what was on the path when Python started and is not PYTHONPATH's, and
of compat. What lies below several folders belongs to the innermost.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterable

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # compat
_OURS = _HERE + os.sep
_PACKAGES = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")

# Folders of files that are no script's, and whether all other files are the script's.
_installed: tuple[str, ...] = ()
_everywhere = False

# Folders of legacy code, with a separator at their end, and files of it.
_roots: list[str] = []


def python_path() -> list[str]:
    """The entries of PYTHONPATH, as they stand in `sys.path`."""
    if sys.flags.ignore_environment:
        return []
    given = os.environ.get("PYTHONPATH", "")
    return (
        [os.path.abspath(entry) for entry in given.split(os.pathsep)] if given else []
    )


def installed(path: list[str]) -> list[str]:
    """The entries of a `sys.path` that come with Python, PYTHONPATH's left out."""
    theirs = set(python_path())
    return [entry for entry in path if entry and entry not in theirs]


def settle(path: list[str]) -> None:
    """All files are the script's from here on but those below these folders.

    Args:
        path: Entries of `sys.path`.
    """
    global _installed, _everywhere
    standard = os.path.dirname(os.path.realpath(os.__file__))
    folders = [standard, os.path.join(os.path.dirname(_HERE), "lab12"), *path]
    begin([os.path.join(os.path.realpath(folder), "") for folder in folders])


def begin(installed: list[str], roots: Iterable[str] = ()) -> None:
    """`settle` for folders that `state` gave."""
    global _installed, _everywhere
    _installed, _everywhere = tuple(installed), True
    _roots.extend(roots)


def state() -> list[list[str]]:
    """The folders, and those of legacy code: what `begin` takes in another process."""
    return [list(_roots), list(_installed)]


def add_root(folder: str) -> None:
    """Make every module below `folder` legacy code, installed packages left out."""
    folder = os.path.join(os.path.realpath(folder), "")
    if folder not in _roots:
        _roots.append(folder)


def add_file(file: str) -> None:
    """Make a module legacy code."""
    _roots.append(os.path.realpath(file))


def reached(path: list[str]) -> list[str]:
    """The entries of a `sys.path` that are the script's, though an installed one be
    above them: a project that is installed where it lies has folders of scripts too.
    """
    if not _everywhere:
        return []
    found = []
    for entry in path:
        folder = (
            os.path.join(os.path.realpath(entry), "") if isinstance(entry, str) else ""
        )
        closed = (*_PACKAGES, _installed[0], _OURS)
        if folder and folder not in _installed and not any(p in folder for p in closed):
            found.append(folder)
    return found


_real_folder = functools.cache(os.path.realpath)


def is_own(file: str) -> bool:
    """Whether a file is legacy code, by where it lies."""
    return _is_own(file, tuple(_roots), _installed, _everywhere)


@functools.cache
def _is_own(
    file: str, roots: tuple[str, ...], installed: tuple[str, ...], everywhere: bool
) -> bool:
    if file.startswith("<"):
        return False
    folder, name = os.path.split(file)
    path = os.path.join(_real_folder(folder or "."), name)
    if os.path.islink(path):
        path = os.path.realpath(path)
    if path.startswith(_OURS):
        return False
    own = max((len(root) for root in roots if path.startswith(root)), default=-1)
    if own < 0 and everywhere:
        own = 0
    others = max((len(one) for one in installed if path.startswith(one)), default=-1)
    packages = max(path.rfind(part) + len(part) * (part in path) for part in _PACKAGES)
    return own >= max(others, 0) and own > packages
