"""Start engines, each run a process of its own, and hand back their traces."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from lab12.labs.catalogue import PACKAGE, Lab
from lab12.runs import fork

ENGINES = {
    "tf115": "the legacy script on the real TensorFlow 1.15.5",
    "compat": "the legacy script on TensorFlow 2, through compat",
    "keras": "the Keras 3 twin",
}
# Keras 3's backends, and what they are called
BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
# what a comparison calls the twin on each of them
TWINS = {"tensorflow": "keras", "jax": "keras-jax", "torch": "keras-torch"}
# all that a comparison may have, each with what it is
COMPARED = {
    **ENGINES,
    "keras-jax": "the same twin on JAX",
    "keras-torch": "the same twin on PyTorch",
}

# TensorFlow's C++ side logs to stderr whatever its level: devices, GPU libraries
_LOG_LINE = re.compile(r"^([EWIF]\d{4} |\d{4}-\d\d-\d\d |WARNING: All log messages)")


class EngineError(Exception):
    """An engine, or a backend of Keras, that is not there."""


def backend(name: str) -> str:
    """A backend of Keras 3, once it is known to be installed.

    Args:
        name: Of `BACKENDS`.

    Raises:
        EngineError: When it is not installed; says what to install.
    """
    if importlib.util.find_spec(name) is None:
        raise EngineError(
            f"expected {BACKENDS[name]} for the Keras backend {name}, found none: "
            f"pip install 'lab12[{name}]'"
        )
    return name


def installed_backends() -> list[str]:
    """The backends of Keras 3 that are installed, TensorFlow first."""
    return [name for name in BACKENDS if importlib.util.find_spec(name) is not None]


def oracle() -> Path | None:
    """The Python of the real TensorFlow 1.15.5, or None where there is none.

    `LAB12_TF115` names it, or `make oracle` built it in the checkout.

    Raises:
        EngineError: When `LAB12_TF115` names no file.
    """
    named = os.environ.get("LAB12_TF115")
    if named:
        if not Path(named).is_file():
            raise EngineError(
                f"expected LAB12_TF115 to be the path of a Python, received {named!r}"
            )
        return Path(named).absolute()
    built = PACKAGE.parent / ".oracle" / "bin" / "python"
    made = built.is_file() and (PACKAGE.parent / ".oracle" / "installed").is_file()
    return built if made else None


Watch = Callable[[list[tuple[str, float]], int, int], None]


@dataclass(frozen=True)
class Job:
    """One run to be made.

    Attributes:
        lab: Which lab.
        engine: One of `ENGINES`.
        trace: Where its trace goes.
        initial: A trace whose initial variables to start from.
        argv: The script's arguments.
        folder: Where the script runs, and leaves the files it writes; made if need be.
            This process's own folder if None.
        defaults: Of Keras's defaults, those to put back into a twin; see `defaults.py`.
        backend: That of Keras, for a twin.
        graph: Where the graph of a TensorFlow 1.x script goes, if anywhere.
        dropout: Whether there is dropout; `False` leaves out what is fed its rate.
    """

    lab: Lab
    engine: str
    trace: Path
    initial: Path | None = None
    argv: tuple[str, ...] = ()
    folder: Path | None = None
    defaults: tuple[str, ...] = ()
    backend: str = "tensorflow"
    graph: Path | None = None
    dropout: bool = True

    @property
    def title(self) -> str:
        if self.defaults:
            return f"{self.lab.name} {self.engine} ({', '.join(self.defaults)})"
        if self.backend != "tensorflow":
            return f"{self.lab.name} {self.engine} on {BACKENDS[self.backend]}"
        given = self.initial is not None and self.engine != "keras"
        return f"{self.lab.name} {self.engine}{' (weights given)' if given else ''}"


@dataclass(frozen=True)
class Outcome:
    """How a job ended: its exit code, its seconds, what it said on stderr."""

    job: Job
    code: int
    seconds: float
    stderr: str


def command(job: Job) -> list[str]:
    """The command line of a job.

    Raises:
        EngineError: When the real TensorFlow 1.15.5 is asked for and is not there.
    """
    python: str | Path | None = sys.executable
    if job.engine == "tf115":
        python = oracle()
        if python is None:
            raise EngineError(
                "expected a Python with TensorFlow 1.15.5, found none: run "
                "`make oracle`, or name one in LAB12_TF115"
            )
    script = job.lab.modern if job.engine == "keras" else job.lab.legacy
    options = ["--engine", job.engine, "--trace", str(job.trace.absolute())]
    if job.initial is not None:
        options += ["--initial", str(job.initial.absolute())]
    if job.defaults:
        options += ["--defaults", ",".join(job.defaults)]
    if job.graph is not None:
        options += ["--graph", str(job.graph.absolute())]
    if not job.dropout:
        options += ["--no-dropout"]
    recorder = str(PACKAGE / "record" / "recorder.py")
    return [str(python), recorder, *options, "--", str(script), *job.argv]


def environment(backend: str = "tensorflow") -> dict[str, str]:
    """The environment of an engine: quiet, no windows, UTF-8, one thread.

    The labs' ops are too small to share: with two runs at a time, more threads only
    wait for each other. The numbers are the same. No oneDNN, as in `compat run`: sums
    are taken in 1.15's order.

    Args:
        backend: That of Keras.
    """
    usual = {
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        "TF_ENABLE_ONEDNN_OPTS": "0",
    }
    ours = {
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "MPLBACKEND": "Agg",
        "PYTHONIOENCODING": "utf-8",
        "KERAS_BACKEND": backend,
    }
    if backend == "torch":
        usual["OMP_NUM_THREADS"] = "1"
    if backend == "jax":
        usual["JAX_PLATFORMS"] = "cpu"  # as the engines beside it
        # what JAX compiled for a twin is there when it runs again
        kept = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
        usual["JAX_COMPILATION_CACHE_DIR"] = str(kept / "lab12" / "jax")
        usual["JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS"] = "0"
    # TensorFlow 2, where it is imported here, says TF2_BEHAVIOR=1 to all; 1.15 listens
    inherited = {k: v for k, v in os.environ.items() if k != "TF2_BEHAVIOR"}
    return {**usual, **inherited, **ours}


def complaint(outcome: Outcome) -> str:
    """What a failed run said, without TensorFlow's log: one line for wrong use."""
    lines = [line for line in outcome.stderr.splitlines() if not _LOG_LINE.match(line)]
    lines = [line for line in lines if line.strip()]
    if not lines:
        return f"{outcome.job.title}: exit code {outcome.code}, and nothing said"
    return lines[-1] if outcome.code == 2 else "\n".join(lines)


