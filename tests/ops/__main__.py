"""Compare what ops calls build on TensorFlow 1.15.5 and under compat.

python -m tests.ops                     all calls of the tables, drawn anew by --seed N
python -m tests.ops --only TEXT …       those whose text contains it
python -m tests.ops --call CALL …       these calls; with --show, which ops differ
python -m tests.ops --record            renew the records and docs/op-counts.md
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.ops import calls, golden, table
from tests.ops.compare import Records, difference, differences, ops_that_differ, run
from tests.starting import oracle


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.ops", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--call", nargs="*", default=[])
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--names", action="store_true", help="names, too")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cache", type=Path, default=Path("out/ops.json"))
    return parser.parse_args(argv)


def _expected(python: str, some: list[str], cache: Path) -> Records:
    """Return what calls build on 1.15.5; what is in the cache is not made again."""
    kept: Records = json.loads(cache.read_text()) if cache.exists() else {}
    if missing := [call for call in some if call not in kept]:
        kept |= run(python, missing)
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text(json.dumps(kept))
    return {call: kept[call] for call in some}


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
    if given.show:
        expected = run(python, some, listed=True)
    else:
        expected = _expected(python, some, given.cache)
    received = run(sys.executable, some, listed=given.show)
    if given.record:
        golden.record(expected, received, python)
        table.write(expected, differences(expected, received))
    wrong = differences(expected, received)
    if given.names:
        valid = [call for call in some if "error" not in expected[call]]
        wrong = {c: difference(expected[c], received[c]) for c in valid}
        wrong = {call: found for call, found in wrong.items() if found}
    for call, found in wrong.items():
        print(f"{call}\n    {json.dumps(found)}")
        if given.show:
            print("\n".join(ops_that_differ(expected[call], received[call])))
            whys = [side[call].get("why", "") for side in (expected, received)]
            print("\n".join(filter(None, whys)))
    invalid = sum("error" in record for record in expected.values())
    print(f"{len(some)} calls, {invalid} not valid on 1.15, {len(wrong)} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
