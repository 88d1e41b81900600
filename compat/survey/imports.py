"""Which files use TensorFlow 1.x, themselves or by the files beside them."""

from __future__ import annotations

import ast
import os
import re
import warnings
from collections.abc import Iterator
from functools import cached_property

from compat.errors import UsageError
from compat.run import notebook

_LEGACY = {"tensorflow", "keras"}
# Python 2, and cells with IPython's own words, have no syntax tree here
_LINE = re.compile(
    r"^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+([\w, \t*]+)"
    r"|import[ \t]+([\w., \t]+))",
    re.MULTILINE,
)
_MAIN = re.compile(r"^if\s*\(?\s*__name__\s*==", re.MULTILINE)


class Uses:
    """The imports of some files.

    Args:
        root: The folder they are below.
        files: Their paths.

    Attributes:
        unread: One line for each that is no notebook though its name says so.
    """

    def __init__(self, root: str, files: list[str]) -> None:
        self._root, self.unread = root, []
        self._texts: dict[str, str] = {}
        for path in files:
            try:
                self._texts[path] = _text(path)
            except UsageError as error:
                self.unread.append(str(error))
        self._names = {path: list(_imports(t)) for path, t in self._texts.items()}
        self._near = {path: set(self._files(path)) for path in self._names}

    def legacy(self, path: str) -> bool:
        """Whether a file imports TensorFlow or Keras, or a file that does."""
        return path in self._legacy

    def imported(self, path: str) -> bool:
        """Whether another file imports it."""
        return path in self._imported

    def has_main(self, path: str) -> bool:
        """Whether it asks for `__main__`."""
        return bool(_MAIN.search(self._texts[path]))

    @cached_property
    def _legacy(self) -> set[str]:
        found = {
            path
            for path, names in self._names.items()
            if any(n.partition(".")[0] in _LEGACY for _, n in names)
        }
        while True:
            more = {p for p, near in self._near.items() if near & found} - found
            if not more:
                return found
            found |= more

    @cached_property
    def _imported(self) -> set[str]:
        return {other for path, near in self._near.items() for other in near - {path}}

    def _files(self, path: str) -> Iterator[str]:
        """The files of ours that a file imports."""
        above = os.path.dirname(path)
        for level, name in self._names[path]:
            if level:
                places = [os.path.normpath(os.path.join(above, *[".."] * (level - 1)))]
            else:
                places = [*dict.fromkeys([above, os.path.dirname(above), self._root])]
            parts = name.split(".") if name else []
            for place in places:
                for end in range(1, len(parts) + 1):
                    base = os.path.join(place, *parts[:end])
                    for file in (f"{base}.py", os.path.join(base, "__init__.py")):
                        if file in self._texts:
                            yield file


def _text(path: str) -> str:
    """The source; of a notebook, of all cells."""
    if path.endswith(".ipynb"):
        return "\n".join(source for _, source in notebook.cells(path))
    with open(path, "rb") as stream:
        return stream.read().decode("utf-8", "replace")


def _imports(text: str) -> Iterator[tuple[int, str]]:
    """Pairs of how many dots lead an import, and the dotted name after them."""
    if not _LINE.search(text):
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield from _of_lines(text)
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                name = f"{node.module}.{alias.name}" if node.module else alias.name
                yield node.level, name


def _of_lines(text: str) -> Iterator[tuple[int, str]]:
    for source, names, modules in _LINE.findall(text):
        for part in (names or modules).split(","):
            name = part.split()[0] if part.split() else ""
            if source:
                bare = source.lstrip(".")
                whole = f"{bare}.{name}" if bare else name
                yield len(source) - len(bare), whole
            elif name:
                yield 0, name
