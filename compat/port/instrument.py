"""Makes a script tell what its expressions turn out to be when it runs."""

from __future__ import annotations

import ast

# The name under which the script's code finds the function that is told.
SAW = "__lab12_port_saw__"
_TOLD = (
    ast.Call, ast.Name, ast.Attribute, ast.Subscript, ast.BinOp, ast.UnaryOp,
    ast.Compare, ast.Dict, ast.List, ast.Tuple, ast.IfExp, ast.ListComp, ast.BoolOp,
)  # fmt: skip


def key(node: ast.AST) -> str:
    """What an expression is called in the facts: where it begins and ends."""
    places = ("lineno", "col_offset", "end_lineno", "end_col_offset")
    return ":".join(str(getattr(node, place)) for place in places)


class Instrument(ast.NodeTransformer):
    """Wraps each expression of a tree in a call that hands its value on.

    Attributes:
        keys: Of the expressions, by the number that the call has.
    """

    def __init__(self) -> None:
        self.keys: list[str] = []

    def visit(self, node: ast.AST) -> ast.AST:
        """Wrap what is loaded; leave targets, annotations and f-strings alone."""
        if isinstance(node, (ast.JoinedStr, ast.pattern)):
            return node
        if isinstance(node, _TOLD) and isinstance(
            getattr(node, "ctx", ast.Load()), ast.Load
        ):
            where = key(node)
            return self._told(where, self.generic_visit(node), node)
        return self.generic_visit(node)

    def _told(self, where: str, inner: ast.AST, node: ast.AST) -> ast.AST:
        self.keys.append(where)
        function = ast.Name(SAW, ast.Load())
        number = ast.Constant(len(self.keys) - 1)
        call = ast.Call(function, [number, inner], [])  # type: ignore[list-item]
        return ast.fix_missing_locations(ast.copy_location(call, node))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """A function's name is left: `super`, `locals`, `exec` look at their place."""
        if isinstance(node.func, ast.Attribute):
            node.func.value = self.visit(node.func.value)  # type: ignore[assignment]
        elif not isinstance(node.func, ast.Name):
            node.func = self.visit(node.func)  # type: ignore[assignment]
        node.args = [self.visit(one) for one in node.args]  # type: ignore[misc]
        for keyword in node.keywords:
            keyword.value = self.visit(keyword.value)  # type: ignore[assignment]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """An annotation is not looked at."""
        if node.value is not None:
            node.value = self.visit(node.value)  # type: ignore[assignment]
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """Nor are those of arguments."""
        return node

    def _definition(self, node: ast.FunctionDef) -> ast.AST:
        args = node.args
        args.defaults = [self.visit(one) for one in args.defaults]  # type: ignore[misc]
        node.body = [self.visit(one) for one in node.body]  # type: ignore[misc]
        return node

    visit_FunctionDef = _definition
