"""A comparison of labs from beginning to end: runs, findings, files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from compat import words, writing
from lab12.judge import compare
from lab12.labs.catalogue import Lab
from lab12.labs.rules import Finding
from lab12.record.trace import Trace
from lab12.runs import engines
from lab12.runs.engines import Job, Outcome, Watch
from lab12.runs.goldens import golden
from lab12.show import table


@dataclass
class Comparison:
    """What a comparison has found so far, lab by lab.

    Attributes:
        labs: The labs compared.
        out: Where traces, plots and `comparison.json` go.
        live: Whether the real TensorFlow 1.15.5 runs; if not, goldens stand in.
        backends: Of Keras, those that the twins run on.
    """

    labs: Sequence[Lab]
    out: Path
    live: bool
    backends: Sequence[str] = ("tensorflow",)
    failed: list[str] = field(default_factory=list)
    done: set[Job] = field(default_factory=set)
    _by_trace: dict[Path, Trace] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.out / "traces"

    def job(self, lab: Lab, engine: str, given: bool = False) -> Job:
        """The job of one lab on one engine; `given`: from the reference's weights.

        Args:
            lab: The lab.
            engine: Of `engines.COMPARED`.
            given: Whether another run of the lab starts from its own.
        """
        name = f"{lab.name}.{engine}{'.given' if given else ''}.npz"
        files = self.out / "files" / f"{lab.name}.{engine}"
        for backend, twin in engines.TWINS.items():
            if engine == twin:
                path, weights = self.folder / name, self.reference_path(lab)
                return Job(lab, "keras", path, weights, folder=files, backend=backend)
        start = self.reference_path(lab) if given else None
        return Job(lab, engine, self.folder / name, start, folder=files)

    def twins(self) -> list[str]:
        """What the twin is called on each backend that is asked for."""
        return [engines.TWINS[backend] for backend in self.backends]

    def reference_path(self, lab: Lab) -> Path:
        return self.folder / f"{lab.name}.tf115.npz" if self.live else lab.golden

    def trace(self, job: Job) -> Trace:
        if job.trace not in self._by_trace:
            self._by_trace[job.trace] = Trace.load(job.trace)
        return self._by_trace[job.trace]

    def reference(self, lab: Lab) -> Trace | None:
        """The real TensorFlow's trace, once it is there."""
        if not self.live:
            return golden(lab)
        job = self.job(lab, "tf115")
        return self.trace(job) if job in self.done else None

    def run(self, watch: Watch) -> None:
        """Run every engine of every lab, two processes at a time.

        Raises:
            GoldenError: When a golden is to stand in and does not fit.
            EngineError: When an engine is not there.
            KeyboardInterrupt: On Ctrl-C; what is done is in `done` and on the disk.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        jobs = []
        for lab in self.labs:
            if lab.golden.is_file() or not self.live:
                golden(lab)  # fits the script, or raises before anything runs
            if self.live:
                jobs += [self.job(lab, one) for one in ("tf115", "compat")]
            else:
                jobs += [self.job(lab, one) for one in ("compat", *self.twins())]
        engines.run_all(jobs, then=self._then, watch=watch)

    def _then(self, outcome: Outcome) -> list[Job]:
        """Keep an outcome; the twin waits for the weights it starts from."""
        job = outcome.job
        if outcome.code:
            said = engines.complaint(outcome)
            self.failed.append(f"{job.title}: exit code {outcome.code}: {said}")
            return []
        self.done.add(job)
        lab = job.lab
        more = []
        if job.engine == "tf115":
            more += [self.job(lab, one) for one in self.twins()]
        own = self.job(lab, "compat")
        reference = self.reference(lab)
        starts = job.engine in ("tf115", "compat") and job.initial is None
        if starts and own in self.done and reference is not None:
            if not compare.same_start(self.trace(own), reference):
                more.append(self.job(lab, "compat", given=True))
        return more

    def traces(self, lab: Lab) -> dict[str, Trace]:
        """The traces of a lab by engine; the golden counts as `tf115`."""
        found = {}
        reference = self.reference(lab)
        if reference is not None:
            found["tf115"] = reference
        for engine in ("compat", *self.twins()):
            job = self.job(lab, engine)
            if job in self.done:
                found[engine] = self.trace(job)
        return found

    def findings(self, lab: Lab) -> dict[str, list[Finding]]:
        """What was found of each engine's run of a lab."""
        traces = self.traces(lab)
        reference = traces.get("tf115")
        if reference is None:
            return {}
        found = {"tf115": compare.holds(lab, reference)}
        nudged = golden(lab) if lab.golden.is_file() else None
        if self.live and nudged is not None:
            found["tf115"].insert(0, self._repeats(reference, nudged))
        given_job = self.job(lab, "compat", given=True)
        given = self.trace(given_job) if given_job in self.done else None
        for engine in ("compat", *self.twins()):
            if engine in traces:
                weighted = given if engine == "compat" else None
                found[engine] = compare.findings(
                    lab, traces[engine], reference, weighted, nudged
                )
        return found

    def _repeats(self, live: Trace, recorded: Trace) -> Finding:
        """Whether the live TensorFlow 1.15.5 does what its golden says it did."""
        start = compare.seed(live, recorded)
        steps = compare.training(live, recorded)
        worse = next((f for f in (start, steps) if f.ok is False), start)
        return Finding("seed", worse.ok, f"golden: {worse.said}", worse.value)

    def reasons(self) -> list[str]:
        """A line for each thing that must hold and does not."""
        lines = list(self.failed)
        for lab in self.labs:
            for engine, found in self.findings(lab).items():
                for finding in found:
                    if finding.ok is False:
                        lines.append(
                            f"{lab.name} {engine}: {finding.name}: {finding.said}"
                        )
        return lines

    def text(self) -> str:
        """The table."""
        rows = [list(table.HEAD)]
        for lab in self.labs:
            traces = self.traces(lab)
            for engine, found in self.findings(lab).items():
                title = engine
                if engine == "tf115" and not self.live:
                    title = "tf115 (golden)"
                one = table.row(lab, title, traces[engine], found)
                if rows[-1][0] == lab.name or (rows[-1][0] == "" and engine != "tf115"):
                    one[0] = ""
                rows.append(one)
        text = table.columns(rows)
        cells = "".join(f" {cell} " for row in rows for cell in row)
        notes = [words.said(n) for sign, n in table.NOTES.items() if sign in cells]
        return "\n\n".join([text, "\n".join(notes)]) if notes else text

    def data(self) -> dict[str, Any]:
        """The same for a program to read."""
        labs: dict[str, Any] = {}
        for lab in self.labs:
            traces = self.traces(lab)
            labs[lab.name] = {
                engine: {
                    "meta": traces[engine].meta,
                    "steps": len(traces[engine].loss),
                    "findings": [asdict(finding) for finding in found],
                }
                for engine, found in self.findings(lab).items()
            }
        return {
            "reference": "tf115" if self.live else "golden",
            "ok": not self.reasons(),
            "reasons": self.reasons(),
            "labs": labs,
        }

    def write(self) -> list[Path]:
        """Write `comparison.json` and the plots; the files written."""
        from lab12.show import plots

        path = self.out / "comparison.json"
        with writing.whole(path) as beside:
            text = json.dumps(self.data(), indent=1) + "\n"
            Path(beside).write_text(text, encoding="utf-8")
        written = [path]
        for lab in self.labs:
            traces = self.traces(lab)
            if traces:
                written += plots.draw(lab, traces, self.out / "plots")
        return written
