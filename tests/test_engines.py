"""Engines: jobs in order, two at a time, with progress; stand-ins for engines."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from lab12.labs import catalogue
from lab12.runs import engines
from lab12.runs.engines import Job
from lab12.runs.progress import Progress

LAB = catalogue.lab_named("rnn_02")


@pytest.fixture
def stand_in(monkeypatch):
    """Jobs run a line of Python, given as their first argument, instead of a lab."""
    monkeypatch.setattr(
        engines,
        "command",
        lambda job: [sys.executable, "-c", *job.argv, str(job.trace)],
    )


WRITES = "import sys; open(sys.argv[1], 'w').write('whole')"
FAILS = "import sys; print('said', file=sys.stderr); sys.exit(2)"
LEAVES = "import sys; open('left', 'w'); open(sys.argv[1], 'w')"
HALF = "import sys, time; open(sys.argv[1] + '.part', 'w'); time.sleep(60)"


def test_jobs_and_those_that_follow(stand_in, tmp_path):
    jobs = [
        Job(LAB, "tf115", tmp_path / "a", argv=(WRITES,)),
        Job(LAB, "compat", tmp_path / "b", argv=(FAILS,)),
        Job(LAB, "keras", tmp_path / "c", argv=(WRITES,)),
    ]
    more = Job(LAB, "compat", tmp_path / "d", initial=tmp_path / "a", argv=(WRITES,))
    most, totals = [], []

    def watch(running, done, total):
        most.append(len(running))
        totals.append(total)

    outcomes = engines.run_all(
        jobs, then=lambda o: [more] if o.job is jobs[0] else [], watch=watch
    )
    assert {o.job.trace.name: o.code for o in outcomes} == {
        "a": 0, "b": 2, "c": 0, "d": 0
    }  # fmt: skip
    assert max(most) <= 2 and totals[-1] == 4
    assert next(o for o in outcomes if o.code).stderr == "said\n"
    assert more.title == "rnn_02_hello_rnn compat (weights given)"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "c", "d"]


def test_a_job_runs_in_its_folder(stand_in, tmp_path, monkeypatch):
    """A trace is named from here; a folder that nothing was left in goes again."""
    monkeypatch.chdir(tmp_path)
    jobs = [
        Job(LAB, "keras", tmp_path / "a", argv=(LEAVES,), folder=Path("files/a")),
        Job(LAB, "keras", tmp_path / "b", argv=(WRITES,), folder=Path("files/b")),
    ]
    assert [outcome.code for outcome in engines.run_all(jobs)] == [0, 0]
    assert [path.name for path in (tmp_path / "files").rglob("*")] == ["a", "left"]


def test_tensorflow_1_is_not_told_to_be_2(monkeypatch):
    monkeypatch.setenv("TF2_BEHAVIOR", "1")
    assert "TF2_BEHAVIOR" not in engines.environment()


def test_an_interrupted_job_leaves_nothing(stand_in, tmp_path):
    jobs = [
        Job(LAB, "tf115", tmp_path / "done", argv=(WRITES,)),
        Job(LAB, "compat", tmp_path / "half", argv=(HALF,)),
    ]

    def watch(running, done, total):
        if done == 1 and (tmp_path / "half.part").exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engines.run_all(jobs, watch=watch)
    assert [p.name for p in tmp_path.iterdir()] == ["done"]


def test_progress_in_a_pipe_is_a_line_a_job():
    stream = io.StringIO()
    progress = Progress(stream)
    for running, done in [
        ([("a compat", 0.0)], 0),
        ([("a compat", 1.0), ("b keras", 0.0)], 0),
        ([("b keras", 2.0)], 1),
    ]:
        progress(running, done, 2)
    progress.clear()
    lines = stream.getvalue().splitlines()
    assert [line.split("s  ")[1] for line in lines] == ["a compat", "b keras"]
    assert lines[0].startswith("[0/2]") and "\r" not in stream.getvalue()


def test_the_oracle_is_the_one_named_or_the_one_made(monkeypatch, tmp_path):
    python = tmp_path / "python"
    python.touch()
    monkeypatch.setenv("LAB12_TF115", str(python))
    assert engines.oracle() == python
    monkeypatch.setenv("LAB12_TF115", str(tmp_path / "missing"))
    with pytest.raises(engines.EngineError, match="expected LAB12_TF115"):
        engines.oracle()
    monkeypatch.delenv("LAB12_TF115")
    monkeypatch.setattr(engines, "PACKAGE", tmp_path / "lab12")
    assert engines.oracle() is None
    built = tmp_path / ".oracle" / "bin" / "python"
    built.parent.mkdir(parents=True)
    built.touch()
    assert engines.oracle() is None  # made only in part
    (tmp_path / ".oracle" / "installed").touch()
    assert engines.oracle() == built
