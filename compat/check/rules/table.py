"""Names in surface.csv, or below a module that is in it."""

from __future__ import annotations

from functools import cache

from compat.check.findings import Verdict
from compat.check.names import is_module
from compat.check.uses import Use, prefixes
from compat.names import surface

# All that was ever below these has a row.
_WHOLE = ("tf.contrib.", "tf.layers.", "tf.nn.rnn_cell.")


def judge(name: str, use: Use) -> Verdict | None:
    """Answer for a name that has a row, and for one that its module never had."""
    if use.kind == "call" or (use.kind == "name" and is_module(name)):
        return None
    row = surface.lookup(name)
    if row is not None:
        return Verdict(name, row.state, row.keras3, row.note, "table")
    if is_module(name) or ".python" in name:
        return None
    for parent in prefixes(name):
        row = surface.lookup(parent)
        if row is not None and (row.state == "refused" or not _listed(parent)):
            return Verdict(name, row.state, row.keras3, row.note, "table")
    if not name.startswith(_WHOLE):
        return None
    nearest = surface.suggestions(name)
    ask = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
    note = f"never in TensorFlow 1.15{ask}"
    row = surface.lookup(nearest[0]) if nearest else None
    return Verdict(name, "refused", row.keras3 if row else "", note, "table")


@cache
def _listed(module: str) -> bool:
    """Whether the names below a module have rows of their own."""
    return any(name.startswith(module + ".") for name in surface.table())
