"""Gives what was found in a checkpoint to the layers of a Keras model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from compat.migrate import keras_model
from compat.migrate.kinds import Array, Kind
from compat.migrate.model import optimizers
from compat.migrate.model.given import Given
from compat.migrate.pieces import Found, Piece, copied
from compat.migrate.spelling import canonical
from compat.migrate.weights import keras_conv_lstm_weights

# Of layers whose weights are in TensorFlow 1.x as they are in Keras.
_ALIKE = ("Conv", "SeparableConv", "DepthwiseConv", "BatchNormalization",
          "LayerNormalization", "GroupNormalization")  # fmt: skip


def give(model: Any, found: Found, variables: Mapping[str, Array]) -> Given:
    """Give the layers of a model their weights, and its optimizer its state.

    A layer gets the piece of its kind and shapes whose scope has the layer's name in
    it; else the next one, in the order in which TensorFlow 1.x's script made them
    (by the graph; without one, by name).

    Args:
        model: A `keras.Model` that is built; compiled, for an optimizer's state.
        found: From `compat.migrate.from_checkpoint`; what layers of other kinds take
            is taken out of `found.left`.
        variables: All of the checkpoint's.
    """
    given = Given()
    pairs: list[tuple[list[Any], Piece]] = []
    waiting = _in_order(found)
    layers = [layer for layer in keras_model.flat(model) if _own(layer)]
    for layer in layers:
        if _is_block(layer):
            waiting = _block(layer, waiting, found, variables, given, pairs)
    for layer in (one for one in layers if not _is_block(one)):
        piece = _chosen(layer, waiting)
        if piece is None:
            _alike(layer, found, variables, given, pairs)
            continue
        waiting = [one for one in waiting if one is not piece]
        for weight, value in zip(_own(layer), piece.weights(), strict=True):
            weight.assign(value)
        pairs.append((_own(layer), piece))
        given.layers.append((layer.name, piece.scope))
    for piece in waiting:
        shapes = ", ".join(str(w.shape) for w in piece.weights())
        kind = piece.kind.keras + (" in a Bidirectional" if piece.backward else "")
        given.unused[piece.scope] = f"no {kind} with weights {shapes} is left"
    optimizers.give(model, pairs, found, variables, given)
    return given


def _own(layer: Any) -> list[Any]:
    """A layer's weights, without the states of its random numbers."""
    return [weight for weight in layer.weights if "seed" not in weight.path]


def _in_order(found: Found) -> list[Piece]:
    """The pieces as the script made them: by the graph, or as they are."""
    if found.graph is None:
        return list(found.pieces)
    place, saved = found.graph.place, found.graph.saved
    last = len(place)
    return sorted(found.pieces, key=lambda p: place.get(saved(p.names[0]), last))


def _chosen(layer: Any, waiting: list[Piece]) -> Piece | None:
    fits = [piece for piece in waiting if _fits(layer, piece)]
    named = [piece for piece in fits if layer.name in canonical(piece.scope).split("/")]
    return next(iter(named or fits), None)


def _fits(layer: Any, piece: Piece) -> bool:
    """Whether a layer is of a piece's kind, and has its shapes."""
    both = type(layer).__name__ == "Bidirectional"
    inner = layer.forward_layer if both else layer
    name, _ = keras_model.class_of(inner)
    if name != piece.kind.keras or both != (piece.backward is not None):
        return False
    wanted = [tuple(weight.shape) for weight in _own(layer)]
    return wanted == [weight.shape for weight in piece.weights()]


def _is_block(layer: Any) -> bool:
    """Whether a layer is one of ours, or has a cell of ours that is in no kind."""
    if type(layer).__module__.startswith("compat.migrate.blocks"):
        return True
    return type(getattr(layer, "cell", None)).__name__ in _CELLS


# What the scope of a cell's variables ends with.
_CELLS = {
    "PhasedLSTMCell": "phased_lstm_cell",
    "GridCell": r"Grid\d\w+Cell|grid_rnn_cell",
}


