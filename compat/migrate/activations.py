"""Activations that Keras 3 has otherwise."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="lab12")
def hard_sigmoid(x: Any) -> Any:
    """`clip(0.2 * x + 0.5, 0, 1)`; Keras 3's is `clip(x / 6 + 0.5, 0, 1)`.

    Source: tf.keras.activations.hard_sigmoid of TensorFlow 1.x, the default
    `recurrent_activation` of tf.keras.layers.LSTM and GRU there.
    """
    return ops.clip(0.2 * x + 0.5, 0.0, 1.0)
