"""The layers of a Keras 3 model under the names that a TensorFlow 1.x script gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from compat.errors import UsageError
from compat.migrate.kinds import KINDS, Kind
from compat.migrate.pieces import Found, Piece

_LINEAR = ("linear", "identity")


def found_in_file(path: str, forget_bias: float = 1.0) -> Found:
    """The layers of a saved model, and those that are not written; see `from_keras`.

    Raises:
        UsageError: When it is no Keras 3 model.
    """
    if not path.endswith(".keras"):
        raise UsageError(
            f"{path}: expected a checkpoint, a .npz of compat convert, or a .keras "
            "model"
        )
    import keras

    import compat.migrate.cells  # noqa: F401 (so that Keras knows them)

    try:
        model = keras.models.load_model(path, compile=False)
    except Exception as error:  # zipfile, h5py, json and Keras each raise their own
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise UsageError(f"{path}: not a Keras 3 model: {said}") from None
    return found_in(model, forget_bias)


def from_keras(model: Any, forget_bias: float = 1.0) -> list[Piece]:
    """The layers of a Keras model, under a TensorFlow 1.x script's names.

    One recurrent layer is `rnn/basic_lstm_cell`, several are one MultiRNNCell,
    `rnn/multi_rnn_cell/cell_0/…`; bidirectional ones `bidirectional_rnn/fw/…`, several
    `stack_bidirectional_rnn/cell_0/…`; the others `dense`, `dense_1`, `embedding`.

    Args:
        model: A `keras.Model` of embeddings, recurrent and dense layers, and of others
            without weights.
        forget_bias: What the script will give its LSTM cells: taken off the bias.

    Raises:
        UsageError: For a layer with weights that no row of `kinds` knows.
    """
    found = found_in(model, forget_bias)
    if found.left:
        said = "; ".join(f"{name}: {why}" for name, why in found.left.items())
        raise UsageError(f"cannot be written as TensorFlow 1.x's: {said}")
    return found.pieces


def found_in(model: Any, forget_bias: float = 1.0) -> Found:
    """The layers of a Keras model, and those that are not written, with why."""
    found = Found()
    known: list[tuple[Any, Kind]] = []
    for layer in flat(model):
        kind = _kind(layer)
        if kind is not None and not (why := _not_written(layer, kind)):
            known.append((layer, kind))
        elif layer.weights and any("seed" not in w.path for w in layer.weights):
            no_kind = f"a {type(layer).__name__}, no kind of layer that is known here"
            found.left[layer.name] = no_kind if kind is None else why
    single = [layer for layer, kind in known if _recurrent(layer, kind) == "one"]
    double = [layer for layer, kind in known if _recurrent(layer, kind) == "both"]
    counts: Counter[str] = Counter()
    for layer, kind in known:
        if not kind.recurrent:
            count = counts[kind.name]
            scope = kind.written + (f"_{count}" if count else "")
            counts[kind.name] += 1
        elif layer in double:
            place = double.index(layer)
            start = f"stack_bidirectional_rnn/cell_{place}/" if len(double) > 1 else ""
            scope = f"{start}bidirectional_rnn/fw/{kind.written}"
        else:
            place = single.index(layer)
            start = f"multi_rnn_cell/cell_{place}/" if len(single) > 1 else ""
            scope = f"rnn/{start}{kind.written}"
        found.pieces.append(_piece(kind, scope, layer, forget_bias))
    return found


def flat(model: Any) -> Iterator[Any]:
    """The layers of a model, those of models in it, and of cells in one RNN."""
    import keras

    for layer in model.layers:
        cells = getattr(getattr(layer, "cell", None), "cells", None)
        if isinstance(layer, keras.Model):
            yield from flat(layer)
        elif type(layer).__name__ == "TimeDistributed":
            yield layer.layer
        elif type(layer).__name__ == "RNN" and cells is not None:
            yield from (_OneCell(cell) for cell in cells)
        else:
            yield layer


class _OneCell:
    """One cell of several in a `keras.layers.RNN`, as if it were alone."""

    def __init__(self, cell: Any) -> None:
        self.cell = cell
        self.name, self.weights = cell.name, cell.weights


def class_of(layer: Any) -> tuple[str, Any]:
    """The name of a layer's kind in Keras, and what has its options."""
    name = type(layer).__name__
    if name in ("RNN", "_OneCell"):
        cell = layer.cell
        name = type(cell).__name__
        builtin = name in ("LSTMCell", "GRUCell", "SimpleRNNCell")
        own = type(cell).__module__.startswith("compat.migrate")
        return (name if own else name.removesuffix("Cell") if builtin else ""), cell
    return name, layer


