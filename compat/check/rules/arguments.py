"""Arguments that only TensorFlow 1.x's function takes (`keep_dims=`, `keep_prob=`)."""

from __future__ import annotations

from compat.check.findings import Verdict
from compat.check.names import core
from compat.check.uses import Use


def judge(name: str, use: Use) -> Verdict | None:
    """Answer for the first such argument of a call."""
    if use.kind != "call":
        return None
    for keyword in use.keywords:
        argument = f"{name}({keyword}=)"
        if argument in core():
            return Verdict(argument, "exact", core()[argument], "", "arguments")
    return None
