"""A benchmark as text: on the terminal, and as docs/performance.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lab12.bench import backends, figures, goals
from lab12.show.table import columns

LEGEND = {
    "tf115": "the real TensorFlow 1.15.5",
    "compat": "the same script, byte for byte, by `python -m compat run`",
    "compat plain": "the same with `COMPAT_FAST=0`: plain loops, plain import",
    "compat warm": "`python -m compat run --warm`",
    "keras": "the same work written in Keras 3",
    "keras-jax": "the same file with Keras on JAX",
    "keras-torch": "the same file with Keras on PyTorch",
    "torch": "in PyTorch, `nn.LSTM`",
    "numpy": "NumPy's matrix product",
}

_BACKENDS = (
    "One step of fit() (batch,time,classes,hidden; two LSTM layers): the backend that "
    "takes least, and any that takes up to a tenth more. What is compiled first, and "
    "where lengths differ from batch to batch, is in [twins.md](twins.md)."
)


def header(data: Mapping[str, Any]) -> list[str]:
    """Machine, versions and what was left out, a line each."""
    machine = data["machine"]
    lines = [
        f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gb']} GB, "
        f"{machine['system']}"
    ]
    said: dict[str, None] = {}  # in order, each once
    for part in data["parts"].values():
        for name, versions in part["versions"].items():
            said[f"{name}: " + ", ".join(f"{k} {v}" for k, v in versions.items())] = (
                None
            )
    for title, part in data["parts"].items():
        for name, why in part["left_out"].items():
            said[f"left out of {title}: {name}: {why}"] = None
    lines += sorted(said)
    return lines


def _measured(part: Mapping[str, Any]) -> str:
    load = ", ".join(f"{one:.2f}" for one in part["load"])
    quick = "; a quick run, good for a look only" if part["quick"] else ""
    return f"{part['date']}, load average before {load}{quick}"


def failures(data: Mapping[str, Any]) -> list[str]:
    """A line for each engine that failed somewhere."""
    return [
        f"{name}: {row['case']}: {engine}: {why}"
        for name, part in data["parts"].items()
        for table in part["tables"]
        for row in table["rows"]
        for engine, why in row["failed"].items()
    ]


def text(data: Mapping[str, Any]) -> str:
    """For the terminal."""
    lines = header(data)
    for name, part in data["parts"].items():
        lines += ["", f"{name}: {_measured(part)}"]
        for table in part["tables"]:
            lines += ["", table["title"], columns(figures.as_rows(table))]
    found = goals.measured(data)
    if found:
        head, _, *rows = goals.rows(found)
        lines += ["", columns([head, *rows])]
    lines += ["", "±: half the distance between the quartiles; a/b: of the medians"]
    return "\n".join(lines)


def _sentence(table: Mapping[str, Any], pair: list[str]) -> str:
    """The geometric mean of a pair, and the rows at both ends."""
    found = [
        (ratio, row["case"])
        for row in table["rows"]
        if (ratio := figures.ratio(row, pair)) is not None
    ]
    mean = figures.geometric_mean(ratio for ratio, _ in found)
    least, most = min(found), max(found)
    return (
        f"- {pair[0]} / {pair[1]}: geometric mean {mean:.2f}; least {least[0]:.2f} "
        f"({least[1]}), most {most[0]:.2f} ({most[1]}); "
        f"{sum(ratio > 1 for ratio, _ in found)} of {len(found)} above 1"
    )


def markdown(data: Mapping[str, Any], pictures: Mapping[str, str]) -> str:
    """docs/performance.md.

    Args:
        data: A bench.json.
        pictures: By part, the file name of its picture.
    """
    used = {
        name
        for part in data["parts"].values()
        for table in part["tables"]
        for name in figures.names(table)
    }
    lines = [
        "# Performance",
        "",
        "Made by `lab12 bench --document` from performance.json; not typed.",
        "",
        "## How it was measured",
        "",
        "All engines of a row run in turns: each is a process that stays, is warmed",
        "up, and is told over a pipe to time a block of steps; then the next engine",
        "has its turn, so that whatever else the machine does strikes all of them. Who",
        "begins changes from turn to turn. Each engine takes as many threads",
        "as it likes. Scripts for TensorFlow 1.x are the same file on 1.15.5 and under",
        "`compat` (`lab12/bench/scripts`). Figures are medians, ± half the distance",
        "between the quartiles; `a/b` is the ratio of the medians, so below 1 means",
        "that `a` takes less (of characters per second: does less). `lab12 bench`",
        "measures it all again.",
        "",
    ]
    lines += [f"- {line}" for line in header(data)]
    lines.append("")
    lines += [f"- `{name}`: {said}" for name, said in LEGEND.items() if name in used]
    found = goals.measured(data)
    if found:
        lines += ["", "## What was wanted, and what is left", ""]
        lines += [_markdown(row) for row in goals.rows(found)]
    head, *rows = backends.rows(data) or [[]]
    if rows:
        lines += ["", "## Which backend of Keras", "", _BACKENDS, ""]
        lines += [_markdown(head), _markdown(["---"] * len(head))]
        lines += [_markdown(row) for row in rows]
    for name, part in data["parts"].items():
        lines += ["", f"## {name}", "", f"Measured {_measured(part)}."]
        if name in pictures:
            lines += ["", f"![{name}]({pictures[name]})"]
        for table in part["tables"]:
            lines += ["", f"### {table['title']}", ""]
            if table["about"]:
                lines += [table["about"], ""]
            head, *rows = figures.as_rows(dict(table))
            lines += [_markdown(head), _markdown(["---"] * len(head))]
            lines += [_markdown(row) for row in rows]
            pairs = figures.pairs(dict(table)) if len(table["rows"]) > 1 else []
            lines += ["", *(_sentence(table, list(pair)) for pair in pairs)]
    failed = failures(data)
    if failed:
        lines += ["", "## What failed", "", *(f"- {line}" for line in failed)]
    return "\n".join(lines).rstrip() + "\n"


def _markdown(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
