"""Proves a ported program: `lab12 compare OLD NEW`, which is in the same wheel."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass
class Proof:
    """What a comparison said.

    Attributes:
        holds: Whether everything that was compared is equal, and something was.
        said: Rung by rung, or why there was no comparison.
    """

    holds: bool
    said: list[str]


def prove(old: str, new: str, argv: list[str]) -> Proof:
    """Compare a script and its port from the same weights.

    The comparison runs in a process of its own: compat does not import lab12.

    Args:
        old: The TensorFlow 1.x script.
        new: Its Keras 3 program.
        argv: Arguments of both.
    """
    if importlib.util.find_spec("lab12") is None:
        return Proof(False, ["not compared: lab12 is not installed here"])
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "lab12", "compare", old, new]
        done = subprocess.run(
            [*command, "--out", folder, "--json", *argv],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=_environment(),
            check=False,
        )
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return Proof(False, [f"not compared: {_complaint(done.stderr)}"])
    findings = told["findings"]
    compared = [one for one in findings if one["ok"] is not None]
    said = [f"{one['name']}: {one['said']}" for one in findings]
    left = [f"given to no layer: {n}: {w}" for n, w in told["left"].items()]
    holds = bool(compared) and all(one["ok"] for one in compared)
    return Proof(holds, said + left)


def _complaint(stderr: str) -> str:
    """The line of an error that says most."""
    said = [line for line in stderr.splitlines() if line.strip()]
    errors = [
        line for line in said if re.match(r"[\w.]*(Error|Exception|lab12)\b", line)
    ]
    return (errors or said or ["nothing said"])[-1]


def _environment() -> dict[str, str]:
    here = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": path, "COMPAT_WARM": "0"}
