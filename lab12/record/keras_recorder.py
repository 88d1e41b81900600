"""The recorder's part for Keras 3: it rides on calls, `fit` and `predict`."""

from __future__ import annotations

import inspect
import re
import sys
import time
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from compat.migrate import weights
from lab12.record import recorder_loop
from lab12.record.recorder_keras2 import HEAD, batch_loss

Arrays = dict[str, NDArray[Any]]
Weights = dict[str, list[list[NDArray[Any]]]]

# (last part of a variable's name, that of its bias) in dense layers
DENSE = (("weights", "biases"), ("softmax_w", "softmax_b"), ("kernel", "bias"))


class KerasRecorder:
    """Records one run of a Keras script.

    Args:
        record: Where to; the recorder's `Record`.
        initial: The variables of a TensorFlow 1.x run to start from, mapped to the
            script's layers in order, or None.
    """

    def __init__(self, record: Any, initial: Arrays | None) -> None:
        self.record = record
        self.by_layer = initial is not None and is_keras2(initial)
        self.queue: Weights | None = None
        if initial is not None:
            self.queue = (keras2_weights if self.by_layer else legacy_weights)(initial)
        self.depth = 0
        self.ready: dict[int, Any] = {}  # layers that were looked at, by id
        self.asked: dict[str, Any] = {}  # the first outermost call of each layer
        self.fitted: dict[str, Any] = {}  # the first rows that each model was fit to
        self.loaded: list[Any] = []  # from a file: copies, which are not recorded
        self.loss_calls = 0
        self.call = keras.Layer.__call__
        self.fit, self.predict = keras.Model.fit, keras.Model.predict
        self.loss_call = keras.losses.Loss.__call__
        self.set_seed = keras.utils.set_random_seed
        keras.Layer.__call__ = lambda layer, *a, **k: self.on_call(layer, a, k)
        keras.Model.predict = lambda model, *a, **k: self.on_predict(model, a, k)
        keras.Model.fit = lambda model, *a, **k: self.on_fit(model, a, k)
        keras.losses.Loss.__call__ = lambda loss, *a, **k: self.on_loss(loss, a, k)
        keras.utils.set_random_seed = self.on_seed
        self.train_on_batch = keras.Model.train_on_batch
        keras.Model.train_on_batch = lambda model, *a, **k: self.on_batch(model, a, k)
        load, self.load = self.on_load, keras.models.load_model
        keras.models.load_model = keras.saving.load_model = load
        recorder_loop.ride(self)

    def inner(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        """Call Keras with the recorder looking away."""
        self.depth += 1
        try:
            return function(*args, **kwargs)
        finally:
            self.depth -= 1

    def prepare(self, layer: Any, args: Any, kwargs: Any) -> None:
        """Before a layer's first use: give it its weights, keep its initial ones."""
        if id(layer) in self.ready or self.is_copy(layer):
            return
        if not layer.built:  # a call makes its variables
            self.inner(self.call, layer, *args, **kwargs)
        self.ready[id(layer)] = layer
        if isinstance(layer, keras.Model):
            for part in layer.layers:
                self.prepare(part, (), {})
        elif layer.weights:
            if self.queue is not None:
                layer.set_weights(self.next_weights(layer))
            for v in layer.weights:
                self.record.initial[v.path] = np.array(v)

    def next_weights(self, layer: Any) -> list[NDArray[Any]]:
        """The next weights of the layer's kind or, failing that, of its shapes."""
        assert self.queue is not None
        kind = type(layer).__name__.removesuffix("Cell")  # an LSTM's, in a loop
        if self.queue.get(kind):
            return self.queue[kind].pop(0)
        shapes = [value.shape for value in layer.get_weights()]
        for waiting in self.queue.values():
            for i, values in enumerate(waiting):
                if self.by_layer and [value.shape for value in values] == shapes:
                    return waiting.pop(i)
        left = ", ".join(k for k, found in self.queue.items() if found) or "none"
        sys.exit(
            "recorder: expected a layer that the legacy run has weights for "
            f"({left} left), received a {kind} with weights of shapes {shapes}"
        )

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
        symbolic = not tf.executing_eagerly() or any(
            isinstance(v, keras.KerasTensor) for v in tf.nest.flatten([args, kwargs])
        )
        if self.depth or symbolic:
            return self.call(layer, *args, **kwargs)
        self.prepare(layer, args, kwargs)
        value = self.inner(self.call, layer, *args, **kwargs)
        self.saw(layer, value, args, kwargs)
        return value

    def on_predict(self, model: Any, args: Any, kwargs: Any) -> Any:
        if self.depth:
            return self.predict(model, *args, **kwargs)
        x = args[0] if args else kwargs["x"]
        self.prepare(model, (x,), {})
        value = self.inner(self.predict, model, *args, **kwargs)
        self.saw(model, value, (x,), {})
        return value

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
        if not self.depth and tf.executing_eagerly():
            self.record.saw(f"{loss.name}/{self.loss_calls}", np.array(value))
            self.loss_calls += 1
        return value

    def on_fit(self, model: Any, args: Any, kwargs: Any) -> Any:
        if self.depth:
            return self.fit(model, *args, **kwargs)
        bound = inspect.signature(self.fit).bind(model, *args, **kwargs)
        x = bound.arguments["x"]
        if isinstance(x, tf.data.Dataset):
            first = next(iter(x.unbatch().batch(HEAD)))[0]
            x = next(iter(x))[0]
        else:
            first = tf.nest.map_structure(lambda one: one[:HEAD], x)
        x, first = tf.nest.map_structure(tf.convert_to_tensor, (x, first))
        self.prepare(model, (first,), {})
        self.fitted.setdefault(model.name, (model, (first,), {}))
        model.steps_per_execution = 1  # the loss of each step is asked for
        watching = self.each_step(model, x)
        if bound.arguments.get("steps_per_epoch") != 1:
            watching = self.each_batch()
        callbacks = bound.arguments.get("callbacks") or []
        if not isinstance(callbacks, (list, tuple)):
            callbacks = [callbacks]
        bound.arguments["callbacks"] = [watching, *callbacks]
        start = time.perf_counter()
        history = self.inner(self.fit, *bound.args, **bound.kwargs)
        self.record.seconds_steps += time.perf_counter() - start - watching.away
        return history

    def each_step(self, model: Any, x: Any) -> Any:
        """A callback for epochs of one step: its loss, and now and then the classes."""
        record, call = self.record, self.call

        class EachStep(keras.callbacks.Callback):
            away = 0.0

            def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
                start = time.perf_counter()
                record.loss.append(logs["loss"])
                done = len(record.loss)
                if done <= 50 or done % 50 == 0:
                    record.saw_classes(np.array(call(model, x)))
                self.away += time.perf_counter() - start

        return EachStep()

    def each_batch(self) -> Any:
        """A callback for epochs of many batches: each loss, and the epoch's figures."""
        record = self.record

        class EachBatch(keras.callbacks.Callback):
            away = 0.0

            def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
                self.before = 0.0, 0.0

            def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
                record.loss.append(batch_loss(self, logs))

            def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
                record.saw_epoch(logs)

        return EachBatch()

    def on_batch(self, model: Any, args: Any, kwargs: Any) -> Any:
        x = args[0] if args else kwargs["x"]
        first = tf.nest.map_structure(lambda one: tf.convert_to_tensor(one)[:HEAD], x)
        self.prepare(model, (first,), {})
        self.fitted.setdefault(model.name, (model, (first,), {}))
        start = time.perf_counter()
        value = self.inner(self.train_on_batch, model, *args, **kwargs)
        if not self.depth:
            self.record.seconds_steps += time.perf_counter() - start
            loss = value["loss"] if isinstance(value, dict) else np.ravel(value)[0]
            self.record.loss.append(float(loss))
        return value

    def finish(self) -> None:
        """Keep the final values, then call every layer again at the initial ones."""
        record = self.record
        variables = {v.path: v for one in self.ready.values() for v in one.weights}
        record.final = {name: np.array(variables[name]) for name in record.initial}
        for name, value in record.initial.items():
            variables[name].assign(value)
        calls = self.fitted if self.by_layer and self.fitted else self.asked
        for layer, args, kwargs in calls.values():
            value = self.inner(self.call, layer, *args, **kwargs)
            record.forward.update(named(layer, value))
        losses = {n: v for n, v in record.outputs.items() if n not in record.forward}
        record.forward.update(losses)


def named(layer: Any, value: Any) -> list[tuple[str, NDArray[Any]]]:
    """The arrays of a layer's value, with names."""
    parts = tf.nest.flatten(value)
    return [(f"{layer.name}/{i}", np.array(part)) for i, part in enumerate(parts)]


def legacy_weights(initial: Arrays) -> Weights:
    """The weights of a TensorFlow 1.x run as Keras layers keep them.

    Args:
        initial: The run's variables by name, in the order they were made.

    Returns:
        For each kind of layer (LSTM, GRU, SimpleRNN, Dense, Embedding) the weights of
        its layers, in order.
    """
    kinds = ("LSTM", "GRU", "SimpleRNN", "Dense", "Embedding")
    found: Weights = {kind: [] for kind in kinds}
    for name, value in initial.items():
        scope, _, last = name.rpartition("/")
        bias = initial.get(f"{scope}/bias", np.zeros(0))
        if last == "kernel" and scope.endswith("lstm_cell"):
            found["LSTM"].append(weights.keras_lstm_weights(value, bias))
        elif last == "kernel" and scope.endswith("gru_cell/gates"):
            other = scope.removesuffix("gates") + "candidate"
            candidate = initial[f"{other}/kernel"], initial[f"{other}/bias"]
            found["GRU"].append(weights.keras_gru_weights(value, bias, *candidate))
        elif last == "kernel" and scope.endswith("basic_rnn_cell"):
            found["SimpleRNN"].append(weights.keras_simple_rnn_weights(value, bias))
        elif last.endswith("embedding") and value.ndim == 2:
            found["Embedding"].append([value])
        elif last == "kernel" and f"{scope}/bias" not in initial:  # a layer without
            found["Dense"].append([value])
        elif not scope.endswith("gru_cell/candidate"):
            for kernel, its_bias in DENSE:
                biases = initial.get(name.removesuffix(kernel) + its_bias)
                if last == kernel and biases is not None:
                    found["Dense"].append(weights.keras_dense_weights(value, biases))
    return found


_PLACE = re.compile(r"\d+\.\d+\.(\w+)/\d+\.")  # 0.1.Dense/0.kernel


def is_keras2(initial: Arrays) -> bool:
    """Whether these are the variables of a Keras 2 script."""
    return any(_PLACE.match(name) for name in initial)


def keras2_weights(initial: Arrays) -> Weights:
    """The weights of a Keras 2 run, layer by layer: Keras 3 keeps them alike.

    Args:
        initial: The run's variables as `recorder_keras2` names them, in order.

    Returns:
        For each kind of layer the weights of its layers, in order.
    """
    layers: dict[str, list[NDArray[Any]]] = {}
    for name, value in initial.items():
        layers.setdefault(name.rpartition("/")[0], []).append(value)
    found: Weights = {}
    for name, values in layers.items():
        found.setdefault(name.split(".")[2], []).append(values)
    return found
