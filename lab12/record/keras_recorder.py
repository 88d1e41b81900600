"""The recorder's part for Keras 3, on any backend: it rides on `fit` and the rest.

Training is followed by a Keras callback (keras_steps.py); weights of a TensorFlow 1.x
run are given by name (keras_weights.py).
"""

from __future__ import annotations

import functools
import inspect
import re
import sys
import time
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from lab12.record import keras_steps
from lab12.record.keras_weights import Given

Arrays = dict[str, NDArray[Any]]


class KerasRecorder:
    """Records one run of a Keras script.

    Args:
        record: Where to; the recorder's `Record`.
        initial: The variables of a TensorFlow 1.x or Keras 2 run to start from, mapped
            to the script's layers, or None.
    """

    def __init__(self, record: Any, initial: Arrays | None) -> None:
        self.record = record
        self.given = None if initial is None else Given(initial)
        self.depth = 0
        self.level = 0  # of layers inside of layers
        self.looking = False  # inside of a model, layer by layer
        self.ready: dict[int, Any] = {}  # layers that were looked at, by id
        self.asked: dict[str, Any] = {}  # the first outermost call of each layer
        self.fitted: dict[str, Any] = {}  # the first rows that each model was fit to
        self.loaded: list[Any] = []  # from a file: copies, which are not recorded
        self.batches: list[float] = []  # losses of train_on_batch
        self.loss_calls = 0
        self.call = keras.Layer.__call__
        keras.Layer.__call__ = lambda layer, *a, **k: self.on_call(layer, a, k)
        self.ride("compile", self.on_compile)
        self.ride("fit", self.on_fit)
        self.ride("predict", self.on_predict)
        if not record.dropout:
            keras.layers.Dropout.call = lambda layer, inputs, training=False: inputs
        by_pair = self.given is not None and self.given.by_pair
        self.ride("predict_on_batch", self.on_predict if by_pair else self.on_asked)
        self.ride("evaluate", self.on_asked)
        self.tested: dict[str, Any] = {}  # the first test of each model
        if by_pair:
            self.ride("test_on_batch", self.on_tested)
        self.ride("train_on_batch", self.on_batch)
        self.loss_call = keras.losses.Loss.__call__
        keras.losses.Loss.__call__ = lambda loss, *a, **k: self.on_loss(loss, a, k)
        self.set_seed = keras.utils.set_random_seed
        keras.utils.set_random_seed = self.on_seed
        load, self.load = self.on_load, keras.models.load_model
        keras.models.load_model = keras.saving.load_model = load
        if initial is None or by_pair:
            self.to_numpy = keras.ops.convert_to_numpy
            keras.ops.convert_to_numpy = self.on_numpy

    def ride(self, name: str, on_call: Any) -> None:
        """Put `on_call(function, bound)` in the place of a method of all models.

        It is called for outermost calls alone: Keras's own go through. The method's
        place is where it is defined: a model is not compiled when it is loaded if it
        has a `compile` of its own.
        """
        owner = next(one for one in keras.Model.__mro__ if name in vars(one))
        function = getattr(owner, name)
        signature = inspect.signature(function)

        @functools.wraps(function)  # Keras looks for a mark of its own on it
        def method(model: Any, *args: Any, **kwargs: Any) -> Any:
            if self.depth:
                return function(model, *args, **kwargs)
            bound = signature.bind(model, *args, **kwargs)
            return on_call(function, model, bound)

        setattr(owner, name, method)

    def inner(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        """Call Keras with the recorder looking away."""
        self.depth += 1
        try:
            return function(*args, **kwargs)
        finally:
            self.depth -= 1

    def look(self, layer: Any, value: Any) -> None:
        """Keep what a layer gives inside of a model."""
        for name, array in named(layer, value):
            if array.ndim:
                number = len(self.record.inside)
                key = f"{number:03d} {type(layer).__name__} {name}"
                self.record.inside[key] = array

    def prepare(self, layer: Any, args: Any = (), kwargs: Any = None) -> None:
        """Before a layer's first use: give it its weights, keep its initial ones."""
        if id(layer) in self.ready or self.is_copy(layer):
            return
        if not layer.built and not args:  # a part without variables
            return
        if not layer.built:  # a call makes its variables
            self.inner(self.call, layer, *args, **(kwargs or {}))
        self.ready[id(layer)] = layer
        parts = self.parts(layer)
        if parts:
            for part in parts:
                self.prepare(part)
        elif layer.weights:
            if self.given is not None:
                self.given.to(layer)
            for v in layer.weights:
                self.record.initial[v.path] = keras.ops.convert_to_numpy(v)

    def parts(self, layer: Any) -> list[Any]:
        """The layers that a model, or a layer of the script's own, is made of."""
        if isinstance(layer, keras.Model):
            by_pair = self.given is not None and self.given.by_pair
            return as_made(layer.layers) if by_pair else list(layer.layers)
        if type(layer).__module__.startswith("keras."):
            return []
        found = list(vars(layer).values())
        if hasattr(layer, "children"):  # PyTorch keeps modules apart
            found += layer.children()
        return [one for one in found if isinstance(one, keras.Layer)]

    def is_copy(self, layer: Any) -> bool:
        return any(layer is one for one in self.loaded)

    def on_load(self, *args: Any, **kwargs: Any) -> Any:
        model = self.inner(self.load, *args, **kwargs)
        self.loaded.append(model)
        return model

    def on_seed(self, seed: int) -> None:
        self.record.seed = seed
        self.set_seed(seed)

    def on_call(self, layer: Any, args: Any, kwargs: Any) -> Any:
        if self.depth or symbolic((args, kwargs)):
            level, self.level = self.level, self.level + 1
            value = self.call(layer, *args, **kwargs)
            self.level = level
            if self.looking and not level and not symbolic(value):
                self.look(layer, value)
            return value
        self.prepare(layer, args, kwargs)
        value = self.inner(self.call, layer, *args, **kwargs)
        self.saw(layer, value, args, kwargs)
        return value

    def on_compile(self, function: Any, model: Any, bound: Any) -> Any:
        """Weights may be read from now on; those of a Sequential once it is used."""
        self.inner(function, *bound.args, **bound.kwargs)
        if model.built and not isinstance(model, keras.Sequential):
            self.prepare(model)

    def on_predict(self, function: Any, model: Any, bound: Any) -> Any:
        x = bound.arguments["x"]
        self.prepare(model, (x,))
        value = self.inner(function, *bound.args, **bound.kwargs)
        self.saw(model, value, (x,), {})
        return value

    def on_asked(self, function: Any, model: Any, bound: Any) -> Any:
        """What is not kept; the model may be used for the first time all the same."""
        self.prepare(model, (keras_steps.head(bound.arguments.get("x")),))
        return self.inner(function, *bound.args, **bound.kwargs)

    def on_tested(self, function: Any, model: Any, bound: Any) -> Any:
        """A loss that a script of the user's asks for, without training."""
        self.prepare(model, (keras_steps.head(bound.arguments.get("x")),))
        self.tested.setdefault(model.name, (function, bound))
        return self.inner(function, *bound.args, **bound.kwargs)

    def saw(self, layer: Any, value: Any, args: Any, kwargs: Any) -> None:
        if self.is_copy(layer):
            for name, part in named(layer, value):
                self.record.saw(f"loaded/{name}", part, classes=False)
            return
        for name, part in named(layer, value):
            self.record.saw(name, part)
        self.asked.setdefault(layer.name, (layer, args, kwargs))

    def on_loss(self, loss: Any, args: Any, kwargs: Any) -> Any:
        value = self.inner(self.loss_call, loss, *args, **kwargs)
        if not self.depth and not symbolic((args, kwargs)):
            number = keras.ops.convert_to_numpy(value)
            self.record.saw(f"{loss.name}/{self.loss_calls}", number)
            self.loss_calls += 1
        return value

    def on_numpy(self, value: Any) -> Any:
        """What a script of the user's computes outside of layers, and looks at."""
        array = self.to_numpy(value)
        if sys._getframe(1).f_globals.get("__name__") == "__main__":
            known = sum(name.startswith("ops/") for name in self.record.outputs)
            self.record.saw(f"ops/{known}", array)
        return array

    def on_fit(self, function: Any, model: Any, bound: Any) -> Any:
        first = keras_steps.head(bound.arguments["x"])
        if first is not None:
            self.prepare(model, (first,))
            self.fitted.setdefault(model.name, (model, (first,), {}))
        model.steps_per_execution = 1  # the loss of each step is asked for
        watching = keras_steps.watching(model, self.record, bound.arguments)
        callbacks = bound.arguments.get("callbacks") or []
        if not isinstance(callbacks, (list, tuple)):
            callbacks = [callbacks]
        bound.arguments["callbacks"] = [watching, *callbacks]
        start = time.perf_counter()
        history = self.inner(function, *bound.args, **bound.kwargs)
        self.record.seconds_steps += time.perf_counter() - start - watching.away
        return history

    def on_batch(self, function: Any, model: Any, bound: Any) -> Any:
        first = keras_steps.head(bound.arguments["x"])
        self.prepare(model, (first,))
        self.fitted.setdefault(model.name, (model, (first,), {}))
        start = time.perf_counter()
        value = self.inner(function, *bound.args, **bound.kwargs)
        self.record.seconds_steps += time.perf_counter() - start
        loss = value["loss"] if isinstance(value, dict) else np.ravel(value)[0]
        self.batches.append(float(loss))
        return value

    def finish(self) -> None:
        """Keep the final values, then call every layer again at the initial ones."""
        record = self.record
        if not record.loss:  # single batches beside a `fit` are not the training
            record.loss = self.batches
        variables = {v.path: v for one in self.ready.values() for v in one.weights}
        record.final = {
            name: keras.ops.convert_to_numpy(variables[name]) for name in record.initial
        }
        for name, value in record.initial.items():
            variables[name].assign(value)
        by_layer = self.given is not None and self.given.by_layer
        calls = list((self.fitted if by_layer and self.fitted else self.asked).values())
        if self.given is not None and self.given.by_pair and self.fitted:
            calls += self.asked.values()  # a script of the user's may do both
        for number, (layer, args, kwargs) in enumerate(calls):
            self.looking = number == 0 and by_layer
            value = self.inner(self.call, layer, *args, **kwargs)
            if self.looking and not self.record.inside:
                self.look(layer, value)
            self.looking = False
            for name, array in named(layer, value):
                known = name in record.forward
                record.forward[f"{name}/{number}" if known else name] = array
        for name, (function, bound) in self.tested.items():
            loss = self.inner(function, *bound.args, **bound.kwargs)
            record.forward[f"{name}/tested"] = np.ravel(np.float32(loss))[0]
        losses = {n: v for n, v in record.outputs.items() if n not in record.forward}
        record.forward.update(losses)


def as_made(layers: Any) -> list[Any]:
    """Layers of a model, those of one kind in the order they were made.

    A model sorts them by how far they are from its outputs; Keras numbers their names.
    """
    kinds: dict[str, list[Any]] = {}
    for one in layers:
        kinds.setdefault(re.sub(r"_\d+$", "", one.name), []).append(one)
    for some in kinds.values():
        some.sort(key=lambda one: int((re.findall(r"_(\d+)$", one.name) or ["0"])[0]))
    return [kinds[re.sub(r"_\d+$", "", one.name)].pop(0) for one in layers]


def symbolic(values: Any) -> bool:
    """Whether a call builds a graph rather than computes."""
    tensorflow = sys.modules.get("tensorflow")
    if keras.backend.backend() == "tensorflow" and tensorflow is not None:
        if not tensorflow.executing_eagerly():
            return True
    flat = keras.tree.flatten(values)
    return any(isinstance(one, keras.KerasTensor) for one in flat)


def named(layer: Any, value: Any) -> list[tuple[str, NDArray[Any]]]:
    """The arrays of a layer's value, with names."""
    parts = keras.tree.flatten(value)
    arrays = [keras.ops.convert_to_numpy(part) for part in parts]
    return [(f"{layer.name}/{i}", array) for i, array in enumerate(arrays)]
