"""Pieces of syntax trees for `rewrite.py`: made, copied and told apart."""

from __future__ import annotations

import ast
import copy
from typing import Any

LARGEST_BODY = 2000  # nodes of a function that is compiled twice

# What no array of one element is.
NEVER_ONE = (ast.Constant, ast.JoinedStr, ast.List, ast.Dict, ast.Set, ast.Lambda)


def call(name: str, *given: Any) -> ast.Call:
    function = ast.Name(f"__lab12_{name}__", ast.Load())
    return ast.Call(function, list(given), [])


def is_number(name: str) -> ast.BoolOp:
    """Whether a name holds a number or text of Python's own; an int, mostly."""

    def kind() -> ast.Call:
        return call("type", ast.Name(name, ast.Load()))

    whole = ast.Name("__lab12_int__", ast.Load())
    numbers = ast.Name("__lab12_numbers__", ast.Load())
    return ast.BoolOp(
        ast.Or(),
        [
            ast.Compare(kind(), [ast.Is()], [whole]),
            ast.Compare(kind(), [ast.In()], [numbers]),
        ],
    )


def at(place: ast.AST, node: Any) -> Any:
    return ast.fix_missing_locations(ast.copy_location(node, place))


def forget(name: str) -> ast.Delete:
    return ast.Delete([ast.Name(name, ast.Del())])


def load(target: Any) -> Any:
    loaded = copy.copy(target)
    loaded.ctx = ast.Load()
    return loaded


def ends_of(part: ast.Slice) -> tuple[Any, Any, Any]:
    return part.lower, part.upper, part.step


def is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return is_text(node.left)
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
    )


def compares_alike(node: ast.expr) -> bool:
    """Whether a constant is the same number in every type of NumPy's."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
    if not isinstance(node, ast.Constant):
        return False
    value = node.value
    if isinstance(value, (int, float)):
        return abs(value) <= 256 and float(value * 4).is_integer()
    return value is None or isinstance(value, (str, bytes))


def may_repeat(target: ast.Subscript) -> bool:
    """Whether a target may be looked at twice, and stores one element."""
    if not simple(target.slice):
        return False
    holder: Any = target.value
    while isinstance(holder, (ast.Attribute, ast.Subscript)):
        if isinstance(holder, ast.Subscript) and not simple(holder.slice):
            return False
        holder = holder.value
    return isinstance(holder, ast.Name)


def simple(index: ast.expr) -> bool:
    """Whether an index is made of names and numbers, and is no slice."""
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    return all(
        isinstance(node, SIMPLE) or isinstance(node, (ast.unaryop, ast.expr_context))
        for part in parts
        for node in ast.walk(part)
    )


SIMPLE = (ast.Name, ast.Constant, ast.UnaryOp, ast.BinOp, ast.operator)


def opens(function: ast.expr) -> bool:
    name = getattr(function, "attr", getattr(function, "id", None))
    return name == "open"


def without_u(node: ast.Call) -> None:
    """`open(file, "rU")`: any end of a line is one, with and without the U."""
    keywords = {one.arg: one.value for one in node.keywords}
    mode = node.args[1] if len(node.args) > 1 else keywords.get("mode")
    if isinstance(mode, ast.Constant) and isinstance(mode.value, str):
        if "U" in mode.value and set(mode.value) <= set("rbtU"):
            mode.value = mode.value.replace("U", "") or "r"


def may_be_twice(node: Any) -> bool | None:
    """Whether a function loops, where a second body for it is worth thinking of.

    Returns:
        `None` where it is not: no arithmetic, or neither a loop nor a call of itself.
    """
    size, computes, loops, recurs = 0, False, False, False
    operators = (ast.BinOp, ast.AugAssign, ast.Compare)
    for inner in ast.walk(node):
        size += 1
        if size > LARGEST_BODY or isinstance(inner, (ast.Global, ast.Nonlocal)):
            return None
        computes = computes or isinstance(inner, operators)
        loops = loops or isinstance(inner, (ast.For, ast.While, ast.comprehension))
        recurs = recurs or isinstance(inner, ast.Name) and inner.id == node.name
    return loops if computes and (loops or recurs) else None
