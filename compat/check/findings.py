"""What the rules answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """What a rule says of one name.

    Args:
        name: The TensorFlow 1.15 name.
        state: What happens under `compat`: `exact`, `approximate` or `refused`.
        keras3: What to write in Keras 3: backquoted code in a sentence.
        note: What differs, or why it is refused.
        rule: Which rule says so.
        sure: Whether the same code may not as well be TensorFlow 2's: what is not
            sure counts only in a file with something that is.
    """

    name: str
    state: str
    keras3: str
    note: str
    rule: str
    sure: bool = True


@dataclass(frozen=True)
class Edit:
    """A piece of a line, and what takes its place.

    Args:
        line: From 1.
        start: The column of its first letter, from 0.
        end: The column after its last letter; `start` for what is put between.
        text: The new text.
    """

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Finding:
    """One use of TensorFlow 1.x in the code.

    Args:
        path: The file.
        cell: The cell of a notebook, from 1, or `None`.
        line: From 1, in the file or the cell.
        column: From 1.
        caught: Whether the code catches the error of a name that is not there.
        verdict: What is said of it.
        edits: How it can safely be written otherwise; empty where that takes thought.
    """

    path: str
    cell: int | None
    line: int
    column: int
    caught: bool
    verdict: Verdict
    edits: tuple[Edit, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether the code would stop here under `compat`."""
        return self.verdict.state == "refused" and not self.caught
