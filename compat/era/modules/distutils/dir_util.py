"""Folders: made, copied, removed."""

from __future__ import annotations

import os
import shutil
from typing import Any


def mkpath(
    name: str, mode: int = 0o777, verbose: int = 1, dry_run: int = 0
) -> list[str]:
    """Make a folder and those above it; give those that were made."""
    made: list[str] = []
    head = os.path.normpath(name)
    while head and not os.path.isdir(head):
        made.insert(0, head)
        head = os.path.dirname(head)
    if made and not dry_run:
        os.makedirs(name, mode, exist_ok=True)
    return made


def copy_tree(src: str, dst: str, *options: Any, **more: Any) -> list[str]:
    """Copy a folder into another one, which may be there; give the files' paths."""
    if not os.path.isdir(src):
        raise OSError(f"cannot copy tree '{src}': not a directory")
    shutil.copytree(
        src, dst, dirs_exist_ok=True, symlinks=bool(more.get("preserve_symlinks"))
    )
    return [
        os.path.join(dst, os.path.relpath(os.path.join(folder, name), src))
        for folder, _, names in os.walk(src)
        for name in names
    ]


def remove_tree(directory: str, verbose: int = 1, dry_run: int = 0) -> None:
    """Remove a folder with all that is in it."""
    if not dry_run:
        shutil.rmtree(directory)
