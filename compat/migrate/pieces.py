"""The layers found in a checkpoint, and those that were not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from compat.migrate.kinds import BY_NAME, KINDS, RECURRENT, Array, Kind
from compat.migrate.spelling import canonical

_SLOTS = re.compile(
    r"/(Adam(_1)?|Adadelta(_1)?|Adagrad(DA)?|Ftrl(_1)?|RMSProp(_[12])?|Momentum"
    r"|ExponentialMovingAverage|gradient_\w*accumulator)$|(^|/)beta[12]_power(_\d+)?$"
)
OPTIMIZER = "an optimizer's"
_EMBEDDING = re.compile(r"embedding|embeddings|embedding_matrix|emb|word_embed\w*")
_INSIDE_RNN = re.compile(r"(^|/)(rnn|\w+_rnn|fw|bw|multi_rnn_cell|cell_\d+)(/|$)")
_WRAPPERS = re.compile(r"\w*(wrapper|projection|dense|logits|softmax|output)\w*")
_FORWARD = re.compile(r"(^|/)fw(/|$)")


@dataclass
class Piece:
    """A layer found in a checkpoint.

    Args:
        kind: Which kind of layer.
        scope: Its scope there, as 1.15 spells it.
        names: Its variables' names there, as they are.
        leaves: The same, as 1.15 spells them, below the scope.
        arrays: Their values.
        forget_bias: What the cell adds to its forget gate while it runs.
        backward: For a bidirectional layer, the piece that reads from the end.
    """

    kind: Kind
    scope: str
    names: list[str]
    leaves: list[str]
    arrays: list[Array]
    forget_bias: float = 1.0
    backward: Piece | None = None

    def variables(self) -> dict[str, Array]:
        """Its variables by their names in the checkpoint, both directions."""
        own = dict(zip(self.names, self.arrays, strict=True))
        return own | (self.backward.variables() if self.backward else {})

    def by_leaf(self) -> dict[str, Array]:
        """Its own variables by the names that its kind has for them."""
        return dict(zip(self.leaves, self.arrays, strict=True))

    @property
    def units(self) -> int:
        """Its units: the size of its state, for recurrent layers."""
        return self.kind.units(self.by_leaf())

    @property
    def inputs(self) -> int:
        """The size of its inputs; for an embedding, its words."""
        first = self.arrays[self.leaves.index("kernel")] if (
            self.kind.name == "nas"
        ) else self.arrays[0]  # fmt: skip
        joined = {"lstm", "cudnn_lstm", "gru", "cudnn_gru", "simple_rnn", "ugrnn"}
        joined |= {"layer_norm_lstm"}
        if self.kind.name in joined:
            return first.shape[0] - self.units
        if self.kind.name in ("peephole_lstm", "projected_lstm", "coupled_lstm"):
            return first.shape[0] - (self.projection or self.units)
        return first.shape[0]

    @property
    def projection(self) -> int | None:
        """The size of its projected output, if it is projected."""
        for leaf, array in self.by_leaf().items():
            if leaf in ("projection/kernel", "W_P_0", "projection_weights"):
                return array.shape[1]
        return None

    def weights(self) -> list[Array]:
        """Keras's weights of the layer, for `layer.set_weights`."""
        own = [np.array(array) for array in self.arrays]
        if self.kind.to_keras is not None:
            more = {"forget_bias": self.forget_bias} if self.kind.forget else {}
            own = self.kind.to_keras(*self.arrays, **more)
        return own + (self.backward.weights() if self.backward else [])

    def replaced(self, weights: list[Array]) -> Piece:
        """The same piece with other weights, as Keras has them."""
        behind = None
        if self.backward is not None:
            half = len(weights) // 2
            weights, rest = weights[:half], weights[half:]
            behind = self.backward.replaced(rest)
        arrays = [np.array(array) for array in weights]
        if self.kind.to_tf1 is not None:
            more = {"forget_bias": self.forget_bias} if self.kind.forget else {}
            arrays = self.kind.to_tf1(*weights, **more)
        given = (self.kind, self.scope, self.names, self.leaves, arrays)
        return Piece(*given, self.forget_bias, behind)


@dataclass
class Found:
    """What a checkpoint holds.

    Args:
        pieces: Its layers, in the order of their scopes.
        left: Every other variable, and why it is none of a layer.
    """

    pieces: list[Piece] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)


def find_pieces(
    variables: Mapping[str, Array],
    forget_bias: float = 1.0,
    layers: Mapping[str, str] | None = None,
) -> Found:
    """Find the layers among a checkpoint's variables.

    Args:
        variables: By name.
        forget_bias: What LSTM cells add to their forget gate while they run.
        layers: From a scope to the name of its kind, where the names do not tell.

    Raises:
        ValueError: For a kind that does not exist, or a scope that has not its
            variables.
    """
    found = Found()
    names: dict[str, str] = {}
    for name, array in variables.items():
        if _SLOTS.search(name):
            found.left[name] = OPTIMIZER
        elif array.ndim == 0 or array.dtype.kind != "f":
            found.left[name] = "a counter or setting, no layer's weights"
        else:
            names[_spelled(name, array)] = name
    _unnamed(names, variables)
    for scope, told in (layers or {}).items():
        if told not in BY_NAME:
            known = ", ".join(BY_NAME)
            raise ValueError(f"expected a kind among {known}, received {told!r}")
        piece = _take(_as_told(BY_NAME[told]), canonical(scope), names, variables)
        if piece is None:
            needs = ", ".join(BY_NAME[told].leaves)
            raise ValueError(f"expected {needs} below {scope}, which has them not")
        found.pieces.append(piece)
    for kind in KINDS:
        for scope in _scopes(names):
            piece = _take(kind, scope, names, variables)
            if piece is not None:
                found.pieces.append(piece)
    for spelled, name in names.items():
        found.left[name] = _why(spelled)
    for piece in found.pieces:
        piece.forget_bias = forget_bias
    found.pieces = _in_pairs(sorted(found.pieces, key=_order))
    return found


