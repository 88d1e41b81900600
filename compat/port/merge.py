"""A script and its neighbours that build the graph, as one source.

The program that is written is one file: modules beside the script that import
TensorFlow stand in it where they were imported. What they are called with does not
change; the places of the old lines are kept.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass, field

from compat.script import Script, language


@dataclass
class Source:
    """A source of one or more files.

    Attributes:
        text: All of it.
        places: Of each line, the file beside the script, `""` for the script itself,
            and the number that the line has there.
        left: Modules that build a graph and are not in it: the line, name and why.
    """

    text: str
    places: list[tuple[str, int]]
    left: list[tuple[int, str, str]] = field(default_factory=list)

    def where(self, line: int) -> str:
        """What a line is called in a comment: `line 35`, `model.py line 35`."""
        name, number = self.places[line - 1]
        return f"{name} line {number}" if name else f"line {number}"


class _Merger:
    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.done: set[str] = set()
        self.lines: list[str] = []
        self.places: list[tuple[str, int]] = []
        self.imports: set[str] = set()

    def add(self, name: str, text: str) -> None:
        """The lines of a file, others in the places of their imports."""
        tree = ast.parse(text)
        lines = text.splitlines()
        here = os.path.dirname(os.path.join(self.folder, name))
        skip: dict[int, int] = {}
        imports: dict[int, tuple[int, str]] = {}
        instead: dict[int, list[str]] = {}
        for node in tree.body:
            last = node.end_lineno or node.lineno
            if name and (_is_main(node) or _is_text(node)):
                skip[node.lineno] = last
            for path in self.modules(node, here):
                instead.setdefault(node.lineno, []).append(path)
                skip[node.lineno] = last
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                imports[node.lineno] = (last, ast.unparse(node))
        number = 1
        while number <= len(lines):
            for path in instead.get(number, []):
                self._inner(path)
            last, said = imports.get(number, (0, ""))
            alone = len([node for node in tree.body if node.lineno == number]) == 1
            twice = said in self.imports or (
                name and said.startswith("from __future__")
            )
            if said and alone and twice and number not in skip:
                skip[number] = last
            self.imports |= {said} if number not in skip else set()
            if number in skip:
                number = skip[number] + 1
                continue
            self.lines.append(lines[number - 1])
            self.places.append((name, number))
            number += 1

    def _inner(self, path: str) -> None:
        if path in self.done:
            return
        self.done.add(path)
        self.add(os.path.relpath(path, self.folder), _read(path))

    def modules(self, node: ast.stmt, here: str) -> Iterator[str]:
        """The neighbours that an import names, which are put in its place."""
        if not isinstance(node, ast.ImportFrom) or node.level > 1:
            return
        names = {one.name: one.asname or one.name for one in node.names}
        if any(old != new for old, new in names.items()):
            return
        path = self.path(node.module or "", here if node.level else self.folder)
        if path and builds(path, self.folder):
            yield path

    def path(self, module: str, folder: str = "") -> str:
        """The file of a module beside the script, or `""`."""
        base = os.path.join(folder or self.folder, *module.split("."))
        for path in (f"{base}.py", os.path.join(base, "__init__.py")):
            if module and os.path.isfile(path):
                return path
        return ""


def _is_text(node: ast.stmt) -> bool:
    """Whether a statement is a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_main(node: ast.stmt) -> bool:
    is_if = isinstance(node, ast.If) and isinstance(node.test, ast.Compare)
    return is_if and ast.unparse(node.test.left) == "__name__"  # type: ignore[attr-defined]


def _read(path: str) -> str:
    return language.decoded(Script.read(path).data)


def builds(path: str, folder: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a file imports TensorFlow, or a neighbour that does."""
    if path in seen:
        return False
    try:
        tree = ast.parse(_read(path))
    except (SyntaxError, ValueError):
        return False
    merger = _Merger(folder)
    for name, level in _imported(tree):
        if name.partition(".")[0] == "tensorflow":
            return True
        inner = merger.path(name, os.path.dirname(path) if level else folder)
        if inner and builds(inner, folder, seen | {path}):
            return True
    return False


def merged(script: str) -> Source:
    """The source of a script with the modules beside it that build its graph."""
    text = _read(script)
    folder = os.path.dirname(os.path.abspath(script))
    merger = _Merger(folder)
    merger.done.add(os.path.abspath(script))
    tree = ast.parse(text)
    if not any(True for node in tree.body for _ in merger.modules(node, folder)):
        found = Source(text, [("", n + 1) for n in range(len(text.splitlines()))])
    else:
        merger.add("", text)
        found = Source("\n".join(merger.lines) + "\n", merger.places)
        clash = _clash(script, found)
        if clash:
            found = Source(text, [("", n + 1) for n in range(len(text.splitlines()))])
    found.left = _left(found, merger)
    return found


def _clash(script: str, source: Source) -> str:
    """A name that two of the files give another meaning, or `""`."""
    owners: dict[str, str] = {}
    for node in ast.parse(source.text).body:
        where = source.places[node.lineno - 1][0]
        names = []
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [one.id for one in node.targets if isinstance(one, ast.Name)]
        for name in names:
            if owners.setdefault(name, where) != where:
                return name
    return ""


def _left(source: Source, merger: _Merger) -> list[tuple[int, str, str]]:
    """Imports of neighbours that build a graph and stand where they were."""
    found = []
    for node in ast.walk(ast.parse(source.text)):
        for name, _ in _imported(node, inner=False):
            path = merger.path(name)
            if path and builds(path, merger.folder):
                said = "a module beside the script that uses TensorFlow is not merged"
                found.append((node.lineno, f"import {name}", said))  # type: ignore[attr-defined]
    return found


def _imported(tree: ast.AST, inner: bool = True) -> Iterator[tuple[str, int]]:
    """The modules that are imported, and how many folders up they are looked for."""
    for node in ast.walk(tree) if inner else [tree]:
        if isinstance(node, ast.Import):
            yield from ((one.name, 0) for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.level
