"""Training, testing and predicting over batches, one compiled step for each.

Keras 3 reads arrays and generators by a `tf.data.Dataset`, which takes longer for a
batch than the small models of Keras 2's scripts take to train on it, and compiles
a step anew for batches of another length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from compat.keras import batches, data, progress


class Steps:
    """The compiled steps of a model.

    Args:
        model: A model of `compat.keras.models`.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self._compiled: dict[Any, Any] = {}
        self._begun: list[tuple[Any, Any]] | None = None

    def train(self, batch: Any, free: bool = False) -> tuple[Any, dict[str, Any]]:
        """Train on `(x, y)` or `(x, y, weights)`: its loss, and the means so far.

        Args:
            batch: Arrays.
            free: Whether other batches will have other sizes, where the model leaves
                them open: the step is then compiled for all of them at once.
        """
        return self._run(self._train, batch, batch, free)

    def test(self, batch: Any, free: bool = False) -> tuple[Any, dict[str, Any]]:
        """The loss of a batch, and the means so far, this batch's among them."""
        return self._run(self._test, batch, batch, free)

    def predict(self, x: Any, free: bool = False) -> Any:
        """The outputs for a batch of inputs."""
        return self._run(self._predict, x, (x,), free)

    def begin(self) -> None:
        """Begin the means anew."""
        if self._begun is None:
            self._model.reset_metrics()
            values = [variable.value for variable in self._model.metrics_variables]
            self._begun = [(v.handle, tf.convert_to_tensor(v)) for v in values]
        for handle, value in self._begun:
            tf.raw_ops.AssignVariableOp(resource=handle, value=value)

    def _train(self, batch: Any) -> Any:
        with self._model.as_compiled():
            logs = keras.Model.train_step(self._model, batch)
        return self._model._last_batch.found_loss, logs

    def _test(self, batch: Any) -> Any:
        logs = keras.Model.test_step(self._model, batch)
        return self._model._last_batch.found_loss, logs

    def _predict(self, x: Any) -> Any:
        return self._model.predict_step((x,))

    def _run(
        self, step: Callable[[Any], Any], batch: Any, parts: Any, free: bool
    ) -> Any:
        if getattr(self._model, "run_eagerly", False):
            self._begun = None
            return step(batch)
        arrays = data.flat(batch)
        if step == self._predict and getattr(self._model, "inputs", None):
            arrays = [*map(_long, arrays)]  # the model has them in its own type
        kinds = step.__name__, *((array.dtype, array.ndim) for array in arrays)
        shapes = [tuple(array.shape[1:]) for array in arrays]
        for_shapes, compiled = self._compiled.get(kinds, (None, None))
        if compiled is None or not all(map(_fits, for_shapes, shapes)):
            if step in (self._train, self._test):
                with self._model.as_compiled():
                    self._model._symbolic_build(data_batch=batch)
                _weigh_alike(self._model)
                self._begun = None  # there may be more of them
            if for_shapes is None:
                for_shapes = self._freed(parts) if free else shapes
            shapes = [*map(_of_both, for_shapes, shapes)]
            types = [array.dtype for array in arrays]
            compiled = _compiled(step, batch, shapes, types)
            self._compiled[kinds] = shapes, compiled
        return compiled(*map(tf.constant, arrays))

    def _freed(self, parts: Any) -> list[tuple[Any, ...]]:
        """The shapes of inputs, targets and weights, as open as the model's own."""
        inputs, outputs = (getattr(self._model, n, None) for n in ("inputs", "outputs"))
        shapes = []
        for part, tensors in zip(parts, (inputs, outputs, outputs), strict=False):
            arrays = data.flat(part)
            models = tensors if tensors and len(tensors) == len(arrays) else arrays
            for array, tensor in zip(arrays, models, strict=True):
                shape, own = tuple(array.shape[1:]), tuple(tensor.shape[1:])
                own += shape[len(own) :]
                shapes.append(
                    tuple(n and size for n, size in zip(own, shape, strict=False))
                )
        return shapes


def _weigh_alike(model: Any) -> None:
    """Have the mean of each output's loss take all batches alike, as Keras 2 had it.

    Keras 3 weighs them by their samples; for the loss of all outputs both do that.
    """
    for mean in getattr(getattr(model, "_compile_loss", None), "metrics", ()):

        def update_state(values: Any, sample_weight: Any = None, of: Any = mean) -> Any:
            return type(of).update_state(of, values)

        mean.update_state = update_state


def _long(array: Any) -> Any:
    """Whole numbers as int64: one step for all that name words, whatever their type."""
    whole = isinstance(array, np.ndarray) and array.dtype == np.int32
    return array.astype("int64") if whole else array


