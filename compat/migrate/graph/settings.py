"""A cell's settings, read from the ops of its step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from compat.migrate.graph import plain, step
from compat.migrate.graph.meta import Graph, data, exact, source
from compat.migrate.graph.plain import ACTIVATIONS
from compat.migrate.graph.step import Step
from compat.migrate.kinds import BY_NAME
from compat.migrate.pieces import Piece

_ADDS = ("Add", "AddV2", "BiasAdd")


def seen(graph: Graph, piece: Piece) -> Piece:
    """The piece with the settings that its graph shows."""
    if not piece.kind.recurrent:
        found = plain.activation(graph, piece) if piece.kind.name == "dense" else None
        told: dict[str, Any] = {"activation": found} if found else {}
        return replace(piece, settings=told, seen=plain.uses(graph, piece) is not None)
    at = step.find(graph, piece)
    if at is None:
        return piece
    told = read(graph, at)
    kind, forget = piece.kind, told.pop("forget_bias")
    if kind.name == "lstm" and "cell_clip" in told:
        kind = BY_NAME["clipped_lstm"]
    if "recurrent_activation" in kind.settings and not _is_hard(graph, at):
        told["recurrent_activation"] = "sigmoid"
    elif "recurrent_activation" in kind.settings:
        told["recurrent_activation"] = "tf1_hard_sigmoid"
    return replace(piece, kind=kind, forget_bias=forget, settings=told, seen=True)


def _is_hard(graph: Graph, step: Step) -> bool:
    """Whether the gates are `clip(0.2 * x + 0.5, 0, 1)`."""
    return not any(graph.nodes[name].op == "Sigmoid" for name in step.inside)


def read(graph: Graph, step: Step) -> dict[str, Any]:
    """The settings: `forget_bias`, `activation`, `cell_clip`, `proj_clip`, `dropout`.

    Returns:
        `forget_bias` always; the others where they are not a cell's usual ones.
    """
    if step.whole:
        return _of_whole(graph.nodes[step.whole])
    found: dict[str, Any] = {"forget_bias": _forget_bias(graph, step)}
    kinds = {graph.nodes[name].op for name in step.inside}
    if "Tanh" not in kinds:
        others = [kind for kind in kinds if kind in ACTIVATIONS and kind != "Sigmoid"]
        gates = sum(graph.nodes[name].op == "Sigmoid" for name in step.inside)
        usual = 2 if len(step.states) == 1 else 3
        plain = "sigmoid" if gates > usual else "linear"
        found["activation"] = ACTIVATIONS[others[0]] if others else plain
    if "RandomUniform" in kinds:
        found["dropout"] = True
    found |= _clips(graph, step)
    return found


def _of_whole(node: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"forget_bias": 0.0}
    if "forget_bias" in node.attr:
        found["forget_bias"] = exact(node.attr["forget_bias"].f)
    clip = exact(node.attr["cell_clip"].f) if "cell_clip" in node.attr else -1.0
    # GRUBlockCell has none, LSTMBlockCell's default of 3 is written as it is
    if clip > 0 and node.op != "GRUBlockCell":
        found["cell_clip"] = clip
    return found


def _forget_bias(graph: Graph, step: Step) -> float:
    """The one constant number that is added on the way to a gate's sigmoid."""
    for name in step.inside:
        if graph.nodes[name].op != "Sigmoid":
            continue
        todo = [source(one) for one in data(graph.nodes[name])]
        while todo:
            at = todo.pop()
            if at not in step.inside or graph.nodes[at].op not in _ADDS:
                continue
            for given in data(graph.nodes[at]):
                number = graph.number(source(given))
                if number is not None:
                    return number
                todo.append(source(given))
    return 0.0


def _clips(graph: Graph, step: Step) -> dict[str, float]:
    found: dict[str, float] = {}
    for name in sorted(step.inside, key=graph.place.__getitem__):
        node = graph.nodes[name]
        if node.op not in ("Minimum", "ClipByValue"):
            continue
        bounds = [graph.number(source(one)) for one in data(node)[1:]]
        if not bounds or bounds[-1] is None:
            continue
        before = {graph.nodes[source(one)].op for one in data(node)}
        found["proj_clip" if "MatMul" in before else "cell_clip"] = bounds[-1]
    return found