def _spelled(name: str, array: Array) -> str:
    spelled = canonical(name)
    scope, _, last = spelled.rpartition("/")
    if array.ndim == 2 and _EMBEDDING.fullmatch(last):
        inner = scope if last == "embeddings" else f"{scope}/{last}".strip("/")
        return f"{inner}/embeddings".strip("/")
    return spelled


def _unnamed(names: dict[str, str], variables: Mapping[str, Array]) -> None:
    """Spell `Variable`, `Variable_1`: a matrix and the vector after it are a layer's.

    TensorFlow 1.x named so what a script made by `tf.Variable` without a name.
    """
    numbered = {}
    for name in names:
        match = re.fullmatch(r"(.*/)?variable(_(\d+))?", name)
        if match:
            numbered[match[1] or "", int(match[3] or 0)] = name
    for (scope, number), name in sorted(numbered.items()):
        after = numbered.get((scope, number + 1))
        matrix = variables[names[name]] if name in names else None
        if matrix is None or after is None or matrix.ndim != 2:
            continue
        if variables[names[after]].shape == matrix.shape[1:]:
            names[f"{name}/kernel"] = names.pop(name)
            names[f"{name}/bias"] = names.pop(after)


def _as_told(kind: Kind) -> Kind:
    """The kind without what it is known by: the user knows."""
    given = (kind.name, kind.leaves, kind.optional, (), kind.forget)
    return Kind(*given, kind.to_keras, kind.to_tf1, kind.units)


def _scopes(names: Mapping[str, str]) -> list[str]:
    """Every scope in which, or below which, there are variables."""
    scopes = {""}
    for name in names:
        while "/" in name:
            name = name.rpartition("/")[0]
            scopes.add(name)
    return sorted(scopes)


def _take(
    kind: Kind, scope: str, names: dict[str, str], variables: Mapping[str, Array]
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
    arrays = [np.asarray(variables[name]) for name in original]
    if kind.name == "dense" and not _is_dense(scope, last, arrays):
        return None
    if not _fits(kind, arrays, leaves):
        return None
    for leaf in leaves:
        del names[below[leaf]]
    return Piece(kind, scope, original, leaves, arrays)


def _is_dense(scope: str, last: str, arrays: list[Array]) -> bool:
    """Whether it is a matrix outside of cells, or in a wrapper's projection."""
    if arrays[0].ndim != 2 or (len(arrays) > 1 and arrays[1].ndim != 1):
        return False
    return not _INSIDE_RNN.search(scope) or bool(_WRAPPERS.fullmatch(last))


def _fits(kind: Kind, arrays: list[Array], leaves: list[str]) -> bool:
    """Whether the shapes are those of one layer."""
    if kind.to_keras is None:
        return arrays[0].ndim == 2
    try:
        kind.to_keras(*arrays)
    except ValueError:
        return False
    return True


def _why(spelled: str) -> str:
    last = spelled.rpartition("/")[2]
    if last in ("kernel", "bias") and _INSIDE_RNN.search(spelled):
        scope = spelled.rpartition("/")[0]
        return f"the name tells no kind: --layer {scope}=lstm, or simple_rnn, …"
    return "no kind of layer that is known here"


def _order(piece: Piece) -> tuple[int, list[object]]:
    """Embeddings, recurrent layers, dense ones; numbers in names by their value."""
    group = 1 if piece.kind.name in RECURRENT else 2
    group = 0 if piece.kind.name == "embedding" else group
    parts: list[object] = re.split(r"(\d+)", piece.scope)
    return group, [int(p) if str(p).isdigit() else p for p in parts]  # type: ignore[call-overload]


def _in_pairs(pieces: list[Piece]) -> list[Piece]:
    """Put the two directions of a bidirectional layer together."""
    scopes = {piece.scope: piece for piece in pieces}
    behind = set()
    for piece in pieces:
        if _FORWARD.search(piece.scope):
            other = scopes.get(_FORWARD.sub(r"\1bw\2", piece.scope))
            if other is not None and _alike(piece, other):
                piece.backward = other
                behind.add(id(other))
    return [piece for piece in pieces if id(piece) not in behind]


def _alike(one: Piece, other: Piece) -> bool:
    shapes = [array.shape for array in one.arrays]
    same = shapes == [array.shape for array in other.arrays]
    return one.kind.name == other.kind.name and one.leaves == other.leaves and same
