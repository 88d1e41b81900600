"""A folder for each run: what a script writes stays there, and goes with it."""

from __future__ import annotations

import os
import shutil
import stat

_LEFT_OUT = {".git", ".hg", ".svn", "__pycache__", "node_modules", ".ipynb_checkpoints"}
_ROOM = 256 << 20  # what stays free on the disk


class NoRoom(Exception):
    """The disk has no room for a copy."""


def copy(root: str, to: str) -> None:
    """Copy a folder without what belongs to no script: repositories, environments.

    A link to what is inside stays one; what another link leads to is copied, and a
    dangling one stays dangling. Links to a folder around it, pipes, sockets and what
    cannot be read are left out.

    Args:
        root: The folder.
        to: Where to; it must not be there.

    Raises:
        NoRoom: The disk is too small.
    """
    top = os.path.realpath(root)
    _copy(top, to, top, to, frozenset())


def _copy(folder: str, to: str, top: str, copied: str, above: frozenset[str]) -> None:
    real = os.path.realpath(folder)
    if real in above:
        return  # a link to a folder around it
    os.mkdir(to)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        target = os.path.join(to, entry.name)
        if entry.name in _LEFT_OUT or os.path.exists(
            os.path.join(entry.path, "pyvenv.cfg")
        ):
            continue
        if entry.is_symlink():
            end = os.path.realpath(entry.path)
            if end == top or end.startswith(os.path.join(top, "")):
                inside = os.path.join(copied, os.path.relpath(end, top))
                os.symlink(os.path.relpath(inside, to), target)
                continue
            if not os.path.exists(end):
                os.symlink(os.readlink(entry.path), target)
                continue
            if any(place.startswith(os.path.join(end, "")) for place in (top, copied)):
                continue  # a folder around it: all there is, and the copy as well
        if entry.is_dir():
            _copy(entry.path, target, top, copied, above | {real})
        else:
            _copy_file(entry, target)


def _copy_file(entry: os.DirEntry[str], target: str) -> None:
    try:
        found = entry.stat()
        if not stat.S_ISREG(found.st_mode):
            return
        if shutil.disk_usage(os.path.dirname(target)).free < found.st_size + _ROOM:
            raise NoRoom(f"no room for a copy of {entry.path}")
        shutil.copy2(entry.path, target)
        os.chmod(target, found.st_mode | stat.S_IWUSR)
    except PermissionError:
        return
    except OSError as error:
        raise NoRoom(f"{entry.path}: {error}") from None


def remove(folder: str) -> None:
    """Remove a copy, whatever modes its files were given."""

    def writable(function: object, path: str, error: object) -> None:
        above = os.path.dirname(path)
        for place in (above, path):
            try:
                os.chmod(place, stat.S_IRWXU)
            except OSError:
                pass
        try:
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path, ignore_errors=True)
            else:
                os.unlink(path)
        except OSError:
            pass

    shutil.rmtree(folder, onerror=writable)


def size(folder: str) -> int:
    """How many bytes the files below a folder have."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(root, name)).st_size
            except OSError:
                pass
    return total
