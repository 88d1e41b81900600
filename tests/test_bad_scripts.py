"""Scripts that are no text, or no TensorFlow 1.x; closed streams; a full disk."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from compat import cli
from compat.check.checker import check
from compat.errors import UsageError
from compat.run import targets
from compat.script import Script, second

ROOT = Path(__file__).resolve().parent.parent
HELLO = "import tensorflow as tf\nprint('안녕')\n"
TEXT = "expected UTF-8 text"
OTHER = "expected Python source text, received"

# a file: what is in it, what `run` says of it, what `check` says
BAD = {
    "utf16.py": (HELLO.encode("utf-16"), f"1: SyntaxError: {TEXT}, received UTF-16: "
                 "save it as UTF-8"),
    "no_mark.py": (HELLO.encode("utf-16-le"), f"1: SyntaxError: {TEXT}, received "
                   "UTF-16: save it as UTF-8"),
    "utf32.py": (HELLO.encode("utf-32"), f"1: SyntaxError: {TEXT}, received UTF-32: "
                 "save it as UTF-8"),
    "cp949.py": (HELLO.encode("cp949"), f"2: SyntaxError: {TEXT}: save it as UTF-8, "
                 "or say what it is in its first line: # -*- coding: cp949 -*-"),
    "picture.py": (b"\x89PNG\r\n\x1a\n\0\0", f"1: SyntaxError: {OTHER} a picture"),
    "program.py": (b"\x7fELF\2\1\1\0\0", f"1: SyntaxError: {OTHER} a program"),
    "null.py": (b"x = 1\ny = '\0'\n", f"2: SyntaxError: {OTHER} a null byte"),
    "coding.py": (b"# -*- coding: nope -*-\n", "SyntaxError: unknown encoding: nope"),
    "brackets.py": (b"x = " + b"[" * 3000 + b"]" * 3000 + b"\n", "1: SyntaxError: too "
                    "many nested parentheses: x = " + "[" * 67 + "…"),
    "signs.py": (b"x = " + b"-" * 9000 + b"1\n", "SyntaxError: expected expressions "
                 "that Python can compile, received too deep a one"),
    "terms.py": (b"x = " + b"+".join([b"1"] * 100_000) + b"\n", "SyntaxError: expected "
                 "expressions that Python can compile, received too deep a one"),
}  # fmt: skip


def run(*line: str, cwd: Path, **given) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "compat", *line],
        capture_output="stdout" not in given,
        encoding="utf-8",
        cwd=cwd,
        **given,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )


@pytest.mark.parametrize("name", BAD)
def test_a_script_that_is_none_is_refused_in_a_line(tmp_path, name):
    content, said = BAD[name]
    (tmp_path / name).write_bytes(content)
    done = run("run", name, cwd=tmp_path)
    assert done.returncode == 2 and not done.stdout
    [line] = done.stderr.splitlines()
    assert line.replace(f"{name}: S", f"{name}:S").startswith(f"compat: {name}:")
    assert line.endswith(said) and len(line) < 160
    report = check([str(tmp_path / name)])
    if "too deep" in said:  # it is read all the same, in a deep stack
        assert not report.findings
        return
    [unread] = report.unread
    reason = said.split("SyntaxError: ")[1].partition(": x =")[0]
    assert unread.startswith(f"{tmp_path / name}:") and unread.endswith(reason)


RAISING = {
    "group.py": """\
def fail(what):
    raise what
def main():
    found = []
    for what in ValueError(1), KeyError("two"):
        try:
            fail(what)
        except Exception as error:
            found.append(error)
    raise ExceptionGroup("both", found)
