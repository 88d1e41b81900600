"""Names of Keras 2 that are not provided, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_GRAPH = "stands for a TensorFlow 1.x graph, which Keras 3 does not have"
# name → why it is refused. What to write. One row a name, or `module.name`.
REFUSED: dict[str, str] = {
    "backend.placeholder": f"{_GRAPH}. In Keras 3: `keras.Input(shape)`",
    "backend.gradients": f"{_GRAPH}. In Keras 3: `tf.GradientTape()`",
}


def of(name: str, spaces: Iterable[str]) -> str:
    """Why a known name is refused and what to write, or `""`."""
    for space in spaces:
        reason = REFUSED.get(f"{space}.{name}" if space else name)
        if reason:
            return f"is known (Keras 2.3.1) but refused: {reason}."
    return ""


def unknown(name: str, near: Iterable[str]) -> str:
    """What to say of a name that is not there."""
    last = name.rpartition(".")[2]
    meant = difflib.get_close_matches(last, list(near), n=2, cutoff=0.7)
    ask = f"; did you mean {' or '.join(meant)}?" if meant else "."
    return f"{name} is not in Keras 2.3.1, or not provided by compat{ask}"