def _fits(known: tuple[Any, ...], shape: tuple[int, ...]) -> bool:
    return all(a is None or a == b for a, b in zip(known, shape, strict=True))


def _of_both(one: tuple[Any, ...], other: tuple[int, ...]) -> tuple[Any, ...]:
    return tuple(a if a == b else None for a, b in zip(one, other, strict=True))


def _compiled(
    step: Callable[[Any], Any],
    batch: Any,
    shapes: list[tuple[Any, ...]],
    types: list[Any],
) -> Any:
    """A step of the arrays of a batch, one by one, for any number of samples."""

    @tf.function(
        input_signature=[
            tf.TensorSpec((None, *shape), of_type)
            for shape, of_type in zip(shapes, types, strict=True)
        ],
        autograph=False,
    )
    def of_arrays(*arrays: Any) -> Any:
        return step(tf.nest.pack_sequence_as(batch, arrays))

    return of_arrays.get_concrete_function()


def fit(
    model: Any,
    ordered: data.Ordered,
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
        logs: dict[str, Any] = {}
        losses = []
        for number, batch in enumerate(ordered):
            size = ordered.size_of(batch)
            callbacks.on_train_batch_begin(number, {"size": size})
            loss, logs = steps.train(batch, ordered.free)
            losses.append(loss)
            callbacks.after(number, batches.Last(loss, size), logs)
            if model.stop_training:
                break
        if not logs:
            raise ValueError("fit: expected at least one batch, received none")
        epoch_logs = batches.numbers(logs) | ordered.trained(losses)
        if held_out is not None and _is_due(epoch + 1, validation_freq):
            these = held_out()
            alike = ordered.told_of_tests and model.flavour == "tf.keras"
            shown = callbacks.of_validation(these) if alike else None
            found = test(model, these, callbacks, shown, alike)
            if isinstance(these, data.Ordered):
                these.end()
            found = {f"val_{name}": value for name, value in found.items()}
            first = model.flavour == "keras"
            epoch_logs = found | epoch_logs if first else epoch_logs | found
        callbacks.on_epoch_end(epoch, epoch_logs)
        ordered.end()
        if model.stop_training or ordered.ended:
            break
    callbacks.on_train_end(epoch_logs)
    return model.history


def _is_due(epoch: int, freq: Any) -> bool:
    return epoch % freq == 0 if isinstance(freq, int) else epoch in freq


def test(
    model: Any,
    held_out: Iterable[Any],
    callbacks: Any,
    shown: progress.Shown | None = None,
    alike: bool = False,
) -> dict[str, float]:
    """The loss and the metrics over batches.

    Args:
        model: A compiled model.
        held_out: The batches.
        callbacks: A list of callbacks that is told.
        shown: Prints what is done, where it is not one of these.
        alike: Whether all batches weigh the same in the loss, whatever their size.
    """
    steps, every = model._steps, []
    ordered = held_out if isinstance(held_out, data.Ordered) else None
    own = callbacks.shown if callbacks.shown and callbacks.shown.tests else None
    told = shown or own
    steps.begin()
    callbacks.on_test_begin()
    if shown is not None:
        shown.on_test_begin()
    for number, batch in enumerate(held_out):
        callbacks.on_test_batch_begin(number)
        loss, logs = steps.test(batch, ordered is not None and ordered.free)
        callbacks.on_test_batch_end(number, logs)
        if told is not None:
            size = len(data.flat(batch)[0])
            told.told(batches.numbers(logs), size, float(loss))
        every.append((loss, logs))
    if not every:
        raise ValueError("evaluate: expected at least one batch, received none")
    numbers = batches.numbers(every[-1][1])
    if alike:
        numbers["loss"] = sum(float(loss) for loss, _ in every) / len(every)
    if ordered is not None:
        numbers |= ordered.tested(every, model.flavour)
    callbacks.on_test_end(numbers)
    if shown is not None:
        shown.on_test_end(numbers)
    return numbers


def predict(
    model: Any, inputs: Iterable[Any], shown: progress.Shown, free: bool = False
) -> Any:
    """The outputs for all samples.

    Args:
        model: A model.
        inputs: Those of one batch after the other.
        shown: Prints what is done.
        free: Whether these differ in the sizes that the model leaves open.
    """
    parts = []
    shown.on_test_begin()
    for batch in inputs:
        parts.append(model._steps.predict(batch, free))
        shown.told(None, len(data.flat(batch)[0]), None)
    shown.on_test_end()
    return tf.nest.map_structure(
        lambda *outputs: np.concatenate([one.numpy() for one in outputs]), *parts
    )
