"""Whole runs: start-up and the labs, cold and warm; the labs' training steps."""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from lab12.bench import figures
from lab12.bench.alternate import Bench
from lab12.bench.entrants import SCRIPTS, Entrant, WorkerError, last_line, process, said
from lab12.bench.figures import Table
from lab12.bench.parts import row
from lab12.labs.catalogue import LABS, PACKAGE, Lab
from lab12.record import recorder
from lab12.runs import engines, fork

LONGEST = 1800.0  # seconds of one run

# For steps only: labs whose last steps are like their first are cut short.
FEWER_STEPS = {
    "rnn_11_sentiment": ("--epochs", "1"),
    "rnn_12_sentiment_stacked": ("--epochs", "1"),
}
TWINS = tuple(engines.TWINS.values())
QUICK = ("rnn_05_long_char_stacked",)


def run(
    bench: Bench,
    title: str,
    command: Sequence[str],
    environment: Mapping[str, str],
) -> tuple[float, str]:
    """Run a process in an empty folder: its seconds, start to end, and what it said
    on stderr.

    Raises:
        WorkerError: When it fails, or takes too long.
    """
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        with process(command, environment, folder) as (one, stderr):
            ended: list[float] = []

            def wait() -> None:  # to the moment; a wait with a limit looks now and then
                one.wait()
                ended.append(time.monotonic())

            waiting = threading.Thread(target=wait, daemon=True)
            waiting.start()
            while waiting.is_alive():
                bench.say(title, began)
                waiting.join(0.5)
                if time.monotonic() - began > LONGEST:
                    raise WorkerError(f"not done in {LONGEST:.0f} s")
            text = said(stderr)
            if one.returncode:
                raise WorkerError(f"exit code {one.returncode}: {last_line(text)}")
            return ended[0] - began, text


def per_step(kinds: Sequence[Sequence[float]]) -> dict[str, float] | None:
    """A summary of all steps of a lab: the mean of its kinds', weighted by number.

    Args:
        kinds: Seconds of the steps, those of each kind apart.
    """
    whole = [figures.summary(one) for one in kinds if one]
    steps = sum(one["count"] for one in whole)
    if not steps:
        return None
    mean = {
        key: sum(one[key] * one["count"] for one in whole) / steps
        for key in ("median", "low", "high", "min", "max")
    }
    return {**mean, "count": steps}


def _steps_of(
    bench: Bench, lab: Lab, entrant: Entrant
) -> tuple[dict[str, float] | None, list[list[float]]]:
    keras = entrant.family == "keras"
    engine = "keras" if keras else entrant.name.split()[0]
    script = lab.modern if keras else lab.legacy
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "steps.json"
        python = entrant.command[0]
        ride = str(PACKAGE / "bench" / "ride.py")
        options = ["--engine", engine, "--out", str(out), str(script)]
        cut = FEWER_STEPS.get(lab.name, ())
        run(
            bench,
            f"steps of {lab.name}: {entrant.name}",
            [python, ride, *options, *cut],
            entrant.environment(),
        )
        found = json.loads(out.read_text(encoding="utf-8"))
    bench.saw(entrant.name, found["versions"])
    return per_step(found["kinds"]), found["kinds"]


@contextmanager
def warm(compat: Entrant) -> Iterator[list[Entrant]]:
    """`compat run --warm`, on a server that ends at last; none where it cannot be."""
    with fork.server(compat.environment(), modules="") as environment:
        if environment is None:
            yield []
            return
        place = tuple(p for p in environment.items() if p[0].startswith("COMPAT_WARM_"))
        command = (*compat.command, "--warm")
        yield [
            replace(
                compat, name="compat warm", command=command, more=compat.more + place
            )
        ]