class _Running:
    """A job under way.

    Args:
        job: Which.
        stdout: Where the script prints to.
        forking: The environment in which it is a fork; None to start cold.
    """

    def __init__(
        self, job: Job, stdout: int | None, forking: dict[str, str] | None
    ) -> None:
        self.job = job
        self.start = time.monotonic()
        line = command(job)
        if forking is not None and _forks(job):
            line = fork.command(line)
        else:
            forking = None
        job.trace.unlink(missing_ok=True)
        if job.folder is not None:
            job.folder.mkdir(parents=True, exist_ok=True)
        self._stderr = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            line,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=self._stderr,
            env=environment(job.backend) if forking is None else forking,
            cwd=job.folder,
            start_new_session=True,  # Ctrl-C is for us to handle
        )

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.start

    def outcome(self) -> Outcome | None:
        code = self.process.poll()
        if code is None:
            return None
        self._stderr.seek(0)
        said = self._stderr.read().decode("utf-8", "replace")
        self._close()
        return Outcome(self.job, code, self.seconds, said)

    def _close(self) -> None:
        self._stderr.close()
        if self.job.folder is not None:
            with suppress(OSError):  # the script has left files there
                self.job.folder.rmdir()

    def end(self) -> None:
        """Stop the job and its children; leave nothing half-written."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self._close()
        self.job.trace.unlink(missing_ok=True)
        Path(f"{self.job.trace}.part").unlink(missing_ok=True)


def _forking(
    jobs: list[Job], at_once: int, watch: Watch
) -> AbstractContextManager[dict[str, str] | None]:
    """The environment in which jobs are forks; None where that saves nothing."""
    if sum(map(_forks, jobs)) <= at_once:
        return nullcontext()
    start = time.monotonic()

    def waiting() -> None:
        watch([("importing TensorFlow", time.monotonic() - start)], 0, len(jobs))

    return fork.server(environment(), waiting=waiting)


@contextmanager
def _ending(running: list[_Running]) -> Iterator[None]:
    try:
        yield
    finally:
        for one in running:
            one.end()


def _forks(job: Job) -> bool:
    """Whether a job can be a fork of a process with TensorFlow 2 and Keras."""
    return job.engine != "tf115" and job.backend == "tensorflow"


def run_all(
    jobs: Iterable[Job],
    then: Callable[[Outcome], Iterable[Job]] = lambda outcome: (),
    watch: Watch = lambda running, done, total: None,
    at_once: int = 2,
    stdout: int | None = subprocess.DEVNULL,
) -> list[Outcome]:
    """Run jobs, some at a time, in order.

    Where there are more jobs than that, those on TensorFlow 2 are forks of one process
    that imports it once, and ends with the last of them.

    Args:
        jobs: What to run.
        then: Given each outcome as it comes, more jobs to run, ahead of the waiting.
        watch: Called now and then with what runs (title, seconds), the number of jobs
            done and the number known.
        at_once: How many processes at a time.
        stdout: Where the scripts print to; None for where this process prints to.

    Returns:
        The outcomes, in the order in which the jobs ended.

    Raises:
        EngineError: When an engine is not there.
        KeyboardInterrupt: On Ctrl-C, once the running jobs are stopped.
    """
    waiting = list(jobs)
    running: list[_Running] = []
    done: list[Outcome] = []
    with _ending(running), _forking(waiting, at_once, watch) as forking:
        while waiting or running:
            while waiting and len(running) < at_once:
                running.append(_Running(waiting.pop(0), stdout, forking))
            time.sleep(0.05)
            for one in list(running):
                outcome = one.outcome()
                if outcome is not None:
                    running.remove(one)
                    done.append(outcome)
                    waiting[:0] = then(outcome)
            total = len(done) + len(running) + len(waiting)
            watch([(one.job.title, one.seconds) for one in running], len(done), total)
    return done
