"""Keras layers that compute what a checkpoint's layers did."""

from __future__ import annotations

from typing import Any

from compat.migrate.pieces import Piece


def describe(piece: Piece) -> str:
    """The layer as one would write it."""
    inner = _described(piece)
    return f"Bidirectional({inner})" if piece.backward is not None else inner


def _described(piece: Piece) -> str:
    given = [str(piece.units)]
    if piece.kind.name == "embedding":
        given = [str(piece.inputs), *given]
    given += [f"{key}={_said(value)}" for key, value in _options(piece).items()]
    if piece.reverse and piece.backward is None:
        given.append("go_backwards=True")
    said = f"{piece.kind.keras}({', '.join(given)})"
    return f"RNN({said})" if piece.kind.own_cell else said


def _said(value: Any) -> str:
    if value == "tf1_hard_sigmoid":
        return "compat.migrate.hard_sigmoid"
    return repr(value).replace("'", '"')


def _options(piece: Piece) -> dict[str, Any]:
    """The options of the layer, or of its cell, that are not the usual ones."""
    options = dict(piece.kind.options(piece))
    if piece.kind.own_cell and piece.kind.forget:
        options["forget_bias"] = piece.forget_bias
    options |= {
        name: piece.settings[name]
        for name in piece.kind.settings
        if name in piece.settings
    }
    return options


def layer(piece: Piece, **options: Any) -> Any:
    """Build the Keras layer of a piece, with its weights.

    Args:
        piece: What was found in a checkpoint.
        **options: Of the recurrent layer (`return_sequences=True`, …).
    """
    import keras

    dtype = str(piece.arrays[0].dtype)
    shape: tuple[int | None, ...] = (None, None, piece.inputs)
    sizes = [piece.units]
    if piece.kind.name == "embedding":
        sizes, shape = [piece.inputs, piece.units], (None, None)
    own = _options(piece)
    if own.get("recurrent_activation") == "tf1_hard_sigmoid":
        from compat.migrate.activations import hard_sigmoid

        own["recurrent_activation"] = hard_sigmoid
    if piece.kind.own_cell:
        from compat.migrate import cells

        cell = getattr(cells, piece.kind.keras)(*sizes, dtype=dtype, **own)
        made = keras.layers.RNN(cell, dtype=dtype, **options)
    else:
        given = options if is_recurrent(piece) else {}
        make = getattr(keras.layers, piece.kind.keras)
        made = make(*sizes, dtype=dtype, **own, **given)
    if piece.backward is not None:
        made = keras.layers.Bidirectional(made)
    made.build(shape)
    made.set_weights(piece.weights())
    return made


def is_recurrent(piece: Piece) -> bool:
    """Whether a piece has a state."""
    return piece.kind.recurrent
