"""The pages of TensorFlow 1.x names, a family a page, from compat/names/surface.csv."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import groupby
from pathlib import Path

import facing

from compat.names import surface

EXAMPLES = Path(__file__).resolve().parent / "examples"

_SPLIT = "# Keras 3\n"


def family(name: str) -> str:
    """The page that a name is on, as a dotted path: `tf.contrib.rnn`."""
    parts = name.split(".")
    if parts[1] == "contrib":
        return ".".join(parts[:3])
    if parts[:3] == ["tf", "nn", "rnn_cell"]:
        return "tf.nn"
    return ".".join(parts[:2]) if len(parts) > 2 else "tf"


def file(key: str) -> str:
    """The file of a family's page, below `names/`."""
    return key.replace(".", "_") + ".md"


def anchor(name: str) -> str:
    return re.sub(r"\W+", "-", name)  # the case stays: learn.Estimator, learn.estimator


@cache
def files() -> dict[str, str]:
    """The file of the page that each name is on."""
    return {row.name: file(key) for key, rows in families().items() for row in rows}


@cache
def families() -> dict[str, list[surface.Row]]:
    """The rows of each page; those of what is only refused as a whole on one page."""
    rows = sorted(surface.table().values(), key=lambda row: family(row.name))
    found = {key: list(group) for key, group in groupby(rows, lambda r: family(r.name))}
    small = [key for key, group in found.items() if len(group) < 4]
    others = [row for key in small for row in found.pop(key)]
    return {**dict(sorted(found.items())), "others": others}


def example(name: str) -> tuple[str, str] | None:
    """The example of a name: TensorFlow 1.x code and Keras 3 code."""
    path = EXAMPLES / f"{name}.py"
    if not path.is_file():
        return None
    one, found, other = path.read_text(encoding="utf-8").partition(_SPLIT)
    if not found:
        raise ValueError(f"expected a line {_SPLIT.strip()!r} in {path.name}")
    ast.parse(one), ast.parse(other)
    return one.partition("\n")[2].strip(), other.strip()


def page(key: str, rows: list[surface.Row]) -> str:
    """A family's page in Markdown."""
    counts = ", ".join(
        f"{sum(row.state == state for row in rows)} {state}" for state in surface.STATES
    )
    title = "Other parts" if key == "others" else key
    parts = [f"# {title}", f"{len(rows)} names: {counts}.", ""]
    for row in rows:
        parts += _entry(row)
    return "\n".join(parts) + "\n"


def _entry(row: surface.Row) -> list[str]:
    parts = [f"## {row.name} {{ #{anchor(row.name)} }}", ""]
    parts.append(f'<span class="state {row.state}">{row.state}</span>')
    if row.signature and row.signature not in {"module", "class", "value"}:
        last = row.name.rpartition(".")[2]
        parts += ["", "```python", f"{last}{row.signature}", "```"]
    parts += ["", f"**Keras 3:** {row.keras3}"] if row.keras3 else []
    if row.note:
        says = "Why not" if row.state == "refused" else "What differs"
        parts += ["", f"**{says}:** {row.note}"]
    shown = example(row.name)
    if shown is not None:
        found = [((1, shown[0]), (1, shown[1]))]
        heads = ("TensorFlow 1.x", "Keras 3")
        parts += ["", facing.table(found, heads, {}, shown, "copy")]
    if row.test:
        parts += ["", f"Test: `{row.test}`"]
    return [*parts, ""]
