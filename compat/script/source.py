"""One script or notebook, read once, and what is asked of it."""

from __future__ import annotations

import ast
import bisect
import os
import re
import sys
import warnings
from collections.abc import Iterator
from functools import cached_property

from compat.errors import UsageError
from compat.script import cells, graphs, language
from compat.script import text as texts

# What may bring a value of another library unseen.
_UNSEEN = ("__import__", "importlib", "pickle", "exec", "eval", "ctypes", "shelve")
# Folders of packages that are installed, which are nobody's own.
_INSTALLED = {"site-packages", "dist-packages"}
_MAIN = re.compile(r"^if\s*\(?\s*__name__\s*==", re.MULTILINE)


class Script:
    """A script or a notebook; what is asked of it is worked out once.

    Args:
        path: Its path, or what stands for it.
        data: The file.
        cells: Of a notebook, pairs of a code cell's number, from 1, and its source.

    Attributes:
        unread: Cells that could not be parsed, one line each; known with the tree.
    """

    def __init__(
        self, path: str, data: bytes, cells: list[tuple[int, str]] | None = None
    ) -> None:
        self.path, self.data, self.unread = path, data, list[str]()
        self.is_notebook = cells is not None
        self.cells = cells or []
        self._starts: list[tuple[int, int]] = []

    @classmethod
    def read(cls, path: str) -> Script:
        """Read a script, or a notebook by its ending.

        Raises:
            UsageError: When it cannot be read, or is no notebook.
        """
        if not os.path.isfile(path):  # a link to nowhere, a pipe: opening it may wait
            raise UsageError(f"{path}: {_no_file(path)}")
        if path.endswith(".ipynb"):
            return cls.of_cells(path, cells.read(path))
        try:
            with open(path, "rb") as stream:
                return cls(path, stream.read())
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}") from None

    @classmethod
    def of_cells(cls, path: str, code: list[tuple[int, str]]) -> Script:
        """A notebook of these code cells."""
        text = "\n".join(source for _, source in code)
        return cls(path, text.encode("utf-8", "replace"), code)

    @cached_property
    def text(self) -> str:
        """The source; of a notebook, of all cells."""
        return self.data.decode("utf-8", "replace")

    @cached_property
    def _parsed(self) -> tuple[str, ast.Module]:
        return language.parsed(self.data, self.path)

    @property
    def language(self) -> str:
        """`Python 3` or `Python 2`; raises what `tree` raises."""
        return language.PYTHON_3 if self.is_notebook else self._parsed[0]

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax, with line numbers that `place` understands.

        Raises:
            SyntaxError: When it is neither Python 3 nor 2; of a notebook, such cells
                are left out.
            UsageError: When it is Python 2 and no translator is installed.
        """
        return self._of_cells() if self.is_notebook else self._parsed[1]

    def _of_cells(self) -> ast.Module:
        tree, line = ast.Module([], []), 1
        for number, text in self.cells:
            code = cells.without_magics(text)
            try:
                _, cell = language.parsed(code.encode(), self.path)
            except SyntaxError as error:
                where = f"{self.path}:cell {number}"
                self.unread.append(not_python(where, error, code.encode()))
                continue
            ast.increment_lineno(cell, line - 1)
            tree.body += cell.body
            self._starts.append((line, number))
            line += code.count("\n") + 2
        return tree

    def place(self, line: int) -> tuple[int | None, int]:
        """The cell (`None` in a script), and the line in it, of a line of `tree`."""
        if not self._starts:
            return None, line
        first, number = self._starts[
            bisect.bisect_right(self._starts, line, key=lambda start: start[0]) - 1
        ]
        return number, line - first + 1

    @cached_property
    def _rough(self) -> tuple[ast.Module, bool]:
        if "tree" in self.__dict__:
            whole = self.language == language.PYTHON_3 and not self.unread
            return self.tree, whole
        parts = (
            [source for _, source in self.cells] if self.is_notebook else [self.text]
        )
        found = [_rough(source) for source in parts]
        body = [statement for tree, _ in found for statement in tree.body]
        return ast.Module(body, []), all(is_whole for _, is_whole in found)

    @property
    def rough_tree(self) -> ast.Module:
        """The syntax; where it is not Python 3, of the lines that are."""
        return self._rough[0]

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """Pairs of how many dots lead an import, and the dotted name after them."""
        return list(_imports(self.rough_tree)) if "import" in self.text else []

    @property
    def mentions_keras(self) -> bool:
        """Whether the word stands in it, in a comment too."""
        return b"keras" in self.data

    @cached_property
    def uses_keras(self) -> bool:
        """Whether it imports Keras or names it below TensorFlow."""
        return self.mentions_keras and graphs.uses_keras(self.rough_tree, self.imports)

    @cached_property
    def builds_a_graph(self) -> bool:
        """Whether it builds a TensorFlow 1.x graph of its own."""
        return graphs.builds_a_graph(self.rough_tree, self.imports)

    @cached_property
    def has_main(self) -> bool:
        """Whether it asks for `__main__`."""
        return bool(_MAIN.search(self.text))

    @cached_property
    def is_python_alone(self) -> bool:
        """Whether it surely imports nothing but Python's own library."""
        if any(word in self.text for word in _UNSEEN) or not self._rough[1]:
            return False
        return not any(
            level or name.partition(".")[0] not in sys.stdlib_module_names
            for level, name in self.imports
        )

    def beside(self, folders: list[str]) -> Iterator[str]:
        """Paths at which modules that it imports may lie.

        Args:
            folders: Where imports without dots are looked for.
        """
        above = os.path.dirname(self.path)
        for level, name in self.imports:
            places = folders
            if level:
                places = [os.path.normpath(os.path.join(above, *[".."] * (level - 1)))]
            parts = name.split(".")
            for place in places:
                for end in range(1, len(parts) + 1):
                    base = os.path.join(place, *parts[:end])
                    yield from (f"{base}.py", os.path.join(base, "__init__.py"))


def with_modules(script: Script, folders: list[str]) -> list[Script]:
    """A script, and the modules that it has in folders and imports, one by another."""
    found, waiting, seen = [script], [script], {script.path}
    while waiting:
        for path in dict.fromkeys(waiting.pop().beside(folders)):
            if path in seen or not _INSTALLED.isdisjoint(path.split(os.sep)):
                continue
            seen.add(path)
            if os.path.isfile(path):
                waiting.append(Script.read(path))
                found.append(waiting[-1])
    return found


def not_python(where: str, error: SyntaxError, source: bytes) -> str:
    """What is not Python, in a line."""
    place = f"{where}:{error.lineno}:" if error.lineno else f"{where}:"
    return f"{place} not Python: {texts.reason(error, source)}"


def _no_file(path: str) -> str:
    if os.path.islink(path):
        return f"a link to {os.readlink(path)}, which is not there"
    return "no regular file" if os.path.exists(path) else "no such file"


def _rough(source: str) -> tuple[ast.Module, bool]:
    """The tree of what parses, and whether that is all of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source), True
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return _of_lines(source), False


def _of_lines(source: str) -> ast.Module:
    body: list[ast.stmt] = []
    for line in source.splitlines():
        try:
            body += ast.parse(line.strip()).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return ast.Module(body, [])


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                name = f"{node.module}.{alias.name}" if node.module else alias.name
                yield node.level, name
