"""Names that only `tf.compat.v1` still has: they run, as TensorFlow's own."""

from __future__ import annotations

from compat.check.findings import Verdict
from compat.check.names import core, is_module
from compat.check.uses import Use, prefixes


def judge(name: str, use: Use) -> Verdict | None:
    """Answer for a name in core.csv, or below one (`tf.flags.DEFINE_string`)."""
    if use.kind == "call" or (use.kind == "name" and name not in core()):
        return None
    if use.kind == "name" and is_module(name):
        return None
    for known in prefixes(name):
        if known in core():
            return Verdict(name, "exact", core()[known], "", "core")
    return None
