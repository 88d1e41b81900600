"""What ops a snippet of TensorFlow 1.x code builds on 1.15, and what under compat."""

from __future__ import annotations

import difflib
import json
import os
import re
import sys
import tempfile
from pathlib import Path

from tests.programs import compare

# Ops that took another type since, one for one.
_SAME = {"AddV2": "Add", "SelectV2": "Select", "BatchMatMulV2": "BatchMatMul"}

_DUMP = """
import json
graph = tf.get_default_graph()
OPS = [(op.type, op.name) for op in graph.get_operations()]
kept.append(("ops", json.dumps(OPS)))
kept.append(("next", tf.get_seed(None)[1]))
"""


def snippets(text: str) -> dict[str, str]:
    """Split a file at its lines `# --- NAME`; what stands before the first is for all.

    Args:
        text: The file's text. One without such a line is one snippet.
    """
    parts = re.split(r"(?m)^# --- *(.*)$", text)
    if len(parts) == 1:
        return {"snippet": text}
    return {
        name.strip() or code.strip(): parts[0] + code
        for name, code in zip(parts[1::2], parts[2::2], strict=True)
    }


def _program(code: str) -> str:
    body = "\n".join("    " + line for line in (code + _DUMP).splitlines())
    return (
        "import numpy as np\nimport tensorflow as tf\nkept, graphs = [], []\n"
        "with tf.Graph().as_default():\n    tf.set_random_seed(1)\n" + body
    )


def _lines(old: list[list[str]], new: list[list[str]]) -> list[str]:
    types = [[_SAME.get(op[0], op[0]) for op in ops] for ops in (old, new)]
    lines = []
    matcher = difflib.SequenceMatcher(None, *types, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            lines += [f"  1.15   {type_} {name}" for type_, name in old[i:j]]
            lines += [f"  compat {type_} {name}" for type_, name in new[k:m]]
    return lines


def main(path: Path) -> int:
    """Print how the ops of a file's snippets differ, and the next op seeds.

    Returns:
        0 if every snippet leaves the next random op the same seed, else 1.
    """
    python = compare.oracle()
    assert python is not None
    named = snippets(path.read_text())
    programs = {n: _program(code) for n, code in enumerate(named.values())}
    os.environ["COMPAT_FAST"] = "0"  # the faster networks' own ops are not counted
    with tempfile.TemporaryDirectory() as folder:
        sides = [
            compare.run(one, programs, Path(folder) / f"{index}.npz")
            for index, one in enumerate((python, sys.executable))
        ]
    wrong = 0
    for number, name in enumerate(named):
        old, new = (side[number] for side in sides)
        if old.error or new.error:
            print(f"{name}: {compare.difference(old, new)}")
            wrong += 1
            continue
        (_, old_ops), (_, old_seed) = old.values
        (_, new_ops), (_, new_seed) = new.values
        wrong += int(old_seed != new_seed)
        agrees = "agrees" if old_seed == new_seed else "DIFFERS"
        print(f"{name}: next op seed {old_seed} and {new_seed}, {agrees}")
        for line in _lines(json.loads(str(old_ops)), json.loads(str(new_ops))):
            print(line)
    return 1 if wrong else 0
