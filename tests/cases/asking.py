"""Asks a process that stays to run cases: under `compat`, or the real 1.15.5."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests import starting
from tests.cases import goldens

Seen = dict[str, np.ndarray]
WORKER = Path(__file__).with_name("worker.py")


class Failed(Exception):
    """A case could not be run: the traceback of the other process."""


class Worker:
    """A process that runs cases, one after another; started when it is first asked.

    Args:
        command: A python that has a `tensorflow` of the 1.x kind, and its options.
        environment: Its environment, by default a clean one; see `starting`.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> None:
        self._command = [*command, str(WORKER)]
        self._environment = starting.clean(environment)
        self._process: subprocess.Popen[str] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="lab12-cases-")
        self._errors = Path(self._folder.name, "stderr")
        self._seen: dict[tuple[str, str | None], tuple[Seen, dict[str, Any]]] = {}
        self.about: dict[str, str] = {}

    def run(self, case: str, way: str | None = None) -> tuple[Seen, dict[str, Any]]:
        """What a case shows, and what is to be known of it: see `worker.py`.

        Raises:
            Failed: With the traceback.
        """
        if (case, way) not in self._seen:
            self._seen[case, way] = self.run_anew(case, way, forked=False)
        return self._seen[case, way]

    def run_anew(
        self, case: str, way: str | None, forked: bool = True
    ) -> tuple[Seen, dict[str, Any]]:
        """The same, run once more; in a fork of the process, if `forked`."""
        out = Path(self._folder.name, "seen.npz")
        told = self._ask({"case": case, "out": str(out), "way": way, "forked": forked})
        return goldens.load(out)[0], told

    def loaded(self) -> list[str]:
        """The files of the modules that the process has imported."""
        files: list[str] = self._ask({"loaded": True})["files"]
        return files

    def cases(self, families: Sequence[str]) -> list[str]:
        """The cases that the files of these names register."""
        found: list[list[str]] = self._ask({"families": families})["cases"]
        return [case for one in found for case in one]

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.communicate()
            self._process = None
        self._folder.cleanup()

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        if self._process is None:
            self._start()
        assert self._process is not None and self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._died(question) from None
        told = self._line(question)
        if "failed" in told:
            raise Failed(told["failed"])
        return told

    def _start(self) -> None:
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                self._command,
                cwd=starting.ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=self._environment,
            )
        self.about = self._line("start")

    def _line(self, question: object) -> dict[str, Any]:
        assert self._process is not None and self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            line = self._process.stdout.readline() if selector.select(600) else ""
        if not line:
            raise self._died(question)
        told: dict[str, Any] = json.loads(line)
        return told

    def _died(self, question: object) -> Failed:
        assert self._process is not None
        self._process.kill()
        self._process.communicate()
        self._process = None  # the next question starts another one
        return Failed(f"{question}: no answer\n{self._errors.read_text()[-3000:]}")


def compat() -> Worker:
    """A worker under `compat`, in which no error of a faster way is hidden."""
    return Worker(starting.COLD, {**os.environ, "COMPAT_FAST": "strict"})


def oracle() -> Worker | None:
    """A worker on the real TensorFlow 1.15.5, where it is."""
    python = starting.oracle()
    return None if python is None else Worker([python, "-W", "ignore"])
