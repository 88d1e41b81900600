"""A file that is there as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def whole(path: Any) -> Iterator[str]:
    """A path beside `path`, of the same ending, renamed to it when all is written.

    Args:
        path: The file to be. What was there stays when the block raises.

    Raises:
        OSError: When it cannot be renamed.
    """
    folder, name = os.path.split(os.fspath(path))
    beside = os.path.join(folder, f"part-{os.getpid()}-{name}")
    try:
        yield beside
        os.replace(beside, path)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(beside)


def reader_is_gone() -> int:
    """End a command whose reader has gone, as `| head` does: nothing more is said.

    Returns:
        The exit code that a shell gives a program which SIGPIPE ended.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return 141
