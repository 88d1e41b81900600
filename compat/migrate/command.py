"""The command `compat convert`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any

from compat.errors import UsageError
from compat.migrate import convert, files, layers, proof
from compat.migrate.pieces import OPTIMIZER, Found


def run(given: argparse.Namespace) -> int:
    """Convert, prove and print.

    Returns:
        0 when each mapping is proved, 1 when one differs by more than 1e-6.

    Raises:
        UsageError: When there is nothing to convert, or nowhere to write it.
    """
    told = dict(_layer(text) for text in given.layer)
    back = given.checkpoint.endswith((".npz", ".keras"))
    try:
        if back:
            target = given.output or os.path.splitext(given.checkpoint)[0] + ".ckpt"
            found = convert.back(given.checkpoint, target, given.forget_bias)
        else:
            found = convert.from_checkpoint(given.checkpoint, given.forget_bias, told)
            target = given.output or _beside(given.checkpoint)
    except ValueError as error:
        raise UsageError(str(error)) from None
    if not found.pieces:
        raise UsageError(
            f"{given.checkpoint}: none of its {len(found.left)} variables is a layer's "
            "that is known here; --layer SCOPE=KIND says what a scope is"
        )
    try:
        gaps = convert.prove(found.pieces)
    except RuntimeError as error:
        print(f"compat: {error}", file=sys.stderr)
        return 1
    if not back:
        files.save(target, found.pieces)
    print(_json(found, gaps, target) if given.json else _text(found, gaps, target))
    wrong = [p.scope for p, gap in zip(found.pieces, gaps, strict=True) if _bad(gap)]
    if wrong:
        print(
            f"compat: not proved, max|Δ| over {proof.BOUND:g}: {', '.join(wrong)}",
            file=sys.stderr,
        )
    return 1 if wrong else 0


def _bad(gap: float) -> bool:
    return not gap <= proof.BOUND


def _layer(text: str) -> tuple[str, str]:
    scope, equals, kind = text.partition("=")
    if not equals:
        raise UsageError(f"expected --layer SCOPE=KIND, received {text!r}")
    return scope, kind


def _beside(path: str) -> str:
    name = os.path.basename(os.path.normpath(path))
    for end in (".index", ".meta"):
        name = name.removesuffix(end)
    return name.partition(".data-")[0] + ".npz"


def _text(found: Found, gaps: list[float], target: str) -> str:
    rows = [("layer", "Keras 3", "max|Δ|")]
    for piece, gap in zip(found.pieces, gaps, strict=True):
        rows.append((piece.scope or "(top)", layers.describe(piece), f"{gap:.1e}"))
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    lines = [
        f"{one:<{widths[0]}}  {other:<{widths[1]}}  {gap}" for one, other, gap in rows
    ]
    lines += _left(found.left)
    mapped = sum(len(piece.variables()) for piece in found.pieces)
    left = len(found.left)
    lines.append(
        f"{mapped} variables mapped, {left} not; largest max|Δ| {max(gaps):.1e} "
        f"(at most {proof.BOUND:g}); wrote {target}"
    )
    return "\n".join(lines)


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


def _json(found: Found, gaps: list[float], target: str) -> str:
    mapped: list[dict[str, Any]] = [
        {
            "scope": piece.scope,
            "kind": piece.kind.name,
            "keras3": layers.describe(piece),
            "variables": list(piece.variables()),
            "difference": gap,
            "proved": not _bad(gap),
        }
        for piece, gap in zip(found.pieces, gaps, strict=True)
    ]
    whole = {"layers": mapped, "not_mapped": found.left, "output": target}
    return json.dumps(whole, indent=1, ensure_ascii=False)