def _whole(
    bench: Bench, case: str, runs: Sequence[tuple[Entrant, Path]], turns: int
) -> Table:
    """Seconds of whole processes, in turns."""
    seconds: dict[str, list[float]] = {entrant.name: [] for entrant, _ in runs}
    failed: dict[str, str] = {}
    for turn in range(turns):
        shift = turn % len(runs)
        for entrant, script in [*runs[shift:], *runs[:shift]]:
            if entrant.name in failed:
                continue
            command = [*entrant.command, str(script)]
            title = f"{case}: {entrant.name}"
            try:
                if "--warm" in entrant.command:  # its server may have to start first
                    keras = recorder.uses_keras(script.read_bytes())
                    first = "start_keras.py" if keras else "start.py"
                    start = [*entrant.command, str(SCRIPTS / first)]
                    run(bench, f"{title}: start", start, entrant.environment())
                taken, text = run(bench, title, command, entrant.environment())
                if "compat: not warm" in text:
                    raise WorkerError(last_line(text))
            except WorkerError as error:
                failed[entrant.name] = str(error)
                continue
            seconds[entrant.name].append(taken)
    bench.done += 1
    found = {k: figures.summary(v) for k, v in seconds.items() if v}
    return row(case, found, failed)


def startup(bench: Bench) -> list[Table]:
    """The first line of a script: `import tensorflow`."""
    bench.total += 1
    with warm(bench.entrants["compat"]) as warmed:
        first, keras = SCRIPTS / "start.py", SCRIPTS / "start_keras.py"
        runs = [(one, first) for one in bench.some("tf115", "compat", "compat plain")]
        runs += [(one, first) for one in warmed]
        runs += [(one, keras) for one in bench.some("keras")]
        rows = [_whole(bench, "import tensorflow", runs, bench.turns(10, 2))]
    return [
        {
            "name": "startup",
            "title": "A script of one line, from the process's start to its end",
            "case": "script",
            "unit": "s",
            "about": "`import tensorflow as tf`; in Keras, `import keras`.",
            "pairs": [
                [name, "tf115"]
                for name in ("compat", "compat plain", "compat warm", "keras")
            ],
            "rows": rows,
        }
    ]


def labs(bench: Bench) -> list[Table]:
    """Every lab: its training steps, and whole runs, cold and warm."""
    chosen = [lab for lab in LABS if not bench.quick or lab.name in QUICK]
    bench.total += 2 * len(chosen)
    steps, whole = [], []
    for lab in chosen:
        found, failed = {}, {}
        for entrant in bench.some("tf115", "compat", "compat plain", *TWINS):
            try:
                one, kinds = _steps_of(bench, lab, entrant)
            except WorkerError as error:
                failed[entrant.name] = str(error)
                continue
            if one is not None:
                found[entrant.name] = one
        bench.done += 1
        if found or failed:
            steps.append(row(lab.name, found, failed))
    with warm(bench.entrants["compat"]) as warmed:
        entrants = [*bench.some("tf115", "compat"), *warmed, *bench.some(*TWINS)]
        for lab in chosen:
            runs = [
                (one, lab.modern if one.family == "keras" else lab.legacy)
                for one in entrants
            ]
            whole.append(_whole(bench, lab.name, runs, bench.turns(2, 1)))
    return [
        {
            "name": "labs steps",
            "title": "The labs, one training step",
            "case": "lab",
            "unit": "s",
            "about": "The script of each lab that trains, run once on each engine. "
            "TensorFlow 1.x: seconds of a Session.run that trains. fit() of Keras 2 "
            "and 3: from the end of one batch to that of the next, with what fit() "
            "does between them. A lab with several kinds of steps: the mean of their "
            "medians, weighted by their number.",
            "pairs": [
                ["compat", "tf115"],
                ["compat plain", "tf115"],
                *([twin, "tf115"] for twin in TWINS),
                ["keras", "compat"],
            ],
            "rows": steps,
        },
        {
            "name": "labs whole",
            "title": "The labs, whole runs from start to end",
            "case": "lab",
            "unit": "s",
            "about": "The process from its start to its end: `python SCRIPT` on "
            "TensorFlow 1.15.5, `python -m compat run SCRIPT`, the same with --warm "
            "and a server that runs already, and `python TWIN` for Keras, a column "
            "a backend.",
            "pairs": [[n, "tf115"] for n in ("compat", "compat warm", *TWINS)],
            "rows": whole,
        },
    ]
