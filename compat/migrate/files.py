"""Keeps converted weights: in a .npz, or as weights of a Keras 3 model.

The .npz has each layer's weights as `SCOPE/0`, `SCOPE/1`, … in the order of
`layer.get_weights()`, and under `pieces` (JSON) what the layers are.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from compat import writing
from compat.errors import UsageError
from compat.migrate import layers
from compat.migrate.kinds import BY_NAME
from compat.migrate.pieces import Piece


def save(path: str, pieces: list[Piece]) -> None:
    """Write pieces: `.npz`, or `.weights.h5` of a `keras.Sequential` of them.

    Args:
        path: Where to.
        pieces: In the order of the Sequential: embeddings, recurrent layers, dense.

    Raises:
        UsageError: For another ending, or a path that cannot be written.
    """
    if not path.endswith((".npz", ".weights.h5")):
        raise UsageError(f"{path}: expected an output .npz or .weights.h5")
    try:
        with writing.whole(path) as beside:
            if path.endswith(".npz"):
                np.savez(beside, **_arrays(pieces))
            else:
                _sequential(pieces).save_weights(beside)
    except OSError as error:
        said = writing.cause(error)
        raise UsageError(f"{path}: cannot be written: {said}") from None


def load(path: str) -> list[Piece]:
    """Read pieces from a .npz that `save` wrote, their weights perhaps replaced.

    Raises:
        UsageError: When it is not such a file.
    """
    try:
        with np.load(path) as file:
            told = json.loads(str(file["pieces"]))
            return [_piece(one, file) for one in told]
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file") from None
    except Exception as error:  # zipfile, zlib, NumPy and json each raise their own
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise UsageError(
            f"{path}: expected a .npz that `compat convert` wrote: {said}"
        ) from None


def _arrays(pieces: list[Piece]) -> dict[str, Any]:
    given: dict[str, Any] = {"pieces": np.array(json.dumps([_told(p) for p in pieces]))}
    for piece in pieces:
        for place, array in enumerate(piece.weights()):
            given[f"{_key(piece)}/{place}"] = array
    return given


def _key(piece: Piece) -> str:
    return piece.scope or "layer"


def _told(piece: Piece) -> dict[str, Any]:
    return {
        "kind": piece.kind.name,
        "layer": layers.describe(piece),
        "scope": piece.scope,
        "names": piece.names,
        "leaves": piece.leaves,
        "forget_bias": piece.forget_bias,
        "settings": piece.settings,
        "shapes": piece.shapes,
        "reverse": piece.reverse,
        "backward": _told(piece.backward) if piece.backward is not None else None,
    }


def _piece(told: dict[str, Any], file: Any) -> Piece:
    piece = _empty(told)
    count = sum(name.startswith(f"{_key(piece)}/") for name in file.files)
    weights, place = [], 0
    while f"{_key(piece)}/{place}" in file.files and place < count:
        weights.append(file[f"{_key(piece)}/{place}"])
        place += 1
    return piece.replaced(weights)


def _empty(told: dict[str, Any]) -> Piece:
    behind = _empty(told["backward"]) if told["backward"] else None
    given = (told["scope"], told["names"], told["leaves"])
    shapes = {name: tuple(shape) for name, shape in told.get("shapes", {}).items()}
    return Piece(
        BY_NAME[told["kind"]], *given, [], told["forget_bias"], behind,
        told.get("settings", {}), shapes, told.get("reverse", False),
    )  # fmt: skip


def _sequential(pieces: list[Piece]) -> Any:
    """A model of the pieces in their order, as a script would build it."""
    import keras

    last = max(
        (n for n, piece in enumerate(pieces) if layers.is_recurrent(piece)), default=-1
    )
    made = []
    for number, piece in enumerate(pieces):
        recurrent = layers.is_recurrent(piece)
        options = {"return_sequences": number < last} if recurrent else {}
        made.append(layers.layer(piece, **options))
    model = keras.Sequential(made)
    words = pieces[0].kind.name == "embedding"
    try:
        model.build((None, None) if words else (None, None, pieces[0].inputs))
    except ValueError:
        raise UsageError(
            "the layers do not fit one after the other, as in a keras.Sequential: "
            "convert to a .npz"
        ) from None
    return model
