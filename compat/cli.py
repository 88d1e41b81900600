"""The command line: `python -m compat run SCRIPT [ARGS…]`."""

from __future__ import annotations

import argparse
import sys

from compat.errors import UsageError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="compat", description="Run TensorFlow 1.x scripts on TensorFlow 2."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser(
        "run",
        help="run a TensorFlow 1.x script, unchanged",
        description="Run a TensorFlow 1.x script, byte for byte, on TensorFlow 2.",
    )
    run.add_argument(
        "--py2",
        action="store_true",
        help="the script is Python 2 (by itself where Python 3 does not parse it)",
    )
    run.add_argument(
        "script", metavar="SCRIPT", help="path of the script, or of a notebook (.ipynb)"
    )
    run.add_argument(
        "args",
        metavar="ARGS",
        nargs=argparse.REMAINDER,
        help="the script's own arguments",
    )
    return parser


def main(argv: list[str]) -> int:
    """Run a command.

    Returns:
        0 done, 1 an exception in the script, 2 wrong use, 130 Ctrl-C; a script's own
        `sys.exit` is handed on.
    """
    given = _parser().parse_args(argv)
    from compat.running import run

    try:
        return run(given.script, given.args, given.py2)
    except UsageError as error:
        print(f"compat: {error}", file=sys.stderr)
        return 2
