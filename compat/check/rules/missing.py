"""Names that a run refuses and that have no row: they never were, or are gone."""

from __future__ import annotations

from compat.check.findings import Verdict
from compat.check.names import TODAY, core, is_module
from compat.check.rules import table
from compat.check.uses import Use
from compat.names import resolver, surface, text

# Below these a name is TensorFlow 1.x's, whatever it is.
_WHOLE = ("tf.contrib.", "tf.layers.", "tf.nn.rnn_cell.", "tf.python.")


def judge(name: str, use: Use) -> Verdict | None:
    """Answer for a name that is neither public nor inside TensorFlow."""
    if use.kind in ("call", "name") or not name.startswith("tf."):
        return None
    if name in core() or surface.lookup(name) or is_module(name):
        return None
    said = table.judge(name, use)
    if said is not None and said.state == "refused":
        return said
    if not text.is_installed():
        return None
    place = resolver.lookup(name.removeprefix("tf."), TODAY)
    if place.is_there:
        return None
    reason = resolver.refusal(place).partition(" ")[2].rstrip(".")
    note, _, keras3 = reason.partition(". In Keras 3: ")
    sure = name.startswith(_WHOLE)
    return Verdict(name, "refused", keras3, note.removeprefix("was "), "missing", sure)
