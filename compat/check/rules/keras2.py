"""Names of Keras 2 that neither Keras 3 nor `compat` has.

They count in scripts of Keras alone: one that builds a graph of its own gets Keras 2
itself, from tf_keras.
"""

from __future__ import annotations

from compat.check.findings import Verdict
from compat.check.names import keras_refusal
from compat.check.uses import Use


def judge(name: str, use: Use) -> Verdict | None:
    """Answer for a name that `compat/keras/refusals.py` refuses."""
    if use.kind == "call" or not name.startswith("keras."):
        return None
    said = keras_refusal(name)
    if not said:
        return None
    reason = said.partition("refused: ")[2].rstrip(".")
    note, _, keras3 = reason.partition("In Keras 3: ")
    note = note.rstrip(". ") or "not in Keras 3"
    return Verdict(name, "refused", keras3, note, "keras2")
