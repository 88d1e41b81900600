"""What `plain.py` knows of builtins and methods, and of the forms of expressions."""

from __future__ import annotations

import ast
from typing import Any

# Builtins that give a number or text whatever they are given.
VALUES = set(
    "len ord id hash str repr ascii bool isinstance issubclass callable hasattr input "
    "int float chr bin hex oct format".split()
)
# Builtins that give back what is in their arguments.
PARTS = set("abs min max sum round pow divmod".split())
CONTAINERS = set(
    "range list tuple set frozenset sorted reversed enumerate zip dict".split()
)
# Builtins that look at a container and leave it alone.
LOOKS = VALUES | PARTS | CONTAINERS | {"print", "any", "all", "iter", "type"}
# Modules whose functions give no value of NumPy's; only plain arguments are trusted.
MODULES = {"math", "time", "random"}
RANDOM = {"random", "randint", "randrange", "uniform", "gauss", "getrandbits"}
ADDING = {"append", "add", "insert", "appendleft"}
TAKING = {"pop", "get", "popleft", "index", "count"}
VIEWS = {"items", "keys", "values", "copy"}
PASSIVE = {"sort", "reverse", "clear", "remove", "discard"}
TEXT = set(
    "join split strip lstrip rstrip replace lower upper find startswith endswith "
    "format splitlines title isdigit isalpha isspace encode decode zfill rjust "
    "ljust".split()
)
ONLY_OF_TEXT = set(
    "strip lstrip rstrip lower upper splitlines startswith endswith isdigit isalpha "
    "isspace".split()
)
METHODS = ADDING | TAKING | VIEWS | PASSIVE | TEXT
# Where a container stays its owner's.
HARMLESS = (ast.BinOp, ast.UnaryOp, ast.Compare, ast.FormattedValue, ast.Expr) + (
    ast.Return,
    ast.AugAssign,
    ast.For,
    ast.comprehension,
    ast.If,
    ast.While,
    ast.Assert,
    ast.Slice,
)
INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
# Builtins that `from numpy import *` does not hide.
NEVER_HIDDEN = {
    "len",
    "range",
    "int",
    "float",
    "str",
    "isinstance",
    "enumerate",
    "zip",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def computes(node: ast.expr) -> bool:
    """Whether an argument is arithmetic: a number, where its parts are plain."""
    return isinstance(node, (ast.BinOp, ast.Name)) or (
        isinstance(node, ast.Constant) and isinstance(node.value, (int, float))
    )


def of_whole(node: ast.expr) -> set[str]:
    """The names in `xs`, `range(len(xs) - 1)`, `zip(xs, ys)`, `sorted(xs)`."""
    calls = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
    whole = {"range", "len", "enumerate", "zip", "list", "sorted", "sum", "max", "min"}
    if any(not isinstance(f, ast.Name) or f.id not in whole for f in calls):
        return set()
    if any(isinstance(n, ast.Subscript) for n in ast.walk(node)):
        return set()
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} - whole


def arguments(node: Function) -> list[str]:
    """The names of a function's arguments."""
    its = node.args
    every = [*its.posonlyargs, *its.args, *its.kwonlyargs]
    every += [one for one in (its.vararg, its.kwarg) if one is not None]
    return [one.arg for one in every]


def parts_of(target: ast.Tuple | ast.List, value: ast.expr | None) -> Any:
    """The expressions that `a, b = x, y` binds, one by one; `None`: it is not so."""
    if not isinstance(value, (ast.Tuple, ast.List)):
        return None
    every = [*target.elts, *value.elts]
    if len(target.elts) != len(value.elts) or any(
        isinstance(one, ast.Starred) for one in every
    ):
        return None
    return value.elts


def of_text(node: ast.Call, method: str) -> bool:
    """Whether a method is one that nothing but text has."""
    if method == "split":
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        return all(
            isinstance(one, ast.Constant) and not isinstance(one.value, int)
            for one in given
        )
    return method in ONLY_OF_TEXT


def base_of(node: ast.expr) -> tuple[str | None, int]:
    """The name that a subscript begins with, and how deep it goes."""
    levels = 0
    while isinstance(node, ast.Subscript):
        node, levels = node.value, levels + 1
    return (node.id if isinstance(node, ast.Name) else None), levels


def loaded(target: ast.expr) -> ast.expr:
    if isinstance(target, ast.Name):
        return ast.Name(target.id, ast.Load())
    if isinstance(target, ast.Subscript):
        return ast.Subscript(target.value, target.slice, ast.Load())
    return target


def is_fresh(node: ast.expr) -> bool:
    """Whether a container is new where it stands: no one else has it."""
    if isinstance(node, ast.Call):
        taken = isinstance(node.func, ast.Attribute) and node.func.attr in TAKING
        return not taken
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Slice)
    return isinstance(
        node,
        (ast.BinOp, ast.List, ast.Tuple, ast.Set, ast.Dict)
        + (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    )
