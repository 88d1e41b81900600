"""Python 2 scripts, translated in memory; line numbers stay, the file is not touched.

fissix, the kept-up successor of lib2to3, translates the syntax. Names that Python 2
had built in come from `builtins()`, and `/` between integers stays Python 2's where the
file does not import `division`: no translator does that.
"""

from __future__ import annotations

import ast
import functools
import importlib
import io
import re
import sys
import tokenize
from typing import Any

from compat.era import code as era
from compat.errors import UsageError

_ALIAS = "_lab12_python2"

# What Python 3's parser says of Python 2 code.
_COMPLAINTS = re.compile(
    r"Missing parentheses in call to '(print|exec)'"
    r"|multiple exception types must be parenthesized"
    r"|leading zeros in decimal integer literals"
    r"|inconsistent use of tabs and spaces"
    r"|Lambda expression parameters cannot be parenthesized"
    r"|Function parameters cannot be parenthesized"
)
# Lines at which it says "invalid syntax", "invalid decimal literal" or the like.
_LINES = re.compile(
    r"<>|`|^\s*(print|exec)\s+[^\s(=.,\[]|^\s*raise\s+[^#]+,|\bur['\"]"
    r"|\bdef\s+\w+\s*\([^)]*\(|\blambda\b[^:]*\(|\b(0[xX][\da-fA-F]+|\d+)[lL]\b"
)

# A string or a comment; and what only Python 3 has, where neither is.
_TEXT = re.compile(
    r"([a-zA-Z]{0,2})('{3}|\"{3})(?:\\.|(?!\2).)*\2"
    r"|([a-zA-Z]{0,2})('|\")(?:\\.|(?!\4)[^\n])*\4|#[^\n]*",
    re.DOTALL,
)
_PYTHON_3 = re.compile(
    r"\b(?:[fF][rR]?|[rR][fF])\"|^\s*async\s+(?:def|for|with)\b|^\s*nonlocal\s+\w"
    r"|\byield\s+from\b|\)\s*->\s*[\w\"]|:=|^\s*raise\b.*\bfrom\b|\bsuper\(\)"
    r"|\bdef\s+\w+\s*\((?:\s*\*{0,2}\w*(?:\s*=\s*[\w.\"+-]+)?\s*,)*\s*\*{0,2}\w+\s*:"
    r"|\bclass\s+\w+\s*\([^)]*\bmetaclass\s*=|\b\d+_\d",
    re.MULTILINE,
)
_PRINT_3 = re.compile(r"\bprint\s*\(.*\b(?:end|sep|flush|file)\s*=")

# Fixers that keep every line in its place.
_FIXERS = (
    "dict except exec filter funcattrs future getcwdu has_key imports imports2 input "
    "isinstance itertools itertools_imports long map metaclass methodattrs ne next "
    "nonzero numliterals paren print raise raw_input repr standarderror sys_exc throw "
    "tuple_params types unicode urllib xrange xreadlines zip"
).split()


def is_python2(source: bytes, error: SyntaxError) -> bool:
    """Whether Python 3's complaint about a source is one about Python 2.

    Args:
        source: The file.
        error: What Python 3's parser said.
    """
    if is_python3(source):
        return False
    if _COMPLAINTS.search(str(error.msg)):
        return True
    lines = source.splitlines()
    number = error.lineno or 0
    if not 0 < number <= len(lines):
        return False
    return bool(_LINES.search(lines[number - 1].decode("latin-1")))


def is_python3(source: bytes) -> bool:
    """Whether a source has what only Python 3 has: f-strings, annotations, …."""
    text = _decoded(source)
    code = _TEXT.sub(lambda m: f'{m[1] or m[3] or ""}""' * (m[0][0] != "#"), text)
    return bool(
        _PYTHON_3.search(code)
        or (_PRINT_3.search(code) and "print_function" not in code)
    )


def translated(source: bytes, filename: str) -> ast.Module:
    """Translate the syntax of a Python 2 source; every node has its line in the file.

    Args:
        source: The file.
        filename: Its path, for errors.

    Raises:
        SyntaxError: When it is not Python 2 either.
        UsageError: When no translator is installed.
    """
    text = _decoded(source)
    refactor, package = _translator()
    tool = refactor.RefactoringTool(
        [f"{package}.fixes.fix_{name}" for name in _FIXERS], {}, explicit=[]
    )
    if not text.endswith("\n"):
        text += "\n"
    try:
        python3 = str(tool.refactor_string(text, filename))
    except Exception as error:  # the translator's own parser gave up
        raise SyntaxError(
            f"not Python 2 either: {error}", (filename, 1, 0, "")
        ) from None
    try:
        tree = ast.parse(python3, filename)
    except TabError:  # Python 2 took a tab for up to eight spaces
        leading = re.compile(r"^[ \t]+", re.MULTILINE)
        python3 = leading.sub(lambda lead: lead[0].expandtabs(8), python3)
        tree = ast.parse(python3, filename)
    _renumber(tree, python3)
    return tree


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
    text = _decoded(source)
    if not re.search(r"^from __future__ import .*\bdivision\b", text, re.MULTILINE):
        tree = ast.fix_missing_locations(_Division().visit(tree))
    sys.modules[_ALIAS] = sys.modules[__name__]  # a compat.py may be the script's
    tree.body[:0] = ast.parse(
        f"from {_ALIAS} import builtins as _py2; globals().update(_py2())"
    ).body
    return era.compiled(tree, filename, python2=True)


def _renumber(tree: ast.Module, translated: str) -> None:
    """Give every node the line it has in the file.

    Only `def f((a, b)):` adds a line: `(a, b) = xxx_todo_changeme`.
    """
    added = [
        number
        for number, line in enumerate(translated.splitlines(), start=1)
        if re.match(r"\s+\(.*\) = xxx_todo_changeme\d*$", line)
    ]
    for node in ast.walk(tree):
        for place in ("lineno", "end_lineno"):
            number = getattr(node, place, None)
            if number is not None:
                setattr(node, place, number - sum(line < number for line in added))


def _decoded(source: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        return source.decode(encoding).replace("\r\n", "\n")
    except (SyntaxError, UnicodeDecodeError):
        return source.decode("latin-1").replace("\r\n", "\n")


def _translator() -> tuple[Any, str]:
    for package in ("fissix", "lib2to3"):
        try:
            import warnings

            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                return importlib.import_module(f"{package}.refactor"), package
        except ImportError:
            continue
    raise UsageError(
        "Python 2 code needs the translator fissix, which is not installed: "
        "pip install 'lab12[py2]'"
    )


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
