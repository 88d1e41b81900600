"""What a piece of code uses of TensorFlow, through whatever names it gave to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Use:
    """A place in the code that reaches for something below `tensorflow`.

    Args:
        names: What it may be, spelled as in TensorFlow 1.15 (`tf.contrib.rnn`): more
            than one where the code chooses (`try`/`except`, `if`/`else`).
        line: Where, from 1.
        column: Where, from 1.
        kind: `import`, `attribute`, `name` (of an alias) or `call`.
        caught: Whether the code catches the error of a name that is not there.
        keywords: Of a call, the names of its arguments.
        positional: Of a call, how many arguments have no name.
        node: What of the syntax it is.
        whole: Whether it is spelled from `tensorflow` on, by attributes alone.
    """

    names: tuple[str, ...]
    line: int
    column: int
    kind: str
    caught: bool = False
    keywords: tuple[str, ...] = ()
    positional: int = 0
    node: Any = field(default=None, compare=False, repr=False)
    whole: bool = False


def prefixes(name: str) -> Iterator[str]:
    """A dotted name and what it is below, longest first."""
    while name:
        yield name
        name = name.rpartition(".")[0]
