"""The pieces of the new program, and what is left out of it because nothing uses it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from compat.port.layout import WIDTH, layout


@dataclass
class Piece:
    """A statement of the new program.

    Attributes:
        lines: Generated: statements in one line each. Kept: the script's own lines,
            without the indent of their block.
        generated: Whether it is not the script's own text.
        lead: The comments and blank lines before it.
        line: Where it comes from.
        comment: What stands behind it.
        targets: The names that it gives, where it may be left out with them.
        inside: Of the kept lines, those that begin inside a string.
        body: Of a compound statement, pairs of a header and pieces.
    """

    lines: list[str]
    generated: bool = False
    lead: list[str] = field(default_factory=list)
    line: int = 0
    comment: str = ""
    targets: list[str] = field(default_factory=list)
    body: list[tuple[str, list[Piece]]] = field(default_factory=list)
    gap: bool = False
    inside: set[int] = field(default_factory=set)

    @property
    def changed(self) -> bool:
        """Whether anything of it is not the script's own text."""
        return self.generated or bool(self.body)


def droppable(*names: str) -> list[str]:
    """The names of an assignment that may be left out: no part of a container."""
    plain = all(one.replace(".", "_").isidentifier() for one in names)
    return list(names) if plain else []


def rendered(pieces: list[Piece], indent: int = 0) -> list[str]:
    """The lines of the program."""
    pad = " " * indent
    lines: list[str] = []
    before: Piece | None = None
    for piece in pieces:
        lead = piece.lead
        while lines and lead and not lead[0].strip() and not lines[-1].strip():
            lead = lead[1:]
        if lines and not indent and _defines(before) and lead.count("") < 2:
            lead = ["", "", *(one for one in lead if one)]
        before = piece
        if not lines and indent:
            lead = [one for one in lead if one.strip()] if lead else lead
        lines += [f"{pad}{one}".rstrip() for one in lead]
        if piece.body:
            for number, (header, inner) in enumerate(piece.body):
                for line in header.split("\n") if "\n" in header else layout(header, 0):
                    lines.append(f"{pad}{line}".rstrip())
                if number == 0:
                    _remark(lines, piece)
                within = rendered(inner, indent + 4)
                lines += within
                if all(not one.strip() or one.lstrip()[0] == "#" for one in within):
                    lines.append(f"{pad}    pass")
        elif piece.generated:
            lines += _generated(piece, indent)
        else:
            lines += [
                one if at in piece.inside else f"{pad}{one}".rstrip()
                for at, one in enumerate(piece.lines)
            ]
    return lines


def _defines(piece: Piece | None) -> bool:
    """Whether a piece is a function or a class."""
    if piece is None:
        return False
    header = piece.body[0][0] if piece.body else (piece.lines or [""])[0]
    return header.startswith(("def ", "class ", "@"))


def _remark(lines: list[str], piece: Piece) -> None:
    if piece.comment and len(lines[-1]) + 2 + len(piece.comment) <= WIDTH:
        lines[-1] += f"  {piece.comment}"


def _generated(piece: Piece, indent: int) -> list[str]:
    lines = []
    made: list[str] = []
    for text in piece.lines:
        code, mark, remark = text.partition("  # ")
        made = layout(code, indent)
        if mark and len(made[-1]) + 4 + len(remark) <= WIDTH:
            made[-1] += f"{mark}{remark}"
        elif mark:
            made = [f"{' ' * indent}# {remark}", *made]
        lines += made
    if piece.comment and not piece.gap:
        if len(made) == 1 and len(made[0]) + 2 + len(piece.comment) <= WIDTH:
            lines[-1] += f"  {piece.comment}"
        else:
            lines.insert(0, " " * indent + piece.comment)
    return lines


def loaded(text: str) -> Counter[str]:
    """How often each name, and each dotted name, is read."""
    found: Counter[str] = Counter()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Name, ast.Attribute)):
            if isinstance(node.ctx, ast.Load):
                found[ast.unparse(node)] += 1
                if isinstance(node, ast.Attribute):
                    found[f".{node.attr}"] += 1
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            found.update(node.names)
    return found


def without_dead(pieces: list[Piece], before: Counter[str]) -> None:
    """Leave out what gives names that nothing reads any more.

    Args:
        pieces: The program.
        before: What the script read.
    """
    while True:
        now = loaded("\n".join(rendered(pieces)) + "\n")
        if not _sweep(pieces, now, before):
            return


def _sweep(pieces: list[Piece], now: Counter[str], before: Counter[str]) -> bool:
    swept = False
    for place, piece in reversed(list(enumerate(pieces))):
        for _, inner in piece.body:
            swept = _sweep(inner, now, before) or swept
        if piece.body or not piece.targets:
            continue
        reads = [
            now[one] or (one.startswith("self.") and now[one[4:]])
            for one in piece.targets
        ]
        own = not piece.generated
        if any(reads) or (own and not any(before[one] for one in piece.targets)):
            continue
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        _hand_on(piece, following)
        del pieces[place]
        swept = True
    return swept


def _hand_on(piece: Piece, following: Piece | None) -> None:
    """Keep what divides paragraphs when a piece goes; its comments go with it."""
    blank = [one for one in piece.lead if not one.strip()]
    if following is not None and blank and not following.lead:
        following.lead = [""]


def walk(pieces: list[Piece]) -> Iterator[Piece]:
    """All pieces, outer ones first."""
    for piece in pieces:
        yield piece
        for _, inner in piece.body:
            yield from walk(inner)
