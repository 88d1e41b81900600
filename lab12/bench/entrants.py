"""Who takes part in a measurement: engines, and the processes that time their steps."""

from __future__ import annotations

import importlib.util
import json
import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from lab12.labs.catalogue import PACKAGE
from lab12.runs import engines

SCRIPTS = PACKAGE / "bench" / "scripts"
READY_SECONDS = 300.0  # to import, build and warm up; XLA may need longer, and is out
BLOCK_SECONDS = 600.0
LOOK_SECONDS = 0.01  # between looks at a process's memory
THEIR_OWN = (
    "TF_NUM_INTRAOP_THREADS",
    "TF_NUM_INTEROP_THREADS",
    "TF_ENABLE_ONEDNN_OPTS",
    "OMP_NUM_THREADS",
)

ENGINES = (
    "tf115",
    "compat",
    "compat plain",
    "keras",
    "keras-jax",
    "keras-torch",
    "torch",
)


class WorkerError(Exception):
    """A process that did not do what it was started for."""


@dataclass(frozen=True)
class Entrant:
    """An engine as it takes part.

    Attributes:
        name: What the tables call it.
        command: How it starts a script.
        family: Which scripts are for it: `tf1`, `keras` or `torch`.
        more: Environment variables.
        backend: That of Keras.
    """

    name: str
    command: tuple[str, ...]
    family: str = "tf1"
    more: tuple[tuple[str, str], ...] = ()
    backend: str = "tensorflow"

    def environment(self) -> dict[str, str]:
        """That of a comparison, but with what the engine itself takes by default."""
        ours = engines.environment(self.backend)
        for name in THEIR_OWN:
            if name not in os.environ:
                ours.pop(name, None)
        for name in ("COMPAT_FAST", "COMPAT_WARM"):
            ours.pop(name, None)
        if self.name != "tf115" and self.family != "torch":  # finds lab12 and compat
            path = [str(PACKAGE.parent), ours.get("PYTHONPATH", "")]
            ours["PYTHONPATH"] = os.pathsep.join(filter(None, path))
        return {**ours, **dict(self.more)}


def torch() -> Path | None:
    """A Python with PyTorch: `LAB12_TORCH` names it, or this one has it.

    Raises:
        EngineError: When `LAB12_TORCH` names no file.
    """
    here = Path(sys.executable) if importlib.util.find_spec("torch") else None
    return _python("LAB12_TORCH") or here


def _python(variable: str) -> Path | None:
    """The Python that an environment variable names, if it names one."""
    named = os.environ.get(variable)
    if not named:
        return None
    if not Path(named).is_file():
        raise engines.EngineError(
            f"expected {variable} to be the path of a Python, received {named!r}"
        )
    return Path(named).absolute()


def present() -> tuple[dict[str, Entrant], dict[str, str]]:
    """The engines that are here, and for those that are not, why and what to do."""
    here, compat = sys.executable, (sys.executable, "-m", "compat", "run")
    found = {
        "compat": Entrant("compat", compat),
        "compat plain": Entrant("compat plain", compat, more=(("COMPAT_FAST", "0"),)),
    }
    left_out = {}
    its_own = _python("LAB12_JAX")  # without TensorFlow, which a seed would import
    for backend, name in engines.TWINS.items():
        if backend == "jax" and its_own is not None:
            found[name] = Entrant(name, (str(its_own),), "keras", backend=backend)
        elif backend in engines.installed_backends():
            found[name] = Entrant(name, (here,), "keras", backend=backend)
        else:
            left_out[name] = f"no {engines.BACKENDS[backend]} here: lab12[{backend}]"
    oracle, its_torch = engines.oracle(), torch()
    if oracle is None:
        left_out["tf115"] = "no Python with TensorFlow 1.15.5: make oracle"
    else:
        found["tf115"] = Entrant("tf115", (str(oracle),))
    if its_torch is None:
        left_out["torch"] = "no PyTorch: name a Python that has it in LAB12_TORCH"
    else:
        found["torch"] = Entrant("torch", (str(its_torch),), "torch")
    return {name: found[name] for name in ENGINES if name in found}, left_out


@contextmanager
def process(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: str | None = None,
    piped: bool = False,
) -> Iterator[tuple[subprocess.Popen[str], IO[bytes]]]:
    """A process of its own session and its stderr; ended, with its children, at last.

    Args:
        command: What to run.
        environment: Its environment.
        folder: Where; this process's own folder if None.
        piped: Whether to talk with it over stdin and stdout.
    """
    pipe = subprocess.PIPE if piped else subprocess.DEVNULL
    with tempfile.TemporaryFile() as stderr:
        one = subprocess.Popen(
            command,
            stdin=pipe,
            stdout=pipe,
            stderr=stderr,
            env=environment,
            cwd=folder,
            text=True,
            start_new_session=True,  # Ctrl-C is for us to handle
        )
        try:
            yield one, stderr
        finally:
            if one.poll() is None:
                one.terminate()  # a warm run passes it on to its fork
                with suppress(subprocess.TimeoutExpired):
                    one.wait(2)
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()
            for stream in (one.stdin, one.stdout):
                with suppress(OSError):
                    if stream is not None:
                        stream.close()


def said(stderr: IO[bytes]) -> str:
    """What a process has said on stderr."""
    stderr.seek(0)
    return stderr.read().decode("utf-8", "replace")


def last_line(text: str) -> str:
    """The last line of what was said, which tells what went wrong."""
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else "nothing said"


def private_memory(pid: int) -> float | None:
    """Megabytes that a process has to itself now: not the pages of files, which all
    processes share and the system can drop. None where the system does not say."""
    try:
        with open(f"/proc/{pid}/status") as status:
            found = re.search(r"^RssAnon:\s+(\d+) kB", status.read(), re.M)
    except OSError:
        return None
    return int(found[1]) / 1e3 if found else None


class Worker:
    """A script that waits to be told how many steps to time; see `blocks.py`."""

    def __init__(self, one: subprocess.Popen[str], stderr: IO[bytes]) -> None:
        self._process, self._stderr = one, stderr
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.seconds: list[float] = []
        self.ready: dict[str, Any] = {}
        self.memory = 0.0
        self.private: float | None = None

    def _listen(self) -> None:
        with suppress(ValueError, OSError):  # closed while we were reading
            for line in self._process.stdout or ():
                self._lines.put(line)
        self._lines.put(None)

    def _answer(self, patience: float) -> dict[str, Any]:
        deadline = time.monotonic() + patience
        while True:
            try:
                line = self._lines.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                now = private_memory(self._process.pid)
                if now is not None:
                    self.private = max(now, self.private or 0.0)
                if time.monotonic() > deadline:
                    raise WorkerError(f"no answer in {patience:.0f} s") from None
                continue
            if line is None:
                self._process.wait()
                raise WorkerError(last_line(said(self._stderr)))
            if line.startswith("{"):  # anything else a library printed
                answer: dict[str, Any] = json.loads(line)
                return answer

    def wait(self) -> None:
        """Wait until it is ready; its versions and memory are then in `ready`.

        Raises:
            WorkerError: When it ends before, or takes too long.
        """
        self.ready = self._answer(READY_SECONDS)
        self.memory = float(self.ready["memory"])

    def block(self, steps: int) -> list[float]:
        """The seconds of each of so many steps.

        Raises:
            WorkerError: When it ends, or takes too long.
        """
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.write(f"{steps}\n")
            stdin.flush()
        except OSError:
            pass  # it has ended: the answer says why
        answer = self._answer(BLOCK_SECONDS)
        self.memory = float(answer["memory"])
        return [float(one) for one in answer["seconds"]]
