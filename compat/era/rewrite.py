"""Rewrites the operators of legacy code whose operands may be NumPy's.

`a + b` becomes a call of `operators.py`'s `add`, `float(x)` one that takes arrays of
one element, `a[i] = x` is tried again with the element of `x`. Lines and columns stay.
What `plain.py` finds to be Python's own stays as it is; and a function whose arguments
are numbers of Python at a call runs a body where they count for that.
"""

from __future__ import annotations

import ast
import copy
import pickle  # the fastest way to copy a tree
import sys
from typing import Any

from compat.era import lost
from compat.era.nodes import (
    NEVER_ONE,
    at,
    call,
    compares_alike,
    ends_of,
    forget,
    is_number,
    is_text,
    load,
    may_be_twice,
    may_repeat,
    opens,
    without_u,
)
from compat.era.plain import Scope, arguments, walked

_BINARY: dict[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
}
_COMPARED: dict[type[ast.AST], str] = {
    ast.Eq: "eq",
    ast.NotEq: "ne",
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
}
_NUMBER = {"int": 1, "float": 1, "complex": 2, "round": 2, "chr": 1}
_POWER = {"pow": 2, "divmod": 2}


def rewritten(
    tree: Any, numpy1: bool = False, python2: bool = False, alone: bool = False
) -> Any:
    """Rewrite a module's tree in place.

    Args:
        tree: An `ast.Module`, or the `ast.Expression` of an `eval`.
        numpy1: NumPy 1 is installed: most operators are what they were.
        python2: It was Python 2, whose names count too.
        alone: No value of NumPy's is ever seen.

    Returns:
        The tree.
    """
    body = tree.body if isinstance(tree.body, list) else [ast.Expr(tree.body)]
    scope = Scope(ast.Module(body, []), None)
    return ast.fix_missing_locations(
        _Rewriter(scope, numpy1, python2, alone).visit(tree)
    )


