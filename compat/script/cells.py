"""The code cells of Jupyter notebooks."""

from __future__ import annotations

import json
import re
from typing import Any

from compat.errors import UsageError

_MAGIC = re.compile(r"^(\s*)([%!?].*|[^#'\"]*\?{1,2})$")
# Long quotes, strings and comments of a line, and brackets
_PARTS = re.compile(
    r"""\"\"\"|'''|\\.|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\#.*|[][(){}]"""
)
_CELL_OF_PYTHON = re.compile(r"^%%(time|timeit|capture|prun)\b")


def read(path: str) -> list[tuple[int, str]]:
    """The code cells of a notebook.

    Args:
        path: An .ipynb file, of format 3 or 4.

    Returns:
        Pairs of a cell's number among all cells, from 1, and its source.

    Raises:
        UsageError: When the file is no notebook.
    """
    try:
        with open(path, encoding="utf-8") as stream:
            notebook = json.load(stream)
        sheets = notebook["worksheets"] if "worksheets" in notebook else [notebook]
        every = [cell for sheet in sheets for cell in sheet["cells"]]
        return [
            (number, _source(cell))
            for number, cell in enumerate(every, start=1)
            if cell["cell_type"] == "code" and _source(cell).strip()
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        said = f"{type(error).__name__}: {error}"
        raise UsageError(
            f"{path}: expected a Jupyter notebook, received {said}"
        ) from None


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"] if "source" in cell else cell["input"]
    return source if isinstance(source, str) else "".join(source)


def without_magics(text: str) -> str:
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
