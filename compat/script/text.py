"""Whether a file is Python source text at all, and what is wrong in a line."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterator

# What files begin with that are text of another kind, or no text
_BEGINNINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PK\x03\x04", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"%PDF", "a PDF"),
)
# How Korean, Japanese and Chinese Windows, and western ones, save text
_OLD = ("cp949", "cp932", "gbk", "cp1252")
_LONGEST = 72  # of a line that is shown


def expect_text(source: bytes, filename: str) -> None:
    """Say clearly what Python's parser would call null bytes.

    Args:
        source: A file.
        filename: Its path.

    Raises:
        SyntaxError: When it has null bytes: UTF-16, or no text.
    """
    if b"\0" not in source:
        return
    kind, found = _kind(source), source.index(b"\0")
    place = (filename, 1 if kind else source[:found].count(b"\n") + 1, 0, "")
    if kind.startswith("UTF"):
        raise SyntaxError(
            f"expected UTF-8 text, received {kind}: save it as UTF-8", place
        )
    received = kind or "a null byte"
    raise SyntaxError(f"expected Python source text, received {received}", place)


def _kind(source: bytes) -> str:
    for beginning, kind in _BEGINNINGS:
        if source.startswith(beginning):
            return kind
    even, odd = source[:2000:2].count(0), source[1:2000:2].count(0)
    if max(even, odd) * 4 > min(len(source), 2000) and min(even, odd) == 0:
        return "UTF-16"  # without its mark
    return ""


def in_a_line(error: SyntaxError, source: bytes, filename: str) -> str:
    """`file:line: SyntaxError: what is wrong: the line`, never long.

    Args:
        error: What Python's parser or compiler said.
        source: The file.
        filename: Its path, where the error has none.
    """
    place = f"{error.filename or filename}:"
    if error.lineno:
        place += f"{error.lineno}:"
    said = f"{place} {type(error).__name__}: {reason(error, source)}"
    line = "" if "codec can't decode" in str(error.msg) else shortened(error.text or "")
    return f"{said}: {line}" if line else said


def reason(error: SyntaxError, source: bytes) -> str:
    """What is wrong, and for text that is not UTF-8 how to mend it."""
    if "codec can't decode" not in str(error.msg):
        return str(error.msg)
    for beginning, kind in _BEGINNINGS:
        if source.startswith(beginning):
            return f"expected Python source text, received {kind}"
    for encoding in _OLD:
        try:
            source.decode(encoding)
        except UnicodeDecodeError:
            continue
        return (
            f"expected UTF-8 text: save it as UTF-8, or say what it is in its first "
            f"line: # -*- coding: {encoding} -*-"
        )
    return "expected Python source text, received other bytes"


def shortened(line: str) -> str:
    """A line of source, of what can be shown, cut where it is long."""
    line = re.sub(r"[^\S ]|[^ -~\u00a1-\uffef]", " ", line).strip()
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


@contextlib.contextmanager
def parsing(filename: str) -> Iterator[None]:
    """Have bytes on which Python's parser trips called a fault of the source.

    Raises:
        SyntaxError: In place of a `UnicodeDecodeError`.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise SyntaxError(str(error), (filename, None, None, None)) from None


def too_deep(filename: str) -> SyntaxError:
    """What to raise where Python's compiler gave up at a depth of its own."""
    return SyntaxError(
        "expected expressions that Python can compile, received too deep a one",
        (filename, None, None, None),
    )
