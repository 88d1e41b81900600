"""Which names of a piece of code stand for parts of TensorFlow, and until when.

A value is a tuple of dotted paths below `tensorflow`, more than one where the code
chooses, and empty for all else: a name bound to anything else hides the outer one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

Value = tuple[str, ...]
Names = dict[str, Value]


class Scope:
    """The names of a module, a class or a function.

    Args:
        outer: The scope around it.
        is_class: Whether functions inside do not see its names.
        me: In a method, the name of its first argument.
        attributes: What `self.x` stands for in the class around it.
    """

    def __init__(
        self,
        outer: Scope | None = None,
        is_class: bool = False,
        me: str | None = None,
        attributes: Names | None = None,
    ) -> None:
        self.outer = outer
        self.is_class = is_class
        self.me = me
        self.attributes = attributes
        self.names: Names = {}
        self.stars: list[str] = []
        self.elsewhere: dict[str, Scope] = {}

    def bind(self, name: str, value: Value) -> None:
        """Give a name a value; `global` and `nonlocal` ones where they belong."""
        scope = self.elsewhere.get(name)
        if scope is None:
            self.names[name] = value
        else:
            scope.names[name] = both(scope.names.get(name, ()), value)

    def value_of(self, name: str) -> Value | None:
        """What a name stands for, or `None` where nothing binds it."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names and (scope is self or not scope.is_class):
                return scope.names[name]
            scope = scope.outer
        return None

    def starred(self) -> list[str]:
        """The modules of `from … import *`, the nearest last one first."""
        found: list[str] = []
        scope: Scope | None = self
        while scope is not None:
            found += reversed(scope.stars)
            scope = scope.outer
        return found

    def module(self) -> Scope:
        """The outermost scope."""
        return self if self.outer is None else self.outer.module()


def both(one: Value, other: Value) -> Value:
    """The values of two ways that the code may take."""
    return tuple(dict.fromkeys(one + other))


def merged(ways: Iterable[Names]) -> Names:
    """The names after an `if` or a `try`, from those after each of its ways."""
    result: Names = {}
    for names in ways:
        for name, value in names.items():
            result[name] = both(result.get(name, ()), value)
    return result


def arguments(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> list[str]:
    """The names of a function's arguments."""
    args = node.args
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs]
    return [a.arg for a in (*every, args.vararg, args.kwarg) if a is not None]