def _recurrent(layer: Any, kind: Kind) -> str:
    if not kind.recurrent:
        return ""
    return "both" if type(layer).__name__ == "Bidirectional" else "one"


def _kind(layer: Any) -> Kind | None:
    """The kind of a Keras layer, or `None`."""
    if type(layer).__name__ == "Bidirectional":
        return _kind(layer.forward_layer)
    name, options = class_of(layer)
    found = (kind for kind in KINDS if kind.keras == name and kind.of_keras(options))
    return next(found, None)


def _not_written(layer: Any, kind: Kind) -> str:
    """Why a layer of a known kind has no counterpart in TensorFlow 1.x, or nothing."""
    if type(layer).__name__ == "Bidirectional":
        if layer.merge_mode != "concat":
            return f"merge_mode={layer.merge_mode!r}: 1.x's two outputs are apart"
        return _not_written(layer.forward_layer, kind)
    _, options = class_of(layer)
    gates = getattr(options, "recurrent_activation", None)
    if gates is not None and gates.__name__ != "sigmoid":
        return f"recurrent_activation={gates.__name__!r}: 1.x's gates are sigmoids"
    if kind.recurrent and not kind.own_cell and not getattr(options, "use_bias", True):
        return "use_bias=False: 1.x's cells have a bias"
    if getattr(layer, "go_backwards", False):
        return "go_backwards=True: reverse the sequence in the script"
    activation = _activation(options, kind)
    if activation and "activation" not in kind.settings:
        return f"activation={activation!r}: 1.x's layer has none to choose"
    return ""


def _activation(options: Any, kind: Kind) -> str:
    """The activation, where it is not the usual one."""
    given = getattr(options, "activation", None)
    name = getattr(given, "__name__", type(given).__name__) if given else ""
    usual = ("tanh",) if kind.recurrent else _LINEAR
    return "" if not name or name in usual else name


def _settings(options: Any, kind: Kind) -> dict[str, Any]:
    found = {name: getattr(options, name, None) for name in ("cell_clip", "proj_clip")}
    told = {name: value for name, value in found.items() if value is not None}
    activation = _activation(options, kind)
    return told | ({"activation": activation} if activation else {})


def _leaves(kind: Kind, cell: Any, count: int) -> list[str]:
    """Which variables a layer has, of those its kind may have."""
    leaves = list(kind.leaves)
    for leaf in kind.optional:
        if len(leaves) < count and _has(cell, leaf):
            leaves.append(leaf)
    return leaves


def _has(cell: Any, leaf: str) -> bool:
    if leaf == "bias":
        return bool(getattr(cell, "use_bias", True))
    if leaf.startswith("W_") and leaf.endswith("diag"):
        return bool(cell.use_peepholes)
    return bool(getattr(cell, "projection", None))


def _piece(kind: Kind, scope: str, layer: Any, forget_bias: float) -> Piece:
    weights = [np.asarray(w.numpy()) for w in layer.weights if "seed" not in w.path]
    both = type(layer).__name__ == "Bidirectional"
    inner = layer.forward_layer if both else layer
    _, options = class_of(inner)
    own = getattr(options, "forget_bias", None)
    forget = forget_bias if own is None else own
    leaves = _leaves(kind, options, len(weights) // (2 if both else 1))
    told = _settings(options, kind)
    behind = None
    if both:
        other = scope.replace("/fw/", "/bw/")
        behind = _named(kind, other, leaves, forget, told)
        behind.reverse = True
    piece = _named(kind, scope, leaves, forget, told)
    return replace(piece, backward=behind).replaced(weights)


def _named(
    kind: Kind, scope: str, leaves: list[str], forget: float, told: dict[str, Any]
) -> Piece:
    names = [f"{scope}/{leaf}" for leaf in leaves]
    return Piece(kind, scope, names, leaves, [], forget, settings=dict(told))
