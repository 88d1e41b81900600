"""Finds the layers among a checkpoint's variables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from compat.migrate.graph import plain, settings
from compat.migrate.graph.meta import Graph
from compat.migrate.kinds import BY_NAME, KINDS, Array, Kind
from compat.migrate.pieces import COUNTER, OPTIMIZER, Found, Piece
from compat.migrate.spelling import canonical

_SLOTS = re.compile(
    r"/(Adam(_1)?|Adadelta(_1)?|Adagrad(DA)?|Ftrl(_1)?|RMSProp(_[12])?|Momentum"
    r"|ExponentialMovingAverage|gradient_\w*accumulator)$|(^|/)beta[12]_power(_\d+)?$"
)
_AVERAGE = "/ExponentialMovingAverage"
_EMBEDDING = re.compile(r"embedding|embeddings|embedding_matrix|emb|word_embed\w*")
_INSIDE_RNN = re.compile(r"(^|/)(rnn|\w+_rnn|fw|bw|multi_rnn_cell|cell_\d+)(/|$)")
_WRAPPERS = re.compile(r"\w*(wrapper|projection|dense|logits|softmax|output)\w*")
_FORWARD = re.compile(r"(^|/)fw(/|$)")
_BACKWARD = re.compile(r"(^|/)bw(/|$)")
# Variables of attention mechanisms and of a CRF.
_BLOCK = re.compile(r"/(attention_(v|g|b|score_bias)|transitions)$")
# An object-based checkpoint's end of a name.
_OBJECT = "/.ATTRIBUTES/VARIABLE_VALUE"


def find_pieces(
    variables: Mapping[str, Array],
    forget_bias: float = 1.0,
    layers: Mapping[str, str] | None = None,
    graph: Graph | None = None,
    average: bool = False,
) -> Found:
    """Find the layers among a checkpoint's variables.

    Args:
        variables: By name.
        forget_bias: What LSTM cells add to their forget gate while they run, where
            the graph does not tell.
        layers: From a scope, or a variable, or a variable and its bias (`W,b`), to
            the name of its kind, where the names do not tell.
        graph: The graph beside the checkpoint.
        average: Whether to take the moving averages of the variables that have one.

    Raises:
        ValueError: For a kind that does not exist, a scope that has not its
            variables, or averages that are not there.
    """
    found = Found(graph=graph)
    variables = _averaged(variables) if average else variables
    names: dict[str, str] = {}
    for name, array in variables.items():
        if _SLOTS.search(name):
            found.left[name] = OPTIMIZER
        elif array.ndim == 0 or array.dtype.kind != "f":
            found.left[name] = COUNTER
        else:
            names[_spelled(name, array)] = name
    for told, kind in (layers or {}).items():
        found.pieces.append(_told(told, kind, names, variables))
    _take_all([kind for kind in KINDS if kind.recurrent], names, variables, found)
    if graph is not None:
        _by_graph(graph, names, variables, found)
    _unnamed(names, variables)
    _take_all([kind for kind in KINDS if not kind.recurrent], names, variables, found)
    for spelled, name in names.items():
        found.left[name] = _why(spelled, variables[name])
    for place, piece in enumerate(found.pieces):
        piece.forget_bias = forget_bias
        piece.reverse = bool(_BACKWARD.search(piece.scope))
        _assume(piece)
        if graph is not None:
            found.pieces[place] = settings.seen(graph, piece)
    found.pieces = in_pairs(found.pieces)
    return found


def _take_all(
    kinds: list[Kind],
    names: dict[str, str],
    variables: Mapping[str, Array],
    found: Found,
) -> None:
    for kind in kinds:
        for scope in _scopes(names):
            piece = _take(kind, scope, names, variables)
            if piece is not None:
                found.pieces.append(piece)


def _averaged(variables: Mapping[str, Array]) -> dict[str, Array]:
    """The variables, those with a moving average by its value."""
    averages = [name for name in variables if name.endswith(_AVERAGE)]
    if not averages:
        raise ValueError("expected moving averages (…/ExponentialMovingAverage): none")
    given = dict(variables)
    for name in averages:
        given[name.removesuffix(_AVERAGE)] = given.pop(name)
    return given


def _told(
    told: str, kind: str, names: dict[str, str], variables: Mapping[str, Array]
) -> Piece:
    """A layer that the user named."""
    if kind not in BY_NAME:
        known = ", ".join(BY_NAME)
        raise ValueError(f"expected a kind among {known}, received {kind!r}")
    row = replace(BY_NAME[kind], scopes=())
    given = told.split(",")
    spelled = {name: key for key, name in names.items()}
    if all(name in spelled for name in given):
        leaves = (row.leaves + row.optional)[: len(given)]
        if len(given) < len(row.leaves) or len(leaves) != len(given):
            wanted = ",".join(row.leaves + row.optional)
            raise ValueError(f"expected the variables {wanted} of a {kind}: {told}")
        arrays, shapes = _arrays(given, variables)
        if not _fits(row, arrays):
            sizes = ", ".join(str(array.shape) for array in arrays)
            raise ValueError(f"{told}: shapes {sizes} are not those of one {kind}")
        for name in given:
            del names[spelled[name]]
        return Piece(BY_NAME[kind], given[0], given, list(leaves), arrays,
                     shapes=shapes)  # fmt: skip
    piece = _take(row, canonical(told), names, variables, True)
    if piece is None:
        needs = ", ".join(row.leaves)
        raise ValueError(f"expected {needs} below {told}, which has them not")
    return replace(piece, kind=BY_NAME[kind])


def _by_graph(
    graph: Graph,
    names: dict[str, str],
    variables: Mapping[str, Array],
    found: Found,
) -> None:
    """Take the dense layers and embeddings that the graph shows."""
    spelled = {name: key for key, name in names.items()}
    for kind, given in plain.find(graph, list(spelled)):
        row = BY_NAME[kind]
        if any(spelled[name] not in names for name in given):
            continue
        arrays, shapes = _arrays(given, variables)
        if arrays[0].ndim != 2 or not _fits(row, arrays):
            continue
        for name in given:
            del names[spelled[name]]
        leaves = list((row.leaves + row.optional)[: len(given)])
        scope = _common(given)
        piece = Piece(row, scope, given, leaves, arrays, shapes=shapes)
        found.pieces.append(piece)


def _common(given: list[str]) -> str:
    """The scope of some variables; a lone or unlike one's own name."""
    scopes = {name.rpartition("/")[0] for name in given}
    scope = scopes.pop()
    last = given[0].rpartition("/")[2]
    usual = last in ("kernel", "weights", "embeddings", "Matrix")
    return scope if not scopes and scope and usual else given[0]


