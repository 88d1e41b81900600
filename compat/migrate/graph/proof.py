"""The proof against the graph itself: its own ops, on the inputs of Keras's layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from compat.migrate import layers
from compat.migrate.graph import plain, step
from compat.migrate.graph.meta import Graph, source
from compat.migrate.graph.run import Part, Unreachable
from compat.migrate.kinds import Array
from compat.migrate.pieces import Piece

BATCH, TIME = 2, 5


def differences(
    graph: Graph, variables: Mapping[str, Array], pieces: list[Piece]
) -> list[float | None]:
    """How far each layer's Keras counterpart is from the graph's own run.

    Args:
        graph: The graph beside the checkpoint.
        variables: The checkpoint's values.
        pieces: Its layers.

    Returns:
        For each piece max|Δ| over outputs and last states of two sequences of five
        steps, relative to the largest number where that is above 1; `None` where the
        graph does not show the layer.
    """
    return [_of_piece(graph, variables, piece) for piece in pieces]


def _of_piece(
    graph: Graph, variables: Mapping[str, Array], piece: Piece
) -> float | None:
    found = []
    for part in piece.parts():
        try:
            pair = _both(graph, variables, part)
        except Unreachable:
            return None
        if pair is None:
            return None
        ours, theirs = pair
        found += [far(one, other) for one, other in zip(ours, theirs, strict=True)]
    return max(found)


def _both(
    graph: Graph, variables: Mapping[str, Array], piece: Piece
) -> tuple[list[Array], list[Array]] | None:
    x = ramp(piece)
    if not piece.kind.recurrent:
        use = plain.uses(graph, piece)
        if use is None:
            return None
        words = piece.kind.name == "embedding"
        x = x if words else x.reshape(-1, piece.inputs)
        part = Part(graph, variables, [use.given], [use.output], flat=not words)
        theirs = part(x.astype(part.dtypes[0]))
        part.close()
        return keras_outputs(piece, x), theirs
    at = step.find(graph, piece)
    if at is None:
        return None
    theirs = _whole(graph, variables, piece, at, x)
    return keras_outputs(piece, x), theirs


def _whole(
    graph: Graph, variables: Mapping[str, Array], piece: Piece, at: step.Step, x: Array
) -> list[Array]:
    """The graph's outputs over time, and its last states, from zero ones."""
    sizes = [piece.projection or piece.units, piece.units]
    sizes = sizes[: 1 + bool(piece.kind.cell_state)]
    states = [np.zeros((BATCH, size), x.dtype) for size in sizes]
    steps = np.moveaxis(x, 1, 0)
    if graph.nodes[source(at.output)].op.startswith("BlockLSTM"):
        return _of_sequence(graph, variables, at, steps, states)
    part = Part(graph, variables, [at.x, *at.states], [at.output, *at.after])
    outputs = []
    for one in steps:
        output, *states = part(one, *states)
        outputs.append(output)
    part.close()
    return [np.stack(outputs, 1), *states]


def _of_sequence(
    graph: Graph,
    variables: Mapping[str, Array],
    at: step.Step,
    steps: Array,
    states: list[Array],
) -> list[Array]:
    part = Part(graph, variables, [at.x, *at.states], at.after)
    h, c = part(steps, *states, np.int64(TIME))
    part.close()
    return [np.moveaxis(h, 0, 1), h[-1], c[-1]]


def ramp(piece: Piece) -> Array:
    """Inputs in which no two places are alike."""
    if piece.kind.name == "embedding":
        return np.arange(BATCH * TIME).reshape(BATCH, TIME) % piece.inputs
    shape = (BATCH, TIME, piece.inputs)
    places = np.arange(np.prod(shape), dtype=np.float64)
    # of no regular steps: where a sum is 0, layer normalization divides by rounding
    return np.sin(1.0 + 1.7 * places).reshape(shape).astype(piece.arrays[0].dtype)


def keras_outputs(piece: Piece, inputs: Array) -> list[Array]:
    """What Keras's layer gives: its output, and its last states."""
    options: dict[str, Any] = {}
    if layers.is_recurrent(piece):
        options = {"return_sequences": True, "return_state": True}
    given = layers.layer(piece, **options)(inputs)
    parts = given if isinstance(given, (list, tuple)) else [given]
    return [np.asarray(part) for part in parts]


def far(one: Array, other: Array) -> float:
    """The largest difference, relative where numbers are above 1."""
    if one.shape != other.shape:
        return float("inf")
    scale = max(1.0, float(np.abs(other).max(initial=0)))
    gap = np.abs(one.astype("float64") - other.astype("float64")).max(initial=0)
    return float(gap) / scale if gap == gap else float("inf")
