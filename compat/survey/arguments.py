"""The arguments of `compat survey`; imports nothing, for every command reads them."""

from __future__ import annotations

import argparse
import os

TOLERANCE = 1e-3
_STATE = "compat-survey.jsonl"


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command's arguments to those of `compat`."""
    survey = commands.add_parser(
        "survey",
        help="run every script of a course, and say how they did",
        description="Run every script and notebook below folders that uses TensorFlow "
        "1.x or Keras, each in a copy of its folder, and compare what it prints with "
        "the real TensorFlow 1.15. Exit code 0 when all run with the same numbers, 1 "
        "when something fails, 2 for wrong use.",
    )
    survey.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        help="folder, script, notebook, or a list of them with arguments, a line each",
    )
    survey.add_argument(
        "--timeout",
        type=_positive,
        default=300.0,
        metavar="S",
        help="seconds for each run (default 300)",
    )
    survey.add_argument(
        "-j",
        "--jobs",
        type=_count,
        default=max(1, (os.cpu_count() or 2) // 2),
        metavar="N",
        help="how many run at a time (default: half the processors)",
    )
    survey.add_argument(
        "--oracle",
        metavar="PYTHON",
        help="a Python with TensorFlow 1.15 (default: what LAB12_TF115 names)",
    )
    records = survey.add_mutually_exclusive_group()
    records.add_argument(
        "--record", metavar="DIR", help="keep there what the real one printed"
    )
    records.add_argument(
        "--against", metavar="DIR", help="compare with what --record kept"
    )
    survey.add_argument(
        "--tolerance",
        type=_positive,
        default=TOLERANCE,
        metavar="T",
        help=f"of the larger number (default {TOLERANCE:g})",
    )
    survey.add_argument(
        "--disk",
        type=_positive,
        default=2048.0,
        metavar="MB",
        help="what a run may write (default 2048)",
    )
    survey.add_argument("--warm", action="store_true", help="see compat run --warm")
    survey.add_argument(
        "--state", default=_STATE, metavar="FILE", help=f"(default {_STATE})"
    )
    survey.add_argument(
        "--again", action="store_true", help="begin anew after a survey was stopped"
    )
    survey.add_argument(
        "--failed", action="store_true", help="run only what failed the last time"
    )
    survey.add_argument("--json", action="store_true", help="for programs")
    survey.add_argument("--html", metavar="FILE", help="write a page, too")


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"expected more than 0, received {text}")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"expected 1 or more, received {text}")
    return value
