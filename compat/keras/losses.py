"""keras.losses and keras.metrics as functions: 2.3.1's formulas where Keras 3's differ.

Probabilities are cut to `[epsilon, 1 − epsilon]` before the logarithm, and never traced
back to the logits behind a softmax, as Keras 3 does. `logcosh`, `cosine_proximity` and
`kullback_leibler_divergence` have other signs or names there.
"""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from compat.keras import symbolic

_EPSILON = keras.backend.epsilon


def _float(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    y_pred = tf.convert_to_tensor(y_pred)
    return tf.cast(y_true, y_pred.dtype), y_pred


def _smoothed(y_true: Any, smoothing: float, classes: Any, low: float) -> Any:
    return y_true * (1.0 - smoothing) + low * smoothing / classes


def categorical_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: float = 0
) -> Any:
    """`−Σ y_true · log(y_pred)` over the last axis."""
    y_true, y_pred = _float(y_true, y_pred)
    if label_smoothing:
        classes = tf.cast(tf.shape(y_true)[1], y_pred.dtype)
        y_true = _smoothed(y_true, label_smoothing, classes, 1.0)
    if from_logits:
        return tf.nn.softmax_cross_entropy_with_logits(y_true, y_pred)
    y_pred = y_pred / tf.reduce_sum(y_pred, -1, keepdims=True)
    y_pred = tf.clip_by_value(y_pred, _EPSILON(), 1.0 - _EPSILON())
    return -tf.reduce_sum(y_true * tf.math.log(y_pred), -1)


def sparse_categorical_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, axis: int = -1
) -> Any:
    """`−log(y_pred[y_true])`, with the classes' numbers for `y_true`."""
    y_pred = tf.convert_to_tensor(y_pred)
    labels = tf.cast(y_true, tf.int64)
    if labels.shape.rank == y_pred.shape.rank:
        labels = tf.squeeze(labels, -1)
    if not from_logits:
        y_pred = tf.clip_by_value(y_pred, _EPSILON(), 1.0 - _EPSILON())
        y_pred = tf.math.log(y_pred)
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels, y_pred)


def binary_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: float = 0
) -> Any:
    """The mean over the last axis of `−log` of the probability of the right side."""
    y_true, y_pred = _float(y_true, y_pred)
    if label_smoothing:
        y_true = _smoothed(y_true, label_smoothing, 1.0, 0.5)
    if not from_logits:
        y_pred = tf.clip_by_value(y_pred, _EPSILON(), 1.0 - _EPSILON())
        y_pred = tf.math.log(y_pred / (1.0 - y_pred))
    each = tf.nn.sigmoid_cross_entropy_with_logits(y_true, y_pred)
    return tf.reduce_mean(each, -1)


def mean_squared_error(y_true: Any, y_pred: Any) -> Any:
    y_true, y_pred = _float(y_true, y_pred)
    return tf.reduce_mean(tf.square(y_pred - y_true), -1)


def mean_absolute_error(y_true: Any, y_pred: Any) -> Any:
    y_true, y_pred = _float(y_true, y_pred)
    return tf.reduce_mean(tf.abs(y_pred - y_true), -1)


def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> Any:
    y_true, y_pred = _float(y_true, y_pred)
    whole = tf.maximum(tf.abs(y_true), _EPSILON())
    return 100.0 * tf.reduce_mean(tf.abs((y_true - y_pred) / whole), -1)


def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> Any:
    y_true, y_pred = _float(y_true, y_pred)
    logs = [tf.math.log(tf.maximum(y, _EPSILON()) + 1.0) for y in (y_pred, y_true)]
    return tf.reduce_mean(tf.square(logs[0] - logs[1]), -1)


def _signs(y_true: Any) -> Any:
    """Targets of 0 and 1 as −1 and 1; others as they are."""
    binary = tf.reduce_all((y_true == 0) | (y_true == 1))
    return tf.where(binary, 2.0 * y_true - 1.0, y_true)


def squared_hinge(y_true: Any, y_pred: Any) -> Any:
    y_true, y_pred = _float(y_true, y_pred)
    y_true = _signs(y_true)
    return tf.reduce_mean(tf.square(tf.maximum(1.0 - y_true * y_pred, 0.0)), -1)


def hinge(y_true: Any, y_pred: Any) -> Any:
    y_true, y_pred = _float(y_true, y_pred)
    y_true = _signs(y_true)
    return tf.reduce_mean(tf.maximum(1.0 - y_true * y_pred, 0.0), -1)


