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
    phase,
    recurrent,
    seeds,
)

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
# Layers that Keras 3 has under another name.
_TODAY = {"CuDNNLSTM": "LSTM", "CuDNNGRU": "GRU"}

# How many seeds 2.3.1 took from NumPy when the layer was called: one for every mask.
_MASKS = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}
_NOISES = {
    "Dropout": "rate",
    "SpatialDropout1D": "rate",
    "SpatialDropout2D": "rate",
    "SpatialDropout3D": "rate",
    "AlphaDropout": "rate",
    "GaussianDropout": "rate",
    "GaussianNoise": "stddev",
}


# Called with a list, Keras 2 took its first tensor for the input, the rest for states.
_TAKES_STATES = (keras.layers.RNN, keras.layers.Bidirectional)


class Legacy:
    """What Keras 2's base layer had and Keras 3's has not."""

    flavour = "keras"
    # Where the layer stands first in a Sequential: the shape of the model's input.
    _first_shape: tuple[Any, ...] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        shape = arguments.input_shape(type(self).__name__, kwargs)
        weights = kwargs.pop("weights", None)
        if kwargs.get("name") is None:
            kind = type(self).__name__
            kind = "Model" if kind == "Functional" else kind
            kwargs["name"] = names.unique(names.snake(kind), self.flavour)
        masking = getattr(self, "_supports_masking", False)
        with seeds.apart():
            super().__init__(*args, **kwargs)
        if masking:  # set before super().__init__, as Keras 2's examples did
            self.supports_masking = True
        self._first_shape = shape
        self._given_weights = _Hidden(weights)
        self._seeds_drawn = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if isinstance(self, _TAKES_STATES) and isinstance(args[0], (list, tuple)):
            (inputs, *states), *more = args
            args = (inputs, *more)
            if states:
                kwargs["initial_state"] = states
        with phase.of_call(kwargs.get("training")):
            result = super().__call__(*args, **kwargs)  # type: ignore[misc]
        weights = self._given_weights.value
        if weights is not None and self.built:  # type: ignore[attr-defined]
            self._given_weights = _Hidden(None)
            self.set_weights(weights)  # type: ignore[attr-defined]
        if not self._seeds_drawn:
            self._seeds_drawn = True
            self._draw_seeds()
        return result

    def _draw_seeds(self) -> None:
        """Take from NumPy, at the first call, what 2.3.1 took."""
        if self.flavour != "keras":
            return
        if isinstance(self, keras.layers.Flatten):
            np.random.randint(10_000)  # for the name of an op
        for generator in _draws(self):
            seed = seeds.next_seed(self.flavour)
            self._op_seed = seed
            if generator is not None:
                generator.state.assign([seed, 0])

    def add_weight(self, *args: Any, **kwargs: Any) -> Any:
        """`(name, shape, …)` as Keras 2 had it, or `(shape, …)` as Keras 1 and 3."""
        order = (
            ("shape", "initializer", "name")
            if not _is_name(args)
            else (
                ("name", "shape", "initializer")
                if len(args) > 2
                and not isinstance(args[2], (type(None), tf.DType))
                and str(args[2]) not in {"float32", "float64", "float16"}
                else ("name", "shape", "dtype", "initializer")
            )
        )
        given = dict(zip(order, args, strict=False)) | kwargs
        given.pop("sparse", None)
        initializer = given.get("initializer")
        given["initializer"] = initializers.get(
            "glorot_uniform" if initializer is None else initializer, self.flavour
        )
        if isinstance(given.get("shape"), (list, int)):
            shape = given["shape"]
            given["shape"] = tuple(shape) if isinstance(shape, list) else (shape,)
        if isinstance(given.get("dtype"), tf.DType):
            given["dtype"] = given["dtype"].name
        return super().add_weight(**given)  # type: ignore[misc]

    def add_update(self, *args: Any, **kwargs: Any) -> None:
        """Updates happen where they are written: nothing is left to do."""

    @property
    def trainable_weights(self) -> Any:
        return super().trainable_weights  # type: ignore[misc]

    @trainable_weights.setter
    def trainable_weights(self, weights: Any) -> None:
        """Keras 1's custom layers listed their weights; they are known already."""

    @property
    def input_shape(self) -> Any:
        return _shapes(self.input)  # type: ignore[attr-defined]

    @property
    def output_shape(self) -> Any:
        return _shapes(self.output)  # type: ignore[attr-defined]

    @property
    def batch_input_shape(self) -> Any:
        return self._first_shape

    def get_input_at(self, node_index: int) -> Any:
        """The input of one of the layer's calls."""
        inputs = self._inbound_nodes[node_index].input_tensors  # type: ignore[attr-defined]
        return inputs[0] if len(inputs) == 1 else list(inputs)

    def get_output_at(self, node_index: int) -> Any:
        """The output of one of the layer's calls."""
        outputs = self._inbound_nodes[node_index].output_tensors  # type: ignore[attr-defined]
        return outputs[0] if len(outputs) == 1 else list(outputs)

    def get_input_shape_at(self, node_index: int) -> Any:
        return _shapes(self.get_input_at(node_index))

    def get_output_shape_at(self, node_index: int) -> Any:
        return _shapes(self.get_output_at(node_index))

    def reset_states(self, states: Any = None) -> None:
        """Of a stateful recurrent layer: its state becomes zero, or `states`."""
        if states is None:
            self.reset_state()  # type: ignore[attr-defined]
            return
        given = states if isinstance(states, (list, tuple)) else [states]
        for variable, value in zip(self.states, given, strict=True):  # type: ignore[attr-defined]
            variable.assign(value)


