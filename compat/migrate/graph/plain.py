"""Dense layers and embeddings as they are in a graph, whatever their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compat.migrate.graph.meta import PASSING, Graph, data, source, tensor
from compat.migrate.pieces import Piece

# Ops that are an activation, and Keras's name for it.
ACTIVATIONS = {
    "Relu": "relu", "Relu6": "relu6", "Elu": "elu", "Selu": "selu", "Tanh": "tanh",
    "Softplus": "softplus", "Softsign": "softsign", "Sigmoid": "sigmoid",
    "Softmax": "softmax",
}  # fmt: skip
_PRODUCTS = ("MatMul", "BatchMatMul", "BatchMatMulV2")
_LOOKUPS = ("GatherV2", "Gather", "ResourceGather")
_TURNED = ("transpose_b", "adj_y")
_SHAPING = {"Reshape", "Transpose", "ExpandDims", "Squeeze"}
_ENTERS = ("Enter", "RefEnter", "ReadVariableOp")
_LOOKS = ("Shape", "Rank", "Size")


@dataclass
class Use:
    """How a layer is used: its input, its output, and the op of its kernel."""

    given: str
    output: str
    op: str


def find(graph: Graph, names: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The dense layers, embeddings and LSTMs among some variables: kind, variables."""
    known = set(names)
    for name in names:
        at = graph.saved(name)
        users = graph.reads(at)
        if any(graph.nodes[user].op in _LOOKUPS for user in users):
            yield "embedding", [name]
            continue
        product = _product(graph, at)
        if product is None:
            continue
        bias = _bias(graph, product)
        own = graph.checkpoint_name(bias) if bias else ""
        given = [name] + ([own] if own in known else [])
        if not _joined(graph, product):
            yield "dense", given
        elif _gates(graph, product) == 4 and len(given) == 2:
            yield "lstm", given


def _joined(graph: Graph, product: str) -> bool:
    """Whether a product in a loop is of an input and a state: a cell's."""
    given = graph.nodes[source(data(graph.nodes[product])[0])]
    in_loop = graph.nodes[source(data(graph.nodes[product])[1])].op in _ENTERS
    return in_loop and given.op in ("ConcatV2", "Concat")


def _gates(graph: Graph, product: str) -> int:
    """Into how many parts a product's sum is split."""
    after = _added(graph, product)
    users = [graph.nodes[user] for user in graph.used_by(after or product)]
    splits = [node for node in users if node.op == "Split"]
    return int(splits[0].attr["num_split"].i) if splits else 0


def uses(graph: Graph, piece: Piece) -> Use | None:
    """How a dense layer or an embedding is used, or `None`."""
    name = graph.saved(piece.names[0])
    if piece.kind.name == "embedding":
        for user in graph.reads(name):
            if graph.nodes[user].op in _LOOKUPS:
                return Use(tensor(data(graph.nodes[user])[1]), f"{user}:0", user)
        return None
    product = _product(graph, name)
    if product is None:
        return None
    end = product
    if "bias" in piece.leaves:
        after = _added(graph, product)
        if after is None:
            return None
        end = after
    then = _activation_after(graph, end)
    return Use(tensor(data(graph.nodes[product])[0]), f"{then or end}:0", product)


def activation(graph: Graph, piece: Piece) -> str | None:
    """The activation that follows a dense layer, Keras's name, or `None`."""
    found = uses(graph, piece)
    op = graph.nodes[source(found.output)].op if found else ""
    return ACTIVATIONS.get(op)


def _product(graph: Graph, variable: str) -> str | None:
    """The first product with a variable on its right side, as it is."""
    todo = graph.reads(variable)
    while todo:
        name = todo.pop(0)
        node = graph.nodes[name]
        if node.op in _SHAPING:
            todo += graph.used_by(name)
        if node.op in _PRODUCTS:
            right = source(data(node)[1])
            turned = any(at in node.attr and node.attr[at].b for at in _TURNED)
            if _comes_from(graph, right, variable) and not turned:
                return name
    return None


def _comes_from(graph: Graph, name: str, variable: str) -> bool:
    for _ in range(20):
        if name == variable:
            return True
        node = graph.nodes[name]
        if node.op not in PASSING | _SHAPING or not node.input:
            return False
        name = source(node.input[0])
    return False


def _added(graph: Graph, product: str) -> str | None:
    """The sum of a product and a variable, or `None`."""
    todo = [product]
    while todo:
        for user in graph.used_by(todo.pop()):
            node = graph.nodes[user]
            if node.op == "Reshape":
                todo.append(user)
            if node.op in ("Add", "AddV2", "BiasAdd"):
                if any(graph.variable_of(source(one)) for one in data(node)):
                    return user
    return None


def _bias(graph: Graph, product: str) -> str | None:
    """The variable that is added to a product."""
    name = _added(graph, product)
    if name is None:
        return None
    found = (graph.variable_of(source(one)) for one in data(graph.nodes[name]))
    return next((one for one in found if one), None)


def _activation_after(graph: Graph, name: str) -> str | None:
    """The activation, when it is all that an output is used for."""
    for _ in range(3):
        users = [u for u in graph.used_by(name) if graph.nodes[u].op not in _LOOKS]
        if len(users) != 1:
            return None
        op = graph.nodes[users[0]].op
        if op in ACTIVATIONS:
            return users[0]
        if op not in ("Reshape", "Identity"):
            return None
        name = users[0]
    return None
