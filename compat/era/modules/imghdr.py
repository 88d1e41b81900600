"""`imghdr.what`: the kind of an image, by its first bytes."""

from __future__ import annotations

from typing import Any

__all__ = ["what"]

# First bytes, at a place, of each kind.
_BEGINNINGS = (
    ("jpeg", 6, (b"JFIF", b"Exif")),
    ("png", 0, (b"\211PNG\r\n\032\n",)),
    ("gif", 0, (b"GIF87a", b"GIF89a")),
    ("tiff", 0, (b"MM", b"II")),
    ("rgb", 0, (b"\001\332",)),
    ("rast", 0, (b"\x59\xa6\x6a\x95",)),
    ("xbm", 0, (b"#define ",)),
    ("bmp", 0, (b"BM",)),
    ("webp", 8, (b"WEBP",)),
    ("exr", 0, (b"\x76\x2f\x31\x01",)),
)


def what(file: Any, h: bytes | None = None) -> str | None:
    """The kind of an image.

    Args:
        file: A path, or an open file.
        h: Its first 32 bytes, instead.

    Returns:
        `jpeg`, `png`, …, or `None`.
    """
    if h is None:
        if hasattr(file, "read"):
            place = file.tell()
            h = file.read(32)
            file.seek(place)
        else:
            with open(file, "rb") as stream:
                h = stream.read(32)
    assert h is not None
    for kind, place, beginnings in _BEGINNINGS:
        if h[place:].startswith(beginnings):
            return kind
    if len(h) >= 3 and h[:1] == b"P" and h[2:3] in b" \t\n\r":
        return {b"1": "pbm", b"2": "pgm", b"3": "ppm"}.get(
            h[1:2], {b"4": "pbm", b"5": "pgm", b"6": "ppm"}.get(h[1:2])
        )
    return None
