"""What compat says about every public TensorFlow 1.15 name in scope: surface.csv."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STATES = ("exact", "approximate", "refused")

_TABLE = Path(__file__).with_name("surface.csv")

# The table holds all that 1.15 had and tf.compat.v1 no longer has, but for these two.
_NOT_IN_THE_TABLE = ("tf.keras.", "tf.raw_ops.")

# Old code reaches below the public names: what was there has no rows.
_INSIDE = ("tf.python.", "tf.core.", "tf.tools.", "tf.examples.")


@dataclass(frozen=True)
class Row:
    """One TensorFlow 1.15 name.

    Args:
        name: The name as a script spells it, e.g. ``tf.contrib.rnn.GRUCell``.
        state: ``exact``, ``approximate`` or ``refused``.
        signature: 1.15's signature; ``module``, ``class`` or ``value`` without one.
        keras3: What to write instead in Keras 3: an expression or a sentence.
        note: Why it is refused, or what differs if it is approximate.
        test: The pytest id of the test that compares it with 1.15, or ``""``.
    """

    name: str
    state: str
    signature: str
    keras3: str
    note: str
    test: str


@cache
def table() -> dict[str, Row]:
    """Give the whole table, by name, in the order of the file."""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return {line["name"]: Row(**line) for line in csv.DictReader(stream)}


def canonical(name: str) -> str:
    """Spell a name as the table does: `tf` for `tensorflow`."""
    head, dot, tail = name.partition(".")
    return "tf" + dot + tail if head == "tensorflow" else name


def lookup(name: str) -> Row | None:
    """Give the row of a TensorFlow 1.15 name, or None if it has none.

    Args:
        name: A dotted name that starts with ``tf.`` or ``tensorflow.``.
    """
    return table().get(canonical(name))


def refusal(name: str, also: Iterable[str] = ()) -> str:
    """Say in one line why a name is not there and what to write instead.

    Args:
        name: The dotted name that was asked for, e.g. ``tf.contrib.rnn.GLSTMCell``.
        also: Further names of the same module, last part only, to suggest from when
            the name never was (those that tf.compat.v1 provides have no row).

    Returns:
        The text for an AttributeError: known but refused and why, or never there and
        the nearest names.
    """
    name = canonical(name)
    row = lookup(name)
    if row is not None and row.state == "refused":
        return f"{name} is known (TensorFlow 1.15) but refused: {row.note}." + _instead(
            row
        )
    if row is not None:
        return (
            f"{name} should be there ({row.state} in compat/names/surface.csv) and is "
            "not: please report it."
        )
    parent = name.rpartition(".")[0]
    while parent:
        row = lookup(parent)
        if row is not None and row.state == "refused":
            return f"{name} is refused because {parent} is: {row.note}." + _instead(row)
        parent = parent.rpartition(".")[0]
    if name.startswith(_NOT_IN_THE_TABLE):
        return f"{name} is not in this TensorFlow, and compat does not provide it."
    nearest = suggestions(name, also)
    ask = f"; did you mean {' or '.join(nearest)}?" if nearest else "."
    if name.startswith(_INSIDE) or ".python." in name:
        return f"{name} is not a public name of TensorFlow, nor provided{ask}"
    return f"{name} was never in TensorFlow 1.15{ask}"


def suggestions(name: str, also: Iterable[str] = ()) -> list[str]:
    """Give at most two names that a name which never was may have been meant for.

    The same last part elsewhere comes first (``tf.contrib.rnn.sequence_loss`` is in
    ``tf.contrib.seq2seq``), then the nearest spellings in the same module.

    Args:
        name: The dotted name that was asked for.
        also: Further names of the same module, last part only.
    """
    parent, _, last = canonical(name).rpartition(".")
    known = [row.name for row in table().values()]
    moved = [other for other in known if other.rpartition(".")[2] == last]
    moved.sort(key=lambda other: table()[other].state == "refused")
    siblings = [other[len(parent) + 1 :] for other in known if _child(parent, other)]
    near = difflib.get_close_matches(last, sorted({*siblings, *also}), n=2, cutoff=0.7)
    return (moved + [f"{parent}.{other}" for other in near])[:2]


def _child(parent: str, name: str) -> bool:
    return name.rpartition(".")[0] == parent


def _instead(row: Row) -> str:
    return f" In Keras 3: {row.keras3}" if row.keras3 else ""
