"""Has networks over time built by a way that they would not take by themselves.

- `chosen`: as they would, though `COMPAT_FAST=0` was said;
- `plain`: as 1.15 built them;
- `looped`: every LSTM in a loop by hand, no block op, no step written out, and all
  gradients with the products that those of many units have;
- `halved`: the batches of all LSTMs and GRUs in two halves;
- `long`: as over many steps, by the block op's own gradient though it is slower.
"""

import contextlib
import os

CHOICES = {
    "looped": {
        "BLOCK_UNITS": 0,
        "BLOCK_GRADIENT_UNITS": 0,
        "UNROLLED_STEPS": 0,
        "ONEDNN_UNITS": 0,
    },
    "halved": {"HALVED_ROWS": 2, "HALVED_GRU_UNITS": 2},
    "long": {"LONG_STEPS": 2},
}


def pieces(graph):
    """How many networks of a graph run in a faster way."""
    from compat.fast import copy

    made = copy.of(graph)
    return len(made.pieces) if made else 0


@contextlib.contextmanager
def taken(way):
    """Take a way for the networks that are built inside; None: what is chosen."""
    if way is None:
        yield
        return
    from compat.fast import choice

    before = os.environ.get("COMPAT_FAST")
    os.environ["COMPAT_FAST"] = "0" if way == "plain" else "strict"
    chosen = CHOICES.get(way, {})
    kept = {name: getattr(choice, name) for name in chosen}
    try:
        for name, value in chosen.items():
            setattr(choice, name, value)
        yield
    finally:
        for name, value in kept.items():
            setattr(choice, name, value)
        os.environ.pop("COMPAT_FAST")
        if before is not None:
            os.environ["COMPAT_FAST"] = before
