"""Which Keras a script needs, seen from its text before it runs.

Keras 3 does not live in a TensorFlow 1.x graph. So a script that uses Keras alone gets
a facade of Keras 2 on Keras 3 and TensorFlow stays eager; a script that also builds and
runs a graph of its own gets Keras 2 itself, from the package tf_keras; and a script
without Keras is not touched.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from compat.script import Script, with_modules

NONE, KERAS, MIXED = "no Keras", "Keras", "Keras in a graph"

_found = NONE
_graph_begun = False
_scripts: list[Script] = []


def current() -> str:
    """What was found by `look` for this process."""
    return _found


def begin(found: str) -> None:
    """Take over what was found for the process that started this one."""
    global _found
    _found = found


def look(script: str, folders: Iterable[str] = (), source: str | None = None) -> str:
    """Look at a script and the modules that it has there, and remember what was found.

    Args:
        script: Path of a Python file; its folder is looked into.
        folders: Others of the script's.
        source: Its text, where there is no such file.

    Returns:
        `NONE`, `KERAS` or `MIXED`.
    """
    path, text = os.path.abspath(script), (source or "").encode()
    if source is None and not os.path.isfile(path):
        return remember([])
    first = Script.read(path) if source is None else Script(path, text)
    return remember(with_modules(first, [os.path.dirname(path), *folders]))


def decide() -> None:
    """Choose for code that was not looked at, when it asks for Keras."""
    global _found
    if _found == NONE:
        _found = MIXED if _graph_begun else KERAS


def begin_graph() -> None:
    """Note that the script has TensorFlow 1.x already."""
    global _graph_begun
    _graph_begun = True


def remember(scripts: list[Script]) -> str:
    """As `look`, for a script and its modules."""
    global _found, _scripts
    _found, _scripts = of_scripts(scripts), scripts
    return _found


def scripts() -> list[Script]:
    """The script and its modules that `look` found."""
    return _scripts


def of_scripts(scripts: list[Script]) -> str:
    """What the scripts of one program need together; what is no Python is left out."""
    if not any(script.uses_keras for script in scripts):
        return NONE
    return MIXED if any(script.builds_a_graph for script in scripts) else KERAS
