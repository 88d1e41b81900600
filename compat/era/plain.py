"""Finds the names of a scope that never hold a value of NumPy's.

What is made of literals, `len`, `range`, text and arithmetic among these stays Python's
own, and its operators are left as they are: loops of plain Python cost what they did.
Anything that comes from a call, an argument, an attribute or another module may be
NumPy's.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from compat.era.expressions import (
    ADDING,
    CONTAINERS,
    HARMLESS,
    INNER,
    LOOKS,
    METHODS,
    MODULES,
    NEVER_HIDDEN,
    PARTS,
    PASSIVE,
    RANDOM,
    TAKING,
    TEXT,
    VALUES,
    VIEWS,
    Function,
    arguments,
    base_of,
    computes,
    is_fresh,
    loaded,
    of_text,
    of_whole,
    parts_of,
)

# What an expression is: 0 a number, text or other value without parts; 1 a container of
# such, 2 a container of containers; `UNKNOWN` may be NumPy's, or hold it.
UNKNOWN = 9
NOTHING = -1  # not bound yet


class Scope:
    """The names of a module or a function, and which of them are plain.

    Args:
        node: The module or function.
        outer: The scope around it.
        trusted: Arguments that are looked at before the body runs → what they are.
    """

    def __init__(
        self,
        node: ast.Module | ast.ClassDef | Function,
        outer: Scope | None,
        trusted: Mapping[str, int] | None = None,
    ) -> None:
        self.outer = outer
        self.is_class = isinstance(node, ast.ClassDef)
        self.types: dict[str, int] = {}
        self._bindings: dict[str, list[tuple[ast.expr | None, int]]] = {}
        self._modules: set[str] = set()
        self._escaped: set[str] = set()
        self._shared: set[str] = set()
        self._star = False
        self._of_math: set[str] = set()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            for name in arguments(node):
                self._bind(name, None, (trusted or {}).get(name, UNKNOWN))
        for statement in node.body if isinstance(node.body, list) else [node.body]:
            self._collect(statement, (node,))
        if self._star:
            for name in list(self._bindings):
                self._bind(name, None, UNKNOWN)
        self._itself = _recursive(node, outer) if trusted else None
        self._settle()
        if self._itself is not None and not self._gives_numbers(node):
            self._itself = None
            self._settle()

    def _gives_numbers(self, node: ast.AST) -> bool:
        """Whether a function returns plain values, if its calls of itself do."""
        returned = [n for n in ast.walk(node) if isinstance(n, ast.Return)]
        return all(one.value is None or self.of(one.value) == 0 for one in returned)

    def module_of(self, name: str) -> bool:
        """Whether a name stands for one of the modules that are trusted."""
        if name in self._bindings:
            return False
        if name in self._modules:
            return True
        return self.outer is not None and self.outer.module_of(name)

    def is_of_math(self, function: ast.expr) -> bool:
        """Whether an expression is a function of `math`."""
        if isinstance(function, ast.Attribute):
            holder = function.value
            return (
                isinstance(holder, ast.Name)
                and holder.id == "math"
                and (self.module_of("math") or self.is_builtin("math"))
            )
        if not isinstance(function, ast.Name):
            return False
        if function.id in self._bindings:
            return function.id in self._of_math
        return self.outer is not None and self.outer.is_of_math(function)

    def is_builtin(self, name: str) -> bool:
        """Whether no scope binds a name."""
        if name in self._bindings or (self._star and name not in NEVER_HIDDEN):
            return False
        return self.outer is None or self.outer.is_builtin(name)

    def plain(self, node: ast.expr) -> bool:
        """Whether an expression gives nothing of NumPy's."""
        return self.of(node) != UNKNOWN

    # --- what binds a name

    def _bind(self, name: str, value: ast.expr | None, depth: int) -> None:
        self._bindings.setdefault(name, []).append((value, depth))

    def _target(self, target: ast.expr, value: ast.expr | None, depth: int) -> None:
        """Bind a target to a value, or to its parts, `-depth` levels down."""
        if isinstance(target, ast.Name):
            self._bind(target.id, value, depth)
        elif isinstance(target, ast.Starred):
            self._target(target.value, None, UNKNOWN)
        elif isinstance(target, (ast.Tuple, ast.List)):
            parts = parts_of(target, value) if depth == 0 else None
            for number, part in enumerate(target.elts):
                if parts is not None:
                    self._target(part, parts[number], 0)
                else:
                    self._target(part, value, depth if value is None else depth - 1)
        elif isinstance(target, ast.Subscript):
            base, levels = base_of(target)
            if base is not None:
                known = value is not None and depth == 0
                self._bind(base, value if known else None, levels if known else UNKNOWN)

    def _loop(self, target: ast.expr, over: ast.expr) -> None:
        if (
            isinstance(over, ast.Call)
            and isinstance(over.func, ast.Name)
            and over.func.id == "enumerate"
            and len(over.args) == 1
            and isinstance(target, ast.Tuple)
            and len(target.elts) == 2
        ):
            self._target(target.elts[0], ast.Constant(0), 0)
            self._target(target.elts[1], over.args[0], -1)
        else:
            self._target(target, over, -1)

    def _collect(self, node: ast.AST, parents: tuple[ast.AST, ...]) -> None:
        """Note what a node and those below it bind, and which containers they leak."""
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self._bind(node.name, None, UNKNOWN)
        if isinstance(node, INNER):
            self._inner(node)
            return
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            for name in node.names:
                self._bind(name, None, UNKNOWN)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self._target(target, node.value, 0)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
            if node.value is not None:
                self._target(node.target, node.value, 0)
        elif isinstance(node, ast.AugAssign):
            result = ast.BinOp(loaded(node.target), node.op, node.value)
            self._target(node.target, result, 0)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            self._loop(node.target, node.iter)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            self._target(node.optional_vars, None, UNKNOWN)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self._imports(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            base, levels = base_of(node.func.value)
            if base is not None and node.func.attr in ADDING and node.args:
                self._bind(base, node.args[-1], levels + 1)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            self._use(node, parents)
        else:  # `except … as name`, `case … as name`
            for field in ("name", "rest"):
                bound = getattr(node, field, None)
                if isinstance(bound, str) and not isinstance(node, ast.alias):
                    self._bind(bound, None, UNKNOWN)
        for child in ast.iter_child_nodes(node):
            self._collect(child, (node, *parents[:2]))

    def _imports(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if isinstance(node, ast.Import) and alias.asname is None:
                if alias.name in MODULES:
                    self._modules.add(alias.name)
                    continue
            if alias.name == "*":
                self._star = True
            elif isinstance(node, ast.ImportFrom) and node.module == "math":
                self._of_math.add(alias.asname or alias.name)
            self._bind(alias.asname or alias.name.partition(".")[0], None, UNKNOWN)

    def _inner(self, node: ast.AST) -> None:
        """A function inside may do anything to the containers that it sees."""
        for child in ast.walk(node):
            if isinstance(child, ast.Name):
                self._escaped.add(child.id)
            elif isinstance(child, (ast.Nonlocal, ast.Global)):
                if isinstance(child, ast.Nonlocal) or self.outer is None:
                    for name in child.names:
                        self._bind(name, None, UNKNOWN)

    def _use(self, name: ast.Name, parents: tuple[ast.AST, ...]) -> None:
        """Note when a name's container, or a container in it, gets to someone else."""
        node, above = parents[0], parents[1] if len(parents) > 1 else None
        if isinstance(node, ast.Subscript) and node.value is name:
            inside = isinstance(above, ast.Subscript) and above.value is node
            adds = isinstance(above, ast.Attribute) and above.attr in ADDING
            if isinstance(node.slice, ast.Slice) or not (inside or adds):
                self._shared.add(name.id)
            return
        if isinstance(node, ast.Attribute):
            called = isinstance(above, ast.Call) and above.func is node
            if not called or node.attr not in METHODS:
                self._escaped.add(name.id)
            elif node.attr not in ADDING:
                self._shared.add(name.id)
            return
        if isinstance(node, ast.Call):
            if node.func is name:
                return
            looks = isinstance(node.func, ast.Name) and node.func.id in LOOKS
            if not (looks and name in node.args):
                self._escaped.add(name.id)
            elif node.func.id != "len":  # type: ignore[attr-defined]
                self._shared.add(name.id)
            return
        self._shared.add(name.id)
        if not isinstance(node, HARMLESS):
            self._escaped.add(name.id)

    # --- what a name holds

    def _settle(self) -> None:
        self.types = dict.fromkeys(self._bindings, NOTHING)
        changed = True
        while changed:
            changed = False
            for name, bindings in self._bindings.items():
                before = self.types[name]
                now = max(before, *(self._bound(*one) for one in bindings))
                leaks = name in self._escaped or now == 2 and name in self._shared
                if (now > 0 and leaks) or now > 2:
                    now = UNKNOWN
                if now != before:
                    self.types[name] = now
                    changed = True

    def _bound(self, value: ast.expr | None, depth: int) -> int:
        if value is None or depth == UNKNOWN:
            return depth if value is None else UNKNOWN
        found = self.of(value)
        if found in (UNKNOWN, NOTHING):
            return found
        if found + depth > 0 and found > 0 and not (depth >= 0 and is_fresh(value)):
            return UNKNOWN  # a container under a second name
        return max(found + depth, 0)

    def of(self, node: ast.expr | None) -> int:
        """What an expression gives."""
        if node is None or isinstance(node, (ast.Constant, ast.JoinedStr)):
            return 0
        if isinstance(node, ast.Name):
            return self._of_name(node.id)
        if isinstance(node, ast.BinOp):
            return max(self.of(node.left), self.of(node.right))
        if isinstance(node, ast.UnaryOp):
            return 0 if isinstance(node.op, ast.Not) else self.of(node.operand)
        if isinstance(node, ast.BoolOp):
            return max(map(self.of, node.values))
        if isinstance(node, ast.IfExp):
            return max(self.of(node.body), self.of(node.orelse))
        if isinstance(node, ast.NamedExpr):
            return self.of(node.value)
        if isinstance(node, ast.Compare):
            if all(
                isinstance(op, (ast.Is, ast.IsNot, ast.In, ast.NotIn))
                for op in node.ops
            ):
                return 0
            most = max(map(self.of, [node.left, *node.comparators]))
            return min(most, 0) if most != UNKNOWN else UNKNOWN
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return (
                1 + max(0, 0, *map(self.of, node.elts))
                if self._known(node.elts)
                else UNKNOWN
            )
        if isinstance(node, ast.Dict):
            parts = [*filter(None, node.keys), *node.values]
            if None in node.keys or not self._known(parts):
                return UNKNOWN
            return 1 + max(0, 0, *map(self.of, parts))
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
            return 1 + max(self.of(node.elt), 0) if self._known([node.elt]) else UNKNOWN
        if isinstance(node, ast.DictComp):
            if not self._known([node.key, node.value]):
                return UNKNOWN
            return 1 + max(self.of(node.key), self.of(node.value), 0)
        if isinstance(node, ast.Subscript):
            held = self.of(node.value)
            if held in (UNKNOWN, NOTHING):
                return held
            return held if isinstance(node.slice, ast.Slice) else max(held - 1, 0)
        if isinstance(node, ast.Call):
            return self._of_call(node)
        if isinstance(node, ast.Attribute):
            module = isinstance(node.value, ast.Name) and node.value.id == "math"
            return 0 if module and self.module_of("math") else UNKNOWN
        return UNKNOWN

    def _known(self, nodes: list[ast.expr]) -> bool:
        return all(self.of(node) < 2 for node in nodes)

    def _of_name(self, name: str) -> int:
        if name in self._bindings:
            return self.types.get(name, NOTHING)
        outer = self.outer
        while outer is not None:
            if name in outer._bindings:
                return 0 if outer.types.get(name) == 0 else UNKNOWN
            outer = outer.outer
        return UNKNOWN

    def _of_call(self, node: ast.Call) -> int:
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        most = max([self.of(one) for one in given], default=0)
        if isinstance(node.func, ast.Name) and node.func.id == self._itself:
            if not node.keywords and given and all(map(computes, given)):
                return 0 if most == 0 else most
        if isinstance(node.func, ast.Name) and self.is_builtin(node.func.id):
            name = node.func.id
            if name in VALUES or name == "range":
                return 1 if name == "range" else 0
            if most == UNKNOWN or any(isinstance(a, ast.Starred) for a in node.args):
                return UNKNOWN
            if name in PARTS:
                return max(most - 1, 0)
            if name in CONTAINERS:
                return max(most, 1) + (name in ("enumerate", "zip"))
            return UNKNOWN
        if not isinstance(node.func, ast.Attribute):
            return UNKNOWN
        holder, method = node.func.value, node.func.attr
        if isinstance(holder, ast.Name) and self.module_of(holder.id):
            if holder.id == "random":
                return 0 if method in RANDOM and most <= 0 else UNKNOWN
            return UNKNOWN if method == "prod" else 0
        held = self.of(holder)
        if held == UNKNOWN and of_text(node, method):
            return int(method.startswith("split"))
        if held in (UNKNOWN, NOTHING) or most == UNKNOWN:
            return held if held == NOTHING else UNKNOWN
        if held == 0 and method in TEXT:
            return int(method.startswith("split"))
        if method in TAKING:
            return max(held - 1, most if method in ("get", "pop") else 0, 0)
        if method in VIEWS:
            return held + (method == "items")
        return 0 if method in ADDING | PASSIVE and most <= 0 else UNKNOWN


def _recursive(node: ast.AST, outer: Scope | None) -> str | None:
    """The name of a function that calls itself, where it stands for nothing else."""
    if not isinstance(node, ast.FunctionDef) or node.decorator_list or outer is None:
        return None
    other = (*INNER, ast.Yield, ast.YieldFrom, ast.Global, ast.Nonlocal)
    if any(isinstance(n, other) for n in ast.walk(node) if n is not node):
        return None
    once = outer.outer is None and len(outer._bindings.get(node.name, ())) == 1
    return node.name if once and not outer._star else None


def walked(node: Function, scope: Scope) -> set[str]:
    """Arguments that a function goes through from end to end, whatever happens.

    To look through such a list first takes less than what is done with it. A function
    that calls what may put other things into the list has none.
    """
    if not isinstance(node.body, list) or any(
        _may_change(n, scope) for n in ast.walk(node)
    ):
        return set()
    found: set[str] = set()
    for statement in node.body:
        if isinstance(statement, ast.For):
            ends = (ast.Break, ast.Return, ast.Raise, ast.Yield, ast.YieldFrom)
            if not any(isinstance(n, ends) for n in ast.walk(statement)):
                found |= of_whole(statement.iter)
        elif isinstance(statement, ast.Assign) and isinstance(
            statement.value, ast.Call
        ):
            found |= of_whole(statement.value)
        elif not isinstance(statement, (ast.Assign, ast.AugAssign, ast.Expr)):
            break
    return found & set(arguments(node))


def _may_change(node: ast.AST, scope: Scope) -> bool:
    """Whether a node calls what is not known to leave lists alone."""
    if isinstance(node, (*INNER, ast.Await)) and not isinstance(node, ast.FunctionDef):
        return True
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    if isinstance(function, ast.Name):
        return function.id not in LOOKS or not scope.is_builtin(function.id)
    if scope.is_of_math(function):
        return False
    return not isinstance(function, ast.Attribute) or function.attr not in METHODS
