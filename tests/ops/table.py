"""The page that says of each function whether its ops are counted as in 1.15.5."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from tests.ops.compare import Records
from tests.starting import ROOT

PATH = ROOT / "docs" / "op-counts.md"

_HEAD = """\
# Op counts

An op without its own seed takes the number of ops in the graph for one, so every
function of TensorFlow has to build as many ops as 1.15.5 did. `python -m tests.ops`
makes {calls:,} calls, with arguments drawn from tensors of known and unknown shapes,
variables, arrays and numbers, some inside a while loop, on the real 1.15.5 and under
`compat`, and compares the static shapes, the next op seed, and both again after the
gradients. {valid:,} of them are valid on 1.15.5; of these {exact:,} agree
({percent:.1f} %). Written by `python -m tests.ops --record`; every difference, by
its value, is in `tests/goldens/ops/known.json`, and a test fails where one appears or
goes.

## Where calls differ

"ops" is how many more (negative: fewer) ops are counted, "gradient" the same for the
gradient, "shape" a static shape or a gradient that the other has not.

| function | calls that differ | of | how |
|---|---|---|---|
{rows}

## Exact in all calls

{exact_names}
"""


def function(call: str) -> str:
    """Return the name of the function that a call is of."""
    match = re.search(r"tf\.[\w.]+", call)
    return match[0].rstrip(".") if match else "operators and slices"


def _how(found: list[dict[str, Any]]) -> str:
    parts = []
    for key, name in (("ops", "ops"), ("back_ops", "gradient")):
        numbers = sorted({one[key] for one in found if key in one})
        if numbers:
            ends = {numbers[0], numbers[-1]}
            parts.append(f"{name} {' to '.join(f'{n:+d}' for n in sorted(ends))}")
    if any(one.keys() & {"out", "back"} for one in found):
        parts.append("shape")
    if any(one.keys() & {"error", "back_error"} for one in found):
        parts.append("an error")
    return ", ".join(parts)


def write(expected: Records, wrong: dict[str, dict[str, Any]]) -> None:
    """Write the page.

    Args:
        expected: What the calls built on 1.15.5.
        wrong: The differences of those that have one.
    """
    valid: dict[str, int] = defaultdict(int)
    differing: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for call, record in expected.items():
        if "error" not in record:
            valid[function(call)] += 1
    for call, found in wrong.items():
        differing[function(call)].append(found)
    rows = [
        f"| `{name}` | {len(found)} | {valid[name]} | {_how(found)} |"
        for name, found in sorted(differing.items())
    ]
    exact = [f"`{name}`" for name in sorted(valid) if name not in differing]
    total = sum(valid.values())
    PATH.write_text(
        _HEAD.format(
            calls=len(expected),
            valid=total,
            exact=total - len(wrong),
            percent=100 * (total - len(wrong)) / total,
            rows="\n".join(rows),
            exact_names=" ".join(exact),
        )
    )
