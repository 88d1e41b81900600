"""Alternating runs: each engine a process that stays, a block of steps in its turn."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from lab12.bench import figures
from lab12.bench.entrants import SCRIPTS, Entrant, Worker, WorkerError, process

BLOCK = 0.25  # seconds that a block is to take
MOST_STEPS = 200  # in a block
FEWEST_TURNS = 3  # of the engines, though they take longer than they should

Watch = Callable[[list[tuple[str, float]], int, int], None]


@dataclass(frozen=True)
class Contender:
    """A script with its arguments, on an engine, under the name it has in a table."""

    name: str
    entrant: Entrant
    script: str
    args: tuple[object, ...]

    @property
    def command(self) -> list[str]:
        script = [str(SCRIPTS / self.script), *map(str, self.args)]
        return [*self.entrant.command, *script]


@dataclass
class Measured:
    """What came of a contender.

    Attributes:
        seconds: Of each step.
        memory: Megabytes of the whole process at the peak.
        at_start: The same when its libraries were imported and nothing was built.
        private: Megabytes at the peak without the pages of files; None if not known.
    """

    seconds: list[float]
    memory: float
    at_start: float
    private: float | None = None

    def summary(self, by: float = 1.0) -> dict[str, float]:
        return figures.scaled(figures.summary(self.seconds), by)


@dataclass
class Bench:
    """What all parts share.

    Attributes:
        entrants: The engines that are here.
        quick: Whether to measure a little of everything only.
        repeats: How many turns, or runs of a lab; each part's own number if None.
        watch: Told what is under way, for people.
        versions: By engine, what it said of its versions.
    """

    entrants: Mapping[str, Entrant]
    quick: bool = False
    repeats: int | None = None
    watch: Watch = lambda running, done, total: None
    versions: dict[str, dict[str, str]] = field(default_factory=dict)
    done: int = 0
    total: int = 0

    def turns(self, full: int, quick: int) -> int:
        return self.repeats or (quick if self.quick else full)

    def some(self, *names: str) -> list[Entrant]:
        """Those of the named engines that are here."""
        return [self.entrants[name] for name in names if name in self.entrants]

    def say(self, what: str, began: float) -> None:
        self.watch([(what, time.monotonic() - began)], self.done, self.total)

    def saw(self, name: str, versions: Mapping[str, str]) -> None:
        self.versions.setdefault(name, {}).update(versions)


def alternate(
    bench: Bench,
    title: str,
    contenders: Sequence[Contender],
    turns: int,
    most_seconds: float = 60.0,
) -> tuple[dict[str, Measured], dict[str, str]]:
    """Time contenders, one block of steps after the other, turn after turn.

    Args:
        bench: What all parts share.
        title: What is measured, for people.
        contenders: Who takes part; they start together and are ready before the first
            block.
        turns: How many blocks of each.
        most_seconds: After so many seconds no further turn begins, but for the first
            `FEWEST_TURNS`.

    Returns:
        What came of each, and for those that failed, why.
    """
    failed: dict[str, str] = {}
    with ExitStack() as stack:
        workers = {}
        began = time.monotonic()
        for one in contenders:
            context = process(one.command, one.entrant.environment(), piped=True)
            workers[one.name] = Worker(*stack.enter_context(context))

        def attempt(name: str, what: Callable[[Worker], Any]) -> Any:
            bench.say(f"{title}: {name}", began)
            try:
                return what(workers[name])
            except WorkerError as error:
                failed[name] = str(error)
                del workers[name]

        for one in contenders:
            attempt(one.name, Worker.wait)
            if one.name in workers:
                bench.saw(one.entrant.name, workers[one.name].ready["versions"])
        steps = {}
        for name in list(workers):  # how long a step takes, more or less
            first = attempt(name, partial(Worker.block, steps=1))
            if first:
                steps[name] = max(1, min(MOST_STEPS, int(BLOCK / max(first))))
        began = time.monotonic()
        for turn in range(turns):
            if turn >= FEWEST_TURNS and time.monotonic() - began > most_seconds:
                break
            order = list(workers)
            shift = turn % max(1, len(order))
            for name in order[shift:] + order[:shift]:
                seconds = attempt(name, partial(Worker.block, steps=steps[name]))
                if seconds:
                    workers[name].seconds += seconds
        bench.done += 1
        measured = {
            name: Measured(w.seconds, w.memory, float(w.ready["at_start"]), w.private)
            for name, w in workers.items()
            if w.seconds
        }
    return measured, failed


def thread_counts() -> list[int]:
    """1, 2, 4, … and the number of cores."""
    cores = os.cpu_count() or 1
    counts = [2**i for i in range(cores.bit_length()) if 2**i < cores]
    return [*counts, cores]


def best_torch(measured: Mapping[str, Measured]) -> dict[str, Measured]:
    """Of PyTorch's thread counts, the one with the least median, as `torch`."""
    kept = {k: v for k, v in measured.items() if not k.startswith("torch ")}
    counts = [v for k, v in measured.items() if k.startswith("torch ")]
    if counts:
        kept["torch"] = min(counts, key=lambda one: one.summary()["median"])
    return kept


def training(
    entrants: Sequence[Entrant],
    sizes: Sequence[int],
    layers: int = 2,
    kind: str = "lstm",
) -> list[Contender]:
    """Contenders for one training step of `sizes`: batch, time, classes, hidden."""
    found = []
    for entrant in entrants:
        args = (*sizes, layers, kind)
        script = f"{entrant.family}_train.py"
        if entrant.family == "torch":
            found += [
                Contender(f"torch {count}", entrant, script, (count, *args))
                for count in thread_counts()
            ]
        else:
            found.append(Contender(entrant.name, entrant, script, args))
    return found
