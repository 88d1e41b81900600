"""`lab12 bench`: measure, keep the figures, show them."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from compat import writing
from lab12.bench import document, figures, machine, parts, texts
from lab12.bench.alternate import Bench
from lab12.bench.entrants import present
from lab12.bench.labs import labs, startup
from lab12.runs.engines import EngineError
from lab12.runs.progress import Progress

PARTS: dict[str, Callable[[Bench], list[figures.Table]]] = {
    "startup": startup,
    "steps": parts.steps,
    "labs": labs,
    "keras": parts.keras,
    "growth": parts.growth,
    "sampling": texts.sampling,
    "char_rnn": texts.char_rnn,
    "matmul": texts.matmul,
}
VERSION = 1  # of bench.json


class BenchError(EngineError):
    """A bench.json that is none."""


def add(commands: Any) -> None:
    """Add the sub-command to the parser of `lab12`."""
    one = commands.add_parser(
        "bench",
        help="how fast the engines are, in alternating runs",
        description="Measure parts of a benchmark; all by default: "
        + ", ".join(PARTS)
        + ". bench.json and the pictures go to DIR; parts measured there before on "
        "this machine are kept. LAB12_TF115, LAB12_JAX and LAB12_TORCH name the "
        "Pythons of TensorFlow 1.15.5, of JAX and of PyTorch.",
    )
    one.add_argument(
        "parts", nargs="*", metavar="PART", type=_part, help="all of them by default"
    )
    one.add_argument(
        "--quick", action="store_true", help="a little of each, in minutes"
    )
    one.add_argument(
        "--repeats", type=_positive, metavar="N", help="turns, or lab runs"
    )
    one.add_argument(
        "--out",
        type=Path,
        default=Path("out/bench"),
        metavar="DIR",
        help="where figures and pictures go (out/bench)",
    )
    one.add_argument("--json", action="store_true", help="for a program to read")
    one.add_argument(
        "--document",
        type=Path,
        metavar="JSON",
        help="measure nothing: write performance.md, its pictures and figures to DIR",
    )
    one.set_defaults(command=run)


def _part(text: str) -> str:
    if text not in PARTS:
        known = ", ".join(PARTS)
        raise argparse.ArgumentTypeError(f"expected one of {known}, received {text!r}")
    return text


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected 1 or more, received {text!r}")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """The sub-command.

    Returns:
        0, or 1 when an engine that is here failed.

    Raises:
        BenchError: For a file that is no benchmark's.
        KeyboardInterrupt: On Ctrl-C, once the processes are ended; what was measured
            before is kept.
    """
    if options.document is not None:
        return _document(options.document, options.out)
    entrants, left_out = present()
    file = options.out / "bench.json"
    data = _kept(file)
    options.out.mkdir(parents=True, exist_ok=True)
    progress = Progress(sys.stderr)
    for name in dict.fromkeys(options.parts or PARTS):
        bench = Bench(entrants, options.quick, options.repeats, progress)
        part: dict[str, Any] = {
            "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
            "load": machine.load(),
            "quick": options.quick,
            "left_out": left_out,
            "versions": bench.versions,
        }
        try:
            part["tables"] = [figures.add_means(one) for one in PARTS[name](bench)]
        finally:
            progress.clear()
        data["parts"] = {
            k: part if k == name else data["parts"][k]
            for k in PARTS
            if k == name or k in data["parts"]
        }
        _write(file, _json(data))
        _draw(data, options.out)
    if options.json:
        print(_json(data), end="")
    else:
        print(document.text(data))
        print(f"\nfigures in {file}")
    failed = document.failures(data)
    for line in failed:
        print(f"FAIL {line}", file=sys.stderr)
    return 1 if failed else 0


def _kept(file: Path) -> dict[str, Any]:
    """What was measured on this machine before, or nothing."""
    here = machine.describe()
    if file.is_file():
        data = load(file)
        if data["machine"] == here:
            return data
        print(f"lab12: {file} is of another machine: begun anew", file=sys.stderr)
    return {"version": VERSION, "machine": here, "parts": {}}


def load(file: Path) -> dict[str, Any]:
    """A bench.json.

    Raises:
        BenchError: For another file.
    """
    try:
        data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if data["version"] == VERSION:
            return data
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise BenchError(f"expected a bench.json of `lab12 bench`, received {file}")


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _write(path: Path, text: str) -> None:
    with writing.whole(path) as beside:
        Path(beside).write_text(text, encoding="utf-8")


def _draw(data: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """Draw the pictures of what was measured; by part, their names."""
    from lab12.bench import plots  # draws: Matplotlib

    if "growth" not in data["parts"]:
        return {}
    plots.growth(data["parts"]["growth"]["tables"], folder / "growth.png")
    return {"growth": "growth.png"}


def _document(file: Path, folder: Path) -> int:
    data = load(file)
    folder.mkdir(parents=True, exist_ok=True)
    pictures = _draw(data, folder)
    _write(folder / "performance.json", _json(data))
    _write(folder / "performance.md", document.markdown(data, pictures))
    print(f"wrote {folder / 'performance.md'}")
    return 0
