"""Finds what is to be checked: files, folders and notebooks."""

from __future__ import annotations

import os
from collections.abc import Iterator

from compat.errors import UsageError

_NOT_CODE = {"__pycache__", "node_modules", "site-packages", "dist-packages"}


def files(paths: list[str]) -> Iterator[str]:
    """The scripts and notebooks named, and those below the folders named.

    Hidden folders, virtual environments and installed packages are left out.

    Raises:
        UsageError: For a path that is not there, or neither a folder, .py nor .ipynb.
    """
    for path in paths:
        if os.path.isdir(path):
            yield from _below(path)
        elif not os.path.lexists(path):
            raise UsageError(f"{path}: no such file or folder")
        elif path.endswith((".py", ".ipynb", ".pyw")) or "." not in os.path.basename(
            path
        ):
            yield path
        else:
            raise UsageError(f"{path}: expected a folder, a .py file or a notebook")


def _below(folder: str) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in _NOT_CODE
            and not os.path.exists(os.path.join(root, name, "pyvenv.cfg"))
        )
        for name in sorted(names):
            if name.endswith((".py", ".ipynb")) and not name.startswith("."):
                yield os.path.join(root, name)
