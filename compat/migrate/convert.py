"""Converts checkpoints of TensorFlow 1.x to Keras 3 weights, and back, with proof."""

from __future__ import annotations

from collections.abc import Mapping

from compat.errors import UsageError
from compat.migrate import checkpoint, files, proof, sources
from compat.migrate.finding import find_pieces, in_pairs
from compat.migrate.graph import proof as graph_proof
from compat.migrate.kinds import Array
from compat.migrate.pieces import Found, Piece


def from_checkpoint(
    path: str,
    forget_bias: float = 1.0,
    layers: Mapping[str, str] | None = None,
    average: bool = False,
) -> Found:
    """Find the layers of a checkpoint, by its names and by the graph beside it.

    Args:
        path: A checkpoint, a SavedModel or a frozen graph: see
            `compat.migrate.sources.read`.
        forget_bias: What the script gave its LSTM cells: without a graph (`.meta`)
            beside it the checkpoint does not tell.
        layers: From a scope, or a variable, or a variable and its bias (`W,b`), to its
            kind, where neither tells.
        average: Whether to take the moving averages of variables that have one.

    Returns:
        Its layers (`piece.weights()` are Keras's; `compat.migrate.layer(piece)` is a
        Keras layer that has them), and the variables that belong to none, with why.

    Raises:
        UsageError: When there is no checkpoint.
        ValueError: For a kind or scope that is not there.
    """
    variables, graph = sources.read(path)
    return find_pieces(variables, forget_bias, layers, graph, average)


def to_checkpoint(path: str, pieces: list[Piece]) -> None:
    """Write pieces as a checkpoint under TensorFlow 1.x's names.

    Args:
        path: The prefix of its files.
        pieces: From `from_checkpoint`, from `compat.migrate.load`, or of a Keras model
            (`compat.migrate.from_keras`).

    Raises:
        UsageError: When it cannot be written.
    """
    variables: dict[str, object] = {}
    for piece in pieces:
        variables.update(piece.variables())
    checkpoint.write(path, variables)  # type: ignore[arg-type]


def prove(pieces: list[Piece]) -> list[float]:
    """How far each layer is from TensorFlow 1.x's: see `compat.migrate.proof`."""
    return proof.differences(pieces) if pieces else []


def prove_by_graph(found: Found) -> list[float | None]:
    """How far each layer is from the graph's own run; `None` where that shows none.

    The graph is the one beside the checkpoint (`.meta`), its ops as they were written.
    """
    if found.graph is None:
        return [None] * len(found.pieces)
    variables: dict[str, Array] = {}
    for piece in found.pieces:
        variables |= piece.variables()
    return graph_proof.differences(found.graph, variables, found.pieces)


def back(source: str, target: str, forget_bias: float = 1.0) -> Found:
    """Write Keras weights as a TensorFlow 1.x checkpoint, and read it again.

    Args:
        source: A .npz of `compat convert`, or a .keras model.
        target: The prefix of the checkpoint's files.
        forget_bias: What the script will give its LSTM cells.

    Returns:
        What is in the checkpoint now.

    Raises:
        UsageError: When the source is none of these, or the target not writable.
    """
    left: dict[str, str] = {}
    if source.endswith(".npz"):
        pieces = files.load(source)
    else:
        from compat.migrate.keras_model import found_in_file

        told = found_in_file(source, forget_bias)
        pieces, left = told.pieces, told.left
    if not pieces:
        raise UsageError(f"{source}: no layer in it that has a TensorFlow 1.x name")
    to_checkpoint(target, pieces)
    every = {part.scope: part for piece in pieces for part in piece.parts()}
    kinds = {",".join(part.names): part.kind.name for part in every.values()}
    found = find_pieces(checkpoint.read(target), forget_bias, kinds)
    by_names = {tuple(part.names): part for part in every.values()}
    for piece in found.pieces:
        known = by_names[tuple(piece.names)]
        piece.forget_bias, piece.settings = known.forget_bias, dict(known.settings)
        piece.scope = known.scope
    found.pieces = in_pairs(found.pieces)
    found.left |= left
    found.notes = [
        f"{piece.scope}: give it {option}={value!r}: no checkpoint holds that"
        for piece in found.pieces
        for option, value in piece.settings.items()
    ]
    return found
