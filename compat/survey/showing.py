"""Shows the results of a survey as text, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from compat import words

_VERDICTS = {
    "same": "same numbers",
    "differ": "other numbers",
    "none": "prints no numbers",
    "unseeded": "not seeded",
    "rounding": "apart by rounding",
}


def outcome(result: dict[str, Any]) -> str:
    """How a script did, in a few words."""
    state: str = result["state"]
    if state != "runs" or "numbers" not in result:
        return state
    return f"runs, {_VERDICTS[result['numbers']['verdict']]}"


def difference(result: dict[str, Any]) -> str:
    """The first difference, or what went wrong, in one line."""
    if result["state"] != "runs":
        return str(result.get("kind", ""))
    first = (result.get("numbers") or {}).get("first")
    if not first:
        return ""
    return f"line {first['line']}: {first['expected']} there, {first['received']} here"


def figures(results: list[dict[str, Any]]) -> dict[str, Any]:
    """The counts: what runs, what prints the same numbers, what fails and how.

    `counted` leaves out what does not run on the real one either.
    """
    states = Counter(result["state"] for result in results)
    verdicts = Counter(
        result["numbers"]["verdict"] for result in results if result.get("numbers")
    )
    refused = Counter(r["refused"] for r in results if r["fails"] and r.get("refused"))
    kinds = Counter(r["kind"] for r in results if r["fails"] and r.get("kind"))
    return {
        "scripts": len(results),
        "counted": len(results) - states["runs nowhere"],
        "runs": states["runs"],
        "refused": states["refused"],
        "fails": states["fails"] + states["not run"],
        "runs_nowhere": states["runs nowhere"],
        "compared": verdicts["same"] + verdicts["differ"] + verdicts["rounding"],
        "same": verdicts["same"],
        "differ": verdicts["differ"],
        "rounding": verdicts["rounding"],
        "unseeded": verdicts["unseeded"],
        "no_numbers": verdicts["none"],
        "seconds": round(sum(r.get("seconds", 0.0) for r in results), 1),
        "refused_names": dict(refused.most_common()),
        "kinds": dict(kinds.most_common()),
    }


def as_json(results: list[dict[str, Any]], found: dict[str, Any]) -> str:
    """All of it, for programs."""
    return json.dumps(
        {"figures": figures(results), "scripts": results, **found}, indent=2
    )


def text(results: list[dict[str, Any]], found: dict[str, Any]) -> str:
    """The table, and the counts below it."""
    rows = [tuple(map(words.said, ("script", "outcome", "s", "first difference")))]
    for result in results:
        seconds = f"{result['seconds']:.1f}" if "seconds" in result else ""
        said = map(words.said, (outcome(result), seconds, difference(result)))
        rows.append((result["name"], *said))
    widths = [max(words.width(row[i]) for row in rows) for i in range(3)]
    lines = [
        f"{words.padded(a, widths[0])}  {words.padded(b, widths[1])}  "
        f"{c:>{widths[2]}}  {d}".rstrip()
        for a, b, c, d in rows
    ]
    return "\n".join([*lines, "", *map(words.said, summary(results, found))])


def summary(results: list[dict[str, Any]], found: dict[str, Any]) -> list[str]:
    """The counts, a line each."""
    have = figures(results)
    lines = [f"{have['counted']} scripts: {_part(have['runs'], have['counted'])} run"]
    if have["compared"]:
        lines[0] += (
            f"; of {have['compared']} that were compared "
            f"{_part(have['same'], have['compared'])} print the same numbers"
        )
    if have["rounding"]:
        lines.append(
            f"{have['rounding']} drift apart by rounding: so does the real one from "
            "weights moved by 1e-5"
        )
    if have["runs_nowhere"]:
        lines.append(f"{have['runs_nowhere']} do not run on the real one either")
    if have["unseeded"]:
        lines.append(
            f"{have['unseeded']} are not seeded: the real one prints other numbers "
            "each time"
        )
    if found["modules"]:
        lines.append(f"{found['modules']} files are run by those that import them")
    if have["kinds"]:
        lines += ["", "what fails, by kind"]
        lines += [f"{count:5}  {kind}" for kind, count in have["kinds"].items()]
    if have["refused_names"]:
        lines += ["", "names that are refused"]
        lines += [f"{n:5}  {name}" for name, n in have["refused_names"].items()]
    return lines


def _part(count: int, total: int) -> str:
    return f"{count} ({100 * count / total:.1f} %)" if total else "0"
