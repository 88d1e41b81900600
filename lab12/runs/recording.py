"""Makes goldens: runs labs on the real TensorFlow 1.15.5, and how far rounding goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from lab12.labs.catalogue import Lab
from lab12.record.trace import Trace, nudge, thin
from lab12.runs import engines
from lab12.runs.engines import Job, Outcome, Watch

NUDGED_RUNS = 2


def record(
    labs: Sequence[Lab], folder: Path, watch: Watch
) -> tuple[Iterator[tuple[Lab, Trace]], list[Outcome]]:
    """Run labs on the real TensorFlow 1.15.5, each that trains three times.

    Args:
        labs: Which.
        folder: For the runs' traces.
        watch: See `engines.run_all`.

    Returns:
        Goldens of the labs whose runs all ended well, and outcomes that did not.

    Raises:
        EngineError: When TensorFlow 1.15.5 is not there.
    """
    first = [_job(lab, folder) for lab in labs]
    outcomes = engines.run_all(first, then=_nudged, watch=watch)
    failed = [outcome for outcome in outcomes if outcome.code]
    broken = {outcome.job.lab for outcome in failed}
    well = (lab for lab in labs if lab not in broken)
    return ((lab, _golden(lab, folder)) for lab in well), failed


def _job(lab: Lab, folder: Path, ending: str = "", start: Path | None = None) -> Job:
    trace = folder / f"{lab.name}{ending}.npz"
    return Job(lab, "tf115", trace, start, folder=folder / lab.name)


def _nudged(outcome: Outcome) -> list[Job]:
    """Two further runs of a lab that trains, from weights whose last bits differ."""
    job = outcome.job
    if outcome.code or job.initial is not None:
        return []
    trace = Trace.load(job.trace)
    jobs = []
    for i in range(NUDGED_RUNS if len(trace.loss) else 0):
        start = job.trace.with_suffix(f".start{i}.npz")
        nudge(trace, i).save(start)
        jobs.append(_job(job.lab, job.trace.parent, f".nudged{i}", start))
    return jobs


def _golden(lab: Lab, folder: Path) -> Trace:
    trace = thin(Trace.load(folder / f"{lab.name}.npz"))
    nudged = [Trace.load(path) for path in sorted(folder.glob(f"{lab.name}.nudged*"))]
    if not nudged:
        return trace
    last = [one.classes[-1] for one in nudged if len(one.classes)]
    return replace(
        trace,
        nudged_loss=np.stack([one.loss for one in nudged]),
        nudged_classes=np.stack(last) if last else trace.nudged_classes,
    )
