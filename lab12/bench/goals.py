"""What the project wants of its speed, beside what was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lab12.bench import figures

Ratios = list[tuple[float, str]]  # each with its row


@dataclass(frozen=True)
class Goal:
    """A limit on ratios.

    Attributes:
        said: The goal, for people.
        tables: Whose rows count.
        pair: Which engine is divided by which.
        limit: What the ratio may be at most.
        mean: Whether this is of the geometric mean, or of each row.
        rows: Which rows count, by their case.
    """

    said: str
    tables: tuple[str, ...]
    pair: tuple[str, str]
    limit: float
    mean: bool = False
    rows: Callable[[str], bool] = lambda case: True


FAST, WARM = ("compat", "tf115"), ("compat warm", "tf115")
STEPS, LABS, WHOLE = "steps", "labs steps", "labs whole"
LARGEST, LONGEST = "50,50,84,512", "time 1000"

GOALS = (
    Goal("a step, mean of labs and sizes", (STEPS, LABS), FAST, 0.5, mean=True),
    Goal("a step, each size", (STEPS,), FAST, 0.8),
    Goal(f"a step at {LARGEST}", (STEPS,), FAST, 0.35, rows=LARGEST.__eq__),
    Goal("start-up, cold", ("startup",), FAST, 1.0),
    Goal("whole labs, warm, mean", (WHOLE,), WARM, 0.5, mean=True),
    Goal("whole labs, warm, each", (WHOLE,), WARM, 0.8),
    Goal("whole labs, cold, mean", (WHOLE,), FAST, 1.0, mean=True),
    Goal("a Keras twin's step, each lab", (LABS,), ("keras", "compat"), 1.0),
    Goal(
        "memory at 1000 time steps, whole process",
        ("growth memory",),
        FAST,
        1.0,
        rows=LONGEST.__eq__,
    ),
    Goal(
        "memory at 1000 time steps, private to the process",
        ("growth private",),
        FAST,
        1.0,
        rows=LONGEST.__eq__,
    ),
    Goal(
        "memory at 1000 time steps, above the imports",
        ("growth own",),
        FAST,
        1.0,
        rows=LONGEST.__eq__,
    ),
    Goal("writing a text, each way", ("sampling",), FAST, 1.0),
)


def measured(data: Mapping[str, Any]) -> list[tuple[Goal, Ratios]]:
    """The goals of which something was measured, with the ratios that count."""
    tables = {t["name"]: t for part in data["parts"].values() for t in part["tables"]}
    found = []
    for goal in GOALS:
        ratios = [
            (ratio, row["case"])
            for name in goal.tables
            if name in tables
            for row in tables[name]["rows"]
            if goal.rows(row["case"])
            and (ratio := figures.ratio(row, goal.pair)) is not None
        ]
        if ratios:
            found.append((goal, ratios))
    return found


def rows(found: list[tuple[Goal, Ratios]]) -> list[list[str]]:
    """As rows of text: what was wanted, measured, and what lies above it."""
    made = [["goal", "ratio", "at most", "measured", "left"], ["---"] * 5]
    for goal, ratios in found:
        worst = max(ratios)[0]
        value = figures.geometric_mean(r for r, _ in ratios) if goal.mean else worst
        above = sorted((pair for pair in ratios if pair[0] > goal.limit), reverse=True)
        names = ", ".join(f"{case} ({ratio:.2f})" for ratio, case in above)
        left = "" if value <= goal.limit else names
        pair = "/".join(goal.pair)
        made.append([goal.said, pair, f"{goal.limit}", f"{value:.2f}", left or "-"])
    return made
