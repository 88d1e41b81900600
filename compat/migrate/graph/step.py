"""One step of a recurrent layer as it is in a graph: what goes in, what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from compat.migrate.graph.meta import PASSING, Graph, data, source, tensor
from compat.migrate.pieces import Piece

# Where a step ends: the loop around it.
_AROUND = {"NextIteration", "Exit", "Merge", "Switch", "Enter", "TensorArrayWriteV3"}
_AROUND |= {"RefNextIteration", "RefExit", "RefEnter", "RefSwitch", "RefMerge"}
# Ops that are a whole step or sequence: (inputs x, h, c, length), (outputs h, c).
_WHOLE = {
    "LSTMBlockCell": ((0, 2, 1), (6, 1)),
    "GRUBlockCell": ((0, 1), (3,)),
    "BlockLSTM": ((1, 3, 2, 0), (6, 1)),
}


@dataclass
class Step:
    """A step of a recurrent layer.

    Args:
        inside: Its ops.
        x: The tensor that is its input.
        states: Its states, `h` before `c`.
        after: The states after it; the first is its output.
        output: The output, where it is none of the states.
        whole: The op that is all of it, if there is one.
    """

    inside: set[str]
    x: str
    states: list[str]
    after: list[str]
    output: str
    whole: str = ""


def find(graph: Graph, piece: Piece) -> Step | None:
    """The step of a piece, or `None` when the graph does not show one."""
    by_leaf = dict(zip(piece.leaves, piece.names, strict=True))
    reads = {leaf: graph.reads(graph.saved(name)) for leaf, name in by_leaf.items()}
    if not reads or not all(reads.values()):
        return None
    if piece.kind.name.startswith("keras_"):  # beside the loop there is a trial step
        reads = {
            leaf: [name for name in found if "/while/" in name]
            for leaf, found in reads.items()
        }
        if not all(reads.values()):
            return None
    first = reads[piece.leaves[0]][0]
    op = graph.nodes[first].op
    if op in _WHOLE:
        return _whole(graph, first)
    scope = _scope(first)
    starts = {found[0] for found in reads.values()}
    if piece.kind.name.startswith("keras_"):  # a read for each gate
        starts = {name for found in reads.values() for name in found}
    later = {name for found in reads.values() for name in found[1:]} - starts
    later |= {join for name in later for join in _joins(graph, name)}
    inside = _behind(graph, starts, scope) - _behind(graph, later, "")
    return _cut(graph, piece, inside, reads)


def _joins(graph: Graph, name: str) -> list[str]:
    """The joins of input and state that are an op's inputs."""
    given = (source(one) for one in data(graph.nodes[name]))
    return [one for one in given if graph.nodes[one].op in ("ConcatV2", "Concat")]


def _whole(graph: Graph, name: str) -> Step:
    ins, outs = _WHOLE[graph.nodes[name].op]
    copy = graph.alone(name, ins)
    x, *states = (f"{copy}/{place}:0" for place in ins)
    after = [f"{copy}:{place}" for place in outs]
    return Step({copy}, x, states, after, after[0], copy)


def _scope(name: str) -> str:
    """The scope that holds a cell's ops."""
    scope = name.rpartition("/")[0]
    return scope + "/"


def _behind(graph: Graph, starts: set[str], scope: str) -> set[str]:
    """Ops that depend on some, within a scope and within a step."""
    found, todo = set(starts), list(starts)
    while todo:
        for user in graph.used_by(todo.pop()):
            if user in found or graph.nodes[user].op in _AROUND:
                continue
            if user.startswith(scope):
                found.add(user)
                todo.append(user)
    return found


def _cut(
    graph: Graph, piece: Piece, inside: set[str], reads: dict[str, list[str]]
) -> Step | None:
    ins, joins = _inputs(graph, inside)
    x = _data_of_first(graph, piece, reads)
    if x is None or x not in ins:
        return None
    states = [name for name in ins if name != x]
    after = _outputs(graph, inside)
    wanted = 1 + bool(piece.kind.cell_state)
    if len(states) != wanted or not after:
        return None
    if wanted == 2:
        hidden = [name for name in states if name in joins]
        if len(hidden) != 1:
            return None
        states = hidden + [name for name in states if name not in joins]
        after = _hidden_first(graph, after)
    if len(after) < wanted:
        return None
    # where the output is no state, it is computed from the state
    output = after[-1] if wanted == 1 else after[0]
    return Step(inside, x, states, after[:wanted], output)


def _inputs(graph: Graph, inside: set[str]) -> tuple[list[str], set[str]]:
    """What comes from outside, no weights or constants; and what is multiplied."""
    found: dict[str, None] = {}
    joined: set[str] = set()
    for name in sorted(inside, key=graph.place.__getitem__):
        node = graph.nodes[name]
        for given in data(node):
            if source(given) in inside or _is_fixed(graph, source(given)):
                continue
            before = graph.nodes[source(given)].op
            parts, product = [given], node.op == "MatMul" or before == "Tile"
            if before in ("ConcatV2", "Concat", "Tile"):
                parts = [
                    part
                    for part in data(graph.nodes[source(given)])
                    if not _is_fixed(graph, source(part))
                ]
            for part in parts:
                if source(part) not in inside:
                    found[tensor(part)] = None
                    joined |= {tensor(part)} if product else set()
    return list(found), joined


def _is_fixed(graph: Graph, name: str) -> bool:
    """Whether an op's value is a weight's, or comes from constants alone."""
    if graph.variable_of(name) is not None:
        return True
    node = graph.nodes[name]
    if node.op == "Const":
        return True
    if node.op in PASSING | {"Split", "StridedSlice", "Unpack", "Mul", "Add", "AddV2"}:
        given = [source(one) for one in data(node)]
        weights = any(graph.constant(one) is None for one in given)
        return weights and all(_is_fixed(graph, one) for one in given)
    return False


def _data_of_first(
    graph: Graph, piece: Piece, reads: dict[str, list[str]]
) -> str | None:
    """The layer's input: what the kernel for inputs is multiplied with."""
    name = reads[piece.kind.input_leaf or piece.leaves[0]][0]
    for _ in range(3):  # a kernel may be split before it is multiplied with
        node = graph.nodes[name]
        if node.op in ("MatMul", "BatchMatMul", "BatchMatMulV2"):
            break
        users = [user for user in graph.used_by(name)]
        if not users:
            return None
        name = min(users, key=graph.place.__getitem__)
    else:
        return None
    given = data(node)[0]
    found = graph.nodes[source(given)]
    if found.op in ("ConcatV2", "Concat"):
        parts = [p for p in data(found) if graph.constant(source(p)) is None]
        return tensor(parts[0])
    return tensor(given)


def _outputs(graph: Graph, inside: set[str]) -> list[str]:
    """What is used outside."""
    found: dict[str, None] = {}
    for name in sorted(inside, key=graph.place.__getitem__):
        for user in graph.used_by(name):
            if user in inside or _only_looks(graph.nodes[user]):
                continue
            for given in data(graph.nodes[user]):
                if source(given) == name:
                    found[tensor(given)] = None
    return list(found)


def _only_looks(node: Any) -> bool:
    return node.op in ("Shape", "Rank", "Size", "ShapeN")


def _hidden_first(graph: Graph, after: list[str]) -> list[str]:
    """`h` before `c`: the output is computed from the cell state."""
    last = max(after, key=lambda name: graph.place[source(name)])
    return [last] + [name for name in after if name != last]
