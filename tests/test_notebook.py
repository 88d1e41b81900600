"""`compat run NOTEBOOK.ipynb` runs a notebook and says which cell failed."""

import builtins
import json
import subprocess
import sys

import pytest
from test_run import compat_run

from compat.run import notebook
from compat.script import Script

pytest.importorskip("IPython", reason="notebooks are run by the extra notebook")


def write(path, *sources, **top):
    cells = [
        {"cell_type": kind, "metadata": {}, "source": text.splitlines(True)}
        for kind, text in sources
    ]
    path.write_text(json.dumps({"nbformat": 4, "cells": cells, **top}))


def test_a_notebook_runs_top_to_bottom(tmp_path):
    folder = tmp_path / "lecture"
    folder.mkdir()
    (folder / "helper.py").write_text(
        "import tensorflow as tf\nCELL = tf.contrib.rnn.BasicLSTMCell\n"
    )
    write(
        folder / "lab.ipynb",
        ("markdown", "# RNN"),
        ("code", "%matplotlib inline\nimport numpy as np\n!echo from the shell"),
        ("code", ""),
        ("code", "import tensorflow as tf\nfrom helper import CELL\nimport sys, os"),
        (
            "code",
            "out, _ = tf.nn.dynamic_rnn(CELL(2), tf.ones([1, 3, 4]), tf.constant("
            "[2]), dtype=tf.float32)",
        ),
        (
            "code",
            "sess = tf.Session()\nsess.run(tf.global_variables_initializer())\n"
            "sess.run(out)[0, 2]",
        ),
        (
            "code",
            "print([np.float32(1.5)], np.uint8(200) + 100)\n"
            "print(sys.argv[1:], os.path.basename(os.getcwd()))",
        ),
        ("code", "def f():\n    return 1 / 0\nf()"),
        ("code", "print('not reached')"),
    )
    code, out, err = compat_run(tmp_path, "lecture/lab.ipynb", "a", "b")
    assert code == 1
    assert out.splitlines() == [
        "from the shell",
        "Out[4]: array([0., 0.], dtype=float32)",
        "[1.5] 300",
        "['a', 'b'] lecture",
    ]
    assert err[0] == "Traceback (most recent call last):"
    assert "site-packages" not in "".join(err) and "return 1 / 0" in "".join(err)
    assert err[-2:] == [
        "ZeroDivisionError: division by zero",
        "compat: lecture/lab.ipynb: cell 8 (code cell 6 of 7) failed",
    ]


def test_it_logs_where_a_notebook_shows_it(tmp_path, forking):
    """A server has begun to log before there is a shell."""
    text = "import tensorflow as tf\ntf.logging.info('said %d', 5)"
    write(tmp_path / "lab.ipynb", ("code", text))
    line = [sys.executable, "-m", "compat", "run", "--warm", tmp_path / "lab.ipynb"]
    done = subprocess.run(line, env=forking, capture_output=True, text=True)
    assert done.stdout == "INFO:tensorflow:said 5\n", done.stderr


def test_a_refused_name_ends_in_one_line(tmp_path):
    write(
        tmp_path / "lab.ipynb",
        ("code", "import tensorflow as tf\ntf.contrib.rnn.NoSuchCell"),
    )
    code, out, err = compat_run(tmp_path, "lab.ipynb")
    assert (code, out, len(err)) == (2, "", 1)
    assert err[0].startswith(
        "compat: lab.ipynb: cell 1 (code cell 1 of 1) failed: "
        "tf.contrib.rnn.NoSuchCell was never in TensorFlow 1.15"
    )


def test_format_3(tmp_path):
    sheet = {"cells": [{"cell_type": "code", "input": ["a = 1\n", "a"]}]}
    (tmp_path / "old.ipynb").write_text(json.dumps({"worksheets": [sheet]}))
    assert Script.read(str(tmp_path / "old.ipynb")).cells == [(1, "a = 1\na")]


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"cells": 3}', '{"a": 1}'])
def test_no_notebook(tmp_path, text):
    path = tmp_path / "lab.ipynb"
    path.write_text(text)
    with pytest.raises(notebook.UsageError, match="expected a Jupyter notebook"):
        notebook.run(str(path), [])


def test_no_ipython(tmp_path, monkeypatch):
    write(tmp_path / "lab.ipynb", ("code", "1"))
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("IPython"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(notebook.UsageError, match=r"pip install 'lab12\[notebook\]'"):
        notebook.run(str(tmp_path / "lab.ipynb"), [])
