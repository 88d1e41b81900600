"""Follows the names of one file, statement by statement, and collects its uses."""

from __future__ import annotations

import ast
from typing import Any

from compat.check import names
from compat.check.expressions import Beside, Expressions
from compat.check.scopes import Names, Scope, Value, arguments, both, merged

_CATCHES = {"ImportError", "ModuleNotFoundError", "AttributeError", "Exception"}
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Visitor(Expressions):
    """Collects the uses of one module.

    Functions wait until the module's own statements are through, as they do when it
    runs. Two passes: the first one learns what `self.x` and globals stand for.

    Args:
        beside: Finds the names of other modules that are checked.
    """

    def __init__(self, beside: Beside = lambda name, level: None) -> None:
        super().__init__(beside)
        self.top: Names = {}
        self._waiting: list[tuple[Scope, _Function | ast.Lambda, bool]] = []
        self._classes: dict[ast.ClassDef, Names] = {}
        self._numbers: dict[_Function, int] = {}
        self._inside: list[int] = []

    def run(self, tree: ast.Module) -> None:
        """Go through a module."""
        for _ in range(3):
            self.uses.clear()
            learned = dict(self._scope.names)
            self._scope = Scope()
            self._scope.names.update({n: v for n, v in learned.items() if v})
            self.visit(tree)
            self._caught = False
            while self._waiting:
                self._scope, function, caught = self._waiting.pop(0)
                self._caught = caught
                self._body(function)
            self._scope = self._scope.module()
        self.top = {name: self._outward(v) for name, v in self._scope.names.items()}

    def _outward(self, value: Value) -> Value:
        """A value as other modules may have it: of a function, what it returns."""
        found: Value = ()
        for path in value:
            if path.startswith("def:"):
                returned = self.returns.get(int(path.split(":")[1]), ())
                found = both(found, tuple(f"call:{one}" for one in returned))
            else:
                found = both(found, (path,))
        return found

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is None:
            return
        self.visit(node.value)
        value = self.value(node.value)
        if self._inside and value:
            number = self._inside[-1]
            self.returns[number] = both(self.returns.get(number, ()), value)

    # Statements that give names.

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if not names.is_ours(alias.name):
                bound = alias.asname or alias.name.partition(".")[0]
                there = self.beside(alias.name, 0) is not None
                self._scope.bind(bound, (f"beside:{alias.name}",) if there else ())
                continue
            path = names.canonical(alias.name)
            if path != "tf":
                self._use(node, (path,), "import")
            top = alias.name.partition(".")[0]
            bound = path if alias.asname else names.canonical(top)
            self._scope.bind(alias.asname or top, (bound,))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        if node.level or not names.is_ours(module):
            self._import_beside(node, module)
            return
        for alias in node.names:
            path = names.canonical(module)
            if alias.name == "*":
                if path != "tf":
                    self._use(node, (path,), "import")
                self._scope.stars.append(path)
                continue
            path = names.canonical(f"{module}.{alias.name}")
            self._use(node, (path,), "import")
            self._scope.bind(alias.asname or alias.name, (path,))

    def _import_beside(self, node: ast.ImportFrom, module: str) -> None:
        there = self.beside(module, node.level)
        for alias in node.names:
            if alias.name == "*":
                self._scope.names.update(there or {})
                continue
            found = (there or {}).get(alias.name, ())
            self._scope.bind(alias.asname or alias.name, found)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            self._bind(target, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit(node.annotation)
        if node.value is not None:
            self.visit(node.value)
            self._bind(node.target, node.value)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self._bind(node.target, node.value)

    def _bind(self, target: ast.expr, value: ast.expr | None) -> None:
        """Bind a target; `None` for a value of which nothing is known."""
        if isinstance(target, ast.Name):
            self._scope.bind(target.id, self.value(value))
        elif isinstance(target, (ast.Tuple, ast.List)):
            parts = getattr(value, "elts", [])
            if len(parts) != len(target.elts):
                parts = [None] * len(target.elts)
            for one, part in zip(target.elts, parts, strict=True):
                self._bind(one, part)
        elif isinstance(target, ast.Starred):
            self._bind(target.value, None)
        elif isinstance(target, ast.Attribute) and self._scope.attributes is not None:
            own = isinstance(target.value, ast.Name)
            if own and getattr(target.value, "id", "") == self._scope.me:
                known = self._scope.attributes
                found = both(known.get(target.attr, ()), self.value(value))
                known[target.attr] = found
            self.visit(target.value)
        else:
            self.visit(target)

    def visit_Global(self, node: ast.Global) -> None:
        for name in node.names:
            self._scope.elsewhere[name] = self._scope.module()

    # Ways that the code may take.

    def _ways(self, *bodies: list[ast.stmt]) -> None:
        before = dict(self._scope.names)
        after = []
        for body in bodies:
            self._scope.names = dict(before)
            for statement in body:
                self.visit(statement)
            after.append(self._scope.names)
        self._scope.names = merged(after)

    def visit_If(self, node: ast.If) -> None:
        self.visit(node.test)
        self._ways(node.body, node.orelse)

    def visit_While(self, node: ast.While) -> None:
        self.visit(node.test)
        self._ways([*node.body, *node.orelse], [])

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self._bind_each(node.target, node.iter)
        self._ways([*node.body, *node.orelse], [])

    visit_AsyncFor = visit_For

    def _bind_each(self, target: ast.expr, over: ast.expr) -> None:
        """Bind a loop's variable: to each of a list that is written out."""
        self._bind(target, None)
        found: Value = ()
        for part in getattr(over, "elts", []):
            found = both(found, self.value(part))
        if isinstance(target, ast.Name) and found:
            self._scope.bind(target.id, found)

    def visit_Try(self, node: Any) -> None:
        outside = self._caught
        self._caught = outside or any(_catches(h.type) for h in node.handlers)
        before = dict(self._scope.names)
        for statement in node.body:
            self.visit(statement)
        self._caught = outside
        for statement in node.orelse:
            self.visit(statement)
        ways = [self._scope.names]
        for handler in node.handlers:
            self._scope.names = dict(before)
            if handler.type is not None:
                self.visit(handler.type)
            if handler.name:
                self._scope.bind(handler.name, ())
            for statement in handler.body:
                self.visit(statement)
            ways.append(self._scope.names)
        self._scope.names = merged(ways)
        for statement in node.finalbody:
            self.visit(statement)

    visit_TryStar = visit_Try

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            self.visit(item.context_expr)
            if item.optional_vars is not None:
                self._bind(item.optional_vars, None)
        for statement in node.body:
            self.visit(statement)

    visit_AsyncWith = visit_With

    # Scopes.

    def visit_FunctionDef(self, node: _Function) -> None:
        for part in (*node.decorator_list, *_outside(node), node.returns):
            if part is not None:
                self.visit(part)
        if node not in self._numbers:
            self._numbers[node] = len(self.parameters)
            self.parameters.append(arguments(node))
        self._scope.bind(node.name, (f"def:{self._numbers[node]}",))
        self._waiting.append((self._scope, node, self._caught))

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        for part in _outside(node):
            self.visit(part)
        self._waiting.append((self._scope, node, self._caught))

    def _body(self, node: _Function | ast.Lambda) -> None:
        around = self._scope
        given = arguments(node)
        scope = Scope(around, attributes=around.attributes, me=around.me)
        if around.is_class and given:
            scope.me = given[0]
        scope.names.update(dict.fromkeys(given, ()))
        self._scope = scope
        body = node.body if isinstance(node.body, list) else [node.body]
        if not isinstance(node, ast.Lambda):
            number = self._numbers[node]
            scope.names.update(self.given.get(number, {}))
            self._inside.append(number)
        for statement in body:
            self.visit(statement)
        if not isinstance(node, ast.Lambda):
            self._inside.pop()
        self._scope = around

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(part)
        around = self._scope
        attributes = self._classes.setdefault(node, {})
        self._scope = Scope(around, is_class=True, attributes=attributes)
        for statement in node.body:
            self.visit(statement)
        attributes.update({n: v for n, v in self._scope.names.items() if v})
        self._scope = around
        around.bind(node.name, ())

    def _comprehension(self, node: Any) -> None:
        around = self._scope
        self._scope = Scope(around, attributes=around.attributes, me=around.me)
        for part in node.generators:
            self.visit(part.iter)
            self._bind_each(part.target, part.iter)
            for test in part.ifs:
                self.visit(test)
        for name in ("elt", "key", "value"):
            if hasattr(node, name):
                self.visit(getattr(node, name))
        self._scope = around

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = (
        _comprehension
    )


def _outside(node: _Function | ast.Lambda) -> list[Any]:
    """What of a function is worked out where it stands: defaults, annotations."""
    args = node.args
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    notes = [a.annotation for a in every if a is not None and a.annotation]
    return [d for d in (*args.defaults, *args.kw_defaults) if d is not None] + notes


def _catches(kind: ast.expr | None) -> bool:
    """Whether an `except` clause catches a name that is not there."""
    if kind is None:
        return True
    parts = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(isinstance(part, ast.Name) and part.id in _CATCHES for part in parts)
