"""From TensorFlow 1.x to Keras 3: weights and checkpoints, in both directions."""

from typing import Any

from compat.migrate.convert import (
    back,
    from_checkpoint,
    prove,
    prove_by_graph,
    to_checkpoint,
)
from compat.migrate.files import load, save
from compat.migrate.keras_model import from_keras
from compat.migrate.layers import layer
from compat.migrate.pieces import Found, Piece
from compat.migrate.weights import (
    keras_conv_lstm_weights,
    keras_dense_weights,
    keras_gru_weights,
    keras_lstm_weights,
    keras_simple_rnn_weights,
    tf1_dense_weights,
    tf1_gru_weights,
    tf1_lstm_weights,
    tf1_simple_rnn_weights,
)

__all__ = [
    "Found",
    "Piece",
    "back",
    "from_checkpoint",
    "from_keras",
    "hard_sigmoid",
    "keras_conv_lstm_weights",
    "keras_dense_weights",
    "keras_gru_weights",
    "keras_lstm_weights",
    "keras_simple_rnn_weights",
    "layer",
    "load",
    "prove",
    "prove_by_graph",
    "save",
    "tf1_dense_weights",
    "tf1_gru_weights",
    "tf1_lstm_weights",
    "tf1_simple_rnn_weights",
    "to_checkpoint",
]


def __getattr__(name: str) -> Any:
    """`hard_sigmoid`: Keras is imported when it is asked for."""
    if name == "hard_sigmoid":
        from compat.migrate.activations import hard_sigmoid

        return hard_sigmoid
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
