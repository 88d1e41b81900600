"""What kind of failure a run ended with, and which name was refused."""

from __future__ import annotations

import re

from compat.survey.processes import Ended

_CLASS = re.compile(
    r"^(?:[\w.]+\.)?(\w*(?:Error|Exception|Exit|Interrupt|Stop\w*|Warning|Refused))"
    r"(?::\s*(.*))?$"
)
_REFUSED = re.compile(
    r"^compat: (?:.*?: )?((?:tf|tensorflow|keras|K)(?:\.\w+)+|[\w.]+) (?:is known|is "
    r"refused|was never|is not (?:a public|in this|provided)|should be there|was in)"
)
_INSTALL = re.compile(r"No module named '?([\w.]+)'?")


def refused(ended: Ended) -> str:
    """The name that was refused; empty when none was."""
    if ended.code != 2:
        return ""
    for line in reversed(ended.err.splitlines()):
        if found := _REFUSED.match(line):
            return found[1]
    return ""


def kind(ended: Ended) -> str:
    """One line for what went wrong: the same for the same fault in other scripts."""
    if ended.limit:
        return f"stopped: the limit of {ended.limit}"
    if name := refused(ended):
        return f"refused: {name}"
    if ended.code is not None and ended.code < 0:
        return f"ended by signal {-ended.code}"
    lines = [line.rstrip() for line in ended.err.splitlines() if line.strip()]
    if ended.code == 2 and lines and lines[-1].startswith("compat: "):
        return _plain(lines[-1])
    for line in reversed(lines):
        if found := _CLASS.match(line):
            return _plain(f"{found[1]}: {found[2]}" if found[2] else found[1])
    return f"exit code {ended.code}"


def _plain(text: str) -> str:
    """Without what is a script's own: numbers, paths, quoted names."""
    if missing := _INSTALL.search(text):
        return f"not installed: {missing[1].partition('.')[0]}"
    text = re.sub(r"(?:/[\w.+-]+)+/", "…/", text)
    text = re.sub(r"\b\d+\b", "#", text)
    return text[:160]
