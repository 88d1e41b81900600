"""Small faults, each with the tests that see it: the tests are tested.

    python -m tests.mutations              # all of them, in a copy of the tree
    python -m tests.mutations crf gates    # those whose file or words have one of these

The tables beside this file have a block a fault:

    the padding left in
    compat/contrib/crf/scores.py
    - return tf.reduce_sum(chosen * mask, 1)
    + return tf.reduce_sum(chosen, 1)
    = contrib.crf.sequence_score

what it is; the file; the text, which occurs there once; what takes its place; and what
sees it: cases (`looped: …` by that way, see `cases/ways.py`), or tests of pytest. Each
of them must fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclass(frozen=True)
class Fault:
    """A text in a file of the tree and what takes its place.

    Args:
        table: The table's name.
        what: What is wrong, in words.
        path: The file, from the top of the tree.
        old: Text that occurs there once.
        new: What takes its place.
        seen_by: Cases or tests.
    """

    table: str
    what: str
    path: str
    old: str
    new: str
    seen_by: tuple[str, ...]

    @property
    def cases(self) -> list[tuple[str | None, str]]:
        """The ways and names of the cases that see it."""
        found: list[tuple[str | None, str]] = []
        for one in self.seen_by:
            if not one.startswith("tests/"):
                way, _, name = one.rpartition(": ")
                found.append((way or None, name))
        return found

    @property
    def tests(self) -> list[str]:
        """The tests that see it, by pytest's names."""
        return [one for one in self.seen_by if one.startswith("tests/")]


def faults() -> list[Fault]:
    """All faults of the tables.

    Raises:
        ValueError: For a block that is none, with its table and words.
    """
    found = []
    for table in sorted(HERE.glob("*.txt")):
        for block in table.read_text(encoding="utf-8").split("\n\n"):
            lines = [line for line in block.splitlines() if not line.startswith("# ")]
            if lines:
                found.append(_fault(table.stem, lines))
    return found


def _fault(table: str, lines: list[str]) -> Fault:
    old = [line[2:] for line in lines[2:] if line.startswith("- ")]
    new = [line[2:] for line in lines[2:] if line.startswith("+ ")]
    seen = [line[2:] for line in lines[2:] if line.startswith("= ")]
    if not old or not seen or len(old) + len(new) + len(seen) + 2 != len(lines):
        raise ValueError(f"expected a fault in {table}.txt, received {lines[0]!r}")
    return Fault(table, lines[0], lines[1], "\n".join(old), "\n".join(new), tuple(seen))