main()
""",
    "closed.py": "import sys\nsys.stdout.close()\nprint('again')\n",
    "no_stderr.py": "import sys\nsys.stderr.close()\nraise ValueError\n",
    "again.py": "def again(n):\n    return again(n + 1)\nagain(0)\n",
    "path.py": "import runpy\nrunpy.run_path('closed.py')\n",
    "drawn.py": "def drawn():\n    yield 1\n    raise KeyError('two')\nlist(drawn())\n",
}


@pytest.mark.parametrize("name", RAISING)
def test_the_machinery_stays_out_of_tracebacks(tmp_path, name):
    if name == "group.py" and sys.version_info < (3, 11):
        pytest.skip("exception groups came with Python 3.11")
    for script, source in RAISING.items():
        (tmp_path / script).write_text(source)
    done = run("run", name, cwd=tmp_path)
    assert done.returncode == 1
    if name == "no_stderr.py":
        assert not done.stdout + done.stderr
        return
    assert "compat" not in done.stderr and "runpy.py" not in done.stderr, done.stderr
    assert done.stderr.count("Traceback") == (3 if name == "group.py" else 1)
    assert f'File "{name}"' in done.stderr
    frames = [x for x in done.stderr.splitlines() if x.lstrip(" |").startswith("File")]
    assert len(frames) == {"group.py": 6, "again.py": 4, "closed.py": 1}.get(name, 2)


def test_our_commands_survive_closed_streams_and_a_full_disk(tmp_path):
    (tmp_path / "a.py").write_text(
        "import tensorflow as tf\ntf.placeholder(tf.int32)\n"
    )
    for closed in (">&-", "2>&-", "<&-", ">&- 2>&-"):
        for line in ("compat check a.py", "compat --version", "lab12 list"):
            if "version" in line and closed.count("&") > 1:
                continue  # argparse of Python 3.10 fails at that
            done = subprocess.run(
                ["sh", "-c", f"'{sys.executable}' -m {line} {closed}"],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
            assert done.returncode == 0 and "Traceback" not in done.stderr, line
    if not os.path.exists("/dev/full"):
        return
    with open("/dev/full", "w") as full:
        done = run("check", "a.py", cwd=tmp_path, stdout=full, stderr=subprocess.PIPE)
    said = "compat: the output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, said)


def no_room() -> None:
    """Any file of more than some letters fails, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (8, 8))


def test_what_cannot_be_written_says_so_once_with_the_cause(tmp_path):
    (tmp_path / "plot.py").write_text(
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('on')\n"
    )
    (tmp_path / "comparison.json").write_text(
        json.dumps({"reference": "golden", "ok": True, "reasons": [], "labs": {}})
    )
    lines = {
        "compat run plot.py": (0, "compat: no display, and plot-1.png cannot be "
                               "written: File too large\n"),
        "compat survey plot.py --state s": (2, "compat: s: File too large\n"),
        "compat kernel install --prefix p": (2, "compat: p/share/jupyter/kernels/"
            "tensorflow1-compat: cannot be written: File too large\n"),
        "lab12 report --compared . --out r.html": (2, "lab12: r.html: File too "
                                                   "large\n"),
    }  # fmt: skip
    kept = {k: v for k, v in os.environ.items() if "DISPLAY" not in k}
    kept.pop("MPLBACKEND", None)
    if importlib.util.find_spec("ipykernel") is None:
        lines.pop("compat kernel install --prefix p")
    for line, (code, said) in lines.items():
        done = subprocess.run(
            [sys.executable, "-B", "-m", *line.split()],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            preexec_fn=no_room,
            env={**kept, "PYTHONPATH": str(ROOT), "MPLCONFIGDIR": str(tmp_path)},
        )
        shown = [
            x for x in done.stderr.splitlines(True) if x[:6] in ("compat", "lab12:")
        ]
        assert (done.returncode, "".join(shown)) == (code, said), (line, done.stderr)
        assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*.png")) + list(tmp_path.glob("*.html"))


