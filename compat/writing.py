"""A file that is there as a whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from typing import Any

_FULL = (errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EBADF)


@contextlib.contextmanager
def whole(path: Any) -> Iterator[str]:
    """A path beside `path`, of the same ending, renamed to it when all is written.

    Args:
        path: The file to be. What was there stays when the block raises.

    Raises:
        OSError: When it cannot be written; names `path`.
    """
    folder, name = os.path.split(os.fspath(path))
    beside = os.path.join(folder, f"part-{os.getpid()}-{name}")
    try:
        with named(path):
            yield beside
            os.replace(beside, path)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(beside)


@contextlib.contextmanager
def named(path: Any) -> Iterator[None]:
    """Have what the system says of a file that is being written name it.

    Raises:
        OSError: What the block raises; a disk that is full tells no file's name.
    """
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = os.fspath(path), None
        raise


def cause(error: BaseException) -> str:
    """Why something could not be written, in the system's words alone.

    Args:
        error: An `OSError`, or a TensorFlow error that holds the system's words.
    """
    said = getattr(error, "strerror", None) or str(error)
    known = (os.strerror(number) for number in errno.errorcode)
    return next((one for one in known if one in said), said.splitlines()[0])


def flush() -> None:
    """Have all of standard output written; nothing where it was closed."""
    if sys.stdout is not None and not sys.stdout.closed:
        sys.stdout.flush()


def reader_is_gone() -> int:
    """End a command whose reader has gone, as `| head` does: nothing more is said.

    Returns:
        The exit code that a shell gives a program which SIGPIPE ended.
    """
    _no_more_output()
    return 141


def failed(error: OSError) -> str:
    """What to say, in a line, where something could not be read or written.

    Args:
        error: What the system said. A disk that is full, without a file's name, was
            found by the output: nothing more goes there.
    """
    said = cause(error)
    if error.filename is not None:
        return f"{os.fspath(error.filename)}: {said}"
    if error.errno not in _FULL:
        return said
    _no_more_output()
    return f"the output cannot be written: {said}"


def _no_more_output() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
