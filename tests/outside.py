"""Run TensorFlow 1.15.5's own unit tests under compat and count what passes.

    python tests/outside.py FOLDER [FILE …] [--out results.json] [--seconds 900]

FOLDER holds the test files of the tag v1.15.5, in TensorFlow's tree or in any other;
none of them is part of this repository. They run unmodified and without help: a new
process for each file, `compat.install(".")` in FOLDER, then pytest. FILE: parts of
paths, to run those files only. `docs/unit-tests.md` has the table of the last run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

RUN = """\
import sys
import compat
compat.install(".")
import pytest
sys.exit(pytest.main(sys.argv[1:]))
"""

# Of no test: pytest takes the deprecated method `TestCase.test_session` for one.
NOT_A_TEST = "test_session"


def outcome(case: ET.Element) -> tuple[str, str]:
    """How a test case of a JUnit file ended, and the first line of why."""
    for kind in ("failure", "error", "skipped"):
        found = case.find(kind)
        if found is not None:
            lines = (found.get("message") or "").strip().splitlines() or [""]
            return ("failed" if kind == "error" else kind), lines[0][:200]
    return "passed", ""


def run(folder: Path, file: Path, seconds: float) -> dict[str, tuple[str, str]]:
    """Run one file of tests in a process of its own.

    Returns:
        Name of the test → how it ended ("passed", "failure", "failed", "skipped"), and
        why. A file that did not get as far as its tests has one, named `import`.
    """
    with tempfile.TemporaryDirectory() as work:
        results = Path(work) / "results.xml"
        command = [
            *(sys.executable, "-c", RUN, str(file), "-q", "-p", "no:cacheprovider"),
            *("--import-mode=importlib", "--rootdir=.", "-c", "/dev/null"),
            "--assert=plain",  # pytest's own loader would take the place of compat's
            *(f"--junit-xml={results}", "--tb=short"),
        ]
        try:
            done = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, timeout=seconds
            )
        except subprocess.TimeoutExpired:
            return {"import": ("failed", f"more than {seconds:.0f} s")}
        print(done.stdout[-200_000:], done.stderr[-3000:], sep="\n", file=sys.stderr)
        if not results.exists():
            last = (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
            return {"import": ("failed", last[:200])}
        cases = ET.parse(results).iter("testcase")
        return {
            f"{case.get('classname', '').rpartition('.')[2]}.{case.get('name')}": (
                outcome(case)
            )
            for case in cases
            if case.get("name") != NOT_A_TEST
        }


def main(argv: list[str] | None = None) -> int:
    """Print a table of the files; 1 if a test failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--out", type=Path, help="add the results to this JSON file")
    parser.add_argument("--seconds", type=float, default=900, help="a file may take")
    options = parser.parse_args(argv)
    files = sorted(options.folder.resolve().rglob("*_test.py"))
    total: Counter[str] = Counter()
    for file in files:
        name = str(file.relative_to(options.folder.resolve()))
        if options.parts and not any(part in name for part in options.parts):
            continue
        ended = run(options.folder, file, options.seconds)
        counts = Counter(how for how, _ in ended.values())
        total += counts
        bad = counts["failure"] + counts["failed"]
        print(f"{name:80} {counts['passed']:5} {bad:5} {counts['skipped']:5}")
        for test, (how, why) in ended.items():
            if how in ("failure", "failed"):
                print(f"    {test}: {why}")
        sys.stdout.flush()
        if options.out:
            kept = json.loads(options.out.read_text()) if options.out.exists() else {}
            kept[name] = ended
            options.out.write_text(json.dumps(kept, indent=1))
    bad = total["failure"] + total["failed"]
    print(f"{total['passed']} passed, {bad} failed, {total['skipped']} skipped")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
