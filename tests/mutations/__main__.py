"""Puts each fault into a copy of the tree, and says which ones no test sees."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import starting
from tests.cases import asking, compare, goldens
from tests.mutations import ROOT, Fault, faults

LEFT = (
    ".git",
    ".venv",
    ".oracle",
    "out",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
)


class Tree:
    """The copy that is changed, and a process of it that is forked for each case.

    What that process has imported before is not imported anew in a fork, and its
    networks over time are the plain ones: a fault there has a process of its own.
    """

    def __init__(self) -> None:
        # All of TensorFlow is imported once, not what is needed in each fork.
        whole = {**os.environ, "COMPAT_FAST": "0"}
        self._parent = asking.Worker(starting.COLD, whole)
        self._loaded = {Path(file).resolve() for file in self._parent.loaded()}

    def unseen(self, fault: Fault) -> list[str]:
        """Of the cases and tests that should fail, those that do not."""
        left: list[str] = []
        loaded = (ROOT / fault.path).resolve() in self._loaded
        own = bool(fault.cases) and (loaded or "/fast/" in fault.path)
        worker = asking.compat() if own else self._parent
        for way, name in fault.cases:
            try:
                seen, told = worker.run_anew(name, way or "chosen")
            except asking.Failed:
                continue
            if not compare.differences(_expected(name), seen, told):
                left.append(name)
        if own:
            worker.close()
        return left + [test for test in fault.tests if _passes(test.split())]

    def failing(self, chosen: list[Fault]) -> list[str]:
        """What fails without a fault, and so sees none."""
        seen_by = {one for fault in chosen for one in fault.seen_by}
        tests = sorted(one for one in seen_by if one.startswith("tests/"))
        cases = sorted(seen_by - {*tests})
        bare = Fault("", "", "", "", "", tuple(cases))
        passing = self.unseen(bare)
        failing = [name for _, name in bare.cases if name not in passing]
        if tests and not _passes(sorted({*" ".join(tests).split()})):
            failing += [test for test in tests if not _passes(test.split())]
        return failing


def _expected(name: str) -> asking.Seen:
    golden, _ = goldens.load(goldens.path_of(name.rpartition(".")[0]))
    head = f"{name}|"
    return {
        key.removeprefix(head): value
        for key, value in golden.items()
        if key.startswith(head)
    }


def _passes(tests: list[str]) -> bool:
    """Whether tests pass; a run without any is an error.

    Raises:
        RuntimeError: With what pytest says, when it could not run them.
    """
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{tests}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 0


def put(path: Path, text: str, moment: int) -> None:
    """Write a file, so that no compiled file of before fits it."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, (moment, moment))


def here(chosen: list[Fault]) -> int:
    """Run faults in this tree, which is a copy; the number that no test sees."""
    missed, moment = 0, 1_600_000_000
    tree = Tree()
    for one in tree.failing(chosen):
        print(f"FAILS WITHOUT A FAULT: {one}", flush=True)
        missed += 1
    for number, fault in enumerate(chosen, 1):
        path, began = ROOT / fault.path, time.monotonic()
        whole_text = path.read_text(encoding="utf-8")
        if whole_text.count(fault.old) != 1:
            raise ValueError(f"expected {fault.old!r} once in {path}")
        put(path, whole_text.replace(fault.old, fault.new), moment := moment + 2)
        try:
            left = tree.unseen(fault)
        finally:
            put(path, whole_text, moment := moment + 2)
        said = f"NOT SEEN by {', '.join(left)}" if left else "seen"
        missed += bool(left)
        spent = f"{time.monotonic() - began:.0f} s"
        place = f"{number}/{len(chosen)} {fault.path}"
        print(f"{place}: {fault.what}: {said} ({spent})", flush=True)
    print(json.dumps({"faults": len(chosen), "missed": missed}))
    return missed


def main(argv: list[str] | None = None) -> int:
    """Run the faults that are asked for; 0: all are seen, 1: one is not."""
    parser = argparse.ArgumentParser("python -m tests.mutations", description=__doc__)
    parser.add_argument("words", nargs="*", help="of a fault's file, table or text")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    chosen = [
        fault
        for fault in faults()
        if not given.words
        or any(w in f"{fault.table} {fault.path} {fault.what}" for w in given.words)
    ]
    if not chosen:
        parser.error("no fault has these words")
    chosen.sort(key=lambda fault: (not fault.cases, fault.tests, fault.path))
    if given.here:
        return 1 if here(chosen) else 0
    with tempfile.TemporaryDirectory(prefix="lab12-mutations-") as folder:
        tree = Path(folder, "tree")
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*LEFT), symlinks=True)
        command = [sys.executable, "-m", "tests.mutations", "--here", *given.words]
        environment = {**os.environ, "PYTHONPATH": str(tree)}
        return subprocess.run(command, cwd=tree, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
