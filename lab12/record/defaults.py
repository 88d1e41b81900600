"""Keras's own defaults, put back one at a time into a twin that set them aside.

`lab12 why` starts a twin from the weights of TensorFlow 1.x and turns these on. Each is
a row of the page "What differs by default".
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

# name: what is left to Keras, for people
DEFAULTS = {
    "initial-values": "Keras's own initial values, from the twin's seed",
    "epsilon": "the optimizer's epsilon: 1e-7 for TensorFlow 1.x's 1e-8 or 1e-10",
    "forget-bias": "weights carried over without adding the forget bias",
    "gate-order": "weights carried over without putting the gates in Keras's order",
    "mask": "past a sequence's end the last output repeated, not zeros",
    "padding": "padding counted in the loss",
    "gru": "the GRU of `reset_after=True`",
}

# What a twin's source must have for the default to mean anything in it.
NEEDS = {
    "initial-values": "",
    "epsilon": "epsilon=",
    "forget-bias": "LSTM",
    "gate-order": "LSTM",
    "mask": "zero_output_for_mask=",
    "padding": "sample_weight=",
    "gru": "reset_after=",
}


def put_back(names: Sequence[str]) -> None:
    """Patch Keras in this process so that the named defaults hold again.

    Args:
        names: Of `DEFAULTS`; `initial-values` is the caller's to see to.
    """
    for name in names:
        {
            "initial-values": lambda: None,
            "epsilon": _epsilon,
            "forget-bias": _forget_bias,
            "gate-order": _gate_order,
            "mask": _mask,
            "padding": _padding,
            "gru": _gru,
        }[name]()


def _without(owner: Any, method: str, *dropped: str) -> None:
    """Let a method, or a class of a module, overlook keyword arguments."""
    original: Callable[..., Any] = getattr(owner, method)

    @functools.wraps(original)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        kept = {k: v for k, v in kwargs.items() if k not in dropped}
        return original(*args, **kept)

    setattr(owner, method, wrapper)


def _epsilon() -> None:
    import keras

    for name in ("Adam", "RMSprop", "Adagrad", "Adadelta", "Nadam", "Adamax"):
        _without(keras.optimizers, name, "epsilon")


def _forget_bias() -> None:
    from compat.migrate import weights

    mapped = weights.keras_lstm_weights
    weights.keras_lstm_weights = functools.partial(mapped, forget_bias=0.0)


def _gate_order() -> None:
    from compat.migrate import weights

    def as_it_is(kernel: Any, bias: Any, forget_bias: float = 1.0) -> list[Any]:
        inputs = kernel.shape[0] - kernel.shape[1] // 4
        bias = np.array(bias)
        units = len(bias) // 4
        bias[units : 2 * units] += forget_bias
        return [kernel[:inputs], kernel[inputs:], bias]

    weights.keras_lstm_weights = as_it_is


def _mask() -> None:
    import keras

    for name in ("LSTM", "GRU", "SimpleRNN", "RNN"):
        _without(keras.layers, name, "zero_output_for_mask")


def _padding() -> None:
    import keras

    _without(keras.Model, "fit", "sample_weight")
    _without(keras.losses.Loss, "__call__", "sample_weight")


def _gru() -> None:
    import keras

    from compat.migrate import weights

    mapped = weights.keras_gru_weights

    def with_a_second_bias(*given: Any) -> Any:
        kernel, recurrent, bias = mapped(*given)
        return [kernel, recurrent, np.stack([bias, np.zeros_like(bias)])]

    weights.keras_gru_weights = with_a_second_bias  # type: ignore[assignment]
    _without(keras.layers, "GRU", "reset_after")
