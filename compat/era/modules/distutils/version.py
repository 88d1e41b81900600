"""`LooseVersion` and `StrictVersion`."""

from __future__ import annotations

import functools
import re
from typing import Any

_PARTS = re.compile(r"\d+|[a-z]+|[^.\da-z]+")
_STRICT = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?")


@functools.total_ordering
class Version:
    """A version that compares with others, and with text."""

    version: Any = None

    def __init__(self, vstring: str | None = None) -> None:
        if vstring:
            self.parse(vstring)

    def parse(self, vstring: str) -> None:
        """Read a version."""
        raise NotImplementedError

    def _key(self) -> Any:
        return self.version

    def _of(self, other: Any) -> Any:
        return type(self)(other) if isinstance(other, str) else other

    def __eq__(self, other: Any) -> bool:
        return bool(self._key() == self._of(other)._key())

    def __lt__(self, other: Any) -> bool:
        return bool(self._key() < self._of(other)._key())

    def __repr__(self) -> str:
        return f"{type(self).__name__} ('{self}')"


class LooseVersion(Version):
    """A version of any form: its numbers and words, one after the other."""

    def parse(self, vstring: str) -> None:
        self.vstring = vstring
        self.version = [
            int(part) if part.isdigit() else part for part in _PARTS.findall(vstring)
        ]

    def __str__(self) -> str:
        return self.vstring


class StrictVersion(Version):
    """A version like 1.2, 1.2.3 or 1.2a3."""

    prerelease: tuple[str, int] | None = None

    def parse(self, vstring: str) -> None:
        found = _STRICT.fullmatch(vstring)
        if not found:
            raise ValueError(f"invalid version number '{vstring}'")
        major, minor, patch, letter, number = found.groups()
        self.version = int(major), int(minor), int(patch or 0)
        self.prerelease = (letter, int(number)) if letter else None

    def _key(self) -> Any:
        return self.version, self.prerelease or ("z", 0)

    def __str__(self) -> str:
        numbers = self.version if self.version[2] else self.version[:2]
        text = ".".join(map(str, numbers))
        return text + "".join(map(str, self.prerelease or ()))
