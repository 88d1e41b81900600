"""Reads what is to be checked: files, folders and notebooks, as syntax trees."""

from __future__ import annotations

import ast
import bisect
import os
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from compat.errors import UsageError
from compat.run import notebook, python2

_NOT_CODE = {"__pycache__", "node_modules", "site-packages", "dist-packages"}
_MAGIC = re.compile(r"^(\s*)([%!?].*|[^#'\"]*\?{1,2})$")
# Long quotes, strings and comments of a line, and brackets
_PARTS = re.compile(
    r"""\"\"\"|'''|\\.|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\#.*|[][(){}]"""
)
_CELL_OF_PYTHON = re.compile(r"^%%(time|timeit|capture|prun)\b")


@dataclass
class Source:
    """One file, read.

    Args:
        path: As it is to be shown.
        tree: Its syntax, with line numbers that `place` understands.
        starts: For a notebook, the first line of each cell in `tree`.
        cells: For a notebook, the number of each of these cells.
        unread: What could not be parsed, one line each.
    """

    path: str
    tree: ast.Module
    starts: list[int] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def place(self, line: int) -> tuple[int | None, int]:
        """The cell (`None` in a script) and the line in it, from 1."""
        if not self.starts:
            return None, line
        at = bisect.bisect_right(self.starts, line) - 1
        return self.cells[at], line - self.starts[at] + 1


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


def read(path: str) -> Source:
    """Read a script or a notebook.

    Raises:
        UsageError: When it cannot be read, or needs a translator that is missing.
    """
    if not os.path.isfile(path):  # a link to nowhere, a pipe: opening it may wait
        raise UsageError(f"{path}: {_no_file(path)}")
    if path.endswith(".ipynb"):
        return _notebook(path)
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    try:
        return Source(path, parsed(data, path))
    except SyntaxError as error:
        return unread(path, _said(path, error))
    except ValueError as error:  # a null byte
        return unread(path, f"{path}: {error}")


def unread(path: str, why: str) -> Source:
    """A source of which nothing is known but why."""
    return Source(path, ast.Module([], []), unread=[why])


def _no_file(path: str) -> str:
    if os.path.islink(path):
        return f"a link to {os.readlink(path)}, which is not there"
    return "no regular file" if os.path.exists(path) else "no such file"


def parsed(data: bytes, path: str) -> ast.Module:
    """The syntax tree of a source, of Python 3 or 2.

    Raises:
        SyntaxError: When it is neither.
        UsageError: When it is Python 2 and no translator is installed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `if j is 0`, "\d"
            return ast.parse(data, path)
    except SyntaxError as error:
        if not python2.is_python2(data, error):
            raise
        try:
            return python2.translated(data, path)
        except SyntaxError:
            raise error from None
        except UsageError as missing:
            raise UsageError(f"{path}: {missing}") from None


def _notebook(path: str) -> Source:
    source = Source(path, ast.Module([], []))
    line = 1
    for number, text in notebook.cells(path):
        code = _without_magics(text)
        try:
            cell = parsed(code.encode(), path)
        except SyntaxError as error:
            source.unread.append(_said(f"{path}:cell {number}", error))
            continue
        ast.increment_lineno(cell, line - 1)
        source.tree.body += cell.body
        source.starts.append(line)
        source.cells.append(number)
        line += code.count("\n") + 2
    return source


def _without_magics(text: str) -> str:
    """A cell without IPython's own syntax, line by line."""
    lines = text.splitlines()
    if lines and lines[0].startswith("%%"):
        if not _CELL_OF_PYTHON.match(lines[0]):
            return ""
    found: list[str] = []
    depth, quote = 0, ""
    for line in lines:
        begins = not (depth or quote or (found and found[-1].endswith("\\")))
        found.append(_MAGIC.sub(r"\1pass", line) if begins else line)
        depth, quote = _open_after(found[-1], depth, quote)
    return "\n".join(found)


def _open_after(line: str, depth: int, quote: str) -> tuple[int, str]:
    """How many brackets are open after a line, and which quotes of a long string."""
    for part in _PARTS.findall(line):
        if quote:
            quote = "" if part == quote else quote
        elif part in ('"""', "'''"):
            quote = part
        elif part in "([{":
            depth += 1
        elif part in ")]}":
            depth = max(depth - 1, 0)
    return depth, quote


def _said(where: str, error: SyntaxError) -> str:
    return f"{where}:{error.lineno}: not Python: {error.msg}"
