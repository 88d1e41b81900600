"""`lab12 why LAB`: which of Keras's defaults makes the loss differ, and how much."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from compat import words
from lab12.labs.catalogue import Lab
from lab12.record.defaults import DEFAULTS, NEEDS
from lab12.record.trace import Trace
from lab12.runs import engines
from lab12.runs.engines import Job, Watch
from lab12.runs.goldens import golden
from lab12.show import table
from lab12.show.plots import save

ALL = "all of them"
NONE = "none"
_HEAD = ("Keras's default", "first loss", "last loss", "difference", "of all", "what")


@dataclass(frozen=True)
class Row:
    """What one default does to a lab.

    Attributes:
        default: Of `DEFAULTS`, or `NONE` or `ALL`.
        first: The first loss, or None for a lab that does not train.
        last: The last loss.
        difference: From the twin that keeps to TensorFlow 1.x in everything: the mean
            of |loss - its loss| over the steps; without losses, the largest difference
            of an output.
        share: That, as a part of what all defaults together make.
        occurs: Whether the lab has it at all: the run is not the same to the bit.
    """

    default: str
    first: float | None
    last: float | None
    difference: float
    share: float | None
    occurs: bool


def jobs(lab: Lab, out: Path) -> dict[str, Job]:
    """The runs of a lab's twin: with no default put back, each alone, and all.

    Defaults that its source says nothing of are left out: it has them anyway.
    """
    source = lab.modern.read_text(encoding="utf-8")
    there = tuple(name for name, needed in NEEDS.items() if needed in source)
    found = {}
    for name in (NONE, *there, ALL):
        put_back = {NONE: (), ALL: there}.get(name, (name,))
        # The seed's own values leave nothing to carry over wrongly.
        own = "initial-values" in put_back
        file = name.replace(" ", "-")
        found[name] = Job(
            lab,
            "keras",
            out / "why" / f"{lab.name}.{file}.npz",
            None if own else lab.golden,
            folder=out / "files" / f"{lab.name}.why.{file}",
            defaults=put_back,
        )
    return found


# what is handed over with the weights of a pair, and is no option of its scripts
_IN_WEIGHTS = ("forget-bias", "gate-order", "gru")


def of_source(source: str) -> list[tuple[str, tuple[str, ...]]]:
    """The runs of a program that is no lab's twin: each a name and its defaults."""
    there = tuple(
        name
        for name, needed in NEEDS.items()
        if needed in source and name not in _IN_WEIGHTS
    )
    return [(NONE, ()), *((name, (name,)) for name in there), (ALL, there)]


def run(lab: Lab, out: Path, watch: Watch) -> dict[str, Trace]:
    """Run the twin of a lab once for each of Keras's defaults.

    Args:
        lab: The lab.
        out: Where traces go, in `why/`.
        watch: See `engines.run_all`.

    Returns:
        The traces by default; `NONE` keeps to TensorFlow 1.x.

    Raises:
        EngineError: When a run fails.
        GoldenError: When the lab's golden does not fit its script.
    """
    golden(lab)
    wanted = jobs(lab, out)
    (out / "why").mkdir(parents=True, exist_ok=True)
    outcomes = engines.run_all(list(wanted.values()), watch=watch)
    for outcome in outcomes:
        if outcome.code:
            raise engines.EngineError(engines.complaint(outcome))
    return {name: Trace.load(job.trace) for name, job in wanted.items()}


def rows(traces: Mapping[str, Trace]) -> list[Row]:
    """What each default does, the largest difference first."""
    base = traces[NONE]
    whole = difference(traces[ALL], base)
    found = []
    for name, trace in traces.items():
        off = difference(trace, base)
        trained = len(trace.loss) > 0
        found.append(
            Row(
                name,
                float(trace.loss[0]) if trained else None,
                float(trace.loss[-1]) if trained else None,
                off,
                off / whole if whole else None,
                not _same(trace, base),
            )
        )
    ends = [row for row in found if row.default in (NONE, ALL)]
    middle = [row for row in found if row not in ends]
    return [ends[0], *sorted(middle, key=lambda row: -row.difference), ends[1]]


