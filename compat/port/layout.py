"""Lays out generated code as a formatter would: at most 88 columns."""

from __future__ import annotations

WIDTH = 88
_OPEN, _CLOSE = "([{", ")]}"


def layout(text: str, indent: int = 0, room: int = 0) -> list[str]:
    """The lines of one statement.

    Args:
        text: The statement in one line, or several that are right already.
        indent: How many spaces come first.
        room: How many columns to leave free at the end of the first line.
    """
    pad = " " * indent
    if "\n" in text:
        lines = text.split("\n")
        return [f"{pad}{line}" if line.strip() else "" for line in lines]
    if len(text) + indent + room <= WIDTH:
        return [pad + text]
    groups = _groups(text)
    if not groups:
        return [pad + text]
    fitting = [one for one in groups if one[0] + 1 + indent <= WIDTH]
    begin, end = (fitting or groups)[-1]
    head, inside, tail = text[: begin + 1], text[begin + 1 : end], text[end:]
    parts = split(inside)
    joined = ", ".join(parts)
    if len(joined) + indent + 4 <= WIDTH and not _for_in(inside):
        return [pad + head, f"{pad}    {joined}", pad + tail]
    if _for_in(inside):
        if len(inside) + indent + 4 <= WIDTH:
            return [pad + head, f"{pad}    {inside}", pad + tail]
        at = _for_place(inside)
        before = layout(inside[:at], indent + 4)
        return [pad + head, *before, f"{pad}    {inside[at + 1 :]}", pad + tail]
    lines = [pad + head]
    for part in parts:
        *first, last = layout(part, indent + 4, 1)
        lines += [*first, f"{last},"]
    return [*lines, pad + tail]


def _for_in(inside: str) -> bool:
    """Whether brackets hold a comprehension."""
    return _for_place(inside) >= 0


def _for_place(inside: str) -> int:
    """Where the `for` of a comprehension begins, or -1."""
    depth = 0
    for at, char in _code(inside):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth -= 1
        elif depth == 0 and inside.startswith(" for ", at):
            return at
    return -1


def split(text: str) -> list[str]:
    """The parts between the commas that are in no brackets."""
    parts, depth, begin = [], 0, 0
    for at, char in _code(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(text[begin:at].strip())
            begin = at + 1
    parts.append(text[begin:].strip())
    return [part for part in parts if part]


def _groups(text: str) -> list[tuple[int, int]]:
    """The pairs of brackets that are in no others and hold something."""
    depth, begin, found = 0, 0, []
    for at, char in _code(text):
        if char in _OPEN:
            if depth == 0:
                begin = at
            depth += 1
        elif char in _CLOSE:
            depth -= 1
            if depth == 0 and at > begin + 1:
                found.append((begin, at))
    return found


def _code(text: str) -> list[tuple[int, str]]:
    """The characters that are in no string, with where they are."""
    found, quote, at = [], "", 0
    while at < len(text):
        char = text[at]
        if quote:
            if char == "\\":
                at += 1
            elif text.startswith(quote, at):
                at += len(quote) - 1
                quote = ""
        elif char in "'\"":
            triple = text[at : at + 3]
            quote = triple if triple in ("'''", '"""') else char
            at += len(quote) - 1
        else:
            found.append((at, char))
        at += 1
    return found
