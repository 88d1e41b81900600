"""What the commands say, in the language of their reader: English, or Korean.

Messages are written in English where they arise. Where one is shown, `said` looks it up
in a gettext catalogue (`locale/ko/LC_MESSAGES/lab12.po`; `docs/make_catalogue.py` makes
the .mo of it), whose keys have `{}` where a message has a value. Which language it is
gettext decides: by LANGUAGE, LC_ALL, LC_MESSAGES, LANG. What programs read (`--json`),
and what a script itself sees, stays English.
"""

from __future__ import annotations

import os
import re
import struct
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from compat import particles

MYPY = False
if MYPY:  # nothing heavy is imported for English
    import argparse
    from typing import Any

DOMAIN = "lab12"
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")

KOREAN = os.path.join(FOLDER, "ko", "LC_MESSAGES", f"{DOMAIN}.mo")

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

# `script.py:12: ` before a message
_PLACE = re.compile(
    r"((?:compat: )?(?:[^\s:]+:)+\d+: |compat: |lab12: )(.+)", re.DOTALL
)

# what parts of a line are joined with: the first two first
_JOINTS = ("; ", ": ")
_JOINT = re.compile(r"(, | \(|\)| [*–] )")

# code within a sentence, and what stands for it in a key and while it is parted
_CODE = re.compile(r"`[^`]*`")
_CODED = "`{}`"
_HELD = re.compile("\0(\\d+)\0")


def said(text: str) -> str:
    """A message, or lines of them, in the reader's language.

    Args:
        text: In English. What is not in the catalogue stays so.
    """
    catalogue = _catalogue()
    return text if catalogue is None else catalogue.said(text)


def language() -> str:
    """`en`, or `ko`."""
    return "en" if _catalogue() is None else "ko"


def parser(built: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The same parser, with its texts in the reader's language."""
    if _catalogue() is not None:
        built.description = said(built.description or "") or None
        built.epilog = said(built.epilog or "") or None
        for action in built._actions:
            action.help = said(action.help or "") or action.help
            commands: Any = getattr(action, "_choices_actions", [])
            for listed in commands:
                listed.help = said(listed.help or "")
            for inner in dict(action.choices or {}).values() if commands else ():
                parser(inner)
    return built


@contextmanager
def speaking() -> Iterator[None]:
    """Have argparse's own words in the reader's language, while a command is read."""
    if _catalogue() is None:
        yield
        return
    import gettext

    gettext.bindtextdomain(DOMAIN, FOLDER)
    before = gettext.textdomain(DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain("messages" if before == DOMAIN else before)


def width(text: str) -> int:
    """How many columns of a terminal a text takes: two for a Korean letter."""
    return sum(
        0
        if unicodedata.combining(one)
        else 1 + (unicodedata.east_asian_width(one) in "WF")
        for one in text
    )


def padded(text: str, columns: int) -> str:
    """A text and the spaces that fill so many columns."""
    return text + " " * (columns - width(text))


@cache
def _catalogue() -> Catalogue | None:
    """The catalogue of the reader's language; `None` for English."""
    asked = next((os.environ[v] for v in _VARIABLES if os.environ.get(v)), "")
    if not asked and sys.platform == "win32":
        import locale

        asked = "ko" if (locale.getlocale()[0] or "").startswith("Korean") else ""
    if "ko" not in re.split(r"[:_.@]", asked.lower()):
        return None
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # closed: nothing is shown there
                "가".encode(getattr(stream, "encoding", None) or "ascii")
    except UnicodeError:
        return None  # it could not be shown
    import gettext

    languages = asked.split(":") if sys.platform == "win32" else None
    found = gettext.find(DOMAIN, FOLDER, languages)
    if found is None:
        return None
    return Catalogue(read(found))


def read(path: str) -> dict[str, str]:
    """The keys of a .mo file and their translations."""
    with open(path, "rb") as stream:
        content = stream.read()
    count, *tables = struct.unpack("<3I", content[8:20])

    def text(table: int, number: int) -> str:
        size, start = struct.unpack_from("<2I", content, tables[table] + 8 * number)
        return content[start : start + size].decode()

    return {text(0, number): text(1, number) for number in range(count)}


class Catalogue:
    """Keys with `{}` where a message has a value, and their translations.

    Args:
        texts: Translations, in which `{}`, or `{0}`, `{1}` where the order is another,
            stand for the values.
    """

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = {key: text for key, text in texts.items() if key}
        keys = [k for k in self._texts if "{}" in k and _CODED not in k]
        keys.sort(key=_letters, reverse=True)
        self._patterns = [(_pattern(key), self._texts[key]) for key in keys]

    def said(self, text: str) -> str:
        """The translation, of parts of it at least; the text where there is none."""
        if not text:
            return text
        if place := _PLACE.fullmatch(text):
            return place[1] + self.said(place[2])
        found = self.whole(text)
        if found is not None:
            return found
        if "\n" in text:
            return "\n".join(self.said(line) for line in text.split("\n"))
        return self._parted(text)

    def _parted(self, text: str) -> str:
        """The translation of the parts of a line; code in it is no joint."""
        codes = _CODE.findall(text)
        numbers = iter(range(len(codes)))
        held = _CODE.sub(lambda code: f"\0{next(numbers)}\0", text)

        def whole(part: str) -> str:
            return _HELD.sub(lambda number: codes[int(number[1])], part)

        for joint in _JOINTS:
            before, found, after = held.partition(joint)
            if found:
                return self.said(whole(before)) + joint + self.said(whole(after))
        parts = _JOINT.split(held)
        if len(parts) == 1:
            return text
        return "".join(self.whole(part) or part for part in map(whole, parts))

    def whole(self, text: str) -> str | None:
        """The translation of a text as a whole."""
        if text in self._texts:
            return self._texts[text]
        if "`" in text:
            codes = _CODE.findall(text)
            if (coded := self._texts.get(_CODE.sub(_CODED, text))) is not None:
                filled = coded.format(*(code[1:-1] for code in codes))
                return particles.chosen(filled)
        lines = "\n" in text  # a value is of one line, or a table would be one
        for pattern, translated in self._patterns:
            if lines and "\n" not in translated:
                continue
            if match := pattern.fullmatch(text):
                filled = translated.format(*map(self._value, match.groups()))
                return particles.chosen(filled)
        return None

    def _value(self, text: str) -> str:
        """A value of a message: a message itself, or whatever the user calls a file."""
        return self.said(text) if " " in text else text


def _letters(key: str) -> int:
    return len(key.replace("{}", ""))


def _pattern(key: str) -> re.Pattern[str]:
    """What texts a key is of; those of a word or two are parts of a line."""
    value = "(.+?)" if _letters(key) > 12 else "([^,;:]+?)"
    return re.compile(value.join(map(re.escape, key.split("{}"))), re.DOTALL)
