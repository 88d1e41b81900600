"""check --fix, --sarif, and the hook of pre-commit."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from compat import cli
from compat.check import check_text, fixes
from tests.check.safe_calls import CALLS
from tests.starting import clean, oracle

ROOT = Path(__file__).resolve().parent.parent.parent
HEAD = "import tensorflow as tf\nimport keras\ns = tf.Session()\n"


def fixed(code):
    text = HEAD + code
    found = check_text(text).findings
    return fixes.rewritten(text, [e for f in found for e in f.edits])[len(HEAD) :]


WRITTEN = [
    ("y = tf.log(x)", "y = tf.math.log(x)"),
    ("import tensorflow as t\nt.log(x)", "import tensorflow as t\nt.math.log(x)"),
    ("tf.compat.v1.log(x)", "tf.math.log(x)"),
    ('w = "가나"; y = tf.log(x)  # 다', 'w = "가나"; y = tf.math.log(x)  # 다'),
    ("tf.mul(tf.log(x), tf.erf(y))", "tf.multiply(tf.math.log(x), tf.math.erf(y))"),
    ("f = tf.matrix_inverse", "f = tf.linalg.inv"),
    ("tf.reduce_sum(x, reduction_indices=[1], keep_dims=True)",
     "tf.reduce_sum(x, axis=[1], keepdims=True)"),
    ("tf.nn.dropout(x, keep_prob=0.5)", "tf.nn.dropout(x, rate=1 - 0.5)"),
    ("tf.nn.dropout(x, keep_prob = a + b)", "tf.nn.dropout(x, rate = 1 - (a + b))"),
    ("tf.nn.dropout(x, keep_prob=tf.log(p))",
     "tf.nn.dropout(x, rate=1 - tf.math.log(p))"),
    ("tf.nn.dropout(x, keep_prob=(\n  a if b\n  else c))",
     "tf.nn.dropout(x, rate=(\n  1 - (a if b\n  else c)))"),
    ("from tensorflow import nn\nnn.softmax(x, dim=1)",
     "from tensorflow import nn\nnn.softmax(x, axis=1)"),
    ("keras.optimizers.Adam(lr=1)", "keras.optimizers.Adam(learning_rate=1)"),
    ("keras.layers.Dense(output_dim=3, W_regularizer=r)",
     "keras.layers.Dense(units=3, kernel_regularizer=r)"),
    ("m.fit(x, y, nb_epoch=3)", "m.fit(x, y, epochs=3)"),
    ("m.fit_generator(g, nb_epoch=3)", "m.fit(g, epochs=3)"),
    ("m.predict_proba(x)", "m.predict(x)"),
    ("x = tf.log(x)\r\ny = tf.log(y)\r\n",
     "x = tf.math.log(x)\r\ny = tf.math.log(y)\r\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), WRITTEN)
def test_what_is_written_otherwise(before, after):
    assert fixed(before) == after


LEFT = [
    ("from tensorflow import log\nlog(x)", "its import would have to change"),
    ("(tf\n .log(x))", "on two lines"),
    ('getattr(tf, "log")(x)', "a text"),
    ("tf.nn.dropout(x, 0.5)", "it may be TensorFlow 2's rate"),
    ("tf.reduce_sum(x, axis=1, reduction_indices=None)", "both are given"),
    ("tf.placeholder(tf.float32)", "no other name"),
    ("tf.resize_images(x, 3)", "another function"),
    ("tf.contrib.rnn.GRUCell(3)", "a layer, not a name"),
    ("tf.nn.softmax_cross_entropy_with_logits(labels=x, logits=x, dim=0)",
     "1.15 says that it cannot have both"),
    ("m.fit_generator(g, samples_per_epoch=3)", "steps are not samples"),
    ("m.fit_generator(g, 3)", "its second argument is y of fit"),
    ("m.fit_generator(g, workers=3)", "Keras 3's fit has no workers"),
    ("m.predict_classes(x)", "one unit, or many"),
    ("keras.layers.Embedding(input_dim=3, output_dim=4)", "Keras 3's own"),
    ("try:\n  f = tf.concat_v2\nexcept AttributeError:\n  f = tf.concat",
     "it has its own way"),
    ("x = 1\ry = tf.log(x)", "lines that end in other ways"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "why"), LEFT)
def test_what_is_left(code, why):
    assert fixed(code) == code, why


def test_what_is_written_otherwise_needs_no_other_edit():
    for before, after in WRITTEN:
        assert fixed(after) == after, before


def test_the_patch_applies(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = {"sub/one.py": HEAD + "tf.log(x)", "two words.py": HEAD + "tf.erf(x)\n"}
    for name, text in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text)
    Path("lab.ipynb").write_text(json.dumps({
        "nbformat": 4,
        "cells": [{"cell_type": "code", "source": HEAD + "tf.log(x)"}],
    }))  # fmt: skip
    assert cli.main(["check", "--fix", str(tmp_path), "two words.py"]) == 0  # once
    printed = capsys.readouterr()
    assert "compat: 2 uses rewritten, 4 left, which take thought" in printed.err
    assert "ipynb" not in printed.out
    Path("p.diff").write_text(printed.out)
    if shutil.which("git"):
        subprocess.run(["git", "apply", "p.diff"], check=True)
        for name, text in files.items():
            changed = text.replace("tf.log", "tf.math.log")
            changed = changed.replace("tf.erf", "tf.math.erf")
            assert Path(name).read_text() == changed


def test_sarif(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = 'w = "가"; y = tf.log(x)\ntf.contrib.bayesflow\n'
    Path("한 글.py").write_text(HEAD + code)
    Path("broken.py").write_text("x = (")
    Path("lab.ipynb").write_text(json.dumps({
        "nbformat": 4,
        "cells": [{"cell_type": "code", "source": "import tensorflow as tf\ntf.log"}],
    }))  # fmt: skip
    assert cli.main(["check", "--sarif", "."]) == 1
    told = json.loads(capsys.readouterr().out)
    (run,) = told["runs"]
    assert told["version"] == "2.1.0"
    assert not run["invocations"][0]["executionSuccessful"]
    by_text = {r["message"]["text"].partition(":")[0]: r for r in run["results"]}
    assert by_text["tf.contrib.bayesflow"]["level"] == "error"
    assert by_text["cell 1, line 2"]["ruleId"] == "exact"
    log = by_text["tf.log"]
    place = log["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "%ED%95%9C%20%EA%B8%80.py"
    assert place["region"] == {"startLine": 4, "startColumn": 14}
    (change,) = log["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [{
        "deletedRegion": {"startLine": 4, "startColumn": 16, "endColumn": 20},
        "insertedContent": {"text": ".math.log"},
    }]  # fmt: skip


def test_the_hook_of_pre_commit(tmp_path, capsys):
    text = (ROOT / ".pre-commit-hooks.yaml").read_text()
    entry = re.search(r"entry: compat (.*)", text)[1].split()
    for code, expected in (("tf.Session()", 0), ("tf.contrib.bayesflow", 1)):
        (tmp_path / "a.py").write_text(HEAD + code)
        assert cli.main([*entry, str(tmp_path / "a.py")]) == expected


@pytest.fixture
def real():
    python = oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    return python


ASK = """\
import json, sys
import tensorflow as tf
def get(root, name):
    for part in name.split(".")[1:]:
        root = getattr(root, part)
    return root
