"""The calls: each line of the tables with arguments drawn for it."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

TABLES = sorted(Path(__file__).parent.glob("table_*.txt"))
LEFT_OUT = Path(__file__).with_name("left_out.txt")

# Arguments of the same kind; what they are: FLOATS, OTHERS and `_space` of run_ops.py.
KINDS = {
    "x": "X|D|S|V|F|T|U|N|RX|A|GX|ZX",
    "x1": "X|D|V|F|T|U|RX|A|RV|N",
    "x2": "X|D|F|T|U|RX|ZX",
    "f": "X|D|F|RX",
    "g": "W|Q[:, :2]",
    "y": "X|D|S|V|F|N|RX|A|O|2.0|E|a",
    "y2": "X|D|V|F|N|RX|A|RV|RS|S|E|O|3.0|a|2",
    "i": "I|J|n|H|L",
    "i2": "n|2|I[0]",
    "q": "C|C|B",
    "img": "IMS|IMG|PIC|PIN|N|RP|RG",
}
USUAL = 6
IN_LOOPS = 2


def _alternatives(template: str) -> list[list[str]]:
    parts = re.split(r"\{([^{}]*)\}", template)
    some = []
    for index, part in enumerate(parts):
        if index % 2 == 0:
            some.append([part])
        else:
            some.append(KINDS.get(part, part).split("|"))
    return some


def drawn(template: str, count: int, seed: int = 0) -> list[str]:
    """Draw calls of a template: each alternative has its turn before one comes again.

    Args:
        template: With `{kind}` and `{one|another}`.
        count: How many at most.
        seed: Another one draws others.
    """
    some = _alternatives(template)
    choose = random.Random(zlib.crc32(template.encode()) + seed)
    turns: list[list[str]] = [[] for _ in some]
    found: dict[str, None] = {}
    for _ in range(4 * count):
        text = ""
        for part, turn in zip(some, turns, strict=True):
            if not turn:
                turn += sorted(part, key=lambda _: choose.random())
            text += turn.pop()
        found[text] = None
        if len(found) == count:
            break
    return list(found)


def templates() -> Iterator[tuple[int, str]]:
    """Yield each line of the tables and how many calls are drawn of it."""
    for path in TABLES:
        for line in path.read_text().splitlines():
            if not line or line.startswith("#"):
                continue
            match = re.fullmatch(r"(?:(\d+) )?(.*)", line)
            assert match is not None
            yield int(match[1] or USUAL), match[2]


def calls(seed: int = 0) -> list[str]:
    """Return all calls, the first of each line in a while loop, too."""
    found: dict[str, None] = {}
    for count, template in templates():
        some = drawn(template, count, seed)
        for text in some:
            found[text] = None
        for text in some[:IN_LOOPS] if ";" not in template else []:
            found["loop: " + text] = None
    return list(found)


def named() -> set[str]:
    """Return the public names that calls are made of, and those around them."""
    found = set()
    for name in re.findall(r"\btf\.\w+(?:\.\w+)*", "\n".join(calls())):
        parts = name.split(".")
        found |= {".".join(parts[:end]) for end in range(2, len(parts) + 1)}
    return found


def left_out() -> dict[str, str]:
    """Return the public names that no call is made of, and why."""
    found: dict[str, str] = {}
    reason = ""
    after_names = True
    for line in LEFT_OUT.read_text().splitlines():
        if line.startswith("# "):
            reason = line[2:] if after_names else f"{reason} {line[2:]}"
            after_names = False
        elif line:
            after_names = True
            found |= dict.fromkeys(line.split(), reason)
    return found