def _spelled(name: str, array: Array) -> str:
    spelled = canonical(name.removesuffix(_OBJECT))
    scope, _, last = spelled.rpartition("/")
    if array.ndim == 2 and _EMBEDDING.fullmatch(last):
        inner = scope if last == "embeddings" else f"{scope}/{last}".strip("/")
        return f"{inner}/embeddings".strip("/")
    return spelled


def _unnamed(names: dict[str, str], variables: Mapping[str, Array]) -> None:
    """Spell `Variable`, `Variable_1`: a matrix and the vector after it are a layer's.

    TensorFlow 1.x named so what a script made by `tf.Variable` without a name. Where
    several would fit, nothing is guessed.
    """
    numbered = {}
    for name in names:
        match = re.fullmatch(r"(.*/)?variable(_(\d+))?", name)
        if match:
            numbered[match[1] or "", int(match[3] or 0)] = name
    shapes = Counter(variables[names[name]].shape for name in numbered.values())
    widths = Counter(
        variables[names[name]].shape[1:]
        for name in numbered.values()
        if variables[names[name]].ndim == 2
    )
    for (scope, number), name in sorted(numbered.items()):
        after = numbered.get((scope, number + 1))
        matrix = variables[names[name]] if name in names else None
        if matrix is None or after is None or matrix.ndim != 2:
            continue
        width = matrix.shape[1:]
        alone = widths[width] == 1 and shapes[width] == 1
        if variables[names[after]].shape == width and alone:
            names[f"{name}/kernel"] = names.pop(name)
            names[f"{name}/bias"] = names.pop(after)


def _scopes(names: Mapping[str, str]) -> list[str]:
    """Every scope in which, or below which, there are variables."""
    scopes = {""}
    for name in names:
        while "/" in name:
            name = name.rpartition("/")[0]
            scopes.add(name)
    return sorted(scopes)


def _take(
    kind: Kind,
    scope: str,
    names: dict[str, str],
    variables: Mapping[str, Array],
    told: bool = False,
) -> Piece | None:
    """Take a layer of this kind out of `names`, if it is at this scope."""
    below = {leaf: f"{scope}/{leaf}".strip("/") for leaf in kind.leaves + kind.optional}
    if not all(below[leaf] in names for leaf in kind.leaves):
        return None
    last = scope.rpartition("/")[2]
    if kind.scopes and re.sub(r"_\d+$", "", last) not in kind.scopes:
        return None
    leaves = [leaf for leaf in below if below[leaf] in names]
    original = [names[below[leaf]] for leaf in leaves]
    arrays, shapes = _arrays(original, variables)
    if kind.name == "dense" and not (told or _is_dense(scope, last, names, arrays)):
        return None
    if not _fits(kind, arrays):
        return None
    for leaf in leaves:
        del names[below[leaf]]
    return Piece(kind, scope, original, leaves, arrays, shapes=shapes)


