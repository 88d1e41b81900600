"""Renew what TensorFlow 1.15.5 said: `python -m tests.record NAME…`.

Needs the real TensorFlow 1.15.5: `make oracle`, or its python in LAB12_TF115.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from tests import starting
from tests.cases import registry
from tests.record import cases, scripts

HERE = Path(__file__).resolve().parent
OTHERS = sorted(
    path.stem
    for path in HERE.glob("[a-z]*.py")
    if path.stem not in (Path(cases.__file__).stem, Path(scripts.__file__).stem)
)


def main(argv: list[str]) -> int:
    """Record; 0 done, 2 wrong use or no TensorFlow 1.15.5."""
    every = sorted([*OTHERS, *scripts.SCRIPTS]) + registry.families()
    if not argv:
        print("name what to record:\n  " + "\n  ".join(every))
        return 2
    if starting.oracle() is None:
        print(
            "no TensorFlow 1.15.5: `make oracle`, or set LAB12_TF115", file=sys.stderr
        )
        return 2
    if argv[0] in OTHERS:
        code: int = importlib.import_module(f"tests.record.{argv[0]}").main(argv[1:])
        return code
    if argv[0] in scripts.SCRIPTS:
        if unknown := [name for name in argv if name not in scripts.SCRIPTS]:
            print(f"expected scripts alone, received {unknown}", file=sys.stderr)
            return 2
        return scripts.main(argv)
    try:
        families = cases.chosen(argv)
    except LookupError as error:
        print(error, file=sys.stderr)
        return 2
    return cases.main(families)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
