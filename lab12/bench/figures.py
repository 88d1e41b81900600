"""What is told of many measurements: medians, quartiles, ratios, geometric means."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from typing import Any

# A table as bench.json has it: `name`, `title`, `unit`, `about`, `pairs` (which engine
# is divided by which) and `rows`. A row: `case`, `engines` (a summary each), `failed`.
Table = dict[str, Any]


def summary(values: Sequence[float]) -> dict[str, float]:
    """Median, quartiles, least, most and number of some values, one or more."""
    low = high = values[0]
    if len(values) > 1:
        low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return {
        "median": statistics.median(values),
        "low": low,
        "high": high,
        "min": min(values),
        "max": max(values),
        "count": len(values),
    }


def scaled(one: dict[str, float], by: float) -> dict[str, float]:
    """A summary in another unit."""
    return {k: v if k == "count" else v * by for k, v in one.items()}


def rate(one: dict[str, float], of: float) -> dict[str, float]:
    """A summary of seconds as one of `of` things per second."""
    turned = {"low": "high", "high": "low", "min": "max", "max": "min"}
    return {
        k: v if k == "count" else of / one[turned.get(k, k)] for k, v in one.items()
    }


def geometric_mean(ratios: Iterable[float]) -> float:
    """The geometric mean; NaN of none."""
    logs = [math.log(ratio) for ratio in ratios]
    return math.exp(sum(logs) / len(logs)) if logs else math.nan


def ratio(row: dict[str, Any], pair: Sequence[str]) -> float | None:
    """The ratio of the medians of two engines in a row; None where one is missing."""
    of, to = (row["engines"].get(name) for name in pair)
    return of["median"] / to["median"] if of and to else None


def ratios(table: Table, pair: Sequence[str]) -> list[float]:
    """Those of all rows that have both engines."""
    found = (ratio(row, pair) for row in table["rows"])
    return [one for one in found if one is not None]


def names(table: Table) -> list[str]:
    """The engines of a table, in the order in which they come."""
    return list(dict.fromkeys(name for row in table["rows"] for name in row["engines"]))


def pairs(table: Table) -> list[Sequence[str]]:
    """The pairs of a table of which there is a ratio."""
    return [pair for pair in table["pairs"] if ratios(table, pair)]


def add_means(table: Table) -> Table:
    """The table with its geometric means, for a program to read."""
    for row in table["rows"]:
        row["ratios"] = {"/".join(p): ratio(row, p) for p in pairs(table)}
    means = {"/".join(p): geometric_mean(ratios(table, p)) for p in pairs(table)}
    return {**table, "geometric_means": means}


UNITS = {"s": ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))}


def figure(value: float, unit: str) -> str:
    """A value with its unit: 3 digits, and seconds as ms or µs where they are few."""
    if unit == "share":
        return f"{value:.0%}"
    known = UNITS.get(unit, ((0.0, unit),))
    size, called = next((u for u in known if abs(value) >= u[0]), known[-1])
    value = value / size if size else value
    digits = max(0, 2 - int(math.floor(math.log10(abs(value))))) if value else 0
    return f"{value:.{digits}f} {called}"


def cell(one: dict[str, float], unit: str) -> str:
    """A summary for people: the median, and ± half the distance of the quartiles."""
    text = figure(one["median"], unit)
    if one["count"] < 2:
        return text
    half = (one["high"] - one["low"]) / 2 / one["median"]
    return f"{text} ±{half:.0%}"


def as_rows(table: Table) -> list[list[str]]:
    """A table as rows of text: heads, a row a case, the geometric means."""
    engines, shown = names(table), pairs(table)
    rows = [[table["case"], *engines, *("/".join(p) for p in shown)]]
    for row in table["rows"]:
        cells = [
            cell(row["engines"][name], table["unit"]) if name in row["engines"] else "-"
            for name in engines
        ]
        found = [ratio(row, pair) for pair in shown]
        cells += ["-" if one is None else f"{one:.2f}" for one in found]
        rows.append([row["case"], *cells])
    if len(table["rows"]) > 1 and shown:
        means = [f"{geometric_mean(ratios(table, p)):.2f}" for p in shown]
        rows.append(["geometric mean", *[""] * len(engines), *means])
    return rows
