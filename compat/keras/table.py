"""What compat says of every public name of keras 2.3.1 and of 1.15's tf.keras."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

STATES = ("exact", "approximate", "refused")

_FILE = Path(__file__).with_name("surface.csv")


class Row(NamedTuple):
    """One name.

    Attributes:
        name: As a script spells it: `keras.layers.LSTM`, `tf.keras.layers.LSTM`.
        state: `exact`, `approximate` or `refused`.
        note: What differs or is not known, or why it is refused and what to write.
    """

    name: str
    state: str
    note: str


@cache
def rows() -> dict[str, Row]:
    """All rows, by name, in the order of the file."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return {line["name"]: Row(**line) for line in csv.DictReader(stream)}


def provided(flavour: str, spaces: Iterable[str]) -> Iterator[str]:
    """The names that modules have.

    Args:
        flavour: `keras` or `tf.keras`.
        spaces: Paths of public modules below it.
    """
    heads = {f"{flavour}.{space}".rstrip(".") for space in spaces}
    for name, row in rows().items():
        head, _, last = name.rpartition(".")
        if head in heads and row.state != "refused":
            yield last
