"""The command `compat port`."""

from __future__ import annotations

import argparse
import json
import os
from typing import Any

from compat import words, writing
from compat.errors import UsageError
from compat.port import facts, merge, porting, proof
from compat.script import Script, language


def run(given: argparse.Namespace) -> int:
    """Write the Keras 3 program of a script, and prove it.

    Returns:
        0 when there is no gap and the proof holds, 1 otherwise.

    Raises:
        UsageError: For what is no TensorFlow 1.x script that runs to its end.
    """
    _check(given.script)
    target = given.output or f"{os.path.splitext(given.script)[0]}_keras.py"
    folder = os.path.dirname(os.path.abspath(target))
    if not os.path.isdir(folder):
        raise UsageError(f"expected a folder for {target}, found none")
    if os.path.abspath(target) == os.path.abspath(given.script):
        raise UsageError(f"{target}: the script itself is not written over")
    seen = facts.watched(given.script, given.args)
    source = merge.merged(given.script)
    ported = porting.port(source, seen, os.path.basename(given.script))
    with writing.whole(target) as beside, open(beside, "w", encoding="utf-8") as out:
        out.write(ported.text)
    proved = None
    if not ported.gaps and not given.no_proof:
        proved = proof.prove(given.script, target, given.args)
    if given.json:
        print(json.dumps(_data(target, ported, proved), indent=1))
    else:
        print(words.said(_text(target, ported, proved)))
    return 0 if proved is not None and proved.holds else 1


def _check(path: str) -> None:
    """Whether a script can be ported.

    Raises:
        UsageError: For anything else.
    """
    if path.endswith(".ipynb"):
        raise UsageError(f"{path}: expected a script, received a notebook")
    script = Script.read(path)
    try:
        if script.language != language.PYTHON_3:
            raise UsageError(f"{path}: Python 2: translate it to Python 3 first")
        imported = {name.partition(".")[0] for _, name in script.imports}
    except SyntaxError as error:
        said = f"{path}:{error.lineno}: not Python: {error.msg}"
        raise UsageError(said) from None
    except ValueError as error:
        raise UsageError(f"{path}: not Python: {error}") from None
    folder = os.path.dirname(os.path.abspath(path))
    if "tensorflow" not in imported and not merge.builds(path, folder):
        raise UsageError(f"{path}: expected a script that imports tensorflow")
    if script.uses_keras and not script.builds_a_graph:
        raise UsageError(
            f"{path}: a script of Keras 2, not of a graph: that is not ported yet"
        )


def _text(target: str, ported: porting.Ported, proved: proof.Proof | None) -> str:
    lines = [f"wrote {target}"]
    for line, name, why in ported.gaps:
        lines.append(f"GAP line {line}: {name}: {why}")
    if ported.gaps:
        lines.append(f"not proved: {len(ported.gaps)} gaps")
    elif proved is None:
        lines.append("not proved: --no-proof")
    else:
        lines += [f"  {one}" for one in proved.said]
        lines.append("proved" if proved.holds else "not proved")
    return "\n".join(lines)


def _data(
    target: str, ported: porting.Ported, proved: proof.Proof | None
) -> dict[str, Any]:
    gaps = [{"line": n, "name": name, "why": why} for n, name, why in ported.gaps]
    return {
        "output": target,
        "gaps": gaps,
        "proved": proved is not None and proved.holds,
        "said": proved.said if proved is not None else [],
    }