pairs = json.load(sys.stdin)
one, other = (tf, tf) if tf.__version__ < "2" else (tf.compat.v1, tf)
print("NOT", [n for n, new in pairs if get(one, n) is not get(other, new)])
"""


def same_names():
    gone = {"tf.mul", "tf.sub", "tf.neg", "tf.pack", "tf.unpack", "tf.complex_abs"}
    gone |= {"tf.inv", "tf.concat_v2", "tf.batch_matrix_inverse", "tf.batch_cholesky"}
    gone |= {"tf.batch_matrix_transpose"}  # before 1.0
    names = [row for row in fixes.safe().items() if row[0].startswith("tf.")]
    return [(n, new) for n, new in names if "(" not in n and n not in gone]


def asked(python):
    return subprocess.run(
        [python, "-W", "ignore", "-c", ASK], input=json.dumps(same_names()),
        capture_output=True, text=True, env=clean(), check=True,
    ).stdout  # fmt: skip


def test_each_new_name_is_the_same_function():
    assert len(same_names()) > 150
    assert asked(sys.executable).endswith("NOT []\n")


@pytest.mark.oracle
def test_each_new_name_is_the_same_function_in_1_15(real):
    assert asked(real).endswith("NOT []\n")


def gives(command, calls, tmp_path):
    (tmp_path / "calls").write_text(calls)
    done = subprocess.run(
        [*command, str(ROOT / "tests/check/safe_calls.py"), str(tmp_path / "calls")],
        capture_output=True, text=True, env=clean(), check=True,
    )  # fmt: skip
    return [line for line in done.stdout.splitlines() if line.startswith("GIVES")]


def test_a_rewritten_call_gives_the_same(tmp_path):
    pairs = zip(CALLS.split("\n"), fixed(CALLS).split("\n"), strict=True)
    assert all(one != other for one, other in pairs)
    command = [sys.executable, "-m", "compat", "run"]
    both = gives(command, CALLS + "\n" + fixed(CALLS), tmp_path)
    assert both[: len(both) // 2] == both[len(both) // 2 :]


@pytest.mark.oracle
def test_a_rewritten_call_gives_the_same_in_1_15(tmp_path, real):
    both = gives([real], CALLS + "\n" + fixed(CALLS), tmp_path)
    assert len(both) == 2 * len(CALLS.split("\n"))
    assert both[: len(both) // 2] == both[len(both) // 2 :]
