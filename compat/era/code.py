"""Compiles legacy code with the operators of its time."""

from __future__ import annotations

import ast
import builtins
import io
import tokenize
import warnings
from types import CodeType
from typing import Any

from compat import legacy
from compat.script import Script

_installed = False
_alone = False  # the program imports nothing that could give it a value of NumPy's


def look(scripts: list[Script]) -> None:
    """Look whether a program could see a value of NumPy's at all.

    One that imports nothing but Python's own library keeps its operators.

    Args:
        scripts: Its modules, all of them.
    """
    global _alone
    _alone = bool(scripts) and all(script.is_python_alone for script in scripts)


def compiled(
    source: Any, filename: str, mode: str = "exec", python2: bool = False
) -> CodeType:
    """Compile legacy code.

    Args:
        source: Its text, or a tree of it, which is changed.
        filename: Its path, for tracebacks.
        mode: `exec`, `eval` or `single`.
        python2: Whether it was Python 2.

    Raises:
        SyntaxError: When it is not Python 3.
    """
    with warnings.catch_warnings(module=warnings):  # a script may have its own
        warnings.simplefilter("ignore", SyntaxWarning)  # `if j is 0`
        try:
            known = isinstance(source, ast.AST)
            tree = source if known else _parsed(source, filename, mode)
            return compile(rewritten(tree, python2), filename, mode, dont_inherit=True)
        except (SyntaxError, RecursionError):
            if known:
                raise
        # as the compiler says it; or an expression of thousands of parts: data
        return compile(source, filename, mode, dont_inherit=True)


def _parsed(source: Any, filename: str, mode: str) -> Any:
    try:
        return ast.parse(source, filename, mode)
    except SyntaxError:
        renamed = _without_async(source)
        if renamed is None:
            raise
        return ast.parse(renamed, filename, mode)


def _without_async(source: str | bytes) -> str | None:
    """A source of Python 3.6 in which `async` was a name, with another in its place.

    Returns:
        `None` where it is not that.
    """
    word = "async" if isinstance(source, str) else b"async"
    if word not in source:  # type: ignore[operator]
        return None
    try:
        if isinstance(source, bytes):
            encoding = tokenize.detect_encoding(io.BytesIO(source).readline)[0]
            source = source.decode(encoding)
        lines = source.splitlines(keepends=True)
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
        for token, after in reversed(list(zip(tokens, tokens[1:], strict=False))):
            name = token.string == "async" and token.type != tokenize.STRING
            if name and after.string not in ("def", "for", "with"):
                row, column = token.start
                line = lines[row - 1]
                lines[row - 1] = f"{line[:column]}async_{line[column + 5 :]}"
        renamed = "".join(lines)
        ast.parse(renamed)
    except (SyntaxError, ValueError, tokenize.TokenError):
        return None
    return renamed if renamed != source else None


def rewritten(tree: Any, python2: bool = False) -> Any:
    """The tree of legacy code, changed so that it runs as then."""
    from compat.era import rewrite

    install()
    numpy1 = _alone or _numpy_is_1()
    return rewrite.rewritten(tree, numpy1, python2, _alone)


def _numpy_is_1() -> bool:
    import numpy

    return numpy.__version__.startswith("1.")


def _at_first_use(name: str) -> Any:
    """An operator, which imports NumPy when it is used, and no sooner."""

    def operator(*args: Any) -> Any:
        from compat.era.operators import OPERATORS

        return OPERATORS[name](*args)

    return operator


def install() -> None:
    """Put the operators where rewritten code finds them."""
    global _installed
    if _installed:
        return
    from compat.era import lost

    if _alone:
        operators = {"sum": _at_first_use("sum")}
    else:
        from compat.era.operators import OPERATORS as operators

    names = {
        **operators,
        "source": _source,
        "compile": _compile,
        "lost": lost.attribute,
        "getattr": _getattr,
        "hasattr": _hasattr,
    }
    for name, value in names.items():
        setattr(builtins, f"__lab12_{name}__", value)
    _installed = not _alone


def _source(function: Any, source: Any, *spaces: Any) -> tuple[Any, ...]:
    """The arguments of `exec` or `eval`, a text among them compiled as legacy code."""
    if function not in (exec, eval) or not isinstance(source, (str, bytes)):
        return (source, *spaces)
    mode = function.__name__
    text: Any = source
    if function is eval:
        text = text.lstrip(" \t" if isinstance(text, str) else b" \t")
    if spaces and isinstance(spaces[0], dict):
        word: Any = "import" if isinstance(source, str) else b"import"
        if word in source:
            legacy.tell(spaces[0])
    try:
        return (compiled(text, "<string>", mode), *spaces)
    except (SyntaxError, ValueError):  # Python's own says it
        return (source, *spaces)


def _compile(function: Any, *given: Any) -> tuple[Any, ...]:
    """The arguments of `compile`, a text among them as the tree of legacy code."""
    if function is compile and len(given) == 3 and isinstance(given[0], (str, bytes)):
        try:
            return rewritten(ast.parse(*given)), *given[1:]
        except (SyntaxError, ValueError, RecursionError):
            pass
    return given


def _getattr(function: Any, holder: Any, name: str, *default: Any) -> Any:
    from compat.era import lost

    if function is not getattr:
        return function(holder, name, *default)
    try:
        return lost.attribute(holder, name)
    except AttributeError:
        if default:
            return default[0]
        raise


def _hasattr(function: Any, holder: Any, name: str) -> Any:
    from compat.era import lost

    if function is not hasattr:
        return function(holder, name)
    try:
        lost.attribute(holder, name)
    except AttributeError:
        return False
    return True
