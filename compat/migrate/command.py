"""The command `compat convert`."""

from __future__ import annotations

import argparse
import os
import sys
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from compat import words
from compat.errors import UsageError
from compat.migrate import convert, files, sources, told
from compat.migrate.pieces import Found
from compat.migrate.told import Verdict

if TYPE_CHECKING:
    from compat.migrate.model import Given


def run(given: argparse.Namespace) -> int:
    """Convert, prove and print.

    Returns:
        0 when each mapping holds and nothing is left, 1 when one differs by more than
        its bound, or a layer's variable is not mapped and not left out by name.

    Raises:
        UsageError: When there is nothing to convert, or nowhere to write it.
    """
    named = dict(_layer(text) for text in given.layer)
    back = given.checkpoint.endswith((".npz", ".keras"))
    if back and given.model:
        raise UsageError("--model: expected a checkpoint, a SavedModel or a graph")
    forget = 1.0 if given.forget_bias is None else given.forget_bias
    try:
        if back:
            target = given.output or os.path.splitext(given.checkpoint)[0] + ".ckpt"
            found = convert.back(given.checkpoint, target, forget)
        else:
            found = convert.from_checkpoint(given.checkpoint, forget, named, given.ema)
            target = given.output or _beside(given.checkpoint, given.model)
    except ValueError as error:
        raise UsageError(str(error)) from None
    _leave(found, given.leave)
    if not found.pieces:
        raise UsageError(
            f"{given.checkpoint}: none of its {len(found.left)} variables is a layer's "
            "that is known here; --layer SCOPE=KIND says what a scope is"
        )
    try:
        verdicts = _verdicts(found, given.forget_bias is not None or back)
    except RuntimeError as error:
        print(words.said(f"compat: {error}"), file=sys.stderr)
        return 1
    into = _into_model(given, found, target) if given.model else None
    if not back and into is None:
        files.save(target, found.pieces)
    if given.json:
        print(told.as_json(found, verdicts, target, into))
    else:
        print(words.said(told.as_text(found, verdicts, target, into)))
    return max(_judged(found, verdicts), _given_whole(into))


def _into_model(given: argparse.Namespace, found: Found, target: str) -> Given:
    """Give a model of the user's what was found, and write it."""
    from compat.migrate import model as models

    if not target.endswith(models.ENDS):
        raise UsageError(f"{target}: expected an output .weights.h5 or .keras")
    model = models.build(given.model)
    variables, _ = sources.read(given.checkpoint)
    into = models.give(model, found, variables)
    models.save(target, model)
    return into


def _given_whole(into: Given | None) -> int:
    """0 when a model got all of it, 1 when not; says what it has not."""
    if into is None:
        return 0
    wrong = [f"{scope}: {why}" for scope, why in into.unused.items()]
    wrong += [f"the model's {name} got nothing" for name in into.empty] + into.wrong
    for line in wrong:
        print(words.said(f"compat: {line}"), file=sys.stderr)
    return 1 if wrong else 0


def _verdicts(found: Found, told_forget: bool) -> list[Verdict]:
    """What was proved of each piece, and by what."""
    by_graph = convert.prove_by_graph(found)
    others = [p for p, gap in zip(found.pieces, by_graph, strict=True) if gap is None]
    rest = iter(convert.prove(others))
    return [
        told.verdict(piece, next(rest) if gap is None else gap, gap is not None,
                     told_forget)
        for piece, gap in zip(found.pieces, by_graph, strict=True)
    ]  # fmt: skip


def _leave(found: Found, patterns: list[str]) -> None:
    """Take out of what is missing what the user leaves out by name."""
    for pattern in patterns:
        names = [name for name in found.missing() if fnmatchcase(name, pattern)]
        if not names:
            raise UsageError(f"--leave {pattern}: no variable of that name is left")
        for name in names:
            del found.left[name]
            found.notes.append(f"left out by name: {name}")


def _judged(found: Found, verdicts: list[Verdict]) -> int:
    wrong = [verdict.scope for verdict in verdicts if not verdict.holds]
    if wrong:
        said = f"not proved: {', '.join(wrong)}"
        print(words.said(f"compat: {said}"), file=sys.stderr)
    missing = found.missing()
    if missing:
        few = ", ".join(sorted(missing)[:3]) + (", …" if len(missing) > 3 else "")
        said = (
            f"{len(missing)} not mapped ({few}): --layer VAR=KIND says what one is, "
            "--leave VAR leaves it out"
        )
        print(words.said(f"compat: {said}"), file=sys.stderr)
    return 1 if wrong or missing else 0


def _layer(text: str) -> tuple[str, str]:
    scope, equals, kind = text.partition("=")
    if not equals:
        raise UsageError(f"expected --layer SCOPE=KIND, received {text!r}")
    return scope, kind


def _beside(path: str, model: str | None) -> str:
    name = os.path.basename(os.path.normpath(path))
    for end in (".index", ".meta", ".pb"):
        name = name.removesuffix(end)
    return name.partition(".data-")[0] + (".weights.h5" if model else ".npz")
