"""Files: copied, moved, written."""

from __future__ import annotations

import os
import shutil
from typing import Any


def copy_file(src: str, dst: str, *options: Any, **more: Any) -> tuple[str, bool]:
    """Copy a file, into a folder or to a path; give the path."""
    if os.path.isdir(dst):
        dst = os.path.join(dst, os.path.basename(src))
    shutil.copy2(src, dst)
    return dst, True


def move_file(src: str, dst: str, verbose: int = 1, dry_run: int = 0) -> str:
    """Move a file."""
    return str(shutil.move(src, dst))


def write_file(filename: str, contents: list[str]) -> None:
    """Write lines to a file."""
    with open(filename, "w") as stream:
        stream.writelines(f"{line}\n" for line in contents)
