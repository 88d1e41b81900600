"""The numbers a script printed, without those of a clock."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(
    r"(?<![\w.])[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|nan|inf)"
    r"(?![\w]|\.\d)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"""
      \d{4}-\d\d-\d\d(?:[T ]|\b)                        # dates
    | \d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?                   # times of day
    | (?<![\w.])[-+]?\d+\.?\d*(?:e[-+]?\d+)?\s*          # 12 ms/step, 3.1 seconds
      (?:[mun\u00b5]?s|secs?|seconds?|min|mins|minutes?|h|hours?|hr)\b(?:/\w+)?
    | (?i:\b(?:time|took|elapsed|duration|speed|seconds|secs?|minutes|hours|wps|fps
        |(?:\w+[/_ ]per[/_ ]|\w+/)(?:sec|second|s))\b
      [^\d\n]{0,24}?)[-+]?\d+\.?\d*(?:e[-+]?\d+)?        # time: 3.1
    | 0x[0-9a-fA-F]+                                     # where an object lies
    """,
    re.VERBOSE,
)
# Keras's bar: how often it is drawn is a matter of time
_BAR = re.compile(r"^\s*(\d+)/(\d+)\s+\[[=>.]*\]")
# In a notebook 1.15 logged to stdout; what it warned of is not the script's, nor is
# where its ops were placed
_PLACES = "/job:localhost/"
_WARNS, _INSTRUCTS = "WARNING:", "Instructions for updating:"
# In the lines below it, up to an empty one; a script's own logger drops the level.
_WARNS_BELOW = re.compile(r"WARNING:tensorflow:\s*$|The TensorFlow contrib module will")
_DEPRECATED = re.compile(r"From \S+:\d+: .* (?:is|are) deprecated\b")


@dataclass(frozen=True)
class Number:
    """A number as it was printed.

    Attributes:
        text: As it stands there.
        value: What it is.
        unit: One unit of its last place; 0 for a whole number.
    """

    text: str
    value: float
    unit: float


@dataclass(frozen=True)
class Line:
    """A line that has numbers.

    Attributes:
        at: Which line it is, from 1.
        text: All of it.
        frame: The text without its numbers.
        numbers: Its numbers.
    """

    at: int
    text: str
    frame: str
    numbers: tuple[Number, ...]


def lines(text: str) -> list[Line]:
    """The lines of an output that have numbers.

    Of a line that was written over, what stood there last; of a progress bar, its end.
    """
    found = []
    instructs = warns = False
    for at, line in enumerate(text.split("\n"), start=1):
        if instructs or line.startswith(_INSTRUCTS):
            instructs = line.startswith(_INSTRUCTS)
            continue
        warns = (warns and bool(line.strip())) or bool(_WARNS_BELOW.match(line))
        if warns:
            continue
        last = line.replace("\b", "").rstrip("\r").rpartition("\r")[2]
        bar = _BAR.match(last)
        warned = last.startswith(_WARNS) or _DEPRECATED.search(last)
        if (bar and bar[1] != bar[2]) or warned or _PLACES in last:
            continue
        bare = _TIMES.sub("~", last)
        numbers = tuple(map(_number, _NUMBER.findall(bare)))
        if numbers:
            frame = " ".join(_NUMBER.sub("#", bare).split())
            found.append(Line(at, last.strip(), frame, numbers))
    return found


def _number(text: str) -> Number:
    digits, _, power = text.lower().partition("e")
    if "n" in digits:  # nan, inf
        return Number(text, float(text), 0.0)
    whole, dot, places = digits.partition(".")
    if not dot and not power:
        return Number(text, float(text), 0.0)
    try:
        unit = 10.0 ** (int(power or 0) - len(places))
    except OverflowError:
        unit = 0.0
    return Number(text, float(text), unit)
