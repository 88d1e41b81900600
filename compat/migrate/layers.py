"""Keras layers that compute what a checkpoint's layers did."""

from __future__ import annotations

from typing import Any

from compat.migrate.kinds import RECURRENT
from compat.migrate.pieces import Piece


def describe(piece: Piece) -> str:
    """The layer as one would write it."""
    inner = _described(piece)
    return f"Bidirectional({inner})" if piece.backward is not None else inner


def _described(piece: Piece) -> str:
    name, units = piece.kind.name, piece.units
    if name == "embedding":
        return f"Embedding({piece.inputs}, {units})"
    if name == "dense":
        bias = "" if "bias" in piece.leaves else ", use_bias=False"
        return f"Dense({units}{bias})"
    plain = {"lstm": "LSTM", "cudnn_lstm": "LSTM", "simple_rnn": "SimpleRNN"}
    if name in plain:
        return f"{plain[name]}({units})"
    if name in ("gru", "cudnn_gru"):
        return f"GRU({units}, reset_after={name == 'cudnn_gru'})"
    kind, options = _own(piece)
    given = "".join(f", {key}={value}" for key, value in options.items())
    return f"RNN({kind}({units}{given}))"


def _own(piece: Piece) -> tuple[str, dict[str, Any]]:
    """The cell of ours for a piece, and its options."""
    name = piece.kind.name
    options: dict[str, Any] = {}
    if piece.projection:
        options["projection"] = piece.projection
    if piece.kind.forget:
        options["forget_bias"] = piece.forget_bias
    if name == "projected_lstm":
        options["use_peepholes"] = False
    if name == "coupled_lstm":
        options["use_peepholes"] = "W_F_diag" in piece.leaves
    if name == "nas":
        options["use_bias"] = "bias" in piece.leaves
    cells = {
        "peephole_lstm": "PeepholeLSTMCell",
        "projected_lstm": "PeepholeLSTMCell",
        "layer_norm_lstm": "LayerNormLSTMCell",
        "coupled_lstm": "CoupledInputForgetGateLSTMCell",
        "nas": "NASCell",
        "indy_lstm": "IndyLSTMCell",
        "indy_gru": "IndyGRUCell",
        "ind_rnn": "IndRNNCell",
        "ugrnn": "UGRNNCell",
        "sru": "SRUCell",
    }
    return cells[name], options


def layer(piece: Piece, **options: Any) -> Any:
    """Build the Keras layer of a piece, with its weights.

    Args:
        piece: What was found in a checkpoint.
        **options: Of the recurrent layer (`return_sequences=True`, …).
    """
    import keras

    name, units = piece.kind.name, piece.units
    dtype = str(piece.arrays[0].dtype)
    shape: tuple[int | None, ...] = (None, None, piece.inputs)
    if name == "embedding":
        made = keras.layers.Embedding(piece.inputs, units, dtype=dtype)
        shape = (None, None)
    elif name == "dense":
        bias = "bias" in piece.leaves
        made = keras.layers.Dense(units, use_bias=bias, dtype=dtype)
    else:
        made = _recurrent(piece, dict(dtype=dtype, **options))
        if piece.backward is not None:
            made = keras.layers.Bidirectional(made)
    made.build(shape)
    made.set_weights(piece.weights())
    return made


def _recurrent(piece: Piece, options: dict[str, Any]) -> Any:
    import keras

    name, units = piece.kind.name, piece.units
    if name in ("lstm", "cudnn_lstm"):
        return keras.layers.LSTM(units, **options)
    if name in ("gru", "cudnn_gru"):
        after = name == "cudnn_gru"
        return keras.layers.GRU(units, reset_after=after, **options)
    if name == "simple_rnn":
        return keras.layers.SimpleRNN(units, **options)
    from compat.migrate import cells

    kind, more = _own(piece)
    cell = getattr(cells, kind)(units, dtype=options["dtype"], **more)
    return keras.layers.RNN(cell, **options)


def is_recurrent(piece: Piece) -> bool:
    """Whether a piece has a state."""
    return piece.kind.name in RECURRENT
