"""What a sample of each family did on TensorFlow 1.15.5, for tests without it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.programs import compare, contrib, generator

FOLDER = compare.ROOT / "tests" / "goldens" / "programs"
RENEW = "python -m tests.programs --record"


@dataclass(frozen=True)
class Family:
    """Programs of one kind, and which of them are recorded.

    Args:
        program: From a number to a program's text.
        numbers: Of the recorded ones.
        path: Where they are recorded.
    """

    program: Callable[[int], str]
    numbers: tuple[int, ...]
    path: Path


FAMILIES = {
    "core": Family(generator.program, tuple(range(40)), FOLDER / "sample.npz"),
    "contrib": Family(contrib.program, tuple(range(21)), FOLDER / "contrib.npz"),
}


def record(family: Family, cache: Path, say: Callable[[str], None]) -> None:
    """Run a family's sample on 1.15.5 and keep it; needs the oracle.

    Args:
        family: Which programs.
        cache: A folder with results that need not be made again.
        say: Told what was done.

    Raises:
        RuntimeError: If the oracle fails, or a program on it.
    """
    python = compare.oracle()
    if python is None:
        raise RuntimeError("no TensorFlow 1.15: run `make oracle`, or set LAB12_TF115")
    programs = {number: family.program(number) for number in family.numbers}
    records = compare.record(python, programs, cache, say)
    about: dict[str, object] = {
        "made by": RENEW,
        "on": "TensorFlow 1.15.5, Python 3.7, CPU, one thread",
        "programs": {},
    }
    flat: list[np.ndarray] = []
    described: dict[str, object] = {}
    for number, one in records.items():
        if one.error:
            raise RuntimeError(f"program {number} fails on 1.15:\n{one.error}")
        described[str(number)] = {
            "sha256": one.text,
            "random_ops": one.random_ops,
            "values": [
                [name, list(value.shape), value.dtype.str] for name, value in one.values
            ],
        }
        flat += [np.frombuffer(value.tobytes(), np.uint8) for _, value in one.values]
    about["programs"] = described
    family.path.parent.mkdir(parents=True, exist_ok=True)
    part = family.path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez_compressed(
            file, about=np.array(json.dumps(about)), values=np.concatenate(flat)
        )
    part.replace(family.path)
    say(f"wrote {family.path} ({family.path.stat().st_size // 1000} kB)")


def load(family: Family) -> dict[int, compare.Record]:
    """Return a family's recorded sample.

    Raises:
        RuntimeError: If a program's text is no longer what was recorded.
    """
    with np.load(family.path) as file:
        about, data = json.loads(str(file["about"])), file["values"].tobytes()
    records = {}
    at = 0
    for number, one in about["programs"].items():
        values = []
        for name, shape, dtype in one["values"]:
            size = int(np.prod(shape, dtype=int)) * np.dtype(dtype).itemsize
            value = np.frombuffer(data[at : at + size], dtype).reshape(shape)
            values.append((name, value))
            at += size
        if one["sha256"] != compare.digest(family.program(int(number))):
            raise RuntimeError(
                f"program {number} is not the one that was recorded: "
                f"after a change of the generator run `{RENEW}`"
            )
        records[int(number)] = compare.Record(one["sha256"], one["random_ops"], values)
    return records
