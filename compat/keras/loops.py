"""Training, testing and predicting over arrays, one compiled step for each batch.

Keras 3 reads arrays by a `tf.data.Dataset`, which takes longer for a batch than the
small models of Keras 2's scripts take to train on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from compat.keras import batches, data


class Steps:
    """The compiled steps of a model.

    Args:
        model: A model of `compat.keras.models`.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self._compiled: dict[Any, Any] = {}
        self._resets: dict[int, Any] = {}

    def train(self, batch: Any) -> tuple[Any, dict[str, Any]]:
        """Train on `(x, y)` or `(x, y, weights)`: its loss, and the means so far."""
        return self._run(self._train, batch)

    def test(self, batch: Any) -> dict[str, Any]:
        """The means so far, this batch's among them."""
        return self._run(self._test, batch)

    def predict(self, x: Any) -> Any:
        """The outputs for a batch of inputs."""
        return self._run(self._predict, x)

    def begin(self) -> None:
        """Begin the means anew."""
        count = len(self._model.metrics_variables)  # more when they are built
        if count not in self._resets:
            reset = tf.function(self._model.reset_metrics, autograph=False)
            self._resets[count] = reset.get_concrete_function()
        self._resets[count]()

    def _train(self, batch: Any) -> Any:
        logs = keras.Model.train_step(self._model, batch)
        return self._model._last_batch.found_loss, logs

    def _test(self, batch: Any) -> Any:
        return self._model.test_step(batch)

    def _predict(self, x: Any) -> Any:
        return self._model.predict_step((x,))

    def _run(self, step: Callable[[Any], Any], batch: Any) -> Any:
        if getattr(self._model, "run_eagerly", False):
            return step(batch)
        arrays = data.flat(batch)
        shapes = [array.shape[1:] for array in arrays]
        kinds = step.__name__, *((array.dtype, array.ndim) for array in arrays)
        for_shapes, compiled = self._compiled.get(kinds, (shapes, None))
        if compiled is None or not all(map(_fits, for_shapes, shapes)):
            if step in (self._train, self._test):
                self._model._symbolic_build(data_batch=batch)
            shapes = [*map(_of_both, for_shapes, shapes)]
            compiled = _compiled(step, batch, shapes)
            self._compiled[kinds] = shapes, compiled
        return compiled(*map(tf.constant, arrays))


def _fits(known: tuple[Any, ...], shape: tuple[int, ...]) -> bool:
    return all(a is None or a == b for a, b in zip(known, shape, strict=True))


def _of_both(one: tuple[Any, ...], other: tuple[int, ...]) -> tuple[Any, ...]:
    return tuple(a if a == b else None for a, b in zip(one, other, strict=True))


def _compiled(
    step: Callable[[Any], Any], batch: Any, shapes: list[tuple[Any, ...]]
) -> Any:
    """A step of the arrays of a batch, one by one, for any number of samples."""

    @tf.function(
        input_signature=[
            tf.TensorSpec((None, *shape), array.dtype)
            for shape, array in zip(shapes, data.flat(batch), strict=True)
        ],
        autograph=False,
    )
    def of_arrays(*arrays: Any) -> Any:
        return step(tf.nest.pack_sequence_as(batch, arrays))

    return of_arrays.get_concrete_function()


def fit(
    model: Any,
    ordered: data.Batches | data.Whole,
    callbacks: batches.Callbacks,
    epochs: int,
    initial_epoch: int,
    held_out: Callable[[], Iterable[Any]] | None,
    validation_freq: Any,
) -> Any:
    """Train, epoch by epoch.

    Args:
        model: A compiled model.
        ordered: The training data.
        callbacks: What is told.
        epochs: The number of the last epoch.
        initial_epoch: Of the first one, from 0.
        held_out: Gives the batches for validation, or `None`.
        validation_freq: Epochs from one validation to the next, or their numbers.
    """
    steps, epoch_logs = model._steps, {}
    model.stop_training = False
    callbacks.on_train_begin()
    for epoch in range(initial_epoch, epochs):
        steps.begin()
        callbacks.on_epoch_begin(epoch)
        ordered.begin()
        for number, batch in enumerate(ordered):
            size = ordered.size_of(batch)
            callbacks.on_train_batch_begin(number, {"size": size})
            loss, logs = steps.train(batch)
            callbacks.after(number, batches.Last(loss, size), logs)
            if model.stop_training:
                break
        epoch_logs = batches.numbers(logs)
        if held_out is not None and _is_due(epoch + 1, validation_freq):
            found = test(model, held_out(), callbacks)
            epoch_logs |= {f"val_{name}": value for name, value in found.items()}
        callbacks.on_epoch_end(epoch, epoch_logs)
        if model.stop_training:
            break
    callbacks.on_train_end(epoch_logs)
    return model.history


def _is_due(epoch: int, freq: Any) -> bool:
    return epoch % freq == 0 if isinstance(freq, int) else epoch in freq


def test(model: Any, held_out: Iterable[Any], callbacks: Any) -> dict[str, float]:
    """The loss and the metrics over batches.

    Args:
        model: A compiled model.
        held_out: The batches.
        callbacks: A list of callbacks that is told.
    """
    steps, logs = model._steps, {}
    steps.begin()
    callbacks.on_test_begin()
    for number, batch in enumerate(held_out):
        callbacks.on_test_batch_begin(number)
        logs = steps.test(batch)
        callbacks.on_test_batch_end(number, logs)
    numbers = batches.numbers(logs)
    callbacks.on_test_end(numbers)
    return numbers


def predict(model: Any, x: Any, size: int) -> Any:
    """The outputs for all samples, computed `size` at a time."""
    parts = [model._steps.predict(batch) for batch in data.in_order(x, size)]
    return tf.nest.map_structure(
        lambda *outputs: np.concatenate([one.numpy() for one in outputs]), *parts
    )
