"""Choices from an integer seed: the same on every machine and every Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """Picks things by a seed.

    Args:
        seed: The program's number.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def number(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def one(self, things: Sequence[T]) -> T:
        """Return one of `things`."""
        return things[self.number(0, len(things) - 1)]

    def chance(self, probability: float) -> bool:
        """Return True with this probability."""
        return self._random.random() < probability


class Source:
    """Lines of a program, with their indentation."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.depth = 0

    def add(self, *lines: str) -> None:
        """Append lines at the present depth."""
        for line in lines:
            self.lines.append("    " * self.depth + line if line else "")

    def text(self) -> str:
        """Return the whole as one text."""
        return "\n".join(self.lines) + "\n"
