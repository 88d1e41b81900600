"""Draws the layers of docs/architecture.md from the contracts in pyproject.toml.

    python docs/make_architecture.py

A test compares what it writes with what is there.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"


def contracts() -> list[dict[str, Any]]:
    """The contracts of import-linter: their id, containers and layers."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = []
    for part in text.split("[[tool.importlinter.contracts]]\n")[1:]:
        part = re.split(r"\n\[", part)[0]
        lists = re.findall(r"^(\w+) = (\[.*?\]|\".*?\")$", part, re.M | re.S)
        found.append({name: ast.literal_eval(value) for name, value in lists})
    return found


def _said(path: Path) -> str:
    """The first sentence of a module's or a folder's docstring."""
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return re.split(r"\.\s|\.$|:$|\n\n", said.replace("\n", " "))[0].rstrip(".:")


def picture(package: str) -> str:
    """The layers of a package, the highest first: each may import those below it."""
    layers = next(c for c in contracts() if c["id"] == package)["layers"]
    rows = []
    for layer in layers:
        rooms = [room.strip(" ()") for room in layer.split("|")]
        for room in rooms:
            path = ROOT / package / room
            mark = "├" if room != rooms[-1] else "└"
            mark = "─" if len(rooms) == 1 else mark
            folder = "/" if path.is_dir() else ""
            rows.append(f"{mark} {room + folder:<12} {_said(path)}")
    return "```\n" + "\n".join(rows) + "\n```"


def page() -> str:
    """The page with its pictures drawn anew."""
    text = PAGE.read_text(encoding="utf-8")
    for package in ("compat", "lab12"):
        begin, end = f"<!-- layers of {package} -->", "<!-- end -->"
        head, _, rest = text.partition(begin)
        text = f"{head}{begin}\n{picture(package)}\n{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
