"""Gives the blocks the weights of a TensorFlow 1.x checkpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compat.migrate.blocks.bidirectional import BidirectionalStack
from compat.migrate.blocks.wrapper import AttentionRNN
from compat.migrate.finding import find_pieces
from compat.migrate.kinds import Array
from compat.migrate.pieces import Piece, copied

# Weights, and what they got.
Loaded = list[tuple[list[Any], Piece]]


def load(
    block: Any,
    variables: Mapping[str, Array],
    scope: str = "",
    forget_bias: float = 1.0,
) -> Loaded:
    """Give a block that is built the variables that TensorFlow 1.x has for it.

    Args:
        block: An `AttentionRNN`, an attention mechanism, a `CRF`, a normalization, a
            `BidirectionalStack`, or a cell of `compat.migrate.cells`.
        variables: By name, as `compat.migrate.checkpoint.read` gives them.
        scope: Below which scope they are; all of them by default.
        forget_bias: What LSTM cells added to their forget gate.

    Returns:
        Its weights, and what each got of the checkpoint.

    Raises:
        ValueError: When there is no such variable, or more than one.
    """
    below = {
        name: array
        for name, array in variables.items()
        if not scope or name.startswith(f"{scope}/")
    }
    got: Loaded = []
    for leaf, weight in getattr(block, "tf1_leaves", {}).items():
        got.append(_one(weight, below, leaf))
    if isinstance(block, AttentionRNN):
        got += _attention_rnn(block, below, forget_bias)
    elif isinstance(block, BidirectionalStack):
        got += _stack(block, below, forget_bias)
    elif not hasattr(block, "tf1_leaves"):
        raise ValueError(f"expected a block of compat.migrate.blocks: {block!r}")
    return got


def _one(
    weight: Any, variables: Mapping[str, Array], leaf: str
) -> tuple[list[Any], Piece]:
    """Give a weight the one variable whose name ends so."""
    found = [name for name in variables if f"/{name}".endswith(f"/{leaf}")]
    if len(found) != 1:
        said = ", ".join(found) or "none"
        raise ValueError(f"expected one variable …/{leaf}, found {said}: say its scope")
    weight.assign(variables[found[0]])
    return [weight], copied(found[0], variables[found[0]])


def _attention_rnn(
    block: AttentionRNN, variables: Mapping[str, Array], forget_bias: float
) -> Loaded:
    got = load(block.attention, variables)
    if block.attention_size:
        got.append(_one(block._step.kernel, variables, "attention_layer/kernel"))
    inside = {
        name: array for name, array in variables.items() if "attention_wrapper" in name
    }
    (piece,) = _recurrent(inside, forget_bias)
    block.cell.set_weights(piece.weights())
    return [*got, (block.cell.weights, piece)]


def _stack(
    block: BidirectionalStack, variables: Mapping[str, Array], forget_bias: float
) -> Loaded:
    got: Loaded = []
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
            got.append((layer.weights, piece))
    return got


def _recurrent(variables: Mapping[str, Array], forget_bias: float) -> list[Piece]:
    found = find_pieces(variables, forget_bias)
    parts = [part for piece in found.pieces for part in piece.parts()]
    pieces = [part for part in parts if part.kind.recurrent]
    if not pieces:
        raise ValueError("expected a cell's variables, found none")
    return pieces
