"""From TensorFlow 1.x to Keras 3: weights, in both directions."""

from compat.migrate.weights import (
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
    "keras_dense_weights",
    "keras_gru_weights",
    "keras_lstm_weights",
    "keras_simple_rnn_weights",
    "tf1_dense_weights",
    "tf1_gru_weights",
    "tf1_lstm_weights",
    "tf1_simple_rnn_weights",
]