class _Hidden:
    """Keeps Keras from tracking what it holds."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _is_name(args: tuple[Any, ...]) -> bool:
    return bool(args) and isinstance(args[0], (str, type(None)))


def _shapes(tensors: Any) -> Any:
    if isinstance(tensors, (list, tuple)):
        return [tuple(tensor.shape) for tensor in tensors]
    return tuple(tensors.shape)


def _draws(layer: Any) -> list[Any]:
    """One generator (or `None`) for every seed that 2.3.1 took at a layer's call."""
    kind = next((c.__name__ for c in type(layer).__mro__ if c.__name__ in _NOISES), "")
    if kind:
        on = 0 < getattr(layer, _NOISES[kind])
        taken = on and getattr(layer, "seed", None) is None
        return [getattr(layer, "seed_generator", None)] if taken else []
    kind = next((c.__name__ for c in type(layer).__mro__ if c.__name__ in _MASKS), "")
    if not kind:
        return []
    rates = (getattr(layer, "dropout", 0), getattr(layer, "recurrent_dropout", 0))
    count = _MASKS[kind] * sum(0 < rate for rate in rates)
    generator = getattr(layer.cell, "seed_generator", None)
    return [generator, *[None] * (count - 1)] if count else []


def _is_seeded(layer: Any) -> bool:
    """Whether a layer has an op's seed, its own or one drawn from NumPy."""
    return layer.flavour == "keras" and (
        layer.seed is not None or hasattr(layer, "_op_seed")
    )


def _noise(shape: Any, layer: Any, draw: Any) -> Any:
    """Random numbers as 2.3.1's op drew them, step by step from its pair of seeds."""
    pair = seeds.pair(layer._op_seed if layer.seed is None else layer.seed)
    return draw(shape=shape, dtype=tf.float32, seed=pair[0], seed2=pair[1])


class _Dropout:
    """Zero where a uniform number is below `rate`, divided by `1 − rate` elsewhere."""

    def call(self: Any, inputs: Any, training: Any = False) -> Any:
        if not training or not 0 < self.rate < 1 or not _is_seeded(self):
            return super().call(inputs, training=training)  # type: ignore[misc]
        shape = tf.shape(inputs)
        given = self.noise_shape
        if type(self).__name__ == "SpatialDropout1D":
            given = (None, 1, None)
        if given is not None:
            shape = tf.stack(
                [shape[i] if one is None else one for i, one in enumerate(given)]
            )
        kept = _noise(shape, self, tf.raw_ops.RandomUniform) >= self.rate
        scaled = inputs * (1.0 / (1.0 - self.rate))
        return scaled * tf.cast(kept, inputs.dtype)


class _GaussianNoise:
    """The input and a normal number of standard deviation `stddev`."""

    def call(self: Any, inputs: Any, training: Any = False) -> Any:
        if not training or not _is_seeded(self):
            return super().call(inputs, training=training)  # type: ignore[misc]
        normal = tf.raw_ops.RandomStandardNormal
        return inputs + _noise(tf.shape(inputs), self, normal) * self.stddev


class _BatchNormalization:
    """The moving variance takes in `variance · n / (n − 1 − epsilon)`."""

    def call(self: Any, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        before = tf.convert_to_tensor(self.moving_variance)
        result = super().call(inputs, training=training, mask=mask)  # type: ignore[misc]
        if training and self.trainable and self.flavour == "keras":
            count = tf.size(inputs) / tf.shape(inputs)[self.axis]
            count = tf.cast(count, before.dtype)
            taken = self.moving_variance - before * self.momentum
            unbiased = taken * (count / (count - 1.0 - self.epsilon))
            self.moving_variance.assign(before * self.momentum + unbiased)
        return result


_CALLED: dict[str, Any] = {
    "Dropout": _Dropout,
    "SpatialDropout1D": _Dropout,
    "GaussianNoise": _GaussianNoise,
    "BatchNormalization": _BatchNormalization,
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
    for key, parameter in signature.parameters.items():
        if key.endswith("_initializer"):
            value = kwargs.get(key, parameter.default)
            if isinstance(value, (str, dict)) or callable(value):
                kwargs[key] = initializers.get(value, flavour)
    for key in ("activation", "recurrent_activation"):
        if key in kwargs:
            kwargs[key] = activations.get(kwargs[key])
    if name in _NOISES and isinstance(kwargs.get("seed"), float):
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


def find(name: str, flavour: str) -> Any:
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
