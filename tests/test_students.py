"""What students meet: digits, plots without a display, notebooks cell by cell."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import struct
import subprocess
import sys

import numpy as np
import pytest

MNIST = (
    ("train-images-idx3-ubyte", (60, 2, 2)),
    ("train-labels-idx1-ubyte", (60,)),
    ("t10k-images-idx3-ubyte", (10, 2, 2)),
    ("t10k-labels-idx1-ubyte", (10,)),
)


def test_read_data_sets_says_what_it_extracts(tmp_path, monkeypatch, capsys):
    """As recorded from 1.15.5, to the letter, for a folder with a slash at its end."""
    from compat.examples.tutorials.mnist import input_data

    monkeypatch.chdir(tmp_path)
    (tmp_path / "MNIST_data").mkdir()
    for name, shape in MNIST:
        numbers = np.arange(np.prod(shape), dtype=np.uint8) % 10
        head = struct.pack(f">HBB{len(shape)}I", 0, 8, len(shape), *shape)
        with gzip.open(tmp_path / "MNIST_data" / f"{name}.gz", "wb") as stream:
            stream.write(head + numbers.tobytes())
    input_data.read_data_sets("MNIST_data/", one_hot=True, validation_size=5)
    assert capsys.readouterr().out == (
        "Extracting MNIST_data/train-images-idx3-ubyte.gz\n"
        "Extracting MNIST_data/train-labels-idx1-ubyte.gz\n"
        "Extracting MNIST_data/t10k-images-idx3-ubyte.gz\n"
        "Extracting MNIST_data/t10k-labels-idx1-ubyte.gz\n"
    )
    copy = tmp_path / "keras" / "datasets" / "mnist.npz"
    copy.parent.mkdir(parents=True)
    images, labels = np.zeros((60, 2, 2), np.uint8), np.zeros(60, np.uint8)
    np.savez(copy, x_train=images, y_train=labels, x_test=images, y_test=labels)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    input_data.read_data_sets("elsewhere", validation_size=5)
    assert capsys.readouterr().out == f"Extracting {copy}\n" * 4


SHOW = """\
{before}
import matplotlib.pyplot as plt
plt.plot([1, 2, 3])
plt.show()
plt.figure(); plt.plot([3, 2, 1])
plt.figure(); plt.plot([1, 1])
plt.show()
print(plt.get_fignums(), plt.get_backend().lower())
"""


def show(folder, before="", name="plots.py", **environment):
    (folder / name).write_text(SHOW.format(before=before))
    kept = {k: v for k, v in os.environ.items() if "DISPLAY" not in k}
    kept.pop("MPLBACKEND", None)
    done = subprocess.run(
        [sys.executable, "-m", "compat", "run", name],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**kept, **environment},
    )
    assert done.returncode == 0, done.stderr
    return done, sorted(path.name for path in folder.glob("*.png"))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is a display")
def test_show_without_a_display_saves_each_figure_and_says_where(tmp_path):
    done, pictures = show(tmp_path)
    assert pictures == ["plots-1.png", "plots-2.png", "plots-3.png"]
    assert done.stderr.splitlines() == [
        f"compat: no display: the figure is saved in plots-{n}.png" for n in (1, 2, 3)
    ]
    assert done.stdout == "[] agg\n"
    assert (tmp_path / "plots-1.png").read_bytes()[:4] == b"\x89PNG"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is a display")
def test_letters_that_no_font_has_are_said_once_with_what_to_write(tmp_path):
    titled = "import matplotlib.pyplot as plt\nplt.figure(); plt.title('손실 값')"
    done, pictures = show(tmp_path, f"{titled}\n{titled}")
    assert len(pictures) == 4 and "Warning" not in done.stderr
    [line] = [x for x in done.stderr.splitlines() if "letters" in x]
    assert line.startswith("compat: no letters 손실값 in this font: ")
    assert "plt.rc('font', family='" in line


def test_values_print_as_then_whether_numpy_is_imported_or_not(tmp_path):
    cell = "import tensorflow as tf\nx = tf.Session().run(tf.constant(2))\n"
    (tmp_path / "a.py").write_text(f"{cell}print([x, x * 1.5])")
    lines = [["run", "a.py"]]
    if importlib.util.find_spec("IPython"):
        code = {"cell_type": "code", "source": f"{cell}x"}
        notebook = {"cells": [code], "metadata": {}, "nbformat": 4}
        (tmp_path / "a.ipynb").write_text(json.dumps(notebook))
        lines.append(["run", "a.ipynb"])
    for line, said in zip(lines, ("[2, 3.0]\n", "Out[1]: 2\n"), strict=False):
        done = subprocess.run(
            [sys.executable, "-m", "compat", *line],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert done.stdout == said, done.stderr


def test_show_is_left_alone_where_a_backend_was_chosen(tmp_path):
    chosen = "import matplotlib\nmatplotlib.use('svg')"
    for before, environment in ((chosen, {}), ("", {"MPLBACKEND": "Agg"})):
        done, pictures = show(tmp_path, before, **environment)
        assert not pictures and "no display" not in done.stderr
        assert done.stdout.startswith("[1, 2, 3] ")


CELLS = """\
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config
config = Config()
config.HistoryManager.enabled = False
config.InteractiveShell.colors = "nocolor"
shell = InteractiveShell.instance(config=config)
for cell in (
    "%load_ext compat\\nimport tensorflow as tf",
    "v = tf.get_variable('v', [2])",
    "v = tf.get_variable('v', [2])",
    "with tf.Session() as sess:\\n    sess.run(v)",
    "x = tf.placeholder(tf.float32, [2, 3])\\ny = tf.matmul(x, x)",
    "def f():\\n    return 1 / 0\\nf()",
    "tf.reset_default_graph()\\nv = tf.get_variable('v', [2])",
):
    print("=====")
    shell.run_cell(cell, store_history=True)
"""


def test_cells_of_a_live_notebook_fail_as_scripts_do():
    pytest.importorskip("IPython")
    done = subprocess.run(
        [sys.executable, "-c", CELLS], capture_output=True, text=True, timeout=120
    )
    said = done.stdout.split("=====\n")[1:]
    assert len(said) == 7 and not said[0] and not said[1] and not said[6], said
    for text in said[2:6]:
        assert "site-packages" not in text and text.count("Error  ") == 1, text
        assert "Cell In[" in text
    assert "Variable v already exists" in said[2]
    assert "`tf.reset_default_graph()`" in said[2]
    assert "Attempting to use uninitialized value v" in said[3]
    assert "Dimensions must be equal" in said[4]
    assert "return 1 / 0" in said[5]


def test_a_live_notebook_says_ours_in_korean_where_the_locale_is():
    """What compat says of refused names and of cells run twice; 1.15's words stay."""
    pytest.importorskip("IPython")
    cells = CELLS.replace('"def f():', '"tf.nope", "import tensorflow.nope", "def f():')
    done = subprocess.run(
        [sys.executable, "-c", cells],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, "LANGUAGE": "ko", "PYTHONUTF8": "1"},
    )
    said = done.stdout.split("=====\n")[1:]
    assert "Variable v already exists" in said[2] and "이름이 같은 변수가" in said[2]
    assert "Two variables" not in said[2]
    assert "Attempting to use uninitialized value v" in said[3]
    for text in said[5:7]:
        assert "1.15에 있었던 적이 없습니다" in text.splitlines()[-1], text
    assert "Cell In[" in said[5]
