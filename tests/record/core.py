"""Bring the names of compat/check/core.csv up to date; what to write stays as it is.

    python -m tests.record core

asks TensorFlow 1.15.5 (`make oracle`, or its python in LAB12_TF115) for its public
names, and the TensorFlow here which of them it still has. A name that only
`tf.compat.v1` has, and that has no row in surface.csv, needs a row in core.csv.
"""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.starting import clean, oracle

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = ROOT / "compat" / "check" / "core.csv"

# Have rows in surface.csv, are Keras's, or are no names of TensorFlow's.
ELSEWHERE = ("compat", "contrib", "core", "estimator", "examples", "keras", "python")
ELSEWHERE += ("raw_ops", "tools", "absolute_import", "division", "print_function")

ASK = """\
import json, sys, types
elsewhere = json.load(sys.stdin)
import tensorflow as tf
found = []
def walk(module, path, over):
    for name in sorted(dir(module)):
        if name.startswith("_") or name in elsewhere:
            continue
        value = getattr(module, name)
        found.append(path + "." + name)
        of = getattr(value, "__name__", "")
        if isinstance(value, types.ModuleType) and "api" in of and of not in over:
            walk(value, path + "." + name, over | {of})
walk(tf, "tf", {"tensorflow"})
print("NAMES " + json.dumps(found))
"""

KEEP = """\
import json, sys
import tensorflow as tf
def has(root, name):
    for part in name.split(".")[1:]:
        root = getattr(root, part)
def there(root, name):
    try:
        has(root, name)
    except AttributeError:
        return False
    return True
names = json.load(sys.stdin)
old = [n for n in names if not there(tf, n) and there(tf.compat.v1, n)]
print("NAMES " + json.dumps(old))
"""


def answer(python, code, given=None):
    """Run code in a python; give the JSON after NAMES."""
    done = subprocess.run(
        [python, "-W", "ignore", "-c", code],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        env=clean(),
        timeout=600,
    )
    for line in done.stdout.splitlines():
        if line.startswith("NAMES "):
            return json.loads(line[len("NAMES ") :])
    raise RuntimeError(f"no names:\n{done.stderr}")


def needed(python):
    """The names that need a row, by TensorFlow 1.15.5's python."""
    from compat.names import surface

    names = answer(sys.executable, KEEP, answer(python, ASK, ELSEWHERE))
    listed = {part for row in surface.table() for part in (row, row.rpartition(".")[0])}
    return [name for name in names if name not in listed]


def rows():
    """The table: name to what to write."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return {line["name"]: line["keras3"] for line in csv.DictReader(stream)}


def main(argv):
    python = oracle()
    if python is None:
        print(
            "no TensorFlow 1.15.5: `make oracle`, or set LAB12_TF115", file=sys.stderr
        )
        return 2
    table = rows()
    kept = {name: text for name, text in table.items() if "(" in name}
    kept |= {name: table.get(name, "") for name in needed(python)}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", "keras3"])
    writer.writerows(sorted(kept.items()))
    beside = TABLE.with_suffix(".new")
    beside.write_text(out.getvalue(), encoding="utf-8")
    os.replace(beside, TABLE)
    print(f"{len(kept)} names; without text: {[n for n, t in kept.items() if not t]}")
    return 0
