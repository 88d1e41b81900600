"""Names that old code takes from inside `tf.contrib`, and that were not public."""

from __future__ import annotations

from compat.check.findings import Verdict
from compat.check.uses import Use


def judge(name: str, use: Use) -> Verdict | None:
    """Answer for `core_rnn_cell._linear` and its like."""
    if use.kind in ("call", "name") or not name.startswith("tf.contrib."):
        return None
    if "." not in name.partition(".python.")[2]:
        return None
    note = "internal to TensorFlow 1.x"
    return Verdict(name, "approximate", "the public names", note, "inside")
