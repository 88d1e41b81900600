"""Names of 1.x that old code takes from inside TensorFlow (`tensorflow.python.ops`)."""

from __future__ import annotations

from compat.check.findings import Verdict
from compat.check.names import core
from compat.check.uses import Use


def find(name: str, use: Use) -> Verdict | None:
    """Answer for `array_ops.placeholder`, and for what only contrib had inside."""
    if use.kind == "call" or ".python" not in name:
        return None
    last = name.rpartition(".")[2]
    if name.startswith("tf.contrib."):
        if use.kind == "name" or "." not in name.partition(".python.")[2]:
            return None
        note = "internal to TensorFlow 1.x: there if compat has it"
        return Verdict(name, "approximate", "the public names", note, "inside")
    for public in (f"tf.{last}", f"tf.nn.{last}", f"tf.train.{last}"):
        if public in core():
            return Verdict(name, "exact", core()[public], "", "inside")
    return None
