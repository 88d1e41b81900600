"""The modules that a TensorFlow 1.x script sees: one class, lazy, for every path.

At the first look at a name a module asks its tree where it is from, and loads it. To
set a name in a file of 1.15 whose place is in compat sets it there too, so that old
code that replaces a function (`attention_wrapper._compute_attention = mine`) is heard.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection
from types import ModuleType
from typing import Any, Protocol

from compat.errors import Refused
from compat.names.resolver import Place


class Tree(Protocol):
    """Where the names of a package come from: TensorFlow's, or Keras's."""

    @property
    def name(self) -> str:
        """What the package is called."""

    @property
    def said(self) -> str:
        """What of it is shown with a module's name."""

    def resolve(self, path: str) -> Place:
        """Where the name at a path below the package comes from."""

    def load(self, place: Place, name: str) -> Any:
        """Get what a place says; `name` is the last part, as the script spells it."""

    def refusal(self, place: Place, also: Collection[str]) -> str:
        """Why a name is refused, in one line."""

    def names(self, path: str) -> Collection[str]:
        """The names that a module shows, beside those it was asked for."""

    def dunder(self, module: Module, path: str, name: str) -> Any:
        """What a module has under a name like `__all__`."""

    def kept(self, path: str) -> tuple[ModuleType, str] | None:
        """The module of compat that keeps a name which a script may set there."""


class Module(ModuleType):
    """One module of TensorFlow 1.x, or of Keras 2.

    Args:
        tree: Where its names come from.
        path: Its path below the package, `""` for the top.
    """

    def __init__(self, tree: Tree, path: str) -> None:
        super().__init__(f"{tree.name}.{path}".rstrip("."))
        self.__dict__.update(_tree=tree, _path=path, _replaced={})
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        tree: Tree = self.__dict__["_tree"]
        if name.startswith("__") and name != "__version__":
            return tree.dunder(self, self._path, name)
        path = below(self._path, name)
        place = tree.resolve(path)
        if not place.is_there:
            raise Refused(tree.refusal(place, dir(self)))
        value = tree.load(place, name)
        if tree.kept(path) is None:
            self.__dict__[name] = value
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        kept = self._tree.kept(below(self._path, name))
        if kept is None:
            super().__setattr__(name, value)
            return
        owner, other = kept
        self._replaced.setdefault(name, getattr(owner, other))
        setattr(owner, other, value)

    def __delattr__(self, name: str) -> None:
        # `mock.patch` takes away what it put there: what was before is there again.
        kept = self._tree.kept(below(self._path, name))
        if kept is not None and name in self._replaced:
            owner, other = kept
            setattr(owner, other, self._replaced.pop(name))
        self.__dict__.pop(name, None)

    def __dir__(self) -> list[str]:
        own = set(super().__dir__()) - {"_tree", "_path", "_replaced"}
        return sorted(own.union(self._tree.names(self._path)))

    def __repr__(self) -> str:
        return f"<module {self.__name__!r} ({self._tree.said}, by compat)>"


def below(path: str, name: str) -> str:
    """The path of a name in the module at a path."""
    return f"{path}.{name}" if path else name


def shown(module: ModuleType, name: str) -> list[str]:
    """A module's `__all__`; no other name with underscores is there."""
    if name == "__all__":
        return [one for one in dir(module) if not one.startswith("_")]
    raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")


def of_compat(where: str) -> Any:
    """What compat has at a place like `contrib.rnn.linear:Linear`; `()` calls it."""
    module, _, name = where.partition(":")
    found = getattr(importlib.import_module(f"compat.{module}"), name.rstrip("()"))
    return found() if name.endswith("()") else found
