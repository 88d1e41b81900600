"""Compare what ops calls build on TensorFlow 1.15.5 and under compat.

python -m tests.ops                     all calls of the tables, drawn anew by --seed N
python -m tests.ops --only TEXT …       those whose text contains it
python -m tests.ops --call CALL …       these calls; with --show, which ops differ
python -m tests.ops --record            renew the record of 1.15.5
"""

from __future__ import annotations

import argparse
import collections
import difflib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.ops import calls
from tests.starting import ROOT, oracle

RUNNER = Path(__file__).with_name("run_ops.py")
Records = dict[str, dict[str, Any]]

# Ops that took another type since, one for one.
_SAME = {"AddV2": "Add", "SelectV2": "Select", "BatchMatMulV2": "BatchMatMul"}


def run(python: str, some: list[str], listed: bool = False) -> Records:
    """Make calls in one process.

    Raises:
        RuntimeError: If the process failed as a whole.
    """
    environment = dict(
        os.environ,
        TF_CPP_MIN_LOG_LEVEL="3",
        TF_ENABLE_ONEDNN_OPTS="0",
        PYTHONPATH=str(ROOT),
        COMPAT_FAST="0",
    )
    environment.pop("TF2_BEHAVIOR", None)
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "calls.json", Path(folder) / "out.json"
        given.write_text(json.dumps(some))
        done = subprocess.run(
            [python, "-W", "ignore", str(RUNNER), str(given), str(out)]
            + (["--list"] if listed else []),
            env=environment,
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
    if old.get("back_error") != new.get("back_error"):
        found["back_error"] = [old.get("back_error"), new.get("back_error")]
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


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.ops", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--call", nargs="*", default=[])
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--names", action="store_true", help="names, too")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cache", type=Path, default=Path("out/ops.json"))
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """Run the command; 0 for no difference, 1 for some, 2 for wrong use."""
    given = _arguments(argv)
    python = oracle()
    if python is None:
        print("no TensorFlow 1.15: `make oracle`, or set LAB12_TF115", file=sys.stderr)
        return 2
    some = given.call or calls.calls(given.seed)
    if given.only:
        some = [call for call in some if any(text in call for text in given.only)]
    kept: Records = {}
    if given.show:
        kept = run(python, some, listed=True)
    else:
        if given.cache.exists():
            kept = json.loads(given.cache.read_text())
        if missing := [call for call in some if call not in kept]:
            kept |= run(python, missing)
            given.cache.parent.mkdir(parents=True, exist_ok=True)
            given.cache.write_text(json.dumps(kept))
    received = run(sys.executable, some, listed=given.show)
    wrong = {c: difference(kept[c], received[c]) for c in some}
    if not given.names:
        wrong = {
            call: {key: value for key, value in found.items() if "name" not in key}
            for call, found in wrong.items()
        }
    invalid = sum("error" in kept[c] for c in some)
    for call, found in wrong.items():
        if not found or "error" in kept[call]:
            continue
        print(f"{call}\n    {json.dumps(found)}")
        if given.show:
            print("\n".join(ops_that_differ(kept[call], received[call])))
            for side in (kept, received):
                if "why" in side[call]:
                    print(side[call]["why"])
    bad = [c for c in some if wrong[c] and "error" not in kept[c]]
    heads = collections.Counter(
        call.removeprefix("loop: ").partition("(")[0] for call in bad
    )
    print(" ".join(f"{head}:{n}" for head, n in heads.most_common()))
    print(f"{len(some)} calls, {invalid} not valid on 1.15, {len(bad)} differ")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
