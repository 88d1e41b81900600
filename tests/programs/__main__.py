"""Compare generated programs on TensorFlow 1.15 and under compat.

python -m tests.programs --count 300 [--seed0 N]    run both, print the differences
python -m tests.programs SEED [--show]              one program: compare, or print it
python -m tests.programs --family contrib …         the programs around tf.contrib
python -m tests.programs --ops FILE                 what ops a snippet builds in both
python -m tests.programs --record                   renew the recorded sample
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.programs import compare, golden, opdiff, opseeds


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.programs", description=__doc__
    )
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("seed", nargs="?", type=int, help="the number of one program")
    parser.add_argument("--show", action="store_true", help="print the program")
    parser.add_argument("--count", type=int, default=300, help="how many (300)")
    parser.add_argument(
        "--seed0", type=int, default=0, help="the first one's number (0)"
    )
    parser.add_argument(
        "--ops", metavar="FILE", help="a file of TensorFlow 1.x snippets"
    )
    parser.add_argument(
        "--family", choices=list(golden.FAMILIES), default="core", help="which (core)"
    )
    parser.add_argument("--record", action="store_true", help="renew the records")
    parser.add_argument("--cache", type=Path, default=Path("out/programs"))
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """Run the command; 0 for no difference, 1 for some, 2 for wrong use."""
    given = _arguments(argv)
    program = golden.FAMILIES[given.family].program
    if given.show:
        print(program(given.seed if given.seed is not None else given.seed0))
        return 0

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    if compare.oracle() is None:
        say("no TensorFlow 1.15: run `make oracle`, or set LAB12_TF115 to its Python")
        return 2
    if given.ops:
        return opdiff.main(Path(given.ops))
    if given.record:
        for family in golden.FAMILIES.values():
            golden.record(family, given.cache, say)
        opseeds.record()
        return 0
    first, count = given.seed0, given.count
    if given.seed is not None:
        first, count = given.seed, 1
    differ = 0
    for start in range(first, first + count, compare.A_PROCESS):
        some = range(start, min(start + compare.A_PROCESS, first + count))
        programs = {seed: program(seed) for seed in some}
        found = compare.compare(programs, given.cache, say)
        for seed, text in found.items():
            print(f"{given.family} program {seed}: {text}", flush=True)
        differ += len(found)
        say(f"{some.stop - first} of {count} programs, {differ} with a difference")
    print(f"{count} programs, {differ} with a difference")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
