"""A script and its twin side by side: paragraphs that correspond face each other."""

from __future__ import annotations

import ast
import base64
import difflib
import html
import re
from functools import cache

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

# Two paragraphs less alike than this are not shown as one another's counterpart.
_ALIKE = 0.3

Paragraph = tuple[int, str]  # its first line's number, its text
Row = tuple[Paragraph | None, Paragraph | None]


def paragraphs(source: str) -> list[Paragraph]:
    """The blocks of a script between empty lines, without the text at its beginning.

    A statement stays whole, empty lines in it or not.
    """
    lines = source.splitlines()
    start = 0
    tree = ast.parse(source)
    if ast.get_docstring(tree) is not None:
        start = tree.body[0].end_lineno or 0
    else:
        while lines[start].startswith("#"):
            start += 1
    inside = {
        number
        for one in tree.body
        for number in range(one.lineno, (one.end_lineno or one.lineno) + 1)
    }
    found: list[Paragraph] = []
    block: list[str] = []
    for number, line in enumerate([*lines[start:], ""], start=start + 1):
        if line.strip() or (block and number in inside):
            block.append(line)
        elif block:
            found.append((number - len(block), "\n".join(block)))
            block = []
    return found


def changes(source: str) -> tuple[list[str], list[str]]:
    """What a twin's docstring says: its first paragraphs, and its list of changes.

    Indented paragraphs, the ways to call it, keep their lines: Markdown shows code.
    """
    text = ast.get_docstring(ast.parse(source)) or ""
    head, _, listed = text.partition("Changes from ")
    items = re.split(r"^- ", listed, flags=re.MULTILINE)[1:]
    first = head.strip().split("\n\n")
    said = [one if one.startswith("    ") else " ".join(one.split()) for one in first]
    return said, [" ".join(item.split()) for item in items]


def rows(legacy: str, modern: str) -> list[Row]:
    """Pair the paragraphs of two scripts, in order, so that pairs are most alike."""
    left, right = paragraphs(legacy), paragraphs(modern)

    @cache
    def best(i: int, j: int) -> tuple[float, tuple[str, ...]]:
        if i == len(left) and j == len(right):
            return 0.0, ()
        ways = []
        if i < len(left) and j < len(right):
            alike = _alike(left[i][1], right[j][1])
            if alike >= _ALIKE:
                rest, steps = best(i + 1, j + 1)
                ways.append((alike + rest, ("both", *steps)))
        if i < len(left):
            rest, steps = best(i + 1, j)
            ways.append((rest, ("left", *steps)))
        if j < len(right):
            rest, steps = best(i, j + 1)
            ways.append((rest, ("right", *steps)))
        return max(ways, key=lambda way: way[0])

    found: list[Row] = []
    i = j = 0
    for step in best(0, 0)[1]:
        one = left[i] if step != "right" else None
        other = right[j] if step != "left" else None
        found.append((one, other))
        i += one is not None
        j += other is not None
    return _closed(found)


def _closed(found: list[Row]) -> list[Row]:
    """Put a lone legacy paragraph and the lone twin paragraph after it into one row."""
    closed: list[Row] = []
    for row in found:
        if closed and row[0] is None and closed[-1][1] is None:
            closed[-1] = (closed[-1][0], row[1])
        else:
            closed.append(row)
    return closed


@cache
def _alike(one: str, other: str) -> float:
    """How alike two paragraphs are, 0 to 1, by their words in order."""
    words = [re.findall(r"\w+", text) for text in (one, other)]
    return difflib.SequenceMatcher(None, *words, autojunk=False).ratio()


_LEXER = PythonLexer(stripnl=False)
_FORMATTER = HtmlFormatter(nowrap=True)


def code(text: str) -> str:
    """Python as coloured HTML."""
    return f"<pre><code>{highlight(text, _LEXER, _FORMATTER)}</code></pre>"


def table(
    found: list[Row],
    heads: tuple[str, str],
    notes: dict[int, str],
    files: tuple[str, str],
    copy: str,
) -> str:
    """The rows as HTML, each followed by the notes on its legacy lines.

    Args:
        found: What `rows` gives.
        heads: The titles of the two columns.
        notes: HTML by legacy line.
        files: The two files, whole, for the button that copies one.
        copy: What the button says.
    """
    parts = ['<div class="twins highlight">']
    for head, file in zip(heads, files, strict=True):
        whole = base64.b64encode(file.encode()).decode()  # no Markdown in it
        button = (
            f'<button class="copy" data-file="{whole}">{html.escape(copy)}</button>'
        )
        parts.append(f'<div class="head">{html.escape(head)} {button}</div>')
    for one, other in found:
        same = one is not None and other is not None and one[1] == other[1]
        sides = ("legacy", heads[0], one), ("modern", heads[1], other)
        for side, head, cell in sides:
            shown = code(cell[1]) if cell else ""
            kind = ("same" if same else "differs") if cell else "none"
            parts.append(f'<div class="{side} {kind}" title="{head}">{shown}</div>')
        if one is None:
            continue
        lines = range(one[0], one[0] + one[1].count("\n") + 1)
        said = dict.fromkeys(notes[line] for line in lines if line in notes)
        if said:
            parts.append(f'<div class="notes">{"<br>".join(said)}</div>')
    parts.append("</div>")
    return "\n".join(parts)
