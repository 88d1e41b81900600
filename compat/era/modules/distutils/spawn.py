"""`find_executable` and `spawn`."""

from __future__ import annotations

import shutil
import subprocess


def find_executable(executable: str, path: str | None = None) -> str | None:
    """The path of a program."""
    return shutil.which(executable, path=path)


def spawn(
    cmd: list[str], search_path: int = 1, verbose: int = 0, dry_run: int = 0
) -> None:
    """Run a program.

    Raises:
        subprocess.CalledProcessError: It failed.
    """
    if not dry_run:
        subprocess.run(cmd, check=True)
