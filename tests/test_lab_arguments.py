"""Labs that take options check them before they import anything heavy.

The TensorFlow and Keras of these runs end the process when they are imported.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lab12.labs.catalogue import LABS, PACKAGE

IMPORTED = 77
ROOT = PACKAGE.parent
KOREAN = "나라의 말씀이 중국과 달라 문자와로 서로 통하지 아니하므로 " * 100
LATIN = "to be or not to be, that is the question. " * 100
SMALL = ["--batch", "4", "--steps", "10"]
SCRIPTS = [(f, n) for f in ("legacy", "modern") for n in ("char_rnn", "word_rnn")]
EACH = pytest.mark.parametrize("form, name", SCRIPTS)
SENTIMENT = ("rnn_11_sentiment", "rnn_12_sentiment_stacked")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("arguments")
    for package in ("tensorflow", "keras"):
        (folder / "heavy" / package).mkdir(parents=True)
        source = f"import os\nos._exit({IMPORTED})\n"
        (folder / "heavy" / package / "__init__.py").write_text(source)
    (folder / "korean.txt").write_text(KOREAN, encoding="utf-8")
    (folder / "notepad.txt").write_text(KOREAN, encoding="utf-8-sig")
    (folder / "cp949.txt").write_text(KOREAN, encoding="cp949")
    (folder / "latin.txt").write_text(LATIN, encoding="utf-8")
    (folder / "cut.csv.gz").write_bytes(gzip.compress(b"text,label\n" * 99)[:40])
    return folder


def run(folder: Path, *line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *line],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": f"{folder / 'heavy'}:{ROOT}", "PYTHONUTF8": "1"},
    )


def script(folder: Path, form: str, name: str, *argv: str):
    return run(folder, str(PACKAGE / form / f"{name}.py"), *SMALL, *argv)


@EACH
@pytest.mark.parametrize("text", ["korean.txt", "notepad.txt", "latin.txt"])
def test_the_sample_of_a_text_begins_with_its_first_word(folder, form, name, text):
    done = script(folder, form, name, "--text", text)
    assert done.returncode == IMPORTED, done.stderr


@EACH
def test_what_is_wrong_is_said_before_tensorflow_is_imported(folder, form, name):
    for argv, words in (
        (["--text", "korean.txt", "--prime", "KING "], "expected --prime with"),
        (["--text", "cp949.txt"], "iconv -f cp949 -t utf-8"),
        (["--text", "missing.txt"], "missing.txt"),
        (["--rate", "nan"], "expected --rate above 0, received nan"),
        (["--rate", "0"], "expected --rate above 0, received 0.0"),
        (["--text", "latin.txt", "--checkpoint", "k", "--resume"], "to resume from"),
    ):
        done = script(folder, form, name, *argv)
        assert done.returncode == 2 and words in done.stderr, (argv, done)
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("form", ["legacy", "modern"])
@pytest.mark.parametrize("name", SENTIMENT)
def test_labs_that_read_reviews_ask_first_too(folder, form, name):
    for argv, words in (
        (["--epochs", "x"], "error: argument --epochs: invalid int value: 'x'"),
        (["--epochs", "0"], "expected --epochs of 1 or more, received 0"),
        (["--longest", "-1"], "expected --longest of 1 or more, received -1"),
        (["--rate", "nan"], "expected --rate above 0, received nan"),
        (["--reviews", "latin.txt"], "expected good and bad reviews, twenty or more"),
        (["--reviews", "cut.csv.gz"], "expected a CSV file that is whole"),
    ):
        done = run(folder, str(PACKAGE / form / f"{name}.py"), *argv)
        said = done.stderr.splitlines()
        assert done.returncode == 2 and words in said[-1], (argv, done)
        assert len(said) == 1 or said[0].startswith("usage: ")
    done = run(folder, str(PACKAGE / form / f"{name}.py"), "--epochs", "1")
    assert done.returncode == IMPORTED, done.stderr


def checkpoint(folder: Path, form: str, name: str) -> tuple[Path, bytes]:
    """A checkpoint's file that is read first, and what is in it when it is whole."""
    kept = folder / f"kept-{form}-{name}"
    settings = {"cell": "lstm", "layers": 2 if name == "char_rnn" else 1}
    settings |= {"units": 128 if name == "char_rnn" else 64, "batch": 4, "steps": 10}
    whole = kept / "worker-0-step-000000003.npz"
    if form == "legacy":
        whole = kept / "step-000000003" / "settings.json"
    whole.parent.mkdir(parents=True, exist_ok=True)
    if form == "legacy":
        whole.write_text(json.dumps(settings))
        np.savez(whole.parent / "state.npz", np.zeros([4, 128]))
    else:
        arrays = {f"setting_{key}": value for key, value in settings.items()}
        np.savez(whole, state_0=np.zeros([4, 128]), **arrays)
    return whole, whole.read_bytes()


@EACH
def test_a_damaged_checkpoint_is_refused_in_a_line(folder, form, name):
    path, content = checkpoint(folder, form, name)
    top = path.parent.parent if form == "legacy" else path.parent
    argv = ["--text", "latin.txt", "--checkpoint", top.name, "--resume"]
    for damaged in (b"", content[: len(content) // 2], b"\0" + content[1:], content):
        path.write_bytes(damaged)  # the last one is whole, but without a setting
        done = script(folder, form, name, *argv)
        assert done.returncode == 2, done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert "expected a whole checkpoint" in done.stderr, done.stderr


@pytest.mark.parametrize("engine", ["compat", "keras"])
def test_lab12_run_does_not_import_them_either(folder, engine):
    line = ["-m", "lab12", "run", "char_rnn", "--engine", engine, *SMALL]
    done = run(folder, *line, "--text", "korean.txt", "--prime", "KING ")
    assert done.returncode == 2 and "expected --prime with" in done.stderr
    done = run(folder, *line, "--text", "korean.txt")
    assert done.returncode == IMPORTED
    for name in SENTIMENT:
        line = ["-m", "lab12", "run", name, "--engine", engine, "--epochs"]
        done = run(folder, *line, "x")
        said = f"{name}.py: error: argument --epochs: invalid int value: 'x'\n"
        assert (done.returncode, done.stderr) == (2, said)
        assert run(folder, *line, "1").returncode == IMPORTED


def test_help_shows_the_options_of_the_lab(folder):
    done = run(folder, "-m", "lab12", "run", "char_rnn", "--help")
    assert done.returncode == 0
    for words in ("--engine", "--temperature", "lab12 run char_rnn --text FILE"):
        assert words in done.stdout
    done = run(folder, "-m", "lab12", "run", "char_rnn", "--engine", "keras", "--help")
    assert "lab12 run char_rnn --engine keras --text" in done.stdout
    assert "--distribute" in done.stdout
    for name in SENTIMENT:
        done = run(folder, "-m", "lab12", "run", name, "--help")
        assert "\n  --longest N    cut after N pieces" in done.stdout
    done = run(folder, "-m", "lab12", "run", "--help")
    assert "--engine" in done.stdout and "--temperature" not in done.stdout


def test_help_says_how_each_lab_is_called():
    from lab12.runs import lab_help

    for lab in LABS:
        said = lab_help.of_lab(lab, "compat")
        takes = "sys.argv" in lab.legacy.read_text() or "argparse" in said
        assert not takes or f"lab12 run {lab.name}" in said, lab.name
