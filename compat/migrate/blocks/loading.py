"""Gives the blocks the weights of a TensorFlow 1.x checkpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compat.migrate.blocks.bidirectional import BidirectionalStack
from compat.migrate.blocks.wrapper import AttentionRNN
from compat.migrate.finding import find_pieces
from compat.migrate.kinds import Array
from compat.migrate.pieces import Piece


def load(
    block: Any,
    variables: Mapping[str, Array],
    scope: str = "",
    forget_bias: float = 1.0,
) -> None:
    """Give a block that is built the variables that TensorFlow 1.x has for it.

    Args:
        block: An `AttentionRNN`, an attention mechanism, a `CRF` or a
            `BidirectionalStack`.
        variables: By name, as `compat.migrate.checkpoint.read` gives them.
        scope: Below which scope they are; all of them by default.
        forget_bias: What LSTM cells added to their forget gate.

    Raises:
        ValueError: When there is no such variable, or more than one.
    """
    below = {
        name: array
        for name, array in variables.items()
        if not scope or name.startswith(f"{scope}/")
    }
    for leaf, weight in getattr(block, "tf1_leaves", {}).items():
        weight.assign(_only(below, leaf))
    if isinstance(block, AttentionRNN):
        _attention_rnn(block, below, forget_bias)
    elif isinstance(block, BidirectionalStack):
        _stack(block, below, forget_bias)
    elif not hasattr(block, "tf1_leaves"):
        raise ValueError(f"expected a block of compat.migrate.blocks: {block!r}")


def _only(variables: Mapping[str, Array], leaf: str) -> Array:
    """The one variable whose name ends so."""
    found = [name for name in variables if f"/{name}".endswith(f"/{leaf}")]
    if len(found) != 1:
        said = ", ".join(found) or "none"
        raise ValueError(f"expected one variable …/{leaf}, found {said}: say its scope")
    return variables[found[0]]


def _attention_rnn(
    block: AttentionRNN, variables: Mapping[str, Array], forget_bias: float
) -> None:
    load(block.attention, variables)
    if block.attention_size:
        block._step.kernel.assign(_only(variables, "attention_layer/kernel"))
    inside = {
        name: array for name, array in variables.items() if "attention_wrapper" in name
    }
    (piece,) = _recurrent(inside, forget_bias)
    block.cell.set_weights(piece.weights())


def _stack(
    block: BidirectionalStack, variables: Mapping[str, Array], forget_bias: float
) -> None:
    pieces = _recurrent(variables, forget_bias)
    for reverse, layers in (
        (False, block.forward_layers),
        (True, block.backward_layers),
    ):
        own = [piece for piece in pieces if piece.reverse == reverse]
        if len(own) != len(layers):
            raise ValueError(f"expected {len(layers)} layers, found {len(own)}")
        for layer, piece in zip(layers, own, strict=True):
            layer.set_weights(piece.weights())


def _recurrent(variables: Mapping[str, Array], forget_bias: float) -> list[Piece]:
    found = find_pieces(variables, forget_bias)
    parts = [part for piece in found.pieces for part in piece.parts()]
    pieces = [part for part in parts if part.kind.recurrent]
    if not pieces:
        raise ValueError("expected a cell's variables, found none")
    return pieces
