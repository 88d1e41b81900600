"""The layers of a Keras 3 model under the names that a TensorFlow 1.x script gives."""

from __future__ import annotations

from typing import Any

from compat.errors import UsageError
from compat.migrate.kinds import BY_NAME, Kind
from compat.migrate.pieces import Piece

_CELLS = {
    "lstm": "basic_lstm_cell",
    "gru": "gru_cell",
    "cudnn_gru": "cudnn_compatible_gru_cell",
    "simple_rnn": "basic_rnn_cell",
    "peephole_lstm": "lstm_cell",
    "projected_lstm": "lstm_cell",
    "layer_norm_lstm": "layer_norm_basic_lstm_cell",
    "coupled_lstm": "coupled_input_forget_gate_lstm_cell",
    "nas": "nas_cell",
    "indy_lstm": "indy_lstm_cell",
    "indy_gru": "indy_gru_cell",
    "ind_rnn": "ind_rnn_cell",
    "ugrnn": "ugrnn_cell",
    "sru": "sru_cell",
}
_OWN = {
    "LayerNormLSTMCell": "layer_norm_lstm",
    "CoupledInputForgetGateLSTMCell": "coupled_lstm",
    "NASCell": "nas",
    "IndyLSTMCell": "indy_lstm",
    "IndyGRUCell": "indy_gru",
    "IndRNNCell": "ind_rnn",
    "UGRNNCell": "ugrnn",
    "SRUCell": "sru",
}


def pieces_of_file(path: str, forget_bias: float = 1.0) -> list[Piece]:
    """The layers of a saved model; see `from_keras`.

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
    return from_keras(model, forget_bias)


def from_keras(model: Any, forget_bias: float = 1.0) -> list[Piece]:
    """The layers of a Keras model, under a TensorFlow 1.x script's names.

    One recurrent layer is `rnn/basic_lstm_cell`, several are one MultiRNNCell,
    `rnn/multi_rnn_cell/cell_0/…`; bidirectional ones `bidirectional_rnn/fw/…`, several
    `stack_bidirectional_rnn/cell_0/…`; the others `dense`, `dense_1`, `embedding`.

    Args:
        model: A `keras.Model` of embeddings, recurrent and dense layers; others are
            left out.
        forget_bias: What the script will give its LSTM cells: taken off the bias.
    """
    known = [(layer, _kind(layer)) for layer in model.layers]
    known = [(layer, kind) for layer, kind in known if kind is not None]
    single = [layer for layer, kind in known if _recurrent(layer, kind) == "one"]
    double = [layer for layer, kind in known if _recurrent(layer, kind) == "both"]
    pieces, counts = [], {"dense": 0, "embedding": 0}
    for layer, kind in known:
        assert kind is not None
        if kind.name in counts:
            count = counts[kind.name]
            scope = kind.name + (f"_{count}" if count else "")
            counts[kind.name] += 1
        elif layer in double:
            place = double.index(layer)
            start = f"stack_bidirectional_rnn/cell_{place}/" if len(double) > 1 else ""
            scope = f"{start}bidirectional_rnn/fw/{_CELLS[kind.name]}"
        else:
            place = single.index(layer)
            start = f"multi_rnn_cell/cell_{place}/" if len(single) > 1 else ""
            scope = f"rnn/{start}{_CELLS[kind.name]}"
        pieces.append(_piece(kind, scope, layer, forget_bias))
    return pieces


def _recurrent(layer: Any, kind: Kind | None) -> str:
    if kind is None or kind.name in ("dense", "embedding"):
        return ""
    return "both" if type(layer).__name__ == "Bidirectional" else "one"


def _kind(layer: Any) -> Kind | None:
    """The kind of a Keras layer, or `None`."""
    name = type(layer).__name__
    if name == "Bidirectional":
        return _kind(layer.forward_layer)
    if name == "GRU":
        return BY_NAME["cudnn_gru" if layer.reset_after else "gru"]
    plain = {"LSTM": "lstm", "SimpleRNN": "simple_rnn", "Dense": "dense"}
    plain["Embedding"] = "embedding"
    if name in plain:
        return BY_NAME[plain[name]]
    if name != "RNN":
        return None
    cell = layer.cell
    if type(cell).__name__ == "PeepholeLSTMCell":
        peepholes = "peephole_lstm" if cell.use_peepholes else "projected_lstm"
        return BY_NAME[peepholes if cell.use_peepholes or cell.projection else "lstm"]
    own = _OWN.get(type(cell).__name__)
    return BY_NAME[own] if own else None


def _leaves(kind: Kind, layer: Any, count: int) -> list[str]:
    """Which variables a layer has, of those its kind may have."""
    leaves, cell = list(kind.leaves), getattr(layer, "cell", None)
    for leaf in kind.optional:
        if len(leaves) < count and _has(cell, leaf):
            leaves.append(leaf)
    return leaves


def _has(cell: Any, leaf: str) -> bool:
    if leaf == "bias":
        return cell is None or getattr(cell, "use_bias", True)
    if leaf.startswith("W_") and leaf.endswith("diag"):
        return bool(cell.use_peepholes)
    return bool(getattr(cell, "projection", None))


def _piece(kind: Kind, scope: str, layer: Any, forget_bias: float) -> Piece:
    weights = [w.numpy() for w in layer.weights if "seed" not in w.path]
    both = type(layer).__name__ == "Bidirectional"
    inner = layer.forward_layer if both else layer
    own = getattr(getattr(inner, "cell", None), "forget_bias", None)
    forget = forget_bias if own is None else own
    count = len(weights) // (2 if both else 1)
    leaves = _leaves(kind, inner, count)
    behind = None
    if both:
        other = scope.replace("/fw/", "/bw/")
        behind = _named(kind, other, leaves, forget, None)
    return _named(kind, scope, leaves, forget, behind).replaced(weights)


def _named(
    kind: Kind, scope: str, leaves: list[str], forget: float, behind: Piece | None
) -> Piece:
    names = [f"{scope}/{leaf}" for leaf in leaves]
    return Piece(kind, scope, names, leaves, [], forget, behind)
