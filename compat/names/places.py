"""Where the names of TensorFlow 1.x come from: the rows of places.csv.

A name without a row follows from the rules of `resolver`. The columns: the name below
`tensorflow`, where it comes from, and what that is.

- `ours`: an object of compat, `module` or `module:other name`; with `()` behind it,
  what the function gives.
- `counted`: TensorFlow's function as `count.opcounts` has put it there, by its key.
- `value`: a number, a text, or None.
- `alias`: another 1.x name, of a module or of what is in one. `contrib.*.X` is X in any
  folder or file of `contrib` that stands for no other module.
- `today`: where `tensorflow.python` has it by now.
- `spread`: modules of today that have between them what was in this one.
- `keras`: Keras 2.
- `folder`: the folders of compat that mirror TensorFlow's begin with these.
- `old folder`, `old file`: a folder of 1.15, and the files in it, stand for a public
  module: `contrib.rnn.python.ops.core_rnn_cell` is `contrib.rnn`. What old code finds
  there are thus the same objects, not copies.
- `hidden file`: an old file that a function of its name hides in its folder.

A name after `eager:` is for scripts that use Keras alone, where TensorFlow stays eager.
"""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # compat

ORIGINS = (
    *("ours", "counted", "value", "alias", "today", "spread", "keras", "folder"),
    *("old folder", "old file", "hidden file"),
)


class Row(NamedTuple):
    """One row of places.csv.

    Attributes:
        name: A dotted name below `tensorflow`.
        origin: One of `ORIGINS`.
        where: What it is, by the origin.
    """

    name: str
    origin: str
    where: str


@cache
def rows() -> dict[str, Row]:
    """All rows, by name."""
    path = Path(__file__).with_name("places.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        _, *lines = csv.reader(stream)
    return {line[0]: Row(*line) for line in lines}


def where(name: str, *origins: str) -> str | None:
    """What a row of one of some origins says, or `None`."""
    row = rows().get(name)
    return row.where if row is not None and row.origin in origins else None


def public_of_file(path: str) -> str | None:
    """The public module that a file of 1.15 stands for, both below `tensorflow`.

    Args:
        path: For example `contrib.seq2seq.python.ops.loss`.
    """
    return where(path, "old file", "hidden file")


@cache
def inside(path: str) -> frozenset[str]:
    """The names that have rows right below a path."""
    names = (name.rpartition(".") for name in rows())
    return frozenset(last for head, _, last in names if head == path)


@cache
def _on_the_way(*origins: str) -> frozenset[str]:
    found: set[str] = set()
    for row in rows().values():
        if row.origin in origins:
            parts = row.name.split(".")
            found.update(".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return frozenset(found)


def leads_on(path: str) -> bool:
    """Whether a path is a folder of 1.15, or leads to a folder or file of it."""
    return path in _on_the_way("old folder", "old file", "hidden file")


def leads_to_moved(path: str) -> bool:
    """Whether modules that are elsewhere today were below a path."""
    return path in _on_the_way("today") and path not in rows()


@cache
def is_folder(path: str) -> bool:
    """Whether compat has a folder for the names below a path of TensorFlow's."""
    if where(path.partition(".")[0], "folder") is None:
        return False
    return os.path.isfile(os.path.join(FOLDER, *path.split("."), "__init__.py"))
