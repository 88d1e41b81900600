"""The Makefile says what it lacks, in words."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="no make here")


@pytest.mark.parametrize("target, words", [
    (["oracle"], "TensorFlow 1.15.5 needs Python 3.7; found no python3.7"),
    (["test", "PYTHON=python3.7"], "expected Python 3.10 to 3.13, received Python 3.7"),
])  # fmt: skip
def test_a_python_that_is_not_there(tmp_path, target, words):
    (tmp_path / "tests").mkdir()
    for name in ("Makefile", "pyproject.toml", "tests/oracle-requirements.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    # a python3.7 that answers --version and nothing else, like a shim without one
    fake = tmp_path / "bin" / "python3.7"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.7 || exit 1\n')
    fake.chmod(0o755)
    done = subprocess.run(
        ["make", *target],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PATH": f"{fake.parent}{os.pathsep}{os.environ['PATH']}",
            "PYENV_ROOT": str(tmp_path),
            "MAKEFLAGS": "",
        },
    )
    assert done.returncode == 2 and words in done.stderr
    assert not (tmp_path / ".venv").exists() and not (tmp_path / ".oracle").exists()


def test_the_workflow_tests_the_pairs_of_the_matrix():
    tomllib = pytest.importorskip("tomllib")  # Python 3.11
    yaml = pytest.importorskip("yaml")
    matrix = tomllib.loads((ROOT / "tests" / "matrix.toml").read_text())
    text = (ROOT / ".github" / "workflows" / "tests.yml").read_text()
    job = yaml.safe_load(text)["jobs"]["matrix"]
    assert job["strategy"]["matrix"]["include"] == matrix["pairs"]
    for one in matrix["fails"]:
        assert (ROOT / one["test"].partition("::")[0]).is_file() and one["reason"]
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert needed["requires-python"] == ">=3.10,<3.14"
    assert "tensorflow>=2.16,<2.22" in needed["dependencies"]
    assert {pair["tensorflow"] for pair in matrix["pairs"]} == {
        f"2.{minor}" for minor in range(16, 22)
    }
    assert {pair["python"] for pair in matrix["pairs"]} == {
        f"3.{minor}" for minor in range(10, 14)
    }
