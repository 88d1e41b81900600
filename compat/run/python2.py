"""Python 2 scripts, translated in memory, with what Python 2 had built in.

Names come from `builtins()`, and `/` between integers stays Python 2's where the file
does not import `division`: no translator does that.
"""

from __future__ import annotations

import ast
import functools
import importlib
import re
import sys
from typing import Any

from compat.era import code as era
from compat.script.language import decoded, translated

_ALIAS = "_lab12_python2"


def compiled(source: bytes, filename: str) -> Any:
    """Translate a Python 2 source and compile it.

    Args:
        source: The file.
        filename: Its path, for tracebacks.

    Returns:
        The code object.

    Raises:
        SyntaxError: When it is not Python 2 either.
        UsageError: When no translator is installed.
    """
    tree = translated(source, filename)
    text = decoded(source)
    if not re.search(r"^from __future__ import .*\bdivision\b", text, re.MULTILINE):
        tree = ast.fix_missing_locations(_Division().visit(tree))
    sys.modules[_ALIAS] = sys.modules[__name__]  # a compat.py may be the script's
    tree.body[:0] = ast.parse(
        f"from {_ALIAS} import builtins as _py2; globals().update(_py2())"
    ).body
    return era.compiled(tree, filename, python2=True)


class _Division(ast.NodeTransformer):
    """Turns `a / b` into a call of `divide`."""

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        return self._call(node, node.left, node.right) if _divides(node) else node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        self.generic_visit(node)
        if not _divides(node) or not isinstance(node.target, ast.Name):
            return node
        loaded = ast.copy_location(ast.Name(node.target.id, ast.Load()), node)
        value = self._call(node, loaded, node.value)
        return ast.copy_location(ast.Assign([node.target], value), node)

    def _call(self, node: ast.AST, left: ast.expr, right: ast.expr) -> ast.Call:
        name = ast.copy_location(ast.Name("__py2_divide__", ast.Load()), node)
        return ast.copy_location(ast.Call(name, [left, right], []), node)


def _divides(node: ast.BinOp | ast.AugAssign) -> bool:
    return isinstance(node.op, ast.Div)


def divide(a: Any, b: Any) -> Any:
    """Python 2's `/`: integers give an integer, rounded down; all else is divided."""
    import numpy

    from compat.era.operators import OPERATORS

    whole = (int, numpy.integer, numpy.bool_)
    down, exact = OPERATORS["floordiv"], OPERATORS["truediv"]
    if isinstance(a, whole) and isinstance(b, whole):
        return down(a, b)
    arrays = [x for x in (a, b) if isinstance(x, numpy.ndarray)]
    others = [x for x in (a, b) if not isinstance(x, numpy.ndarray)]
    if arrays and all(x.dtype.kind in "iub" for x in arrays):
        if all(isinstance(x, whole) for x in others):
            return down(a, b)
    if any(_is_integer_tensor(x) for x in (a, b)):
        return a // b
    return exact(a, b)


def _is_integer_tensor(value: Any) -> bool:
    dtype = getattr(value, "dtype", None)
    return bool(getattr(dtype, "is_integer", False))


def _reload(module: Any) -> Any:
    return importlib.reload(module)


def _execfile(path: str, globals: dict[str, Any], locals: Any = None) -> None:
    with open(path, "rb") as stream:
        exec(compiled(stream.read(), path), globals, locals)


def _sorted(
    iterable: Any, cmp: Any = None, key: Any = None, reverse: bool = False
) -> Any:
    if callable(cmp):
        by = functools.cmp_to_key(cmp)
        return sorted(iterable, key=lambda x: by(key(x) if key else x), reverse=reverse)
    return sorted(iterable, key=key, reverse=reverse)


def _cmp(a: Any, b: Any) -> int:
    return int(a > b) - int(a < b)


def builtins() -> dict[str, Any]:
    """What Python 2 had built in and Python 3 has not."""
    return {
        "__py2_divide__": divide,
        "basestring": str,
        "cmp": _cmp,
        "execfile": _execfile,
        "file": open,
        "intern": sys.intern,
        "long": int,
        "raw_input": input,
        "reduce": functools.reduce,
        "reload": _reload,
        "sorted": _sorted,
        "unichr": chr,
        "unicode": str,
        "xrange": range,
    }