def categorical_hinge(y_true: Any, y_pred: Any) -> Any:
    y_true, y_pred = _float(y_true, y_pred)
    right = tf.reduce_sum(y_true * y_pred, -1)
    wrong = tf.reduce_max((1.0 - y_true) * y_pred, -1)
    return tf.maximum(0.0, wrong - right + 1.0)


def logcosh(y_true: Any, y_pred: Any) -> Any:
    y_true, y_pred = _float(y_true, y_pred)
    x = y_pred - y_true
    return tf.reduce_mean(x + tf.math.softplus(-2.0 * x) - tf.math.log(2.0), -1)


def kullback_leibler_divergence(y_true: Any, y_pred: Any) -> Any:
    y_true, y_pred = _float(y_true, y_pred)
    y_true = tf.clip_by_value(y_true, _EPSILON(), 1.0)
    y_pred = tf.clip_by_value(y_pred, _EPSILON(), 1.0)
    return tf.reduce_sum(y_true * tf.math.log(y_true / y_pred), -1)


def poisson(y_true: Any, y_pred: Any) -> Any:
    y_true, y_pred = _float(y_true, y_pred)
    return tf.reduce_mean(y_pred - y_true * tf.math.log(y_pred + _EPSILON()), -1)


def cosine_proximity(y_true: Any, y_pred: Any, axis: int = -1) -> Any:
    """Minus the cosine, so that smaller is nearer."""
    y_true, y_pred = _float(y_true, y_pred)
    y_true = tf.math.l2_normalize(y_true, axis)
    y_pred = tf.math.l2_normalize(y_pred, axis)
    return -tf.reduce_sum(y_true * y_pred, axis)


def huber_loss(y_true: Any, y_pred: Any, delta: float = 1.0) -> Any:
    """Half the square of an error up to `delta`, its straight line beyond."""
    y_true, y_pred = _float(y_true, y_pred)
    error = tf.abs(y_pred - y_true)
    near = tf.minimum(error, delta)
    return 0.5 * tf.square(near) + delta * (error - near)


class Mean(keras.losses.Loss):
    """The mean over all that a loss function gives, what is masked counted as zero.

    Keras 3 divides by what is not masked instead.

    Args:
        function: `(y_true, y_pred)` to losses, `(batch, …)` or one number.
    """

    def __init__(self, function: Any) -> None:
        name = getattr(function, "__name__", type(function).__name__)
        super().__init__(name=name)
        self.function = function

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        values = tf.convert_to_tensor(self.function(y_true, y_pred))
        for weight in (getattr(y_pred, "_keras_mask", None), sample_weight):
            if weight is not None and values.shape.rank:
                weight = tf.cast(weight, values.dtype)
                if weight.shape.rank > values.shape.rank:
                    weight = tf.squeeze(weight, -1)
                while weight.shape.rank < values.shape.rank:
                    weight = weight[..., None]
                values = values * weight
        return tf.reduce_mean(values)


_SAME = {
    "mse": mean_squared_error,
    "mae": mean_absolute_error,
    "mape": mean_absolute_percentage_error,
    "msle": mean_squared_logarithmic_error,
    "kld": kullback_leibler_divergence,
    "cosine": cosine_proximity,
    "cosine_similarity": cosine_proximity,
}
FUNCTIONS = {
    function.__name__: function
    for function in (
        categorical_crossentropy,
        sparse_categorical_crossentropy,
        binary_crossentropy,
        mean_squared_error,
        mean_absolute_error,
        mean_absolute_percentage_error,
        mean_squared_logarithmic_error,
        squared_hinge,
        hinge,
        categorical_hinge,
        logcosh,
        kullback_leibler_divergence,
        poisson,
        cosine_proximity,
        huber_loss,
    )
}
FUNCTIONS |= _SAME | {
    name.upper(): function for name, function in _SAME.items() if len(name) <= 4
}

LIFTED = {name: symbolic.lift(function) for name, function in FUNCTIONS.items()}


def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.losses`, or `None`."""
    if name == "get":
        return get
    return LIFTED.get(name)


def get(identifier: Any) -> Any:
    """The loss that `compile` was given, in a structure of any depth."""
    if isinstance(identifier, (list, tuple)):
        return [get(one) for one in identifier]
    if isinstance(identifier, dict):
        return {name: get(one) for name, one in identifier.items()}
    if isinstance(identifier, str):
        known = _registered().get(identifier, FUNCTIONS.get(identifier))
        identifier = keras.losses.get(identifier) if known is None else known
    if identifier is None or isinstance(identifier, keras.losses.Loss):
        return identifier
    return Mean(identifier)


def _registered() -> dict[str, Any]:
    return keras.saving.get_custom_objects()
