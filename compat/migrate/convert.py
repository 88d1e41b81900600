"""Converts checkpoints of TensorFlow 1.x to Keras 3 weights, and back, with proof."""

from __future__ import annotations

from collections.abc import Mapping

from compat.errors import UsageError
from compat.migrate import checkpoint, files, proof
from compat.migrate.pieces import Found, Piece, find_pieces


def from_checkpoint(
    path: str,
    forget_bias: float = 1.0,
    layers: Mapping[str, str] | None = None,
) -> Found:
    """Find the layers of a checkpoint.

    Args:
        path: See `compat.migrate.checkpoint.read`.
        forget_bias: What the script gave its LSTM cells: the checkpoint does not tell.
        layers: From a scope to its kind, for cells with a name of their own.

    Returns:
        Its layers (`piece.weights()` are Keras's; `compat.migrate.layer(piece)` is a
        Keras layer that has them), and the variables that belong to none, with why.

    Raises:
        UsageError: When there is no checkpoint.
        ValueError: For a kind or scope that is not there.
    """
    return find_pieces(checkpoint.read(path), forget_bias, layers)


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
    return proof.differences(pieces)


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
    if source.endswith(".npz"):
        pieces = files.load(source)
    else:
        from compat.migrate.keras_model import pieces_of_file

        pieces = pieces_of_file(source, forget_bias)
    if not pieces:
        raise UsageError(f"{source}: no layer in it that has a TensorFlow 1.x name")
    to_checkpoint(target, pieces)
    told = {piece.scope: piece.kind.name for piece in pieces}
    told |= {
        piece.backward.scope: piece.kind.name
        for piece in pieces
        if piece.backward is not None
    }
    found = find_pieces(checkpoint.read(target), forget_bias, told)
    known = {piece.scope: piece for piece in pieces}
    for piece in found.pieces:
        piece.forget_bias = known[piece.scope].forget_bias
    return found
