"""What expressions stand for, and the uses of TensorFlow in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

from compat.check import names
from compat.check.scopes import Names, Scope, Value, both
from compat.check.uses import Use

# From a module beside the file (its name, and how many dots) to the names it has.
Beside = Callable[[str, int], "Names | None"]


# Values that are no names themselves: what is in a container, what a function gives.
_WRAPPED = ("beside:", "item:", "def:", "call:")
_MOST = 200


class Expressions(ast.NodeVisitor):
    """Finds uses in expressions, by the names of the scope in which they stand.

    Args:
        beside: Finds the names of other modules that are checked.
    """

    def __init__(self, beside: Beside) -> None:
        self.beside = beside
        self.uses: list[Use] = []
        self.returns: dict[int, Value] = {}
        self.parameters: list[list[str]] = []
        self.given: dict[int, Names] = {}
        self._scope = Scope()
        self._caught = False

    # What an expression stands for.

    def value(self, node: ast.AST | None) -> Value:
        """The dotted names that an expression stands for; none for all else."""
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.NamedExpr):
            return self.value(node.value)
        if isinstance(node, (ast.Dict, ast.List, ast.Tuple)):
            return self._items(node)
        if isinstance(node, ast.Subscript):
            return _strip(self.value(node.value), "item:")
        if isinstance(node, ast.IfExp):
            return both(self.value(node.body), self.value(node.orelse))
        if isinstance(node, ast.BoolOp):
            found: Value = ()
            for part in node.values:
                found = both(found, self.value(part))
            return found
        return ()

    def _items(self, node: ast.Dict | ast.List | ast.Tuple) -> Value:
        """What is in a container that is written out: each a value of a subscript."""
        parts = node.values if isinstance(node, ast.Dict) else node.elts
        found: Value = ()
        for part in parts[:_MOST]:
            found = both(found, self.value(part))
        return tuple(f"item:{path}" for path in found)

    def _name(self, name: str) -> Value:
        found = self._scope.value_of(name)
        if found is not None:
            return found
        for module in self._scope.starred():
            path = names.canonical(f"{module}.{name}")
            if names.known(path):
                return (path,)
        return ()

    def _attribute(self, node: ast.Attribute) -> Value:
        scope = self._scope
        if isinstance(node.value, ast.Name) and scope.attributes is not None:
            if node.value.id == scope.me:
                of_self = scope.attributes.get(node.attr, ())
                return tuple(_bound(path) for path in of_self)
        found: Value = ()
        for path in self.value(node.value):
            found = both(found, self._below(path, node.attr))
        return found

    def _below(self, path: str, name: str) -> Value:
        if path.startswith("beside:"):
            there = self.beside(path.removeprefix("beside:"), 0)
            return (there or {}).get(name, ())
        if path in names.VALUES or path.startswith(_WRAPPED):
            return ()
        return (names.canonical(f"{path}.{name}"),)

    def _call(self, node: ast.Call) -> Value:
        """`getattr(tf, "x")`, `importlib.import_module("tensorflow.x")`, and kin."""
        literals = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
        called = node.func
        last = called.attr if isinstance(called, ast.Attribute) else None
        last = called.id if isinstance(called, ast.Name) else last
        if last == "getattr" and len(literals) > 1 and isinstance(literals[1], str):
            found: Value = ()
            for path in self.value(node.args[0]):
                found = both(found, self._below(path, literals[1]))
            return found
        if last in ("get", "pop") and isinstance(called, ast.Attribute):
            found = _strip(self.value(called.value), "item:")
            if found:
                return found
        returned = self._returned(self.value(called))
        if returned:
            return returned
        if last in ("import_module", "__import__") and literals:
            name = literals[0]
            if isinstance(name, str) and names.is_ours(name):
                whole = last == "import_module"
                top = name.partition(".")[0]
                return (names.canonical(name if whole else top),)
        return ()

    def _returned(self, called: Value) -> Value:
        """What the code's own functions return."""
        found = _strip(called, "call:")
        for path in called:
            if path.startswith("def:"):
                found = both(found, self.returns.get(_number(path), ()))
        return found

    def hand(self, node: ast.Call) -> None:
        """Note what a call gives to the arguments of a function of the code's own."""
        for path in self.value(node.func):
            if path.startswith("def:"):
                self._give(_number(path), path.endswith(":me"), node)

    def _give(self, number: int, bound: bool, node: ast.Call) -> None:
        wanted = self.parameters[number][bound:]
        given = list(zip(wanted, node.args, strict=False))
        given += [(one.arg, one.value) for one in node.keywords if one.arg in wanted]
        known = self.given.setdefault(number, {})
        for name, expression in given:
            value = self.value(expression)
            if value:
                known[name] = both(known.get(name, ()), value)

    # Uses.

    def _use(self, node: Any, found: Value, kind: str, **more: Any) -> None:
        found = tuple(path for path in found if not path.startswith(_WRAPPED))
        if found:
            more.setdefault("caught", self._caught)
            place = node.lineno, node.col_offset + 1
            self.uses.append(Use(found, *place, kind, node=node, **more))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        found = self.value(node)
        if found and not isinstance(node.ctx, ast.Store):
            self._use(node, found, "attribute", whole=self._from_the_top(node))
        else:
            self.visit(node.value)

    def _from_the_top(self, node: ast.Attribute) -> bool:
        """Whether attributes begin at a name that is all of TensorFlow."""
        base: ast.expr = node
        while isinstance(base, ast.Attribute):
            base = base.value
        return isinstance(base, ast.Name) and self._name(base.id) == ("tf",)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self._use(node, self._name(node.id), "name")

    def visit_Call(self, node: ast.Call) -> None:
        self.hand(node)
        found = self._call(node)
        if found and self._returned(self.value(node.func)):
            self.generic_visit(node)
            return
        if found:
            defaulted = len(node.args) > 2  # getattr's third
            self._use(node, found, "attribute", caught=self._caught or defaulted)
            return
        called = self.value(node.func)
        if called:
            keywords = tuple(k.arg for k in node.keywords if k.arg)
            more = {"keywords": keywords, "positional": len(node.args)}
            self._use(node, called, "call", **more)
        elif isinstance(node.func, ast.Attribute):
            keywords = tuple(k.arg for k in node.keywords if k.arg)
            more = {"keywords": keywords, "positional": len(node.args)}
            self._use(node, (node.func.attr,), "method", **more)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        # a sum of thousands of terms is as many levels deep
        rights: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp):
            rights.append(left.right)
            left = left.left
        self.visit(left)
        for right in reversed(rights):
            self.visit(right)


def _strip(value: Value, start: str) -> Value:
    return tuple(path[len(start) :] for path in value if path.startswith(start))


def _number(path: str) -> int:
    return int(path.split(":")[1])


def _bound(path: str) -> str:
    """A function that is reached through `self`: its first argument is given."""
    return f"{path}:me" if re.fullmatch(r"def:\d+", path) else path
