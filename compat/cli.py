"""The command line: `run SCRIPT [ARGS…]`, `check`, `convert`, `port`, …."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable

from compat import __version__, completion, words
from compat.errors import UsageError
from compat.survey import arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="compat", description="Run TensorFlow 1.x scripts on TensorFlow 2."
    )
    parser.add_argument("--version", action="version", version=f"lab12 {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser(
        "run",
        help="run a TensorFlow 1.x script, unchanged",
        usage="compat run [--py2] [--warm] [--legacy PACKAGE] "
        "(SCRIPT | -m MODULE | -c CODE | -) [ARGS …]",
        description="Run a TensorFlow 1.x script, byte for byte, on TensorFlow 2: a "
        "file, a notebook (.ipynb), a folder or archive with a __main__.py, a module "
        "(-m), code (-c), or standard input (-). ARGS are the script's own.",
    )
    run.add_argument(
        "--py2",
        action="store_true",
        help="the script is Python 2 (by itself where Python 3 does not parse it)",
    )
    run.add_argument(
        "--warm",
        action="store_true",
        help="fork from a server that has TensorFlow imported (or COMPAT_WARM=1)",
    )
    run.add_argument(
        "--legacy",
        metavar="PACKAGE",
        action="append",
        default=[],
        help="an installed package that is TensorFlow 1.x code too",
    )
    warm = commands.add_parser(
        "warm",
        help="the server of warm runs",
        description="`run --warm` starts it; it ends after ten idle minutes.",
    )
    warm.add_argument(
        "action",
        choices=["status", "stop"],
        metavar="status|stop",
        help="say how it does, or end it",
    )
    _add_check(commands)
    _add_convert(commands)
    _add_port(commands)
    arguments.add(commands)
    kernel = commands.add_parser(
        "kernel",
        help="a kernel of Jupyter whose cells are TensorFlow 1.x",
        description="Write, or remove, the description of a kernel of Jupyter and "
        "VS Code, 'TensorFlow 1.15 (compat)', whose cells are TensorFlow 1.x code.",
    )
    kernel.add_argument(
        "action",
        choices=["install", "remove"],
        metavar="install|remove",
        help="write it, or remove it",
    )
    kernel.add_argument(
        "--prefix",
        metavar="DIR",
        help="for the environment in DIR alone (default: for the user)",
    )
    completion.add(commands)
    return parser


def _add_check(commands: argparse._SubParsersAction) -> None:
    check = commands.add_parser(
        "check",
        help="find what code uses of TensorFlow 1.x, without running it",
        description="Find every use of TensorFlow 1.x in files, folders and notebooks: "
        "whether it runs under compat, and what to write in Keras 3. Exit code 0 when "
        "all of it runs, 1 when something is refused, 2 for wrong use.",
    )
    check.add_argument("paths", metavar="PATH", nargs="+", help="file or folder")
    shown = check.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="for programs")
    shown.add_argument("--sarif", action="store_true", help="for code hosts")
    shown.add_argument(
        "--fix",
        action="store_true",
        help="show as a patch what can safely be written otherwise (for git apply)",
    )
    shown.add_argument("--summary", action="store_true", help="no line for each use")


def _add_convert(commands: argparse._SubParsersAction) -> None:
    convert = commands.add_parser(
        "convert",
        help="turn a TensorFlow 1.x checkpoint into Keras 3 weights, and back",
        description="Turn a checkpoint of a TensorFlow 1.x Saver into Keras 3 weights, "
        "or a .npz or .keras of Keras weights into a checkpoint, and prove it: the "
        "graph beside the checkpoint (.meta) and Keras's layers run on the same "
        "inputs; without it, what a checkpoint does not say is assumed. Exit code 0 "
        "when each differs by at most 1e-6 and none is left, 1 otherwise, 2 for wrong "
        "use.",
    )
    convert.add_argument(
        "checkpoint",
        metavar="CHECKPOINT",
        help="or a SavedModel, a frozen graph (.pb), .npz, .keras",
    )
    convert.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=".npz, .weights.h5 of a Sequential of the layers, or a checkpoint",
    )
    convert.add_argument(
        "--model",
        metavar="FILE.py:FUNCTION",
        help="a function that gives the keras.Model to fill, compiled for an "
        "optimizer's state; FILE is a .weights.h5 or .keras then",
    )
    convert.add_argument(
        "--forget-bias",
        type=float,
        metavar="B",
        help="what the script gave its LSTM cells, where there is no graph (1.0)",
    )
    convert.add_argument(
        "--layer",
        action="append",
        default=[],
        metavar="SCOPE=KIND",
        help="what a scope, a variable or a variable and its bias (VAR,BIAS=KIND) is "
        "whose name does not tell: lstm, gru, dense, embedding, keras_lstm, …",
    )
    convert.add_argument(
        "--leave",
        action="append",
        default=[],
        metavar="VAR",
        help="a variable (or pattern, or Keras layer) that is not to be converted",
    )
    convert.add_argument(
        "--ema",
        action="store_true",
        help="the moving averages of the variables that have one",
    )
    convert.add_argument("--json", action="store_true", help="for programs")


def _add_port(commands: argparse._SubParsersAction) -> None:
    port = commands.add_parser(
        "port",
        help="write the Keras 3 program of a TensorFlow 1.x script, and prove it",
        usage="compat port SCRIPT [-o NEW.py] [--no-proof] [--json] [-- ARGS …]",
        description="Run a script and write its program in Keras 3: its own data code "
        "and prints, its graph as a keras.Model. Then run both from the same weights "
        "(`lab12 compare`). What is not ported is marked in the program: # GAP line N. "
        "Exit code 0 when there is no gap and the numbers agree, 1 otherwise, 2 for "
        "wrong use.",
    )
    port.add_argument("script", metavar="SCRIPT", help="of TensorFlow 1.x, Python 3")
    port.add_argument(
        "-o", "--output", metavar="NEW.py", help="default: SCRIPT_keras.py"
    )
    port.add_argument("--no-proof", action="store_true", help="write it, run neither")
    port.add_argument("--json", action="store_true", help="for programs")
    port.add_argument("args", metavar="ARGS", nargs="*", help="of the script, after --")


_KINDS = {"-m": "module", "-c": "code"}


def _split(argv: list[str]) -> tuple[list[str], str, str, list[str]]:
    """Part the arguments of `run`, as Python parts its own.

    Returns:
        The options; what kind of script follows (`""`: none), its name; its arguments.
    """
    at = 0
    while at < len(argv):
        word = argv[at]
        if word[:2] in _KINDS and not word.startswith("--"):
            rest = [word[2:], *argv[at + 1 :]] if word[2:] else argv[at + 1 :]
            if not rest:
                break  # argparse says what is missing
            return argv[:at], _KINDS[word[:2]], rest[0], rest[1:]
        if word == "-":
            return argv[:at], "stdin", "-", argv[at + 1 :]
        if word == "--" and argv[at + 1 :]:
            return argv[:at], "path", argv[at + 1], argv[at + 2 :]
        if not word.startswith("-"):
            return argv[:at], "path", word, argv[at + 1 :]
        at += 2 if word == "--legacy" else 1
    return argv, "", "", []


def main(argv: list[str], path: list[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: The arguments.
        path: `sys.path` for a script, without its own entry, which comes first.

    Returns:
        0 done, 1 an exception in the script, 2 wrong use, 130 Ctrl-C; a script's own
        `sys.exit` is handed on.
    """
    if argv[:1] == ["run"]:
        return _run(argv[1:], sys.path[1:] if path is None else path)
    with words.speaking():
        given = words.parser(_parser()).parse_args(argv)
    if given.command == "warm":
        return _warm(given.action)
    if given.command == "kernel":
        return _shown(lambda: _kernel(given))
    if given.command == "completion":
        return _shown(lambda: completion.show(_parser(), given.shell))
    return _migrate(given)


