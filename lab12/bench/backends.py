"""Which of Keras's backends to choose, as the figures say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lab12.bench import figures
from lab12.runs.engines import BACKENDS, TWINS

# the sizes of `parts.SIZES` that stand for their kind
KINDS = {"small": "1,6,5,5", "medium": "170,10,25,25", "large": "50,50,84,512"}


def rows(data: Mapping[str, Any]) -> list[list[str]]:
    """For small, medium and large networks, each backend's step and the quickest.

    Args:
        data: A bench.json.

    Returns:
        Rows of text, the head first; none where one backend alone was measured.
    """
    tables = [t for part in data["parts"].values() for t in part["tables"]]
    steps = next((t for t in tables if t["name"] == "steps"), None)
    if steps is None:
        return []
    called = {TWINS[name]: said for name, said in BACKENDS.items()}
    there = [name for name in called if name in figures.names(steps)]
    if len(there) < 2:
        return []
    made = [["network", *(called[name] for name in there), "choose"]]
    by_case = {row["case"]: row["engines"] for row in steps["rows"]}
    for kind, case in KINDS.items():
        took = by_case.get(case, {})
        cells = [
            figures.cell(took[name], steps["unit"]) if name in took else "-"
            for name in there
        ]
        quickest = sorted(
            (took[name]["median"], name) for name in there if name in took
        )
        if quickest:
            made.append([f"{kind} ({case})", *cells, _choice(quickest, called)])
    return made


def _choice(quickest: list[tuple[float, str]], called: Mapping[str, str]) -> str:
    """The quickest, and those that take up to a tenth more."""
    least = quickest[0][0]
    near = [called[name] for took, name in quickest if took <= 1.1 * least]
    return " or ".join(near)
