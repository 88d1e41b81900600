"""Which Python a script is in; Python 2 is translated, and its line numbers stay.

fissix, the kept-up successor of lib2to3, translates the syntax.
"""

from __future__ import annotations

import ast
import importlib
import io
import re
import tokenize
import warnings
from typing import Any

from compat.errors import UsageError
from compat.script import text as texts

PYTHON_2, PYTHON_3 = "Python 2", "Python 3"

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
    text = decoded(source)
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
    text = decoded(source)
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


def parsed(source: bytes, filename: str) -> tuple[str, ast.Module]:
    """The language of a source, and its tree.

    Args:
        source: The file.
        filename: Its path, for errors.

    Raises:
        SyntaxError: When it is neither Python 3 nor 2, or no text.
        UsageError: When it is Python 2 and no translator is installed.
    """
    texts.expect_text(source, filename)
    try:
        with warnings.catch_warnings(), texts.parsing(filename):
            warnings.simplefilter("ignore")  # `if j is 0`, "\d"
            return PYTHON_3, ast.parse(source, filename)
    except SyntaxError as error:
        if not is_python2(source, error):
            raise
        try:
            return PYTHON_2, translated(source, filename)
        except SyntaxError:
            raise error from None
        except UsageError as missing:
            raise UsageError(f"{filename}: {missing}") from None


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


def decoded(source: bytes) -> str:
    """The text of a source, in the encoding that it names, or Latin-1."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        return source.decode(encoding).replace("\r\n", "\n")
    except (SyntaxError, UnicodeDecodeError):
        return source.decode("latin-1").replace("\r\n", "\n")


def _translator() -> tuple[Any, str]:
    for package in ("fissix", "lib2to3"):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                return importlib.import_module(f"{package}.refactor"), package
        except ImportError:
            continue
    raise UsageError(
        "Python 2 code needs the translator fissix, which is not installed: "
        "pip install 'lab12[py2]'"
    )
