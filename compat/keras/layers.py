"""keras.layers as Keras 2 knew it: Keras 3's layers under Keras 2's arguments.

Every layer of Keras 3 gets a subclass of its own name that takes the arguments of
Keras 2 (and 1, where 2.3.1 did), has its defaults, draws its seeds and initial values
as 2.3.1 did, and has the attributes that scripts asked of a layer.
"""

from __future__ import annotations

import functools
import inspect
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from compat.keras import (
    activations,
    arguments,
    initializers,
    names,
    noise,
    opcounts,
    recurrent,
    regularizers,
)
from compat.keras.base import NOISES, Legacy

# Defaults that differ: layer → (in keras 2.3.1, in tf.keras of 1.15).
_HARD = "hard_sigmoid"
_DEFAULTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "LSTM": ({}, {"recurrent_activation": _HARD}),
    "LSTMCell": ({}, {"recurrent_activation": _HARD}),
    "GRU": (
        {"reset_after": False},
        {"reset_after": False, "recurrent_activation": _HARD},
    ),
    "GRUCell": (
        {"reset_after": False},
        {"reset_after": False, "recurrent_activation": _HARD},
    ),
    "ConvLSTM2D": ({"recurrent_activation": _HARD}, {"recurrent_activation": _HARD}),
    "CuDNNGRU": ({"reset_after": True}, {"reset_after": True}),
}
_DEFAULTS.update(
    {f"AveragePooling{n}D": ({"pool_size": 2}, {"pool_size": 2}) for n in (1, 2, 3)}
)
# Layers that Keras 3 has under another name.
_TODAY = {"CuDNNLSTM": "LSTM", "CuDNNGRU": "GRU"}

_CALLED: dict[str, Any] = noise.CALLED | {
    "LSTM": recurrent.LSTM,
    "GRU": recurrent.GRU,
    "SimpleRNN": recurrent.SimpleRNN,
}


@functools.cache
def layer_class(name: str, flavour: str) -> Any:
    """The facade's subclass of a Keras 3 layer, or `None` where Keras 3 has none.

    Args:
        name: A layer's name in Keras 2.
        flavour: `keras` or `tf.keras`.
    """
    real = getattr(tf.keras.layers, _TODAY.get(name, name), None)
    if not (inspect.isclass(real) and issubclass(real, keras.Layer)):
        return None
    signature = inspect.signature(real.__init__)
    defaults = _DEFAULTS.get(name, ({}, {}))[flavour != "keras"]

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        args, kwargs = arguments.translate(name, args, kwargs)
        bound = signature.bind_partial(self, *args)
        given = dict(list(bound.arguments.items())[1:])
        for group in ("args", "kwargs"):
            if group in given:
                break
        else:
            args, kwargs = (), given | kwargs
        kwargs = _values(name, defaults | kwargs, signature, self.flavour)
        super(made, self).__init__(*args, **kwargs)
        if name == "Bidirectional" and self.flavour == "keras":
            for layer in (self.forward_layer, self.backward_layer):
                layer.zero_output_for_mask = False  # Keras 3's changes its layers

    made: Any = type(
        name,
        (Legacy, _CALLED[name], real) if name in _CALLED else (Legacy, real),
        {
            "__init__": __init__,
            "__module__": __name__,
            "__doc__": f"`keras.layers.{name}` of Keras 2.",
            "flavour": flavour,
        },
    )
    if name != "Layer":
        package = initializers.registered(flavour)
        keras.saving.register_keras_serializable(package)(made)
    return made


def _values(
    name: str, kwargs: dict[str, Any], signature: inspect.Signature, flavour: str
) -> dict[str, Any]:
    """Arguments whose values mean something else in Keras 3."""
    for key, value in kwargs.items():
        if isinstance(value, np.integer):  # of a table of NumPy's
            kwargs[key] = int(value)
    for key, parameter in signature.parameters.items():
        if key.endswith("_initializer"):
            value = kwargs.get(key, parameter.default)
            if isinstance(value, (str, dict)) or callable(value):
                kwargs[key] = initializers.get(value, flavour)
        elif key.endswith("_regularizer") and isinstance(kwargs.get(key), str):
            kwargs[key] = regularizers.get(kwargs[key])
    for key in ("activation", "recurrent_activation"):
        if key in kwargs:
            kwargs[key] = activations.get(kwargs[key])
    if name in NOISES and isinstance(kwargs.get("seed"), float):
        kwargs["seed"] = int(kwargs["seed"])
    return kwargs


def Input(
    shape: Any = None,
    batch_shape: Any = None,
    name: str | None = None,
    dtype: Any = None,
    sparse: bool = False,
    tensor: Any = None,
    batch_size: int | None = None,
    *,
    flavour: str = "keras",
) -> Any:
    """`keras.layers.Input`: a place for data, of `shape` without the batch."""
    if isinstance(shape, int):
        shape = (shape,)
    if name is None:
        name = names.unique("input", flavour)
    if flavour != "keras":
        opcounts.input_made()
    given = (
        {"batch_shape": tuple(batch_shape)}
        if batch_shape is not None
        else {
            "shape": tuple(shape) if shape is not None else None,
            "batch_size": batch_size,
        }
    )
    if isinstance(dtype, tf.DType):
        dtype = dtype.name
    return keras.Input(**given, name=name, dtype=dtype, sparse=sparse, tensor=tensor)


def merged(name: str, flavour: str) -> Any:
    """`keras.layers.add` and the like: the layer `Add`, called at once."""
    cls = layer_class(name.capitalize(), flavour)

    def merge(inputs: Any, *args: Any, **kwargs: Any) -> Any:
        return cls(*args, **kwargs)(inputs)

    merge.__name__ = name
    return merge


_MERGES = {"add", "average", "concatenate", "dot", "maximum", "minimum", "multiply"} | {
    "subtract"
}


def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.layers`, or `None`."""
    if name == "Input":
        return functools.partial(Input, flavour=flavour)
    if name in {"InputSpec", "KerasTensor"}:
        return getattr(keras, name)
    if name in _MERGES:
        return merged(name, flavour)
    if name == "InputLayer":
        return keras.layers.InputLayer
    if name == "Layer":
        return base(flavour)
    return layer_class(arguments.SAME.get(name, name), flavour)


@functools.cache
def base(flavour: str) -> Any:
    """`keras.layers.Layer`, for custom layers."""
    return type(
        "Layer", (Legacy, keras.Layer), {"flavour": flavour, "__module__": __name__}
    )
