"""One training step: of several sizes and cells, in Keras's ways, as the work grows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lab12.bench import figures
from lab12.bench.alternate import (
    Bench,
    Contender,
    Measured,
    alternate,
    best_torch,
    training,
)
from lab12.bench.entrants import ENGINES
from lab12.bench.figures import Table

# batch, time, classes, hidden: of the labs' kind, and of char_rnn's
SIZES = ((1, 6, 5, 5), (170, 10, 25, 25), (507, 7, 5, 10), (50, 50, 84, 512))
CELLS_AT = (170, 10, 25, 25)

TO_TF115 = [[name, "tf115"] for name in ENGINES[1:]]
WAYS = (
    "function",
    "function-unroll",
    "fit",
    "execution",
    "fit-unroll",
    "fit-jit",
    "batch",
)

# of one training step: batch, time, hidden, layers; one of them grows at a time
BASE = {"time": 50, "hidden": 64, "batch": 16, "layers": 1}
GROWTH = {
    "time": (10, 50, 200, 1000),
    "hidden": (16, 64, 256, 1024),
    "batch": (1, 16, 128, 512),
    "layers": (1, 2, 3, 4),
}
CLASSES = 32


def row(case: str, found: Mapping[str, dict[str, float]], failed: object) -> Table:
    return {"case": case, "engines": dict(found), "failed": failed}


def _seconds(case: str, got: Mapping[str, Measured], failed: object) -> Table:
    return row(case, {name: one.summary() for name, one in got.items()}, failed)


def steps(bench: Bench) -> list[Table]:
    """One training step of two layers and a softmax."""
    sizes = SIZES[:2] if bench.quick else SIZES
    kinds = () if bench.quick else ("gru", "rnn")
    bench.total += len(sizes) + len(kinds)
    entrants = bench.some(*ENGINES)
    rows, cells = [], []
    for one in sizes:
        case = ",".join(map(str, one))
        turns = bench.turns(20, 3)
        got, failed = alternate(
            bench, f"step {case}", training(entrants, one), turns, 120
        )
        rows.append(_seconds(case, best_torch(got), failed))
    for kind in kinds:
        got, failed = alternate(
            bench,
            f"step {kind}",
            training(entrants, CELLS_AT, 2, kind),
            bench.turns(20, 3),
        )
        rows_of = {"gru": "GRUCell", "rnn": "BasicRNNCell"}
        cells.append(_seconds(rows_of[kind], best_torch(got), failed))
    shared = {"unit": "s", "pairs": TO_TF115}
    return [
        {
            "name": "steps",
            "title": "One training step, two LSTM layers",
            "case": "batch,time,classes,hidden",
            "about": "Two BasicLSTMCell in a MultiRNNCell, dynamic_rnn, a softmax over "
            "the classes at each step, Adam: seconds of one Session.run. Keras: of one "
            "step of fit(), on each backend. PyTorch: nn.LSTM of two layers with its "
            "best number of threads. Session.run is fed its data at each step, and so "
            "is Keras; in PyTorch it is there.",
            "rows": rows,
            **shared,
        },
        {
            "name": "cells",
            "title": "The same step with other cells, at "
            + ",".join(map(str, CELLS_AT)),
            "case": "cell",
            "about": "",
            "rows": cells,
            **shared,
        },
    ][: 1 + bool(cells)]


def keras(bench: Bench) -> list[Table]:
    """The same step in Keras, trained in several ways, beside compat."""
    sizes = SIZES[:1] if bench.quick else SIZES
    bench.total += len(sizes)
    entrant = bench.entrants["keras"]
    rows = []
    for one in sizes:
        case = ",".join(map(str, one))
        contenders = training(bench.some("compat"), one) + [
            Contender(way, entrant, "keras_train.py", (*one, 2, "lstm", way))
            for way in WAYS
        ]
        title, turns = f"keras {case}", bench.turns(10, 3)
        got, failed = alternate(bench, title, contenders, turns, 90)
        rows.append(_seconds(case, got, failed))
    return [
        {
            "name": "keras",
            "title": "Ways to train in Keras",
            "case": "batch,time,classes,hidden",
            "unit": "s",
            "about": "The step above by a loop over a tf.function with a GradientTape "
            "(`function`), by fit() on a repeating tf.data.Dataset (`fit`), the same "
            "with steps_per_execution=10 (`execution`), and by train_on_batch() on "
            "arrays (`batch`); with unroll=True (`-unroll`) and jit_compile=True "
            "(`-jit`).",
            "pairs": [[way, "compat"] for way in WAYS],
            "rows": rows,
        }
    ]


def growth(bench: Bench) -> list[Table]:
    """Seconds and peak memory of one step as one of its sizes grows."""
    entrants = bench.some("tf115", "compat plain", "compat", "keras")
    grown = {k: v[1:3] if bench.quick else v for k, v in GROWTH.items()}
    if bench.quick:
        grown = {"time": grown["time"]}
    points = {tuple(BASE.values())}
    for axis, values in grown.items():
        points |= {tuple({**BASE, axis: value}.values()) for value in values}
    bench.total += len(points)
    measured: dict[tuple[int, ...], tuple[dict[str, Measured], dict[str, str]]] = {}
    peaks: dict[str, Callable[[Measured], float | None]] = {
        "memory": lambda one: one.memory,
        "private": lambda one: one.private,
        "own": lambda one: max(one.memory - one.at_start, 0.1),
    }
    tables: dict[str, list[Table]] = {name: [] for name in ("seconds", *peaks)}
    for axis, values in grown.items():
        for value in values:
            point = {**BASE, axis: value}
            key, case = tuple(point.values()), f"{axis} {value}"
            if key not in measured:
                sizes = (point["batch"], point["time"], CLASSES, point["hidden"])
                contenders = training(entrants, sizes, point["layers"])
                measured[key] = alternate(
                    bench, f"growth {case}", contenders, bench.turns(5, 2), 20
                )
            got, failed = measured[key]
            more = {"axis": axis, "value": value}
            tables["seconds"].append({**_seconds(case, got, failed), **more})
            for name, peak in peaks.items():
                known = {k: mb for k, v in got.items() if (mb := peak(v)) is not None}
                summed = {k: figures.summary([mb]) for k, mb in known.items()}
                tables[name].append({**row(case, summed, failed), **more})
    base = ", ".join(f"{k} {v}" for k, v in BASE.items())
    return [
        {
            "name": f"growth {name}",
            "title": title,
            "case": "size",
            "unit": unit,
            "about": about,
            "pairs": TO_TF115,
            "rows": tables[name],
        }
        for name, title, unit, about in (
            (
                "seconds",
                "Seconds per step as the work grows",
                "s",
                f"One training step from a base of {base} and {CLASSES} classes; one "
                "size grows at a time.",
            ),
            (
                "memory",
                "Peak memory as the work grows",
                "MB",
                "The peak of the whole process, TensorFlow itself included.",
            ),
            (
                "private",
                "Private memory as the work grows",
                "MB",
                "The peak of what the whole process has to itself, TensorFlow's own "
                "included, looked at a hundred times a second: without the pages of "
                "files, those of the libraries, which the system shares between "
                "processes and can drop.",
            ),
            (
                "own",
                "Memory above that of the imports",
                "MB",
                "The same peak less what the process had taken when its libraries were "
                "imported and nothing was built.",
            ),
        )
    ]