def difference(trace: Trace, base: Trace) -> float:
    """How far one run is from another; see `Row.difference`."""
    if len(base.loss):
        steps = min(len(trace.loss), len(base.loss))
        return float(np.abs(trace.loss[:steps] - base.loss[:steps]).mean())
    common = [k for k in base.forward if k in trace.forward]
    offs = [
        np.abs(trace.forward[k] - base.forward[k]).max()
        for k in common
        if trace.forward[k].shape == base.forward[k].shape and base.forward[k].size
    ]
    return float(max(offs, default=0.0))


def _same(trace: Trace, base: Trace) -> bool:
    if len(base.loss):
        return np.array_equal(trace.loss, base.loss)
    return difference(trace, base) == 0


def text(
    lab: Lab, found: Sequence[Row], reference: Trace, old: str = "TensorFlow 1.15.5"
) -> str:
    """The table for people, and what to know of it."""
    lines = [list(_HEAD)]
    for row in found:
        what = DEFAULTS.get(row.default, "")
        if row.default == NONE:
            what = "the twin as it is, from the weights of TensorFlow 1.x"
        share = "" if row.share is None or row.default == NONE else f"{row.share:.0%}"
        if not row.occurs and row.default != NONE:
            what = "no difference in this lab" + (f" ({what})" if what else "")
        lines.append(
            [
                row.default,
                "" if row.first is None else f"{row.first:.4f}",
                "" if row.last is None else f"{row.last:.4f}",
                f"{row.difference:.1e}" if row.difference else "0",
                share,
                what,
            ]
        )
    notes = [
        "difference: mean of |loss - the first row's loss| over the steps"
        if len(reference.loss)
        else "difference: the largest of an output from the first row's",
        "of all: beside the last row; the parts need not add up",
    ]
    if len(reference.loss):
        notes.append(
            f"{old} itself: first loss {reference.loss[0]:.4f}, last "
            f"{reference.loss[-1]:.4f}"
        )
    heading = f"{lab.name}: {words.said(lab.title)}"
    said = "\n".join(map(words.said, notes))
    return "\n\n".join([heading, table.columns(lines), said])


def draw(
    lab: Lab, traces: Mapping[str, Trace], reference: Trace, path: Path
) -> Path | None:
    """Draw the losses of the runs that differ, beside TensorFlow 1.15.5's.

    Args:
        lab: The lab.
        traces: By default.
        reference: TensorFlow 1.15.5's run.
        path: The PNG to write.

    Returns:
        The path; None for a lab that does not train.
    """
    if not len(reference.loss):
        return None
    figure = Figure(figsize=(8.5, 4.8), layout="constrained")
    axes = figure.subplots()
    axes.plot(reference.loss, color="#bbbbbb", linewidth=6, label="TensorFlow 1.15.5")
    styles = ["-", "--", ":", "-."]
    shown = [row for row in rows(traces) if row.occurs or row.default == NONE]
    for i, row in enumerate(shown):
        label = "twin as it is" if row.default == NONE else row.default
        loss = traces[row.default].loss
        axes.plot(loss, linestyle=styles[i % 4], linewidth=1.6, label=label)
    losses = np.concatenate([traces[row.default].loss for row in shown])
    if losses.max() / max(losses.min(), 1e-9) > 20:
        axes.set_yscale("log")
    axes.set_title(f"{lab.name}: Keras's defaults, one at a time")
    axes.set_xlabel("training step")
    axes.set_ylabel("loss")
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")
    save(figure, path)
    return path


def data(lab: Lab, found: Sequence[Row]) -> str:
    """The table for a program to read."""
    return json.dumps(
        {"lab": lab.name, "rows": [asdict(row) for row in found]}, indent=1
    )
