"""What 40 programs did on TensorFlow 1.15.5, recorded for tests without it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.programs import compare
from tests.programs.generator import program

PATH = compare.ROOT / "tests" / "goldens" / "programs" / "sample.npz"
NUMBERS = range(40)
RENEW = "python -m tests.programs --record"


def record(cache: Path, say: Callable[[str], None]) -> None:
    """Run the sample on 1.15.5 and keep it; needs the oracle.

    Args:
        cache: A folder with results that need not be made again.
        say: Told what was done.

    Raises:
        RuntimeError: If the oracle fails, or a program on it.
    """
    python = compare.oracle()
    if python is None:
        raise RuntimeError("no TensorFlow 1.15: run `make oracle`, or set LAB12_TF115")
    programs = {number: program(number) for number in NUMBERS}
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
    PATH.parent.mkdir(parents=True, exist_ok=True)
    part = PATH.with_suffix(".part")
    with part.open("wb") as file:
        np.savez_compressed(
            file, about=np.array(json.dumps(about)), values=np.concatenate(flat)
        )
    part.replace(PATH)
    say(f"wrote {PATH} ({PATH.stat().st_size // 1000} kB)")


def load() -> dict[int, compare.Record]:
    """Return the recorded sample.

    Raises:
        RuntimeError: If a program's text is no longer what was recorded.
    """
    with np.load(PATH) as file:
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
        if one["sha256"] != compare.digest(program(int(number))):
            raise RuntimeError(
                f"program {number} is not the one that was recorded: "
                f"after a change of the generator run `{RENEW}`"
            )
        records[int(number)] = compare.Record(one["sha256"], one["random_ops"], values)
    return records
