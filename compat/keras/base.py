"""What every layer of Keras 2 had: arguments, names, seeds, weights, attributes."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from compat.keras import (
    arguments,
    calls,
    initializers,
    names,
    opcounts,
    phase,
    seeds,
    variables,
)

# How many seeds 2.3.1 took from NumPy when the layer was called: one for every mask.
_MASKS = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}
NOISES = {
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
        given = str(kwargs["name"]).replace("/", "_")  # Keras 3 takes none with "/"
        kwargs["name"] = names.as_scope(given)
        masking = getattr(self, "_supports_masking", False)
        with seeds.apart():
            super().__init__(*args, **kwargs)
        self.name = given
        if masking:  # set before super().__init__, as Keras 2's examples did
            self.supports_masking = True
        self._first_shape = shape
        self._given_weights = _Hidden(weights)
        self._seeds_drawn = False
        self._seeds_of_call: tuple[int, ...] = ()
        self._op_seeds = seeds.OpSeeds()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if isinstance(self, _TAKES_STATES) and isinstance(args[0], (list, tuple)):
            (inputs, *states), *more = args
            args = (inputs, *more)
            if states:
                kwargs["initial_state"] = states
        training = kwargs.get("training")
        ran = getattr(self, "built", False)
        with ExitStack() as stack:
            stack.enter_context(variables.named(self))
            stack.enter_context(phase.of_call(training))
            if self.flavour != "keras" and args:
                stack.enter_context(opcounts.of_call(self, args[0]))
            if not isinstance(self, keras.Model):
                stack.enter_context(seeds.kept(self._op_seeds))
            out = stack.enter_context(self._regularized())
            op_seed = opcounts.of_noise() if self.flavour != "keras" else None
            if op_seed is not None and seeds.graph_seeded():
                self._op_seed = op_seed
            result = super().__call__(*args, **kwargs)  # type: ignore[misc]
            out.append(result)
        weights = self._given_weights.value
        if weights is not None and self.built:  # type: ignore[attr-defined]
            self._given_weights = _Hidden(None)
            self.set_weights(weights)  # type: ignore[attr-defined]
        if self.flavour == "keras" and args and opcounts.is_symbolic(args[0]):
            calls.keep(self, functools.partial(self._draw_for_call, ran))
        else:
            self._draw_seeds()
        return result

    @contextmanager
    def _regularized(self) -> Iterator[list[Any]]:
        """Add `activity_regularizer` for what a call gives.

        2.3.1 did so for the whole batch, tf.keras of 1.15 divided by its size, and what
        Keras 3 does hangs on its version.
        """
        outputs: list[Any] = []
        regularizer: Any = self.activity_regularizer  # type: ignore[has-type]
        if regularizer is None:
            yield outputs
            return
        self.activity_regularizer = None
        try:
            yield outputs
        finally:
            self.activity_regularizer = regularizer
        for output in tf.nest.flatten(outputs):
            if tf.is_tensor(output):
                loss = regularizer(output)
                if self.flavour != "keras":
                    loss = loss / tf.cast(tf.shape(output)[0], loss.dtype)
                self.add_loss(loss)

    def add_loss(self, losses: Any, inputs: Any = None) -> None:
        """Add to what is minimized; `inputs` said what it hung on."""
        keras.Layer.add_loss(self, losses)  # a Functional refuses it

    def _open_name_scope(self) -> Any:
        """Keras's scope of a call: a name may be any text, TensorFlow's scope not."""
        given = self.name
        self.name = names.as_scope(given)
        try:
            return super()._open_name_scope()  # type: ignore[misc]
        finally:
            self.name = given

    def _draw_seeds(self) -> None:
        """Take from NumPy, at the first call, what 2.3.1 took."""
        if self._seeds_drawn:
            return
        self._seeds_drawn = True
        if self.flavour != "keras":
            if isinstance(self, keras.layers.GaussianNoise):  # the backend's op drew it
                self._op_seed = seeds.next_seed("keras")
            return
        for layer in _wrapped(self):  # called by no one yet
            layer._draw_seeds()
        generators = _draws(self)
        self._seeds_of_call = self._drawn()
        for seed, generator in zip(self._seeds_of_call, generators, strict=True):
            self._op_seed = seed
            if generator is not None:
                generator.state.assign([seed, 0])

    def _drawn(self) -> tuple[int, ...]:
        """What 2.3.1 took from NumPy at one call."""
        if isinstance(self, keras.layers.Flatten):
            np.random.randint(10_000)  # for the name of an op
        return tuple(seeds.next_seed(self.flavour) for _ in _draws(self))

    def _draw_for_call(self, ran: bool) -> calls.Drawn:
        """The seeds of a symbolic call: the first has the layer's, others new ones."""
        if isinstance(self, keras.Model):
            return calls.inside(self, _draw_again) if ran else {}
        if self._seeds_drawn:
            return _draw_again(self)
        self._draw_seeds()
        return {id(one): one._seeds_of_call for one in [*_wrapped(self), self]}

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


def _draw_again(operation: Any) -> calls.Drawn:
    """The seeds of one more call of a layer, or of all that is in a model."""
    if not isinstance(operation, Legacy):
        return {}
    if isinstance(operation, keras.Model):
        return calls.inside(operation, _draw_again)
    return {id(one): one._drawn() for one in [*_wrapped(operation), operation]}


def _wrapped(layer: Any) -> list[Any]:
    """The layers that a wrapper calls."""
    names = ("forward_layer", "backward_layer")
    if isinstance(layer, keras.layers.Bidirectional):
        inner = [getattr(layer, name) for name in names]
    else:
        inner = [layer.layer] if isinstance(layer, keras.layers.Wrapper) else []
    return [
        one
        for one in inner
        if isinstance(one, Legacy) and not isinstance(one, keras.Model)
    ]


def _draws(layer: Any) -> list[Any]:
    """One generator (or `None`) for every seed that 2.3.1 took at a layer's call."""
    kind = next((c.__name__ for c in type(layer).__mro__ if c.__name__ in NOISES), "")
    if kind:
        on = 0 < getattr(layer, NOISES[kind])
        taken = on and getattr(layer, "seed", None) is None
        return [getattr(layer, "seed_generator", None)] if taken else []
    kind = next((c.__name__ for c in type(layer).__mro__ if c.__name__ in _MASKS), "")
    if not kind:
        return []
    rates = (getattr(layer, "dropout", 0), getattr(layer, "recurrent_dropout", 0))
    count = _MASKS[kind] * sum(0 < rate for rate in rates)
    generator = getattr(layer.cell, "seed_generator", None)
    return [generator, *[None] * (count - 1)] if count else []
