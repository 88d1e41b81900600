"""Completion of the shell: the script that shtab makes of a command's parser."""

from __future__ import annotations

import argparse
from typing import Any

from compat.errors import UsageError

SHELLS = ("bash", "zsh", "tcsh")


def add(commands: Any) -> argparse.ArgumentParser:
    """Add the sub-command `completion`."""
    one: argparse.ArgumentParser = commands.add_parser(
        "completion",
        help="completion of the shell",
        description="Print what a shell needs to complete this command: put it where "
        'the shell reads it, as in `eval "$(compat completion bash)"`.',
    )
    one.add_argument("shell", choices=SHELLS, help="for which")
    return one


def show(parser: argparse.ArgumentParser, shell: str) -> int:
    """Print the script of a shell.

    Raises:
        UsageError: When shtab is not installed.
    """
    try:
        import shtab
    except ImportError:
        raise UsageError(
            "completion needs shtab, which is not installed: "
            "pip install 'lab12[completion]'"
        ) from None
    print(shtab.complete(parser, shell=shell))
    return 0
