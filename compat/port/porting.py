"""From a script and what it did when it ran to its Keras 3 program."""

from __future__ import annotations

import ast
import textwrap
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from compat.port.facts import Facts
from compat.port.layout import WIDTH
from compat.port.merge import Source
from compat.port.pieces import Piece, loaded, rendered, walk, without_dead
from compat.port.runs import Result
from compat.port.statements import Statements
from compat.port.values import Registry


@dataclass
class Ported:
    """A program.

    Attributes:
        text: Its source.
        gaps: What is not ported: line, name, why.
    """

    text: str
    gaps: list[tuple[int, str, str]]


class Translator(Statements):
    """One pass over a script.

    Args:
        source: Its text.
        tree: Its tree.
        facts: What it did.
        registry: What the passes know.
        first: Whether another pass follows.
        where: What a line is called in a comment.
    """

    def __init__(
        self, source: str, tree: ast.Module, facts: Facts, registry: Registry,
        scopes: dict[tuple[str, ...], set[int]], first: bool,
        where: Callable[[int], str],
    ) -> None:  # fmt: skip
        super().__init__(source, tree, facts, registry)
        self.scopes, self._first = scopes, first
        self._where = where

    def where(self, line: int) -> str:
        return self._where(line)

    @property
    def first_pass(self) -> bool:
        return self._first

    def _group(self, parts: list[Result]) -> None:
        super()._group(parts)
        names = tuple(self._names(parts))
        if names:
            self.scopes[names].add(self.scope)


def port(source: Source, facts: Facts, name: str) -> Ported:
    """Write the Keras 3 program of a script.

    Args:
        source: Its text, with that of the modules beside it that build its graph.
        facts: What it did when it ran.
        name: Its file's name.
    """
    text = source.text
    registry = Registry()
    scopes: dict[tuple[str, ...], set[int]] = defaultdict(set)
    before = loaded(text)
    for first in (True, True, False):
        tree = ast.parse(text)
        t = Translator(text, tree, facts, registry, scopes, first, source.where)
        pieces = t.block(tree.body)
    _head(t, pieces, name)
    without_dead(pieces, before)
    t.gaps += source.left + _left(tree, pieces)
    text = "\n".join(rendered(pieces)).strip("\n") + "\n"
    return Ported(text, list(dict.fromkeys(t.gaps)))


def _left(tree: ast.Module, pieces: list[Piece]) -> list[tuple[int, str, str]]:
    """Names of TensorFlow's imports that the program still reads: gaps of ours."""
    names: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                if one.name.partition(".")[0] == "tensorflow":
                    names[(one.asname or one.name).partition(".")[0]] = node.lineno
        elif isinstance(node, ast.ImportFrom):
            if (node.module or "").partition(".")[0] == "tensorflow":
                names |= {one.asname or one.name: node.lineno for one in node.names}
    reads = loaded("\n".join(rendered(pieces)) + "\n")
    return [
        (line, name, "TensorFlow's, and still read where it was not translated")
        for name, line in names.items()
        if reads[name]
    ]


def _head(t: Translator, pieces: list[Piece], name: str) -> None:
    """The docstring that says what changed, and the imports."""
    if any("keras." in line for p in walk(pieces) for line in p.lines):
        t.imports.add("keras")
    own = [p for p in pieces if not p.generated and p.lines]
    has_np = any("import numpy as np" in p.lines[0] for p in own)
    lines = ["import keras"] if "keras" in t.imports else []
    if "np" in t.imports and not has_np:
        lines.append("import numpy as np")
    place = _first_import(pieces)
    if lines:
        piece = Piece(lines, True)
        if place < len(pieces):
            at = _third_party(pieces, place)
            piece.lead = pieces[at].lead if at == place else []
            if at < len(pieces):
                if at == place:
                    pieces[at].lead = []
                elif pieces[at].lead:
                    piece.lead, pieces[at].lead = pieces[at].lead, []
            pieces.insert(at, piece)
        else:
            pieces.insert(0, piece)
    for module in ("sys", "os", "glob", "functools", "argparse"):
        known = any(f"import {module}" == p.lines[0] for p in own if p.lines)
        if module in t.imports and not known:
            at = _first_import(pieces)
            piece = Piece([f"import {module}"], True, lead=pieces[at].lead)
            pieces[at].lead = []
            pieces.insert(at, piece)
    for text in t.classes.values():
        at = _first_import(pieces)
        while at < len(pieces) and _is_import(pieces[at]):
            at += 1
        pieces.insert(at, Piece([text], True, lead=["", ""]))
        if at + 1 < len(pieces) and not pieces[at + 1].lead:
            pieces[at + 1].lead = ["", ""]
    opening = _opening(pieces)
    if opening and len(opening[0]) > WIDTH - 3:  # room for the quotes
        end = opening.index("") if "" in opening else len(opening)
        opening[:end] = textwrap.wrap(" ".join(opening[:end]), WIDTH - 3)
    lines = [f'"""{opening[0] if opening else name}', *opening[1:], ""]
    lines.append(f"Written by `compat port` from {name}.")
    notes = ["Placeholders, Session and feed_dict -> a model that is called.", *t.notes]
    lines += ["", "Changes from TensorFlow 1.x:"]
    lines += [f"- {note}" for note in notes] + ['"""']
    pieces.insert(0, Piece(["\n".join(lines)], True))
    if len(pieces) > 1 and not pieces[1].lead[:1] == [""]:
        pieces[1].lead = ["", *pieces[1].lead]


def _opening(pieces: list[Piece]) -> list[str]:
    """The script's own opening, a comment or a docstring, which is taken out."""
    if not pieces:
        return []
    first = pieces[0]
    if first.lines and first.lines[0].startswith(('"""', "'''")):
        text = ast.literal_eval("\n".join(first.lines))
        del pieces[0]
        return [line.rstrip() for line in text.strip().replace("\\", "/").splitlines()]
    lead = first.lead
    while lead and (lead[0].startswith(("#!", "# -*-")) or not lead[0].strip()):
        lead = lead[1:]
    end = next((i for i, one in enumerate(lead) if not one.strip()), len(lead))
    opening, first.lead = lead[:end], lead[end:]
    if any("\\" in one or '"""' in one for one in opening):
        first.lead = [*opening, *first.lead]
        return []
    return [one.removeprefix("#").removeprefix(" ") for one in opening]


def _is_import(piece: Piece) -> bool:
    return bool(piece.lines) and piece.lines[0].startswith(("import ", "from "))


def _first_import(pieces: list[Piece]) -> int:
    return next((i for i, p in enumerate(pieces) if _is_import(p)), len(pieces))


def _third_party(pieces: list[Piece], place: int) -> int:
    """Where `import keras` goes: before the first of what is not Python's own."""
    import sys

    for at in range(place, len(pieces)):
        if not _is_import(pieces[at]):
            return at
        module = pieces[at].lines[0].split()[1].partition(".")[0]
        if module not in sys.stdlib_module_names and module > "keras":
            return at
    return len(pieces)
