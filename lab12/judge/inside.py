"""Which layer of a program is the first that gives something else than the old one."""

from __future__ import annotations

from typing import Any

import numpy as np

from lab12.labs.rules import Finding
from lab12.record.trace import Trace

# A layer is another where what it gives is further off, relative.
LAYER = 1e-5


def first_apart(trace: Trace, reference: Trace) -> Finding | None:
    """The first layer of the new one that gives what no tensor of the old one is.

    Args:
        trace: The new one's run.
        reference: The old one's.
    """
    if not trace.inside or not reference.inside:
        return None
    found = []
    for name, ours in trace.inside.items():
        near = [
            (_apart(ours, theirs), old)
            for old, theirs in reference.inside.items()
            if theirs.size == ours.size and theirs.shape[-1:] == ours.shape[-1:]
        ]
        if near and ours.dtype.kind == "f":
            found.append((name.partition(" ")[2], *min(near)))
    # what is below a layer that agrees is right: a cell's output is in no tensor
    agreeing = [n for n, (_, delta, _) in enumerate(found) if delta <= LAYER]
    after = found[agreeing[-1] + 1 :] if agreeing else found
    if after:
        layer, delta, old = after[0]
        said = f"the first that differs: {layer}, {delta:.2g} from {old}"
        return Finding("layers", False, said, delta)
    worst = max((found[n][1] for n in agreeing), default=0.0)
    return Finding("layers", True, f"as in the old graph, max|Δ| {worst:.2g}", worst)


def _apart(ours: Any, theirs: Any) -> float:
    """max|Δ|, relative where numbers are larger than 1; rows may be joined."""
    delta = np.abs(ours.reshape(theirs.shape).astype(np.float64) - theirs)
    scale = max(1.0, float(np.max(np.abs(theirs), initial=0.0)))
    largest = float(delta.max(initial=0.0)) / scale
    return largest if np.isfinite(largest) else float("inf")
