"""A run that is a fork is like a cold one, and ends when it is told to."""

from __future__ import annotations

import os
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lab12.labs import catalogue
from lab12.record.trace import Trace
from lab12.runs import engines, fork
from lab12.runs.engines import Job

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc"),
]

SMALL = "--units 16 --layers 1 --batch 4 --steps 10 --steps-total 12".split()
RUNS = {
    "padded.compat": ("rnn_01_basic_04_dynamic", "compat", ()),
    "padded.keras": ("rnn_01_basic_04_dynamic", "keras", ()),
    "trained.compat": ("char_rnn", "compat", SMALL),
    "trained.keras": ("char_rnn", "keras", SMALL),
}


def cold(*ignored):
    return nullcontext()


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The same runs, as forks of one process and each in a process of its own."""
    found = {}
    for way in ("forked", "cold"):
        folder = tmp_path_factory.mktemp(way)
        jobs = [
            Job(catalogue.lab_named(lab), engine, folder / name, argv=tuple(argv))
            for name, (lab, engine, argv) in RUNS.items()
        ]
        with pytest.MonkeyPatch.context() as patch:
            if way == "cold":
                patch.setattr(engines, "_forking", cold)
            outcomes = engines.run_all([replace(job, folder=folder) for job in jobs])
        assert [(one.code, one.stderr) for one in outcomes if one.code] == []
        found[way] = {one.job.trace.name: one for one in outcomes}
    return found


@pytest.mark.parametrize("name", RUNS)
def test_a_fork_writes_the_trace_of_a_cold_run(runs, name):
    """To the bit, files and what is printed included; and it is a fork indeed."""
    forked, alone = (runs[way][name] for way in ("forked", "cold"))
    assert "starting cold" not in forked.stderr
    ours, theirs = (Trace.load(one.job.trace) for one in (forked, alone))
    assert ours.stdout == theirs.stdout
    assert (len(ours.loss) > 0) == (not name.startswith("padded"))
    for part in ("initial", "final", "outputs", "forward", "epochs"):
        one, other = getattr(ours, part), getattr(theirs, part)
        assert list(one) == list(other), part
        for key in one:
            np.testing.assert_array_equal(one[key], other[key], f"{part}/{key}")
    for part in ("loss", "classes", "classes_step"):
        np.testing.assert_array_equal(getattr(ours, part), getattr(theirs, part), part)
    changing = {"seconds_total", "seconds_steps", "recorded_at"}
    about = [
        {k: v for k, v in t.meta.items() if k not in changing} for t in (ours, theirs)
    ]
    assert about[0] == about[1]


# Writes half a trace, over and over, and has a child; neither listens to anybody.
STUBBORN = """
import signal, subprocess, sys, time
import tensorflow
for name in "SIGINT SIGTERM SIGHUP".split():
    signal.signal(getattr(signal, name), signal.SIG_IGN)
subprocess.Popen(["sleep", "300"])
while True:
    with open(sys.argv[1] + ".part", "w") as half:
        half.write("half")
    time.sleep(0.001)
"""
ASKS = """
import os, sys
print(os.getcwd(), sys.argv[2:], os.environ["MARK"], sys.path[0], file=sys.stderr)
sys.exit(3)
"""


@pytest.fixture
def mark(monkeypatch, tmp_path):
    """A word in the environment of all that is started here."""
    monkeypatch.setenv("MARK", str(tmp_path))
    return f"MARK={tmp_path}".encode()


def marked(mark):
    """The processes with the mark, but zombies: their environment is gone."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes())
        except OSError:
            continue  # it has just ended, or is another user's
    return found


def stand_in(monkeypatch, script):
    line = [sys.executable, str(script)]
    monkeypatch.setattr(
        engines, "command", lambda job: [*line, str(job.trace), *job.argv]
    )


def jobs(folder, count=3):
    lab = catalogue.lab_named("rnn_02")
    return [
        Job(
            lab,
            "compat",
            folder / str(i),
            argv=("an argument",),
            folder=folder / f"of {i}",
        )
        for i in range(count)
    ]


def said(outcome, folder):
    """What `ASKS` says in a job's folder, of the script's."""
    return f"{outcome.job.folder} ['an argument'] {folder} {folder}\n"


def test_folder_arguments_environment_stderr_and_exit_code(tmp_path, monkeypatch, mark):
    script = tmp_path / "asks.py"
    script.write_text(ASKS)
    stand_in(monkeypatch, script)
    for one in engines.run_all(jobs(tmp_path / "out")):
        assert (one.code, one.stderr) == (3, said(one, tmp_path))
    assert marked(mark) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_a_stopped_run_leaves_no_process_and_no_half_file(
    tmp_path, monkeypatch, mark, error
):
    script = tmp_path / "stubborn.py"
    script.write_text(STUBBORN)
    stand_in(monkeypatch, script)
    (tmp_path / "out").mkdir()
    seen = []

    def watch(running, done, total):
        if len(list((tmp_path / "out").glob("*.part"))) == 2:
            seen.append(marked(mark))
            if sum(line.startswith(b"sleep") for line in seen[-1]) == 2:
                raise error

    with pytest.raises(error):
        engines.run_all(jobs(tmp_path / "out"), watch=watch)
    # the server, two clients, two forks, two children
    assert len(seen[-1]) == 7
    left = marked(mark)
    assert left == []
    time.sleep(0.1)
    assert list((tmp_path / "out").iterdir()) == []
    assert os.path.exists(script)


def test_a_stop_before_the_server_is_up(tmp_path, monkeypatch, mark):
    def watch(running, done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engines.run_all(jobs(tmp_path), watch=watch)
    assert marked(mark) == []


@pytest.mark.parametrize("way", ["no server", "another environment", "no sockets"])
def test_where_it_cannot_fork_it_starts_cold(tmp_path, monkeypatch, mark, way):
    script = tmp_path / "asks.py"
    script.write_text(ASKS)
    stand_in(monkeypatch, script)
    server = fork.server
    if way == "no server":
        # it ends at its first import
        monkeypatch.setattr(
            fork, "server", lambda e, waiting: server(e, "no_such_module", waiting)
        )
    elif way == "another environment":
        monkeypatch.setattr(fork, "server", lambda e, waiting: other(server, e))
    else:
        monkeypatch.setitem(sys.modules, "compat.run.warm", None)
    for one in engines.run_all(jobs(tmp_path / "out")):
        *before, last = one.stderr.splitlines()
        assert (one.code, last + "\n") == (3, said(one, tmp_path))
        assert len(before) == (way == "another environment")
        assert all("starting cold: the server was started with" in b for b in before)
    assert marked(mark) == []


class other:
    """A server that was started with one variable changed."""

    def __init__(self, server, environment):
        self._server = server({**environment, "TF_CPP_MIN_LOG_LEVEL": "1"})

    def __enter__(self):
        environment = self._server.__enter__()
        return {**environment, "TF_CPP_MIN_LOG_LEVEL": "3"}

    def __exit__(self, *error):
        return self._server.__exit__(*error)