def _arrays(
    original: list[str], variables: Mapping[str, Array]
) -> tuple[list[Array], dict[str, tuple[int, ...]]]:
    """The values, a bias `[1, n]` of a script's own as `[n]`, and their shapes."""
    arrays, shapes = [], {}
    for place, name in enumerate(original):
        array = np.asarray(variables[name])
        spelled = canonical(name.removesuffix(_OBJECT))
        row = place > 0 and array.ndim == 2 and array.shape[0] == 1
        if row and not spelled.endswith(("kernel_u", "recurrent_kernel")):
            shapes[name], array = array.shape, array[0]
        arrays.append(array)
    return arrays, shapes


def _is_dense(
    scope: str, last: str, names: Mapping[str, str], arrays: list[Array]
) -> bool:
    """Whether it is a matrix outside of cells, or in a wrapper's projection."""
    if arrays[0].ndim != 2 or (len(arrays) > 1 and arrays[1].ndim != 1):
        return False
    if f"{scope}/recurrent_kernel".strip("/") in names:
        return False
    return not _INSIDE_RNN.search(scope) or bool(_WRAPPERS.fullmatch(last))


def _fits(kind: Kind, arrays: list[Array]) -> bool:
    """Whether the shapes are those of one layer."""
    if kind.to_keras is None or kind.own_cell:
        return arrays[0].ndim == 2
    try:
        kind.to_keras(*arrays)
    except (ValueError, IndexError):
        return False
    return True


def _why(spelled: str, array: Array) -> str:
    scope, _, last = spelled.rpartition("/")
    if last in ("kernel", "bias") and _INSIDE_RNN.search(spelled):
        return f"the name tells no kind: --layer {scope}=lstm, or simple_rnn, …"
    if _BLOCK.search(f"/{spelled}"):
        return "a block's: compat.migrate.blocks.load gives it to one"
    if re.fullmatch(r"variable(_\d+)?", last):
        return "several would fit: --layer VAR,BIAS=dense, or VAR=embedding, …"
    return "no kind of layer that is known here"


def _assume(piece: Piece) -> None:
    """The settings that a kind has when nothing is said."""
    if piece.kind.name in ("keras_lstm", "keras_gru"):
        after = piece.by_leaf().get("bias")
        if after is None or after.ndim == 1:
            piece.settings["recurrent_activation"] = "tf1_hard_sigmoid"


def _order(piece: Piece) -> tuple[int, list[object]]:
    """Embeddings, recurrent layers, dense ones; numbers in names by their value."""
    group = 1 if piece.kind.recurrent else 2
    group = 0 if piece.kind.name == "embedding" else group
    parts: list[object] = re.split(r"(\d+)", piece.scope)
    return group, [int(p) if str(p).isdigit() else p for p in parts]  # type: ignore[call-overload]


def in_pairs(pieces: list[Piece]) -> list[Piece]:
    """Sort layers, and put the two directions of a bidirectional one together.

    Two stacks of one direction each (a MultiRNNCell in each direction) are joined after
    the last layer alone: no two of their layers are one `Bidirectional`.
    """
    pieces = sorted(pieces, key=_order)
    scopes = {piece.scope: piece for piece in pieces}
    behind = set()
    for piece in pieces:
        if not _FORWARD.search(piece.scope) or _in_stack(piece, scopes):
            continue
        other = scopes.get(_FORWARD.sub(r"\1bw\2", piece.scope))
        if other is not None and _alike(piece, other):
            piece.backward = other
            behind.add(id(other))
    return [piece for piece in pieces if id(piece) not in behind]


def _in_stack(piece: Piece, scopes: Mapping[str, Piece]) -> bool:
    start, several, _ = piece.scope.partition("/multi_rnn_cell/cell_")
    if not several or not _FORWARD.search(start):
        return False
    return sum(scope.startswith(start + several) for scope in scopes) > 1


def _alike(one: Piece, other: Piece) -> bool:
    shapes = [array.shape for array in one.arrays]
    same = shapes == [array.shape for array in other.arrays]
    told = (one.forget_bias, one.settings) == (other.forget_bias, other.settings)
    return one.kind.name == other.kind.name and one.leaves == other.leaves and (
        same and told
    )  # fmt: skip