class _Rewriter(ast.NodeTransformer):
    def __init__(
        self,
        scope: Scope,
        numpy1: bool,
        python2: bool,
        alone: bool,
        twice: bool = True,
    ) -> None:
        self._scope = scope
        self._numpy1 = numpy1 or alone
        self._alone = alone
        self._python2 = python2
        self._lost = lost.NAMES_OF_PYTHON2 if python2 else lost.NAMES
        self._twice = twice
        self._temporaries = 0
        self.sites = 0

    # --- scopes

    def visit_FunctionDef(self, node: Any) -> Any:
        for field in ("decorator_list", "returns"):
            self._field(node, field)
        node.args = self.visit(node.args)
        arithmetic = None if self._numpy1 else self._looked_at(node)
        node.body = self._inside(Scope(node, self._outer()), node.body)[0]
        if arithmetic is not None:
            names, body = arithmetic
            given: list[ast.expr] = [
                call("plain", ast.Name(name, ast.Load())) if kind else is_number(name)
                for name, kind in names.items()
            ]
            test = given[0] if len(given) == 1 else ast.BoolOp(ast.And(), given)
            begins = 1 if ast.get_docstring(node, clean=False) is not None else 0
            if node.body[begins:]:
                choice = ast.If(
                    at(node.body[0], test),
                    body[begins:],
                    node.body[begins:],
                )
                node.body[begins:] = [at(node.body[begins], choice)]
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def _field(self, node: ast.AST, name: str) -> None:
        value = getattr(node, name)
        if isinstance(value, list):
            setattr(node, name, [self.visit(one) for one in value])
        elif value is not None:
            setattr(node, name, self.visit(value))

    def _in(self, scope: Scope, twice: bool = False) -> _Rewriter:
        return _Rewriter(scope, self._numpy1, self._python2, self._alone, twice)

    def _outer(self) -> Scope | None:
        scope: Scope | None = self._scope
        while scope is not None and scope.is_class:
            scope = scope.outer
        return scope

    def _inside(self, scope: Scope, body: list[ast.stmt]) -> tuple[list[Any], int]:
        inner = self._in(scope)
        done: list[Any] = []
        for statement in body:
            found = inner.visit(statement)
            done += found if isinstance(found, list) else [found]
        self.sites += inner.sites
        return done, inner.sites

    def _looked_at(self, node: Any) -> tuple[dict[str, int], list[Any]] | None:
        """The arguments worth looking at, and the body where they are numbers."""
        loops = may_be_twice(node) if self._twice else None
        if loops is None:
            return None
        starred = {one.arg for one in (node.args.vararg, node.args.kwarg) if one}
        used = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        lists = walked(node, Scope(node, self._outer()))
        names = {
            name: int(name in lists)
            for name in arguments(node)
            if name in used - starred and name != "self"
        }
        if not names:
            return None
        before, kept = self.sites, pickle.dumps(node.body)
        many = self._count(node, kept, {})
        few = self._count(node, kept, names) if many else many
        worth = few <= 0.7 * many and many - few >= (1 if loops else 2)
        if worth:
            for name in list(names):
                without = {n: kind for n, kind in names.items() if n != name}
                if without and self._count(node, kept, without) == few:
                    names = without
        scope = Scope(node, self._outer(), names)
        body = self._inside(scope, pickle.loads(kept)) if worth else None
        self.sites = before
        return (names, body[0]) if body else None

    def _count(self, node: Any, kept: bytes, names: dict[str, int]) -> int:
        """How many operators would be replaced if these arguments were numbers."""
        scope = Scope(node, self._outer(), names)
        return self._inside(scope, pickle.loads(kept))[1]

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        node.args = self.visit(node.args)
        inner = self._in(Scope(node, self._outer()))
        node.body = inner.visit(node.body)
        self.sites += inner.sites
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        for field in ("decorator_list", "bases", "keywords"):
            self._field(node, field)
        inner = self._in(Scope(node, self._outer()), self._twice)
        done: list[Any] = []
        for statement in node.body:
            found = inner.visit(statement)
            done += found if isinstance(found, list) else [found]
        node.body = done
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> Any:
        return self.generic_visit(node)

    # --- operators

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        name = _BINARY.get(type(node.op))
        leave = self._numpy1 or name is None or self._plain_pair(node)
        self.generic_visit(node)
        return node if leave else self._site(node, name, node.left, node.right)

    def _plain_pair(self, node: ast.BinOp) -> bool:
        left, right = node.left, node.right
        plain = self._scope.plain(left), self._scope.plain(right)
        if all(plain):
            return True
        texts = [n for n in (left, right) if is_text(n)]
        return bool(texts) and not (isinstance(node.op, ast.Mod) and is_text(left))

    def visit_Compare(self, node: ast.Compare) -> Any:
        every = [node.left, *node.comparators]
        names = [_COMPARED.get(type(op)) for op in node.ops]
        leave = (
            self._alone
            or self._numpy1
            and not {"eq", "ne"}.issuperset(names)
            or None in names
            or all(self._scope.plain(one) for one in every)
            or any(map(compares_alike, every))
            or not all(isinstance(n, (ast.Name, ast.Constant)) for n in every[1:-1])
        )
        self.generic_visit(node)
        if leave:
            return node
        every = [node.left, *node.comparators]
        parts: list[ast.expr] = []
        for name, left, right in zip(names, every, every[1:], strict=False):
            if parts:
                left = copy.copy(left)
            parts.append(self._site(node, name, left, right))
        return parts[0] if len(parts) == 1 else at(node, ast.BoolOp(ast.And(), parts))

    def _site(self, node: ast.AST, name: Any, *given: ast.expr) -> Any:
        self.sites += 1
        return at(node, call(name, *given))

    # --- statements

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        name = _BINARY.get(type(node.op))
        target: Any = node.target
        loaded = load(target)
        leave = (
            self._numpy1
            or name is None
            or self._scope.plain(loaded)
            and self._scope.plain(node.value)
            or is_text(node.value)
        )
        if leave:
            return self.generic_visit(node)
        value = self.visit(node.value)
        if isinstance(target, ast.Name):
            return self._assigned(node, name, target, loaded, value)
        holder, first = self._kept(self.visit(target.value))
        if isinstance(target, ast.Attribute):
            stored: Any = ast.Attribute(holder, target.attr, ast.Store())
            loaded = ast.Attribute(first, target.attr, ast.Load())
        else:
            if isinstance(target.slice, ast.Slice):
                return self._sliced(node, target, holder, first, value)
            index, first_index = self._kept(self.visit(target.slice))
            stored = ast.Subscript(holder, index, ast.Store())
            loaded = ast.Subscript(first, first_index, ast.Load())
        loaded = at(target, loaded)
        return self._assigned(node, name, at(target, stored), loaded, value)

    def _sliced(
        self, node: Any, target: Any, holder: Any, first: Any, value: Any
    ) -> list[ast.stmt]:
        """`a[i:j] += x`: a slice of an array is a view, of a list a list."""
        part = target.slice
        ends = [self._kept(self.visit(e)) if e else (None, None) for e in ends_of(part)]
        again, once = (ast.Slice(*side) for side in zip(*ends, strict=True))
        loaded = at(target, ast.Subscript(first, once, ast.Load()))
        stored = at(target, ast.Subscript(holder, again, ast.Store()))
        return self._assigned(node, _BINARY[type(node.op)], stored, loaded, value)

    def _assigned(
        self, node: ast.AST, name: Any, target: Any, loaded: Any, value: Any
    ) -> Any:
        call = self._site(node, f"i{name}", loaded, value)
        done = self._stored(at(node, ast.Assign([target], call)))
        used = {n.id for n in ast.walk(target) if isinstance(n, ast.Name)}
        used = {n for n in used if n.startswith("__lab12_kept_")}
        return [*done, *(at(node, forget(name)) for name in sorted(used))]

    def _kept(self, node: Any) -> tuple[Any, Any]:
        """An expression to use again, and the same for its first use."""
        if isinstance(node, (ast.Name, ast.Constant)):
            return copy.copy(node), node
        name = self._temporary()
        first = ast.NamedExpr(ast.Name(name, ast.Store()), node)
        return at(node, ast.Name(name, ast.Load())), at(node, first)

    def _temporary(self) -> str:
        self._temporaries += 1
        return f"__lab12_kept_{self._temporaries}__"

    def visit_Assign(self, node: ast.Assign) -> Any:
        stored = (
            not self._numpy1
            and len(node.targets) == 1
            and not self._scope.plain(node.value)
            and not isinstance(node.value, NEVER_ONE)
        )
        self.generic_visit(node)
        return self._stored(node) if stored else node

    def _stored(self, node: ast.Assign) -> list[ast.stmt]:
        """`a[i] = x`, tried again with the element of `x`."""
        target = node.targets[0]
        if not isinstance(target, ast.Subscript) or not may_repeat(target):
            return [node]
        before: list[ast.stmt] = []
        after: list[ast.stmt] = []
        if not isinstance(node.value, ast.Name):
            name = self._temporary()
            before = [at(node, ast.Assign([ast.Name(name, ast.Store())], node.value))]
            node.value = at(node, ast.Name(name, ast.Load()))
            after = [at(node, forget(name))]
        again = copy.deepcopy(load(target.value)), copy.deepcopy(target.slice)
        stored = call("store", *again, copy.copy(node.value))
        missed = ast.If(ast.UnaryOp(ast.Not(), stored), [ast.Raise()], [])
        kind = ast.Name("__lab12_missed__", ast.Load())
        handler = ast.ExceptHandler(kind, None, [missed])
        return [*before, at(node, ast.Try([node], [handler], [], [])), *after]

    # --- calls

    def visit_Call(self, node: ast.Call) -> Any:
        plain = all(self._scope.plain(one) for one in node.args)
        function = node.func
        self.generic_visit(node)
        if opens(function):
            without_u(node)
        starred = any(isinstance(one, ast.Starred) for one in node.args)
        if node.keywords or starred or not node.args:
            return node
        if not (plain or self._alone) and self._scope.is_of_math(function):
            return self._site(node, "number", function, *node.args)
        if isinstance(function, ast.Name):
            return self._of_builtin(node, function.id, plain)
        return node

    def _of_builtin(self, node: ast.Call, name: str, plain: bool) -> Any:
        if not self._scope.is_builtin(name):
            return node
        number = len(node.args)
        if name in ("exec", "eval", "compile"):
            which = "compile" if name == "compile" else "source"
            every = at(node, call(which, node.func, *node.args))
            node.args = [at(node, ast.Starred(every, ast.Load()))]
        elif name == "sum" and number <= 2:
            if not plain and not self._numpy1 or sys.version_info >= (3, 12):
                return self._site(node, "sum", node.func, *node.args)
        elif name in ("getattr", "hasattr") and self._asks_for_lost(node):
            return at(node, call(name, node.func, *node.args))
        elif plain or self._alone or self._numpy1 and name not in _NUMBER:
            pass
        elif number <= _NUMBER.get(name, 0):
            return self._site(node, "number", node.func, *node.args)
        elif number == _POWER.get(name):
            return self._site(node, "power", node.func, *node.args)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        self.generic_visit(node)
        if node.attr not in self._lost or not isinstance(node.ctx, ast.Load):
            return node
        given: list[ast.expr] = [node.value, ast.Constant(node.attr)]
        if self._python2:
            given.append(ast.Constant(True))
        return at(node, call("lost", *given))

    def _asks_for_lost(self, node: ast.Call) -> bool:
        name = node.args[1] if len(node.args) > 1 else None
        return isinstance(name, ast.Constant) and name.value in self._lost
