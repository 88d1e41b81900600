"""A course of tiny scripts, and stand-ins for TensorFlow that start at once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from compat.survey import surveying

# As `compat run`, without the seconds of TensorFlow's import
LAUNCHER = """\
import os, runpy, sys
script = sys.argv[2]
sys.argv = sys.argv[2:]
sys.path[0] = os.path.dirname(os.path.abspath(script))
if "refuse" in script:
    print(f"compat: {script}:3: tf.contrib.bayesflow is refused …", file=sys.stderr)
    sys.exit(2)
runpy.run_path(script, run_name="__main__")
"""


@pytest.fixture
def stub(tmp_path_factory, monkeypatch) -> Path:
    """A folder with an empty TensorFlow 1.15.5, first on every path."""
    folder = tmp_path_factory.mktemp("stub")
    (folder / "tensorflow").mkdir()
    (folder / "tensorflow" / "__init__.py").write_text("")
    (folder / "tensorflow-1.15.5.dist-info").mkdir()
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.delenv("LAB12_TF115", raising=False)
    monkeypatch.setattr(surveying, "_LAUNCHER", LAUNCHER)
    return folder


@pytest.fixture
def oracle(stub, tmp_path) -> str:
    """A Python that says it has TensorFlow 1.15.5; scripts see REAL=1."""
    path = tmp_path / "python-1.15"
    path.write_text(f'#!/bin/sh\nREAL=1 PYTHONPATH={stub} exec {sys.executable} "$@"\n')
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def course(tmp_path) -> Path:
    """An empty folder for scripts."""
    folder = tmp_path / "course"
    folder.mkdir()
    return folder
