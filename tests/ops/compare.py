"""Makes calls on both TensorFlows and says how what they built differs."""

from __future__ import annotations

import difflib
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.starting import ROOT, clean

RUNNER = Path(__file__).with_name("run_ops.py")
_A_PROCESS = 2500
Records = dict[str, dict[str, Any]]

# Ops that took another type since, one for one.
_SAME = {"AddV2": "Add", "SelectV2": "Select", "BatchMatMulV2": "BatchMatMul"}


def run(python: str, some: list[str], listed: bool = False) -> Records:
    """Make calls, some thousand a process: 1.15 keeps what graphs it had.

    Raises:
        RuntimeError: If the process failed as a whole.
    """
    if len(some) > _A_PROCESS:
        parts = (some[i : i + _A_PROCESS] for i in range(0, len(some), _A_PROCESS))
        return {c: r for part in parts for c, r in run(python, part, listed).items()}
    environment = dict(
        clean(),
        TF_ENABLE_ONEDNN_OPTS="0",
        PYTHONPATH=str(ROOT),
        COMPAT_FAST="0",
    )
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "calls.json", Path(folder) / "out.json"
        given.write_text(json.dumps(some))
        done = subprocess.run(
            [python, "-W", "ignore", str(RUNNER), str(given), str(out)]
            + (["--list"] if listed else []),
            env=environment,
            cwd=folder,  # what a call writes is gone with it
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{python} failed:\n{done.stderr[-2000:]}")
        records: Records = json.loads(out.read_text())
        return records


def difference(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Return what differs between two records of a call: the empty dict for nothing.

    A number is how many more (negative: fewer) ops the received one counts, forward,
    and in its gradient; what else differs is given as [expected, received].
    """
    if "error" in old:
        return {} if "error" in new else {"error": [old["error"], None]}
    if "error" in new:
        return {"error": [None, new["error"]]}
    found: dict[str, Any] = {}
    if forward := new["seed"] - old["seed"]:
        found["ops"] = forward
    for part in ("out", "back"):
        a, b = old.get(part, []), new.get(part, [])
        if len(a) != len(b):
            found[part] = [len(a), len(b)]
            continue
        pairs = list(zip(a, b, strict=True))
        if wrong := [[x[1:], y[1:]] for x, y in pairs if x[1:] != y[1:]]:
            found[part] = wrong[0]
        if wrong := [[x[0], y[0]] for x, y in pairs if x[0] != y[0]]:
            found[f"{part}_name"] = wrong[0]
    if "back_error" in old:  # what had no gradient in 1.15 may have one
        found.pop("back", None)
    elif "back_error" in new:
        found["back_error"] = [None, new["back_error"]]
    elif "back_seed" in old:
        gradient = new["back_seed"] - old["back_seed"] - forward
        if gradient:
            found["back_ops"] = gradient
    return found


def ops_that_differ(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Return the ops of either record that the other lacks, a line each."""
    both = [record.get("ops", []) for record in (old, new)]
    types = [[_SAME.get(op[0], op[0]) for op in ops] for ops in both]
    lines = []
    matcher = difflib.SequenceMatcher(None, *types, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            lines += [f"  1.15   {type_} {name}" for type_, name in both[0][i:j]]
            lines += [f"  compat {type_} {name}" for type_, name in both[1][k:m]]
    return lines


def differences(expected: Records, received: Records) -> dict[str, dict[str, Any]]:
    """Return `difference` of each call that has one and is valid on 1.15.

    Names of results are left out: what the op seeds and shapes are is told.
    """
    found = {}
    for call, old in expected.items():
        if "error" in old or call not in received:
            continue
        wrong = difference(old, received[call])
        wrong = {key: value for key, value in wrong.items() if "name" not in key}
        if wrong:
            found[call] = wrong
    return found