def _run(argv: list[str], path: list[str]) -> int:
    options, kind, script, args = _split(argv)
    with words.speaking():
        parser = words.parser(_parser())
        if options[-1:] in (["-m"], ["-c"]):
            parser.error(
                words.said(f"run: argument {options[-1]}: expected one argument")
            )
        given = parser.parse_args(["run", *options])
        if not kind:
            parser.error(words.said("run: expected SCRIPT, -m MODULE, -c CODE or -"))
    job = {"kind": kind, "script": script, "args": args, "py2": given.py2}
    job |= {"legacy": given.legacy, "path": path}
    if given.warm or os.environ.get("COMPAT_WARM") == "1":
        from compat.run.warm import client

        code = client.run(job)
        if code is not None:
            return code
    from compat.run.cold import run_cold

    return run_cold(job)


def _migrate(given: argparse.Namespace) -> int:
    """Run `check`, `convert`, `port` or `survey`."""
    room = "migrate" if given.command == "convert" else given.command
    command = importlib.import_module(f"compat.{room}.command")
    return _shown(lambda: command.run(given))


def _kernel(given: argparse.Namespace) -> int:
    from compat.run import kernel

    return kernel.run(given.action, given.prefix)


def _shown(command: Callable[[], int]) -> int:
    """Run a command, and say in a line what is wrong with its use."""
    from compat import writing

    try:
        code: int = command()
        writing.flush()
        return code
    except BrokenPipeError:
        return writing.reader_is_gone()
    except UsageError as error:
        print(words.said(f"compat: {error}"), file=sys.stderr)
    except OSError as error:  # a disk that is full, a folder that cannot be made
        print(words.said(f"compat: {writing.failed(error)}"), file=sys.stderr)
    return 2


def _warm(action: str) -> int:
    """Say how the warm server does, or end it: 0, or 1 where none is running."""
    from compat.run.warm import client

    answer = client.ask(action)
    if answer is None:
        print(words.said("no warm server is running"))
        return 1
    if action == "stop":
        print(words.said(f"stopped the warm server, process {answer['pid']}"))
        return 0
    print(
        words.said(
            f"warm server, process {answer['pid']}: started {answer['seconds']:.0f} s "
            f"ago, {answer['scripts']} scripts, {answer['running']} running"
        )
        + f"; {answer['python']}"
    )
    return 0
