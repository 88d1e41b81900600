"""Writes docs/keras-surface.md from compat/keras/surface.csv.

python docs/make_keras_surface.py
"""

from __future__ import annotations

import os
import sys
from itertools import groupby
from pathlib import Path

from compat.keras import table

PAGE = Path(__file__).with_name("keras-surface.md")

HEAD = """# Every name of Keras 2

The public names of keras 2.3.1 and of TensorFlow 1.15's tf.keras, for scripts that use
Keras alone; made from `compat/keras/surface.csv` by
`python docs/make_keras_surface.py`.

**exact**: a script of `tests/keras2` uses it and leaves what it left on the real one.
**approximate**: it is there, but for what is said. **refused**: raises an error that
says this.
"""


def page() -> str:
    """The page's text."""
    rows = list(table.rows().values())
    counts = {state: sum(row.state == state for row in rows) for state in table.STATES}
    said = ", ".join(f"{count} {state}" for state, count in counts.items())
    parts = [HEAD, f"{len(rows)} names: {said}.\n"]
    for module, group in groupby(rows, key=lambda row: row.name.rpartition(".")[0]):
        parts.append(f"\n## {module}\n")
        parts.append("| name | state | what differs, or why not |")
        parts.append("| --- | --- | --- |")
        for row in group:
            last = row.name.rpartition(".")[2]
            parts.append(f"| `{last}` | {row.state} | {row.note} |")
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
