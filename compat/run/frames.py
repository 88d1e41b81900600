"""Which lines of a traceback are the script's, and which are the machinery's."""

from __future__ import annotations

import os
import re
import runpy
import sys
import traceback
from collections.abc import Iterable
from typing import Any

from compat.run import paths

_FRAME = re.compile(r'^\s+File "([^"]+)", line (\d+)')
_REPEATED = re.compile(r"^\s+\[Previous line repeated \d+ more times?\]")

# What stands before each line of an exception group
_GROUP = "Exception Group Traceback (most recent call last):"
_MARGIN = re.compile(r"^\s*\| ?")

_RUNNING = os.path.join(os.path.dirname(os.path.abspath(__file__)), "running.py")
_CELLS = os.path.join("IPython", "core", "interactiveshell.py")

# Packages between Python's start and a script's lines, or between those and an error.
_PACKAGES = ("tensorflow", "keras", "tf_keras", "IPython", "ipykernel")


def machinery() -> tuple[str, ...]:
    """The beginnings of the paths that are not the script's."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # compat
    folders = [here + os.sep, "<frozen "]  # runpy from Python 3.11 on
    folders += [str(runpy.__file__)] * ("<" not in str(runpy.__file__))
    for name in _PACKAGES:
        module = sys.modules.get(name)
        if module is not None and getattr(module, "__file__", None):
            folders.append(os.path.dirname(str(module.__file__)) + os.sep)
    return tuple(folders)


def all_wanted() -> bool:
    """Whether the user asked for all frames: `COMPAT_TRACEBACK=full`."""
    return os.environ.get("COMPAT_TRACEBACK") == "full"


def of_script(trace: Iterable[Any] | None) -> list[str]:
    """The frames of the script in the traceback of an op, as Python prints them.

    Args:
        trace: What TensorFlow kept when the op was made; the innermost frame last.
    """
    shown = list(trace or ())
    if not all_wanted():
        begun = [i for i, frame in enumerate(shown) if _begins(frame)]
        if not begun:  # a program that runs no script: its first line that is legacy
            begun = [i for i, f in enumerate(shown) if paths.is_own(f.filename)][:1]
        hidden = machinery()
        shown = [
            frame
            for frame in shown[begun[-1] if begun else 0 :]
            if not frame.filename.startswith(hidden)
        ]
    return traceback.format_list(
        [traceback.FrameSummary(f.filename, f.lineno, f.name) for f in shown]
    )


def _begins(frame: Any) -> bool:
    """Whether this is where `compat.run.running` runs a script, or IPython a cell."""
    if frame.name == "run_code":
        return str(frame.filename).endswith(_CELLS)
    return frame.filename == _RUNNING and frame.name == "_execute"


def without(lines: list[str], folders: tuple[str, ...]) -> list[str]:
    """A printed traceback without the frames whose file is below one of `folders`.

    Frames quoted in a message ("Original stack trace for …") go too.
    """
    kept: list[str] = []
    dropping = 0
    grouped = any(line.lstrip(" +|") == _GROUP for line in lines)
    for line in lines:
        margin = _MARGIN.match(line) if grouped else None
        inner = line[margin.end() :] if margin else line
        frame = _FRAME.match(inner)
        indent = len(inner) - len(inner.lstrip())
        if frame:
            dropping = indent + 1 if frame[1].startswith(folders) else 0
        elif dropping and (not inner.strip() or indent < dropping):
            dropping = dropping if _REPEATED.match(inner) else 0
        if not dropping:
            kept.append(line)
    return kept
