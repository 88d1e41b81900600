"""The errors that `compat` raises on its own behalf."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class UsageError(Exception):
    """Wrong use of a command; its text is the one line to show."""


class Refused(AttributeError):
    """A TensorFlow 1.x name that is not provided, or never was."""


class RefusedImport(ModuleNotFoundError):
    """The same, from an import statement."""


@contextmanager
def reworded(rows: Iterable[tuple[str, str]]) -> Iterator[None]:
    """Have what a block of TensorFlow 2 says of wrong arguments say what 1.15 said.

    Args:
        rows: Patterns of TensorFlow 2's words, and 1.15's in their place.
    """
    try:
        yield
    except (ValueError, TypeError) as error:
        if len(error.args) == 1 and isinstance(error.args[0], str):
            said = error.args[0]
            for pattern, words in rows:
                said = re.sub(pattern, words, said, flags=re.DOTALL)
            error.args = (said,)
        raise