TAPE = "with tf.GradientTape() as t:\n    pass\n"
SECOND = {
    f"import tensorflow as tf\n{TAPE}": ":2: tf.GradientTape",
    "import tensorflow as tf\ntf.random.set_seed(1)": ":2: tf.random.set_seed",
    "from tensorflow import keras\nx = keras.layers.Rescaling(1)": (
        ":2: tf.keras.layers.Rescaling"
    ),
    "from tensorflow.keras.layers import TextVectorization as V\nV()": (
        ":2: tf.keras.layers.TextVectorization"
    ),
    "import tensorflow as tf\n@tf.function\ndef f(): pass": ":2: tf.function",
    # both versions have these
    "import tensorflow as tf\ntf.keras.layers.Dense(1)": "",
    "import tensorflow as tf\ntf.zeros([2])": "",
    "import torch\ntorch.random.set_seed(1)": "",
    # 1.x, all the same
    f"import tensorflow as tf\ntf.enable_eager_execution()\n{TAPE}": None,
    f"import tensorflow as tf\nif tf.__version__ < '2':\n    pass\n{TAPE}": None,
    f"import tensorflow.compat.v1 as tf\n{TAPE}": None,
    f"import tensorflow as tf\nx = tf.placeholder(tf.int32)\n{TAPE}": None,
    f"import tensorflow as tf\no = tf.train.AdamOptimizer().minimize(x)\n{TAPE}": None,
}


@pytest.mark.parametrize("text", SECOND)
def test_a_tensorflow_2_script_is_known(text):
    said = second.sign_in(Script("a.py", text.encode()))
    assert said == (f"a.py{SECOND[text]}" if SECOND[text] else SECOND[text])


def test_check_and_run_say_that_a_script_is_for_tensorflow_2(tmp_path):
    (tmp_path / "new.py").write_text(f"import tensorflow as tf\n{TAPE}exit(3)\n")
    place = "new.py:2: tf.GradientTape\n"
    done = run("check", "new.py", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == (
        f"compat: a TensorFlow 2 script, nothing of TensorFlow 1.x: {place}"
    )
    done = run("run", "new.py", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr == (
        f"compat: this is a TensorFlow 2 script, plain Python runs it: {place}"
    )
    # a module that is 1.x's speaks for the program
    (tmp_path / "old.py").write_text("import tensorflow as tf\ntf.Session()\n")
    (tmp_path / "new.py").write_text(f"import old\nimport tensorflow as tf\n{TAPE}")
    for line in (("check", "."), ("run", "new.py")):
        assert "TensorFlow 2 script" not in run(*line, cwd=tmp_path).stderr


NOTEBOOK = json.dumps(
    {"cells": [{"cell_type": "code", "source": HELLO}] * 3, "metadata": {}}
).encode()


@pytest.mark.parametrize("name", ["a.py", "a.ipynb"])
def test_drawn_damage_is_said_in_a_line(tmp_path, monkeypatch, capsys, name):
    """Bytes changed and ends cut: `check` reads on, `run` refuses, in lines of ours."""
    monkeypatch.chdir(tmp_path)
    whole = (ROOT / "lab12/legacy/rnn_03_char_sequence.py").read_bytes()
    draw = random.Random(5)
    for turn in range(150):
        data = bytearray(whole if name == "a.py" else NOTEBOOK)
        del data[draw.randrange(len(data)) if turn % 3 == 0 else len(data) :]
        for _ in range(min(len(data), draw.choice([1, 3, 20]))):
            data[draw.randrange(len(data))] = draw.randrange(draw.choice([128, 256]))
        Path(name).write_bytes(data)
        assert cli.main(["check", name]) in (0, 1)
        for line in capsys.readouterr().err.splitlines():
            assert line.startswith("compat: ") and len(line) < 300, (turn, line)
        if name == "a.py":
            try:
                targets.main_module(targets.Job("path", name))
            except UsageError as error:
                assert "\n" not in str(error) and len(str(error)) < 300, turn
    # Python's own message cannot hold these bytes
    Path("b.py").write_bytes(b"x = 1\n$\xc7\n")
    assert cli.main(["check", "b.py"]) == 1
    assert "Traceback" not in capsys.readouterr().err
