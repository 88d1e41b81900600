"""compat check on files, folders and notebooks: what it prints and its exit codes."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from compat import cli

ROOT = Path(__file__).resolve().parent.parent.parent

RUNS = "import tensorflow as tf\nx = tf.placeholder(tf.float32)\n"
CELL = "import tensorflow as tf\ncell = tf.contrib.rnn.GRUCell(2)\n"
REFUSED = "from tensorflow.contrib import bayesflow\n"
CAUGHT = (
    "try:\n    from tensorflow.contrib import bayesflow\n"
    "except ImportError:\n    bayesflow = None\n"
)
PLAIN = "print('hello')\n"
PYTHON_2 = "import tensorflow as tf\nprint 'a'\ntf.placeholder(tf.float32)\n"


def notebook(*cells):
    told = [{"cell_type": "markdown", "source": ["# tf.Session"]}]
    told += [{"cell_type": "code", "source": cell} for cell in cells]
    return json.dumps({"nbformat": 4, "cells": told})


def written(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


CODES = [
    (RUNS, 0, "script.py:2: tf.placeholder: exact. Keras 3: `keras.Input(shape)`"),
    (REFUSED, 1, "script.py:1: tf.contrib.bayesflow: refused: outside what lab12"),
    (CELL, 0, " [names/tf_contrib_rnn.html#tf-contrib-rnn-GRUCell]"),
    (CAUGHT, 0, "script.py:2: tf.contrib.bayesflow: refused (caught): outside"),
    (PLAIN, 0, "1 file, 0 uses of 0 names"),
    ("", 0, "1 file, 0 uses of 0 names"),
    ("x = (1,\n", 1, "script.py:1: not Python: '(' was never closed"),
    ("x = 1\0", 1, "null byte"),
]


@pytest.mark.parametrize(("code", "exit_code", "said"), CODES)
def test_exit_code(code, exit_code, said, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("script.py").write_text(code)
    assert cli.main(["check", "script.py"]) == exit_code
    printed = capsys.readouterr()
    assert said in printed.out + printed.err


def test_json(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("script.py").write_text(RUNS + REFUSED)
    assert cli.main(["check", "--json", "script.py"]) == 1
    told = json.loads(capsys.readouterr().out)
    first, second = told["findings"]
    assert first["file"] == "script.py" and first["name"] == "tf.placeholder"
    assert (first["line"], first["column"], first["state"]) == (2, 5, "exact")
    assert second["name"] == "tf.contrib.bayesflow" and second["note"]
    assert told["summary"] == {
        "files": 1, "uses": 2, "exact": 1, "approximate": 0, "refused": 1, "stops": 1,
    }  # fmt: skip


def test_notebook(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("lab.ipynb").write_text(
        notebook(
            "%matplotlib inline\n!pip install x\nimport tensorflow as tf\n"
            "print('%s'\n  % (1,))\n",
            "",
            "%%bash\ntf.placeholder",
            "%%time\n\nx = tf.placeholder(\n  tf.float32)\ntf.nn?",
            "x = (",
            "tf.contrib.bayesflow",
        )
    )
    assert cli.main(["check", "lab.ipynb"]) == 1
    printed = capsys.readouterr()
    assert "lab.ipynb:cell 5:3: tf.placeholder: exact" in printed.out
    assert "lab.ipynb:cell 7:1: tf.contrib.bayesflow: refused" in printed.out
    assert "lab.ipynb:cell 6:1: not Python" in printed.err
    assert "2 uses" in printed.out


def test_folder(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written(
        tmp_path,
        project__main_dot_py=RUNS,
        project__sub__lab_dot_ipynb=notebook(RUNS),
        project___dothidden__x_dot_py="",
        project__venv__pyvenv_dot_cfg="",
        project__venv__lib_dot_py=REFUSED,
        project__site_packages__y_dot_py=PLAIN,
        project__read_dot_txt=REFUSED,
    )
    os.rename("project/site_packages", "project/site-packages")
    Path("project/.git").mkdir()
    Path("project/.git/x.py").write_text(REFUSED)
    Path("project/site-packages/y.py").write_text(REFUSED)
    assert cli.main(["check", "project"]) == 0
    out = capsys.readouterr().out
    assert "project/main.py:2:" in out and "project/sub/lab.ipynb:cell 2:2:" in out
    assert "2 uses of 1 name: 2 exact" in out
    assert cli.main(["check", "--summary", "project", "project/venv/lib.py"]) == 1
    out = capsys.readouterr().out
    assert "main.py:2" not in out and "refused: tf.contrib.bayesflow (1)" in out


def test_names_that_other_files_give(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    common = "import tensorflow as tf\nfrom tensorflow.contrib import rnn as r\n"
    written(
        tmp_path,
        common_dot_py=common + "Cell = r.GRUCell\n",
        pkg____init___dot_py="",
        main_dot_py="from common import Cell, r, tf\ntf.Session()\nr.NASCell\nCell(3)",
        star_dot_py="from common import *\nr.NASCell\n",
        whole_dot_py="import common as c\nc.tf.Session()\n",
    )
    for name, lines in (("main", (2, 3, 4)), ("star", (2,)), ("whole", (2,))):
        assert cli.main(["check", f"{name}.py"]) == 0
        out = capsys.readouterr().out
        assert [f"{name}.py:{line}: tf." in out for line in lines] == [True] * len(
            lines
        ), out


WRONG = [
    (["nowhere.py"], "nowhere.py: no such file or folder"),
    (["text.txt"], "text.txt: expected a folder, a .py file or a notebook"),
]


@pytest.mark.parametrize(("paths", "said"), WRONG)
def test_wrong_use(paths, said, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written(tmp_path, text_dot_txt="x")
    assert cli.main(["check", *paths]) == 2
    printed = capsys.readouterr()
    assert said in printed.err and printed.err.count("\n") == 1


def test_python_2_without_its_translator(tmp_path, capsys, monkeypatch):
    from compat.script import language

    there = language.importlib.import_module

    def missing(name):
        if name.startswith("compat."):
            return there(name)
        raise ImportError(name)

    monkeypatch.setattr(language.importlib, "import_module", missing)
    monkeypatch.chdir(tmp_path)
    Path("old.py").write_text(PYTHON_2)
    assert cli.main(["check", "old.py"]) == 1
    assert "old.py: Python 2 code needs" in capsys.readouterr().err


def test_a_lab_is_checked_without_tensorflow_and_soon():
    """Not a timed assert: the processor time is printed; nothing heavy is imported."""
    code = (
        "import sys, time; from compat import cli\n"
        "code = cli.main(['check', 'lab12/legacy/rnn_02_hello_rnn.py'])\n"
        "heavy = {'numpy', 'tensorflow', 'keras', 'IPython', 'fissix'}\n"
        "print(time.process_time(), heavy & set(sys.modules), code)\n"
    )
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    last = done.stdout.splitlines()[-1]
    assert last.endswith("set() 0"), done.stdout
    print(last, time.perf_counter() - started)


def test_the_labs_all_run_and_their_twins_have_nothing_of_1x(capsys):
    for folder, uses in (("legacy", True), ("modern", False)):
        assert cli.main(["check", "--json", str(ROOT / "lab12" / folder)]) == 0
        told = json.loads(capsys.readouterr().out)
        assert bool(told["findings"]) == uses
        assert told["unread"] == []
