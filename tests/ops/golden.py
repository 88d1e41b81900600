"""What a sample of the calls built on 1.15.5, and what is known to differ from it."""

from __future__ import annotations

import gzip
import json
from typing import Any

from tests.ops import calls
from tests.ops.compare import Records, differences, run
from tests.starting import ROOT

FOLDER = ROOT / "tests" / "goldens" / "ops"
RENEW = "python -m tests.ops --record"


def sample() -> list[str]:
    """Return the calls that are recorded: the first of each line, some in a loop."""
    found: dict[str, None] = {}
    for index, (_, template) in enumerate(calls.templates()):
        first = calls.drawn(template, 1)[0]
        found[first] = None
        if index % 4 == 0 and ";" not in template:
            found["loop: " + first] = None
    return list(found)


def load() -> Records:
    """Return the sample's records, by the call."""
    with gzip.open(FOLDER / "sample.json.gz", "rt") as file:
        records: Records = json.load(file)
    return records


def known() -> dict[str, dict[str, Any]]:
    """Return how compat differs from 1.15.5, for each call of seed 0 that does."""
    found: dict[str, dict[str, Any]] = json.loads((FOLDER / "known.json").read_text())
    return found


def record(expected: Records, received: Records, python: str) -> None:
    """Keep the sample's records, and all differences of the calls of seed 0.

    Args:
        expected: What the calls built on 1.15.5.
        received: What they built under compat.
        python: 1.15.5's, for what of the sample is not among them.
    """
    some = sample()
    missing = run(python, [call for call in some if call not in expected])
    records = {call: {**expected, **missing}[call] for call in some}
    for one in records.values():
        one.pop("why", None)
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps(records, separators=(",", ":"))
    (FOLDER / "sample.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    wrong = differences(expected, received)
    lines = [f"{json.dumps(call)}: {json.dumps(wrong[call])}" for call in sorted(wrong)]
    (FOLDER / "known.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
