"""What a fork of the server does to be what a process of the client's would be."""

from __future__ import annotations

import io
import os
import random
import resource
import signal
import sys
import tempfile
import time
from typing import Any

from compat.run import startup


def lead_a_group(pid: int) -> None:
    """Put a fork, and the children it will have, into a process group of their own.

    Args:
        pid: The fork; 0 for this process.
    """
    try:
        os.setpgid(pid, pid)
    except OSError:
        pass  # it is there already, or gone


def take_over(request: dict[str, Any]) -> None:
    """Take over the client's folder, limits and priority.

    Raises:
        OSError: When the system does not let it.
        ValueError: Likewise, of a limit.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.chdir(request["folder"])
    for name, limits in request["limits"].items():
        resource.setrlimit(getattr(resource, name), tuple(limits))
    if os.getpriority(os.PRIO_PROCESS, 0) != request["niceness"]:
        os.setpriority(os.PRIO_PROCESS, 0, request["niceness"])
    if request["processors"] is not None:
        os.sched_setaffinity(0, request["processors"])


def become(request: dict[str, Any], files: list[int]) -> None:
    """Take over the rest: environment, path, signals and standard streams.

    Args:
        request: What the client handed over.
        files: Its standard streams.
    """
    os.umask(request["umask"])
    os.environ.clear()
    os.environ.update(request["environment"])
    startup.settle_environment()
    time.tzset()  # TZ
    tempfile.tempdir = None  # TMPDIR
    sys.path[:] = request["path"]
    sys.executable = request["executable"]
    if process := sys.modules.get("multiprocessing.process"):
        process.ORIGINAL_DIR = os.getcwd()  # type: ignore[attr-defined]
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in request["ignored"]:
        signal.signal(number, signal.SIG_IGN)
    _open_streams(files, request["streams"])
    _forget_random_states()
    _read_matplotlib_settings()


def _read_matplotlib_settings() -> None:
    """Read them as an import would in this folder and environment; Keras imports it."""
    matplotlib: Any = sys.modules.get("matplotlib")
    if matplotlib is None:
        return
    settings = dict(matplotlib.rc_params())
    if backend := os.environ.get("MPLBACKEND"):
        settings["backend"] = backend
    matplotlib.rcParams.update(settings)


def _open_streams(files: list[int], forms: list[dict[str, Any]]) -> None:
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    streams: list[Any] = []
    for number, form in enumerate(forms):
        raw = io.FileIO(number, "r" if number == 0 else "w", closefd=False)
        raw.name = ("<stdin>", "<stdout>", "<stderr>")[number]  # type: ignore[misc]
        kind: Any = io.BufferedReader if number == 0 else io.BufferedWriter
        through = form["write_through"]
        buffer = raw if number and through else kind(raw)
        stream = io.TextIOWrapper(buffer, newline="\n", **form)
        stream.mode = "r" if number == 0 else "w"  # type: ignore[misc]
        streams.append(stream)
    sys.stdin, sys.stdout, sys.stderr = streams
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = streams  # type: ignore[misc]


def _forget_random_states() -> None:
    """Unseeded random numbers differ from script to script, as in cold runs."""
    import numpy

    random.seed()
    numpy.random.seed()
