"""Which files use TensorFlow 1.x, themselves or by the files beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property

from compat.errors import UsageError
from compat.script import Script, not_python, text

_LEGACY = {"tensorflow", "keras"}


class Uses:
    """The imports of some files.

    Args:
        root: The folder they are below.
        files: Their paths.

    Attributes:
        unread: One line for each that is no notebook, or no text, though its name
            says so.
    """

    def __init__(self, root: str, files: list[str]) -> None:
        self._root, self.unread = root, []
        self._scripts: dict[str, Script] = {}
        for path in files:
            try:
                script = Script.read(path)
                text.expect_text(script.data, path)
                self._scripts[path] = script
            except UsageError as error:
                self.unread.append(str(error))
            except SyntaxError as error:  # UTF-16, or no text
                self.unread.append(not_python(path, error, script.data))
        self._near = {path: set(self._files(path)) for path in self._scripts}

    def legacy(self, path: str) -> bool:
        """Whether a file imports TensorFlow or Keras, or a file that does."""
        return path in self._legacy

    def imported(self, path: str) -> bool:
        """Whether another file imports it."""
        return path in self._imported

    def has_main(self, path: str) -> bool:
        """Whether it asks for `__main__`."""
        return self._scripts[path].has_main

    @cached_property
    def _legacy(self) -> set[str]:
        found = {
            path
            for path, script in self._scripts.items()
            if any(n.partition(".")[0] in _LEGACY for _, n in script.imports)
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
        places = list(dict.fromkeys([above, os.path.dirname(above), self._root]))
        return (f for f in self._scripts[path].beside(places) if f in self._scripts)
