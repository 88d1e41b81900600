"""The lab12 command line: lists, wrong use, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lab12 import cli
from lab12.labs import catalogue
from lab12.record.trace import Trace
from lab12.runs import engines
from lab12.runs.engines import Job, Outcome

ROOT = Path(__file__).resolve().parent.parent
PYTHON_PATH = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def no_oracle(monkeypatch):
    monkeypatch.setattr(engines, "oracle", lambda: None)


def test_list(capsys, no_oracle):
    assert cli.main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    count = len(catalogue.BY_NAME)
    assert [line.split()[0] for line in lines[:count]] == list(catalogue.BY_NAME)
    assert "(not here: make oracle)" in lines[count + 1]


def test_list_json(capsys, no_oracle):
    assert cli.main(["list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [lab["name"] for lab in listed["labs"]] == list(catalogue.BY_NAME)
    assert all(Path(lab["legacy"]).is_file() for lab in listed["labs"])
    assert all(Path(lab["modern"]).is_file() for lab in listed["labs"])
    assert listed["tf115"] is False


def test_every_script_has_a_row():
    for form in ("legacy", "modern"):
        scripts = {path.stem for path in (ROOT / "lab12" / form).glob("*rnn*.py")}
        shared = {"rnn_texts", "rnn_training", "rnn_distributed"}  # of two twins
        assert scripts - (shared if form == "modern" else set()) == set(
            catalogue.BY_NAME
        )


@pytest.mark.parametrize("argv, code, words", [
    ([], 2, "COMMAND"),
    (["fly"], 2, "invalid choice: 'fly'"),
    (["list", "--jsn"], 2, "unrecognized arguments: --jsn"),
    (["run"], 2, "LAB"),
    (["run", "rnn_02_helo_rnn"], 2, "did you mean rnn_02_hello_rnn?"),
    (["run", "rnn_01_basic"], 2, "rnn_01_basic_01 or rnn_01_basic_02"),
    (["run", ""], 2, "expected the name of a lab, received ''"),
    (["compare", "rnn_05_long_char_stack", "nonsense"], 2, "received 'nonsense'"),
    (["run", "rnn_02", "--engine", "torch"], 2, "invalid choice: 'torch'"),
    (["run", "rnn_02", "--engine", "tf115"], 2, "make oracle"),
    (["run", "rnn_02", "--trace", "no/such/folder/a.npz"], 2, "folder for the trace"),
    (["record", "rnn_02", "--out", "{tmp}/g"], 2, "make oracle"),
    (["table", "--traces", "{tmp}"], 2, "run lab12 compare"),
    (["compare", "rnn_02", "--out", "{tmp}/file/out"], 2, "file/out/traces"),
])  # fmt: skip
def test_wrong_use(argv, code, words, capsys, no_oracle, tmp_path):
    (tmp_path / "file").touch()
    argv = [argument.replace("{tmp}", str(tmp_path)) for argument in argv]
    assert cli.main(argv) == code
    captured = capsys.readouterr()
    assert words in captured.err and captured.out == ""
    own = [line for line in captured.err.splitlines() if line.startswith("lab12")]
    assert len(own) == 1


def test_an_oracle_that_is_not_there(monkeypatch, capsys):
    monkeypatch.setenv("LAB12_TF115", "/no/such/python")
    assert cli.main(["compare", "rnn_02"]) == 2
    assert "expected LAB12_TF115 to be the path of a Python" in capsys.readouterr().err


def test_a_golden_of_another_script(monkeypatch, capsys, no_oracle, tmp_path):
    lab = catalogue.lab_named("rnn_02")
    golden = Trace.load(lab.golden)
    meta = dict(golden.meta, script_sha256="0" * 64)
    replace(golden, meta=meta).save(tmp_path / lab.golden.name)
    monkeypatch.setattr(catalogue, "GOLDENS", tmp_path)
    assert cli.main(["compare", "rnn_02", "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert "recorded from another script" in said
    assert "lab12 record rnn_02_hello_rnn" in said
    assert cli.main(["compare", "rnn_03", "--out", str(tmp_path / "out")]) == 1
    assert "found no file" in capsys.readouterr().err


def test_find_takes_a_file_name_and_a_beginning():
    assert catalogue.lab_named("rnn_06").name == "rnn_06_stock_prediction"
    assert catalogue.lab_named("rnn_03_char_sequence.py").name == "rnn_03_char_sequence"


LOG = (
    "2026-01-01 00:00:00.1: E external/local_xla/x.cc:1] failed call to cuInit\n"
    "WARNING: All log messages before absl::InitializeLog() is called are written\n"
    "E0000 00:00:1795324768.813131 18628 cuda_platform.cc:52] failed call to cuInit\n"
)


@pytest.mark.parametrize("code, said, expected", [
    (2, LOG + "rnn_03.py: expected a text\n", "rnn_03.py: expected a text"),
    (1, LOG + "Traceback:\n  line\nOSError\n", "Traceback:\n  line\nOSError"),
    (-9, LOG, "rnn_02_hello_rnn compat: exit code -9, and nothing said"),
])  # fmt: skip
def test_complaint(code, said, expected):
    job = Job(catalogue.lab_named("rnn_02"), "compat", Path("a.npz"))
    assert engines.complaint(Outcome(job, code, 1.0, said)) == expected


def start(*argv, **kwargs):
    return subprocess.Popen(
        [sys.executable, "-m", "lab12", *argv],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **PYTHON_PATH, "LAB12_TF115": ""},
        **kwargs,
    )


@pytest.mark.slow
def test_run_hands_the_script_s_answer_on(tmp_path):
    process = start("run", "rnn_03", "--engine", "keras", "aaaa", cwd=tmp_path)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 2 and out == ""
    assert err.splitlines() == [
        "rnn_03_char_sequence.py: expected a text with two different characters or "
        "more, received 'aaaa'"
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_run_shows_what_the_script_prints(tmp_path):
    trace = tmp_path / "a.npz"
    process = start("run", "rnn_01_basic_04", "--trace", str(trace), "1", "0", "5")
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert "lengths: [1, 0, 5]" in out and "all outputs past" in out
    assert err.startswith("lab12: rnn_01_basic_04_dynamic on compat (TensorFlow 2.")
    recorded = Trace.load(trace)
    assert recorded.meta["argv"] == ["1", "0", "5"] and recorded.stdout == out
    scores = recorded.scores()
    assert scores is not None and not scores[0, 1:].any() and not scores[1].any()


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_done(tmp_path):
    process = start("compare", "rnn_01_basic_01", "rnn_05", "--out", str(tmp_path))
    assert process.stderr is not None
    lines = []
    for line in process.stderr:  # the third run starts when the first is done
        lines.append(line)
        if "rnn_05" in line:
            break
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, (lines, err)
    assert out == "" and "interrupted; traces kept in" in err
    kept = sorted(path.name for path in (tmp_path / "traces").iterdir())
    assert kept and all(name.startswith("rnn_01_basic_01.") for name in kept)
    for name in kept:
        assert name in err and Trace.load(tmp_path / "traces" / name).outputs


@pytest.mark.parametrize("command", [
    ["lab12", "list"],
    ["compat", "check", "--json", "{}"],
])  # fmt: skip
def test_a_reader_that_has_gone_is_no_error(tmp_path, command):
    """As with `| head`: nothing on stderr, the exit code of a program under SIGPIPE."""
    names = "\n".join(f"tf.contrib.no.such_{i}" for i in range(2000))
    (tmp_path / "old.py").write_text("import tensorflow as tf\n" + names)
    arguments = [part.format(tmp_path) for part in command]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        stdout=write,
        stderr=subprocess.PIPE,
        env={**os.environ, **PYTHON_PATH},
        text=True,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("program", ["lab12", "compat"])
def test_version(program):
    done = subprocess.run(
        [sys.executable, "-m", program, "--version"],
        capture_output=True,
        text=True,
        env={**os.environ, **PYTHON_PATH},
    )
    said = "0.1.0" if program == "lab12" else "lab12 0.1.0"
    assert (done.returncode, done.stdout.strip()) == (0, said)
