"""Runs programs on both TensorFlows and says where they first differ."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tests.starting import clean, oracle

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TOLERANCE = 1e-5
TIE = 1e-6  # between two beams: about the last bits of a score of 5
A_PROCESS = 100  # programs in one process: an import costs as much as five


@dataclass
class Record:
    """What one program did.

    Args:
        text: sha256 of the program's text.
        random_ops: Per graph, each random op as [type, name, seed, seed2].
        values: The numbers it kept, in order.
        error: The traceback, if it failed.
    """

    text: str
    random_ops: list[list[list[Any]]] = field(default_factory=list)
    values: list[tuple[str, np.ndarray]] = field(default_factory=list)
    error: str | None = None


def digest(text: str) -> str:
    """Return the sha256 of a program's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def run(python: str, programs: dict[int, str], out: Path) -> dict[int, Record]:
    """Run programs in one process.

    Args:
        python: The Python to run them with: the oracle's, or this one.
        programs: Their texts by number.
        out: Where to write what they did.

    Returns:
        The records, by number.

    Raises:
        RuntimeError: If the process failed as a whole.
    """
    environment = dict(clean(), TF_ENABLE_ONEDNN_OPTS="0")
    environment["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "programs.json"
        given.write_text(json.dumps({str(n): text for n, text in programs.items()}))
        done = subprocess.run(
            [python, str(HERE / "run_program.py"), str(given), str(out)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
    if done.returncode:
        raise RuntimeError(f"{python} failed:\n{done.stderr[-2000:]}")
    return load(out, programs)


def load(path: Path, programs: dict[int, str]) -> dict[int, Record]:
    """Read the records of `programs` from a file that `run_program.py` wrote."""
    records = {}
    with np.load(path) as file:
        for number, text in programs.items():
            about = json.loads(str(file[f"{number}/about"]))
            values = [
                (name, file[f"{number}/{index}"])
                for index, name in enumerate(about["names"])
            ]
            records[number] = Record(
                digest(text), about["random_ops"], values, about["error"]
            )
    return records


def _kind(error: str) -> str:
    """Return the name of the exception that a traceback ends in."""
    names = re.findall(r"(?m)^ *([\w.]+(?:Error|Exception))\b", error)
    return names[-1].rpartition(".")[2] if names else error


def difference(expected: Record, received: Record) -> str | None:
    """Return the first difference between two records of a program, or None.

    Op seeds and names must be equal, numbers agree to 1e-5 of max(1, their size).
    """
    if expected.error and received.error:
        kinds = [_kind(record.error or "") for record in (expected, received)]
        return None if kinds[0] == kinds[1] else f"failed otherwise: {kinds}"
    if expected.error or received.error:
        lines = (received.error or expected.error or "").strip().splitlines()
        return f"failed {'under compat' if received.error else 'on 1.15'}: {lines[-1]}"
    if len(expected.random_ops) != len(received.random_ops):
        return "another number of graphs"
    for graph, (old, new) in enumerate(
        zip(expected.random_ops, received.random_ops, strict=True)
    ):
        for index, op in enumerate(old):
            if index >= len(new) or op != new[index]:
                got = new[index] if index < len(new) else "nothing"
                return (
                    f"random op {index} of graph {graph}: expected {op}, received {got}"
                )
        if len(new) > len(old):
            return f"graph {graph} has a random op too many: {new[len(old)]}"
    names = [name for name, _ in expected.values]
    if names != [name for name, _ in received.values]:
        other = [name for name, _ in received.values]
        first = [
            pair for pair in zip(names, other, strict=False) if pair[0] != pair[1]
        ][:1]
        return f"other names: {first or 'another number of them'}"
    for (name, old), (_, new) in zip(expected.values, received.values, strict=True):
        if old.shape != new.shape:
            return f"{name}: expected shape {old.shape}, received {new.shape}"
        if old.dtype.kind not in "fc":
            if name == "late/found" and _equally_good(expected, received):
                continue
            if not np.array_equal(old, new):
                return f"{name}: expected {old!r}, received {new!r}"
            continue
        if (worst := _distance(old, new)) > TOLERANCE:
            return f"{name}: {worst:.3g} from 1.15's"
    return None


def _equally_good(expected: Record, received: Record) -> bool:
    """Whether a beam search that found other words had beams as good as one another.

    Rounding then says which of the two is the first.
    """
    old, new = dict(expected.values), dict(received.values)
    if "late/scores" not in old or old["late/found"].shape != new["late/found"].shape:
        return False
    scores = old["late/scores"]  # [batch, time, beams]
    gaps = np.abs(scores[..., 1:] - scores[..., :-1]) / np.maximum(
        1, np.abs(scores[..., 1:])
    )
    tied = (gaps <= TIE).any(axis=(1, 2))
    other = (old["late/found"] != new["late/found"]).any(axis=(1, 2))
    if len(tied) != len(other):  # one of them has time first
        return bool(tied.any() or not other.any())
    return bool((tied | ~other).all())


def _distance(old: np.ndarray, new: np.ndarray) -> float:
    """Return the largest difference, relative to what is above 1."""
    if old.dtype.kind not in "fc" or not old.size:
        return 0.0
    with np.errstate(invalid="ignore"):
        wrong = np.abs(old - new) / np.maximum(1, np.abs(old))
    wrong = np.where((old == new) | (np.isnan(old) & np.isnan(new)), 0, wrong)
    return float(np.where(np.isnan(wrong), np.inf, wrong).max())


_STARTED = "sess.run(tf.global_variables_initializer())"
_MOVED = """;\
        [variable.load(np.nextafter(value, np.float32(9e9)), sess)
         for variable in tf.trainable_variables() if variable.dtype.is_floating
         for value in [sess.run(variable)]]"""


def moved(program: str) -> str:
    """Return the program with every weight one bit from where it began."""
    return program.replace(_STARTED, _STARTED + _MOVED)


def only_rounding(expected: Record, received: Record, again: Record) -> bool:
    """Whether 1.15 itself goes as far where it starts from weights moved by a bit.

    Args:
        expected: What the program did on 1.15.
        received: What it did under compat: the same, but for other numbers.
        again: What the `moved` program did on 1.15.
    """
    if again.error or len(again.values) != len(expected.values):
        return False
    for (_, old), (_, new), (name, own) in zip(
        expected.values, received.values, again.values, strict=True
    ):
        far = _distance(old, new)
        if far > TOLERANCE and (
            name.startswith(("initial/", "random/")) or far > 10 * _distance(old, own)
        ):
            return False
    return True


def record(
    python: str,
    programs: dict[int, str],
    cache: Path,
    say: Callable[[str], None] = lambda text: None,
) -> dict[int, Record]:
    """Run programs on `python`, 100 a process, keeping results by the programs' texts.

    Args:
        python: The Python to run them with.
        programs: Their texts by number.
        cache: A folder for the results; what is there is not run again.
        say: Told after each 100.
    """
    cache.mkdir(parents=True, exist_ok=True)

    def kept(number: int) -> Path:
        return cache / f"{number}-{digest(programs[number])[:16]}.npz"

    missing = [number for number in sorted(programs) if not kept(number).exists()]
    for start in range(0, len(missing), A_PROCESS):
        numbers = missing[start : start + A_PROCESS]
        some = {number: programs[number] for number in numbers}
        part = cache / f"{missing[start]}.part"
        run(python, some, part)
        with np.load(part) as file:
            for number in some:
                own = [name for name in file.files if name.startswith(f"{number}/")]
                np.savez_compressed(kept(number), **{name: file[name] for name in own})
        part.unlink()
        say(f"{start + len(some)} of {len(missing)}")
    records = {}
    for number, text in programs.items():
        records |= load(kept(number), {number: text})
    return records


def compare(
    programs: dict[int, str], cache: Path, say: Callable[[str], None]
) -> dict[int, str]:
    """Run programs on 1.15 and under compat.

    Returns:
        The first difference of each program that has one, by its number.

    Raises:
        RuntimeError: If there is no oracle.
    """
    python = oracle()
    if python is None:
        raise RuntimeError("no TensorFlow 1.15: run `make oracle`, or set LAB12_TF115")
    expected = record(python, programs, cache, lambda text: say(f"1.15: {text}"))
    with tempfile.TemporaryDirectory() as folder:
        received = record(
            sys.executable, programs, Path(folder), lambda text: say(f"compat: {text}")
        )
    found = {n: difference(expected[n], received[n]) for n in sorted(programs)}
    wrong = {number: text for number, text in found.items() if text is not None}
    others = {
        n: moved(programs[n]) for n, text in wrong.items() if "from 1.15's" in text
    }
    again = record(python, others, cache, lambda text: say(f"1.15, moved: {text}"))
    for n in others:
        if only_rounding(expected[n], received[n], again[n]):
            say(f"{n}: {wrong.pop(n)}, by rounding: so does 1.15 itself")
    return wrong
