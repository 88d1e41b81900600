"""Rule `core`: names that only `tf.compat.v1` still has; and their table."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from compat.check.names import core
from tests.check.finding import found

ROOT = Path(__file__).resolve().parent.parent.parent

CASES = [
    ("tf.Session()", "tf.Session"),
    ("tf.placeholder(tf.float32)", "tf.placeholder"),
    ("tf.train.AdamOptimizer(1e-3)", "tf.train.AdamOptimizer"),
    ("tf.app.flags.DEFINE_bool('a')", "tf.app.flags.DEFINE_bool"),
    ("tf.gfile.Exists(p)", "tf.gfile.Exists"),
    ("tf.GraphKeys.LOSSES", "tf.GraphKeys"),
    ("tf.compat.v1.Session()", "tf.Session"),
    ("from tensorflow.compat.v1 import Session", "tf.Session"),
    ("from tensorflow import Session", "tf.Session"),
    ("from tensorflow import *\nSession()", "tf.Session"),
]


@pytest.mark.parametrize(("code", "name"), CASES)
def test_name(code, name):
    assert found(code) == [f"{code.count(chr(10)) + 1} {name} exact"]


def test_the_table_is_sorted_and_each_name_has_a_keras_3_way():
    path = ROOT / "compat" / "check" / "core.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    names = [row["name"] for row in rows]
    assert names == sorted(set(names))
    for row in rows:
        text = row["keras3"]
        assert text and text == text.strip() and not text.endswith("."), row


@pytest.mark.oracle
def test_no_name_is_missing():
    from tests.record import core as core_of_115
    from tests.starting import oracle

    python = oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    assert set(core_of_115.needed(python)) == {n for n in core() if "(" not in n}


def test_names_are_there_under_compat_and_their_keras_3_ways_in_keras(tmp_path):
    """One process: each name in the facade, each argument, each piece of code."""
    out = tmp_path / "wrong.txt"
    done = subprocess.run(
        [sys.executable, "-m", "compat", "run", "tests/check/core_probe.py", str(out)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    lines = out.read_text().splitlines()
    assert lines[0] == f"{len(core())} names"
    assert lines[1:] == []