def _block(
    layer: Any,
    waiting: list[Piece],
    found: Found,
    variables: Mapping[str, Array],
    given: Given,
    pairs: list[tuple[list[Any], Piece]],
) -> list[Piece]:
    """Give a block of ours its variables; the pieces that are left."""
    from compat.migrate import blocks

    forget = waiting[0].forget_bias if waiting else 1.0
    why = ""
    cell = _CELLS.get(type(getattr(layer, "cell", None)).__name__)
    scopes = [layer.name, ""] if cell is None else _scopes(found, cell)
    for scope in scopes:
        try:
            target = layer if cell is None else layer.cell
            got = blocks.load(target, variables, scope, forget)
        except ValueError as error:
            why = why or str(error)
            continue
        used = {name for _, piece in got for name in piece.variables()}
        for name in used:
            found.left.pop(name, None)
        pairs += got
        given.layers.append((layer.name, scope or _common(used)))
        return [piece for piece in waiting if not used.intersection(piece.variables())]
    given.empty.append(f"{layer.name} ({why})")
    return waiting


def _scopes(found: Found, end: str) -> list[str]:
    """The scopes with such an end that have variables left."""
    every = [*found.left, *(n for piece in found.pieces for n in piece.variables())]
    pattern = re.compile(rf"((?:.*/)?(?:{end}))/.*")
    matches = (pattern.fullmatch(name) for name in every)
    return list(dict.fromkeys(match[1] for match in matches if match))


def _common(names: set[str]) -> str:
    """The scope that some variables share."""
    parts: Iterator[tuple[str, ...]] = zip(*(n.split("/") for n in names), strict=False)
    shared = []
    for level in parts:
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return "/".join(shared)


def _alike(
    layer: Any,
    found: Found,
    variables: Mapping[str, Array],
    given: Given,
    pairs: list[tuple[list[Any], Piece]],
) -> None:
    """Give a convolution or a normalization what is as Keras has it."""
    if type(layer).__name__.startswith("ConvLSTM"):
        if not _convolutional(layer, found, variables, given, pairs):
            given.empty.append(layer.name)
        return
    wanted = {weight.name: tuple(weight.shape) for weight in _own(layer)}
    scopes = _left_scopes(found)
    fits = [
        scope
        for scope, leaves in scopes.items()
        if {leaf: variables[name].shape for leaf, name in leaves.items()} == wanted
    ]
    named = [scope for scope in fits if layer.name in scope.split("/")]
    chosen = next(iter(named or fits), None)
    if chosen is None or not type(layer).__name__.startswith(_ALIKE):
        given.empty.append(layer.name)
        return
    for weight in _own(layer):
        name = scopes[chosen][weight.name]
        weight.assign(variables[name])
        del found.left[name]
        found.notes.append(f"{name}: as it is, in {layer.name}; it was not run")
        if weight.trainable:
            pairs.append(([weight], copied(name, variables[name])))
    given.layers.append((layer.name, chosen))


def _left_scopes(found: Found) -> dict[str, dict[str, str]]:
    """What is not mapped: by scope and last part of the name, the name."""
    scopes: dict[str, dict[str, str]] = {}
    for name in found.missing():
        scope, _, leaf = canonical(name).rpartition("/")
        scopes.setdefault(scope, {})[leaf] = name
    return scopes


# A convolution for the product; of no kind that is proved alone: its images' size is
# in no checkpoint.
_CONV_LSTM = Kind(
    "conv_lstm", ("kernel", "bias"), to_keras=keras_conv_lstm_weights, forget=True,
    keras="ConvLSTM", tf1="",
)  # fmt: skip


def _convolutional(
    layer: Any,
    found: Found,
    variables: Mapping[str, Array],
    given: Given,
    pairs: list[tuple[list[Any], Piece]],
) -> bool:
    """Give a ConvLSTM the next cell's variables of its shapes; whether there are."""
    for scope, leaves in _left_scopes(found).items():
        if set(leaves) != {"kernel", "bias"} or "conv" not in scope:
            continue
        names = [leaves["kernel"], leaves["bias"]]
        arrays = [variables[name] for name in names]
        piece = Piece(_CONV_LSTM, scope, names, ["kernel", "bias"], arrays)
        weights = piece.weights()
        if [w.shape for w in weights] != [tuple(w.shape) for w in _own(layer)]:
            continue
        for weight, value in zip(_own(layer), weights, strict=True):
            weight.assign(value)
        for name in names:
            del found.left[name]
        said = f"{scope}: assumed in {layer.name}: forget bias 1; it was not run"
        found.notes.append(said)
        pairs.append((_own(layer), piece))
        given.layers.append((layer.name, scope))
        return True
    return False
