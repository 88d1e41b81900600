"""What `compat convert` says of each layer: proved, assumed, or different."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from compat import words
from compat.migrate import layers
from compat.migrate.pieces import OPTIMIZER, Found, Piece

if TYPE_CHECKING:
    from compat.migrate.model import Given

# float16 has 11 bits: a sum of a few is right to three digits.
BOUNDS = {"float16": 5e-3}
BOUND = 1e-6


@dataclass
class Verdict:
    """What is known of a layer's mapping.

    Args:
        scope: Of which layer.
        gap: max|Δ|.
        bound: How much it may be.
        graph: Whether the checkpoint's own graph ran, not our idea of the layer.
        assumed: What was assumed where it did not.
    """

    scope: str
    gap: float
    bound: float
    graph: bool
    assumed: str

    @property
    def holds(self) -> bool:
        """Whether the difference is within its bound."""
        return self.gap <= self.bound

    @property
    def word(self) -> str:
        """`proved`, `assumed` or `differs`."""
        return "differs" if not self.holds else "proved" if self.graph else "assumed"


def verdict(piece: Piece, gap: float, graph: bool, told_forget: bool) -> Verdict:
    """The verdict on a piece."""
    bound = BOUNDS.get(str(piece.arrays[0].dtype), BOUND)
    assumed = "" if graph else _assumed(piece, told_forget)
    return Verdict(piece.scope or "(top)", gap, bound, graph, assumed)


def _assumed(piece: Piece, told_forget: bool) -> str:
    """What a checkpoint alone does not say of a layer."""
    if piece.kind.name == "embedding":
        return "looked up as it is"
    said = []
    if piece.kind.forget and not told_forget and not piece.seen:
        said.append(f"forget bias {piece.forget_bias:g}")
    usual = "tanh" if piece.kind.recurrent else "no activation"
    said.append(str(piece.settings.get("activation", usual)))
    if "recurrent_activation" in piece.settings:
        said.append("gates hard_sigmoid, as tf.keras 1.x has them")
    if piece.kind.cell_state and "cell_clip" not in piece.settings:
        said.append("no clipping")
    if piece.kind.recurrent:
        said.append("no dropout inside")
    return ", ".join(said)


def as_text(
    found: Found, verdicts: list[Verdict], target: str, into: Given | None = None
) -> str:
    """A table, a line for what is not mapped, and a sum; of a model, what it got."""
    rows = [(words.said("layer"), "Keras 3", "max|Δ|", "")]
    for piece, one in zip(found.pieces, verdicts, strict=True):
        said = words.said(one.word) + (f": {one.assumed}" if one.assumed else "")
        rows.append((one.scope, layers.describe(piece), f"{one.gap:.1e}", said))
    widths = [max(words.width(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join(map(words.padded, row, widths)) + (f"  {row[3]}" if row[3] else "")
        for row in rows
    ]
    lines = [line.rstrip() for line in lines] + _left(found.left) + found.notes
    if into is not None:
        lines += [f"{layer}: {scope}" for layer, scope in into.layers] + into.lines
    mapped = sum(len(piece.variables()) for piece in found.pieces)
    counts = {word: sum(one.word == word for one in verdicts) for word in _WORDS}
    many = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    largest = max(one.gap for one in verdicts)
    lines.append(
        f"{mapped} variables mapped, {len(found.left)} not; layers: {many}; largest "
        f"max|Δ| {largest:.1e}; wrote {target}"
    )
    if counts["assumed"] and found.graph is None:
        lines.append(
            "assumed: there is no graph (.meta) beside the checkpoint that could tell"
        )
    return "\n".join(lines)


_WORDS = ("proved", "assumed", "differs")


def _left(left: dict[str, str]) -> list[str]:
    """What was not mapped: a line each, and one for all of an optimizer's."""
    lines = [
        f"not mapped: {name}: {why}"
        for name, why in sorted(left.items())
        if why != OPTIMIZER
    ]
    slots = [name for name, why in left.items() if why == OPTIMIZER]
    if slots:
        ends = sorted({name.rpartition("/")[2] for name in slots})
        said = f"{len(slots)} variables, …/{', …/'.join(ends)}"
        lines.append(f"not mapped: {OPTIMIZER}: {said}")
    return lines


def as_json(
    found: Found, verdicts: list[Verdict], target: str, into: Given | None = None
) -> str:
    """The same for programs."""
    mapped: list[dict[str, Any]] = [
        {
            "scope": piece.scope,
            "kind": piece.kind.name,
            "keras3": layers.describe(piece),
            "variables": list(piece.variables()),
            "difference": one.gap,
            "verdict": one.word,
            "assumed": one.assumed,
            "proved": one.word == "proved",
        }
        for piece, one in zip(found.pieces, verdicts, strict=True)
    ]
    whole: dict[str, Any] = {
        "layers": mapped,
        "not_mapped": found.left,
        "notes": found.notes,
        "output": target,
    }
    if into is not None:
        whole["model"] = asdict(into)
    return json.dumps(whole, indent=1, ensure_ascii=False)
