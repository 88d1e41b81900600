"""Writes docs/surface.md from compat/names/surface.csv.

python docs/make_surface.py
"""

from __future__ import annotations

import os
import sys
from itertools import groupby
from pathlib import Path

from compat.names import surface

PAGE = Path(__file__).with_name("surface.md")

HEAD = """# Every name, and what to write instead

Made from [`compat/names/surface.csv`](../compat/names/surface.csv) by
`python docs/make_surface.py`.

**exact**: does what TensorFlow 1.15.5 does, as its test shows. **approximate**: does it
but for what is said. **refused**: raises an error that says this.
"""


def _module(row: surface.Row) -> str:
    return row.name.rpartition(".")[0]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def page() -> str:
    """The page's text."""
    rows = list(surface.table().values())
    counts = {
        state: sum(row.state == state for row in rows) for state in surface.STATES
    }
    said = ", ".join(f"{count} {state}" for state, count in counts.items())
    parts = [HEAD, f"{len(rows)} names: {said}.\n"]
    for module, group in groupby(sorted(rows, key=_module), key=_module):
        parts.append(f"\n## {module}\n")
        parts.append("| name | state | Keras 3 | what differs, or why not |")
        parts.append("| --- | --- | --- | --- |")
        for row in group:
            last = row.name.rpartition(".")[2]
            keras3, note = _cell(row.keras3), _cell(row.note)
            parts.append(f"| `{last}` | {row.state} | {keras3} | {note} |")
    return "\n".join(parts) + "\n"


def main() -> int:
    """Write the page beside this script."""
    beside = PAGE.with_suffix(".new")
    beside.write_text(page(), encoding="utf-8")
    os.replace(beside, PAGE)
    print(f"wrote {PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
