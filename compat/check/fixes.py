"""Which uses can safely be written otherwise, and how: `check --fix` shows it.

Safe is what stays the same function with the same arguments, and today's TensorFlow or
Keras has as well: another public name (`tf.log`, `tf.math.log`), another name of an
argument (`keep_dims=`, `keepdims=`). safe.csv has a row for each: a name, an argument
`name(argument=)` or a method `.name()`, and what it becomes; `{}` is the argument's
value. All else takes thought, and is left.
"""

from __future__ import annotations

import ast
import csv
import difflib
import os
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from compat.check.findings import Edit, Verdict
from compat.check.uses import Use
from compat.errors import UsageError
from compat.script import Script
from compat.script.language import PYTHON_3

# What `fit`, `evaluate` and `predict` of Keras 3 take beside a generator.
_WITH_GENERATOR = {
    "steps_per_epoch", "epochs", "nb_epoch", "verbose", "callbacks", "validation_data",
    "validation_steps", "class_weight", "shuffle", "initial_epoch", "steps",
    "validation_freq",
}  # fmt: skip
# Whose product binds less than `1 - x` wants.
_LOOSE = (ast.Constant, ast.Name, ast.Attribute, ast.Call, ast.Subscript)


@cache
def safe() -> dict[str, str]:
    """What can be written otherwise, and how."""
    path = Path(__file__).with_name("safe.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        return {line["name"]: line["becomes"] for line in csv.DictReader(stream)}


class Fixes:
    """The edits of one script.

    Args:
        script: Python 3 in UTF-8; others, and notebooks, have none.
    """

    def __init__(self, script: Script) -> None:
        self._lines = script.text.split("\n") if _plain(script) else None

    def column(self, use: Use) -> int:
        """Where in its line a use is, in letters, from 1."""
        if self._lines is None:
            return use.column
        return self._column(use.line, use.column - 1) + 1

    def of(self, use: Use, verdict: Verdict) -> tuple[Edit, ...]:
        """How a use can be written otherwise; empty where that is not safe."""
        if self._lines is None or len(use.names) != 1:
            return ()
        if use.caught and verdict.state == "refused":
            return ()  # the code has its own way already
        if use.kind == "attribute" and use.whole:
            return self._renamed(use.node, verdict.name)
        if use.kind == "call":
            return tuple(self._arguments(use.node, verdict.name.partition("(")[0]))
        if use.kind == "method":
            return tuple(self._method(use))
        return ()

    def _renamed(self, node: ast.Attribute, name: str) -> tuple[Edit, ...]:
        """`tf.log` to `tf.math.log`, whatever TensorFlow is called there."""
        becomes = safe().get(name)
        base: ast.expr = node
        while isinstance(base, ast.Attribute):
            base = base.value
        if becomes is None or node.lineno != node.end_lineno:
            return ()
        start = self._column(base.lineno, base.end_col_offset)
        end = self._column(node.lineno, node.end_col_offset)
        return (Edit(node.lineno, start, end, becomes.removeprefix("tf")),)

    def _arguments(self, node: ast.Call, name: str) -> Iterator[Edit]:
        """`keep_dims=` to `keepdims=`, where the other is not there too."""
        given = {keyword.arg for keyword in node.keywords}
        for keyword in node.keywords:
            becomes = _argument(f"{name}({keyword.arg}=)")
            if not becomes or becomes.partition("=")[0] in given:
                continue
            line, start = self._place(keyword.lineno, keyword.col_offset)
            assert keyword.arg is not None
            before, value, after = becomes.partition("{}")
            end = start + len(keyword.arg)
            if not value:
                yield Edit(line, start, end, becomes)
                continue
            if not isinstance(keyword.value, _LOOSE):
                before, after = before + "(", ")" + after
            inner = keyword.value
            yield Edit(line, start, end, before.partition("=")[0])
            first = self._place(inner.lineno, inner.col_offset)
            yield Edit(*first, first[1], before.partition("=")[2])
            if after:
                last = self._place(inner.end_lineno, inner.end_col_offset)
                yield Edit(*last, last[1], after)

    def _method(self, use: Use) -> Iterator[Edit]:
        (name,) = use.names
        becomes = safe().get(f".{name}()")
        if becomes and name.endswith("_generator"):
            known = set(use.keywords) <= _WITH_GENERATOR and use.positional == 1
            becomes = becomes if known else None
        if becomes:
            line, end = self._place(use.node.func.end_lineno,
                                    use.node.func.end_col_offset)  # fmt: skip
            yield Edit(line, end - len(name), end, becomes)
        if becomes or f".{name}()" not in safe():
            yield from self._arguments(use.node, f".{name}")

    def _place(self, line: int | None, column: int | None) -> tuple[int, int]:
        assert line is not None
        return line, self._column(line, column)

    def _column(self, line: int, column: int | None) -> int:
        """A column of `ast`, which counts bytes, in letters."""
        assert self._lines is not None
        return len(self._lines[line - 1].encode()[:column].decode())


def _argument(name: str) -> str | None:
    if name in safe():
        return safe()[name]
    return next(
        (text for row, text in safe().items() if "*" in row and fnmatchcase(name, row)),
        None,
    )


def _plain(script: Script) -> bool:
    """Whether columns of the syntax are columns of the file."""
    if script.is_notebook or script.data.startswith(b"\xef\xbb\xbf"):
        return False
    try:
        script.data.decode("utf-8")
        python_3 = script.language == PYTHON_3
    except (UnicodeDecodeError, SyntaxError, ValueError, UsageError):
        return False
    return python_3 and not re.search(rb"\r(?!\n)|\f", script.data)


def rewritten(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits made."""
    lines = text.split("\n")
    places = sorted((e.line, e.start, e.end, e.text) for e in set(edits))
    for edit in (Edit(*place) for place in reversed(places)):
        line = lines[edit.line - 1]
        lines[edit.line - 1] = line[: edit.start] + edit.text + line[edit.end :]
    return "\n".join(lines)


def patch(path: str, text: str, edits: Iterable[Edit]) -> str:
    """A unified diff of a file with edits made, for `git apply` or `patch -p1`."""
    shown = os.path.normpath(path)
    if os.path.isabs(shown) and not os.path.relpath(shown).startswith(".."):
        shown = os.path.relpath(shown)
    shown = shown.replace(os.sep, "/").lstrip("/")
    tab = "\t" if " " in shown else ""
    before, after = (_ended(one) for one in (text, rewritten(text, edits)))
    lines = difflib.unified_diff(before, after, f"a/{shown}{tab}", f"b/{shown}{tab}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in lines
    )


def _ended(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop().removesuffix("\n")
    return [*lines, last] if last else lines
