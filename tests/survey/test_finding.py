"""What a survey runs: of folders, files and lists; and the copies it runs them in."""

import json
import os

import pytest

from compat.errors import UsageError
from compat.survey import copies, finding


def write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def names(paths):
    return [
        script.name for script in finding.find_scripts([str(p) for p in paths]).scripts
    ]


def notebook(*sources):
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 2})


def test_a_folder(course):
    write(
        course,
        a_py="import numpy as np, tensorflow as tf",
        b_py="from tensorflow.contrib import rnn",
        keras_py="    import keras.layers" if False else "import keras.layers",
        other_py="import tensorflow_hub, numpy  # tensorflow",
        string_py="text = '''\nimport tensorflow\n'''",
        python2_py="import tensorflow as tf\nprint 'old'",
        model_py="import tensorflow as tf",
        package__net_py="from tensorflow import layers",
        package____init___py="",
        uses_py="import model",
        deep_py="from package.net import f",
        both_py="import tensorflow\nif __name__ == '__main__':\n    print(1)",
        uses_both_py="import both",
        sub__near_py="import tensorflow",
        setup_py="import tensorflow",
        _hidden__x_py="",
    )
    (course / ".hidden").mkdir()
    (course / ".hidden" / "x.py").write_text("import tensorflow")
    (course / "gone.py").symlink_to("nowhere")
    (course / "n.ipynb").write_text(notebook("%pylab\nimport tensorflow as tf"))
    (course / "plain.ipynb").write_text(notebook("1 + 1"))
    (course / "broken.ipynb").write_text("{")
    (course / "실습.py").write_text("import tensorflow as tf", encoding="utf-8")
    (course / "notepad.py").write_text("import tensorflow as tf", encoding="utf-16")
    found = finding.find_scripts([str(course)])
    assert sorted(script.name for script in found.scripts) == [
        "course/a.py",
        "course/b.py",
        "course/both.py",
        "course/deep.py",
        "course/keras.py",
        "course/n.ipynb",
        "course/python2.py",
        "course/sub/near.py",
        "course/uses.py",
        "course/uses_both.py",
        "course/실습.py",  # without quotes
    ]
    assert found.modules == 2
    assert len(found.unread) == 3
    assert any("notepad.py:1: not Python: " in line for line in found.unread)
    assert {s.folder for s in found.scripts} == {".", "sub"}


def test_a_list(course):
    write(course, a_py="", sub__b_py="", sub__data__c_py="")
    write(course.parent, other__d_py="")
    lines = course / "lines.txt"
    lines.write_text(
        "# comment\n\na.py --steps 3 'two words'\nsub/b.py\nsub: data/c.py x\n"
        "sub: -m data.c y\n../other/d.py\n"
    )
    found = finding.find_scripts([str(lines)]).scripts
    assert [s.name for s in found] == [
        "course/a.py --steps 3 'two words'",
        "course/sub/b.py",
        "course/sub/data/c.py x",
        "course/sub -m data.c y",
        "other/d.py",
    ]
    assert [s.folder for s in found] == [".", "sub", "sub", "sub", "."]
    assert found[2].line() == ["data/c.py", "x"]
    assert found[3].line() == ["-m", "data.c", "y"]
    assert {s.root for s in found} == {str(course), str(course.parent / "other")}


@pytest.mark.parametrize(
    "line, words",
    [
        ("missing.py", "missing.py: no such file"),
        ("nowhere: a.py", "no such folder"),
        ("a.py 'open", "No closing quotation"),
        ("../other: ../course/a.py", "outside of"),
        ("-m module", "expected FOLDER: -m MODULE"),
    ],
)
def test_a_list_with_a_mistake(course, line, words):
    write(course, a_py="")
    write(course.parent, other__d_py="")
    (course / "list").write_text(f"a.py\n{line}\n")
    with pytest.raises(UsageError, match="list:2: ") as error:
        finding.find_scripts([str(course / "list")])
    assert words in str(error.value)


def test_paths_that_are_none(course):
    with pytest.raises(UsageError, match="no such file or folder"):
        finding.find_scripts([str(course / "nothing")])
    (course / "data.bin").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="expected a list of scripts"):
        finding.find_scripts([str(course / "data.bin")])


def test_a_copy(course, tmp_path):
    write(course, a_py="1", sub__b_py="2")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "data.txt").write_text("3")
    (course / "inside").symlink_to("sub")
    (course / "absolute.py").symlink_to(course / "a.py")
    (course / "out").symlink_to(outside)
    (course / "around").symlink_to(tmp_path)
    (course / "gone").symlink_to("nowhere")
    (course / ".git").mkdir()
    os.mkfifo(course / "pipe")
    (course / "sub" / "b.py").chmod(0o444)
    to = tmp_path / "work" / "course"
    to.parent.mkdir()
    copies.copy(str(course), str(to))
    for name in ("a.py", "inside/b.py", "absolute.py", "out/data.txt"):
        path = to / name
        path.write_text("changed")
        assert os.path.realpath(path).startswith(str(to))
    assert (course / "a.py").read_text() == "1"
    assert (course / "sub" / "b.py").read_text() == "2"
    assert (outside / "data.txt").read_text() == "3"
    assert (to / "gone").is_symlink()
    assert not (to / "pipe").exists() and not (to / ".git").exists()
    assert not (to / "around" / "course" / "around").exists()
    (to / "sub").chmod(0o500)
    copies.remove(str(to))
    assert not to.exists()
