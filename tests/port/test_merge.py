"""compat port: a script and the modules beside it, as one source."""

import pytest

from compat.port import merge

SCRIPT = """\
import numpy as np
from model import build
from data import load

print(build(load(np)))
"""
MODEL = """\
\"\"\"A model.\"\"\"
from __future__ import division
import numpy as np
import tensorflow as tf


def build(x):
    return tf.constant(x)


if __name__ == "__main__":
    build(1)
"""
MERGED = """\
import numpy as np
import tensorflow as tf


def build(x):
    return tf.constant(x)


from data import load

print(build(load(np)))
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "model.py").write_text(MODEL, encoding="utf-8")
    (tmp_path / "data.py").write_text("def load(np):\n    return 1\n", "utf-8")
    return tmp_path


def test_what_builds_the_graph_stands_in_the_script(folder):
    """Without its docstring, its main, and imports that are there already."""
    source = merge.merged(str(folder / "script.py"))
    lines = [line for line in source.text.splitlines() if line.strip()]
    assert lines == [line for line in MERGED.splitlines() if line.strip()]
    assert source.left == []


def test_lines_keep_their_places(folder):
    """A comment says which file a line is of."""
    source = merge.merged(str(folder / "script.py"))
    lines = source.text.splitlines()
    said = {line: source.where(n + 1) for n, line in enumerate(lines)}
    assert said["    return tf.constant(x)"] == "model.py line 8"
    assert said["print(build(load(np)))"] == "line 5"


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("import model\nprint(model.build(1))\n", "by its name"),
        ("from model import build as make\nprint(make(1))\n", "under another name"),
        ("from model import build\ndef build(y):\n    pass\n", "two of one name"),
    ],
)
def test_what_does_not_fit_into_one_file_is_a_gap(folder, script, why):
    """It stays an import, and is named."""
    (folder / "script.py").write_text(script, encoding="utf-8")
    source = merge.merged(str(folder / "script.py"))
    assert source.text == script
    assert [name for _, name, _ in source.left] == ["import model"], why


def test_packages_and_modules_of_modules(folder):
    """A package's module imports another one of it."""
    (folder / "nets").mkdir()
    (folder / "nets" / "base.py").write_text(
        "import tensorflow as tf\nA = 1\n", "utf-8"
    )
    (folder / "nets" / "net.py").write_text("from .base import A\nB = A\n", "utf-8")
    (folder / "script.py").write_text("from nets.net import B\n", encoding="utf-8")
    source = merge.merged(str(folder / "script.py"))
    assert source.text.split("\n")[:3] == ["import tensorflow as tf", "A = 1", "B = A"]
