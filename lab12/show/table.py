"""Comparisons as text: the table on the terminal, and docs/numbers.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from compat import words
from lab12.judge.compare import (
    ROUNDING,
    STEPS,
    astray,
    differences,
    forward,
    forward_by_shape,
)
from lab12.labs.catalogue import Lab
from lab12.labs.rules import Finding
from lab12.record.trace import Trace
from lab12.runs.engines import BACKENDS, COMPARED
from lab12.runs.goldens import golden

HEAD = (
    "lab",
    "engine",
    "names",
    "forward",
    "seed",
    "50 steps",
    "all steps",
    "must hold",
    "s",
    "result",
)


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text in columns; the last column is as wide as it likes."""
    rows = [[words.said(cell) for cell in row] for row in rows]
    last = len(rows[0]) - 1
    widths = [max(words.width(row[i]) for row in rows) for i in range(last)]
    lines = []
    for row in rows:
        cells = [words.padded(c, w) for c, w in zip(row[:-1], widths, strict=True)]
        lines.append("  ".join([*cells, row[-1]]).rstrip())
    return "\n".join(lines)


def _cell(found: Mapping[str, Finding], name: str) -> str:
    if name not in found:
        return "-"
    finding = found[name]
    if finding.value is None:
        return {True: "ok", False: "FAIL", None: "other"}[finding.ok]
    figure = f"{finding.value:.1e}" if finding.value else "0"
    if ROUNDING in finding.said:
        figure += " *"
    return f"{figure} FAIL" if finding.ok is False else figure


NOTES = {
    " *": "* more than 1e-4 (compat) or 1e-3 (keras), but by rounding: the real "
    "TensorFlow\n  1.15.5, started from weights that differ in their last bit, drifts "
    "as fast",
}

RUNGS = ("names", "forward", "seed", "training", "all steps", "classes")


def row(lab: Lab, engine: str, trace: Trace, findings: Sequence[Finding]) -> list[str]:
    """One run's row of the table.

    Args:
        lab: The lab.
        engine: What to call the engine.
        trace: The run.
        findings: What `compare.findings`, or for the reference `compare.holds`, found.
    """
    found = {finding.name: finding for finding in findings}
    rules = [finding for finding in findings if finding.name not in RUNGS]
    failed = [finding for finding in findings if finding.ok is False]
    held = all(finding.ok for finding in rules)
    said = max((f for f in rules), key=lambda f: f.value is not None, default=None)
    result = (
        failed[0].said if failed else (rules[0].said if said is None else said.said)
    )
    return [
        lab.name,
        engine,
        *(_cell(found, name) for name in RUNGS[:-1]),
        "yes" if held else "NO",
        f"{trace.meta['seconds_total']:.1f}",
        result,
    ]


def _losses(trace: Trace, steps: Sequence[int]) -> list[str]:
    return [f"{trace.loss[s]:.7g}" if s < len(trace.loss) else "" for s in steps]


def _largest(trace: Trace, reference: Trace) -> str:
    delta = differences(trace, reference)
    step = int(np.argmax(delta))
    return f"{delta[step]:.1e} at step {step}"


def numbers(labs: Sequence[tuple[Lab, Mapping[str, Trace]]]) -> str:
    """The text of docs/numbers.md.

    Args:
        labs: Labs with their traces by engine; that of `tf115` is the reference.
    """
    lines = [
        "# Numbers",
        "",
        "Made by `lab12 table` from the traces of a comparison; not typed. Losses are",
        "those of the training step named, from the seed that the script sets. `tf115`",
        "is the real TensorFlow 1.15.5, `compat` the same file on TensorFlow 2, from",
        "the same seed (a Keras 2 script: from the weights of `tf115`), `keras`",
        "the twin, from the weights of `tf115` (`keras-jax`, `keras-torch`: on JAX, on",
        "PyTorch). Differences are relative to `tf115`. A",
        "step is a batch. The last row of a lab that trains tells how far the real",
        "TensorFlow 1.15.5 leaves its own losses when the initial weights differ in",
        "their last bit: a difference of that size is rounding.",
        "",
    ]
    versions: dict[str, set[str]] = {}
    for _, traces in labs:
        for engine, trace in traces.items():
            backend = trace.meta.get("backend", "tensorflow")
            said = f"{BACKENDS[backend]} {trace.meta[backend]}, "
            said += "Keras {keras}, NumPy {numpy}, Python {python}"
            versions.setdefault(engine, set()).add(said.format(**trace.meta))
    for engine in COMPARED:
        for version in sorted(versions.get(engine, ())):
            lines.append(f"- `{engine}`: {version}")
    for lab, traces in labs:
        lines += [
            "",
            f"## {lab.name}",
            "",
            f"{lab.title}.",
            "",
        ]
        reference = traces["tf115"]
        if len(reference.loss):
            lines += _trained(lab, traces)
        else:
            lines += _forward(traces)
    return "\n".join(lines) + "\n"


def _trained(lab: Lab, traces: Mapping[str, Trace]) -> list[str]:
    reference = traces["tf115"]
    last = len(reference.loss) - 1
    steps = sorted({s for s in (0, 1, 10, 49, 99, 499, last) if s <= last})
    head = ["engine", *(f"step {s}" for s in steps), "first 50", "all steps", "result"]
    lines = [_markdown(head), _markdown(["---"] * len(head))]
    for engine in COMPARED:
        if engine not in traces:
            continue
        trace = traces[engine]
        ours = ["", ""]
        if engine != "tf115":
            first = differences(trace, reference)[:50].max()
            ours = [f"{first:.1e}", _largest(trace, reference)]
        result = "; ".join(rule(trace).said for rule in lab.must_hold)
        lines.append(_markdown([engine, *_losses(trace, steps), *ours, result]))
    nudged = golden(lab) if lab.golden.is_file() else None
    own = astray(nudged, len(reference.loss))
    if own.any():
        cells = ["tf115, last bits changed", *[""] * len(steps)]
        cells += [f"{own[:STEPS][-1]:.1e}", f"{own[-1]:.1e}", ""]
        lines.append(_markdown(cells))
    return lines


def _forward(traces: Mapping[str, Trace]) -> list[str]:
    """A lab that does not train: the first and last numbers of its outputs."""
    reference = traces["tf115"]
    head = ["engine", "first numbers", "last", "largest difference, same weights"]
    lines = [_markdown(head), _markdown(["---"] * len(head))]
    for engine in COMPARED:
        if engine not in traces:
            continue
        values = list(traces[engine].outputs.values())
        scores = traces[engine].scores()
        flat = np.ravel(values if scores is None else scores)
        shown = ", ".join(f"{number:.8g}" for number in flat[:3])
        largest = ""
        if engine != "tf115":
            rung = forward if engine == "compat" else forward_by_shape
            largest = f"{rung(traces[engine], reference).value or 0.0:.1e}"
        lines.append(_markdown([engine, shown, f"{flat[-1]:.8g}", largest]))
    return lines


def _markdown(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
