"""What Keras 2 let one do with a model: fit, evaluate, predict, and single batches."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from compat.keras import (
    ahead,
    batches,
    checking,
    data,
    loops,
    progress,
    streams,
    summary,
)
from compat.keras import callbacks as legacy_callbacks
from compat.keras.compiling import Compiled
from compat.keras.older import Older, later, today
from compat.keras.saving import Saved


class Training(Compiled, Older, Saved):
    """Methods of a model; `self` is one of Keras 3's too."""

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: int = 1,
        callbacks: Any = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: Any = True,
        class_weight: Any = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_freq: Any = 1,
        **kwargs: Any,
    ) -> Any:
        """`model.fit`: batches in the order that 2.3.1 drew from NumPy."""
        queue, kwargs = later(kwargs), today(kwargs)
        epochs = kwargs.pop("epochs", epochs)
        if kwargs:
            raise TypeError(f"fit: unexpected arguments {', '.join(sorted(kwargs))}")
        checking.compiled(self)
        every = list(callbacks or [])
        size = batch_size or 32
        if steps_per_epoch and batch_size and self.flavour == "keras":
            raise ValueError(
                "If steps_per_epoch is set, the `batch_size` must be None."
            )
        if validation_data is not None:
            validation_data = data.validation(validation_data)
        x, validation_data = ahead.drawn(x, queue), ahead.drawn(validation_data, queue)
        steps, anew = steps_per_epoch, self.flavour == "tf.keras"
        ordered: data.Ordered | None = None
        if data.is_arrays(x):
            x, y = checking.arrays(self, x, y)
            sample_weight = data.weights(y, sample_weight, class_weight)
            if validation_split and validation_data is None:
                x, y, sample_weight, validation_data = data.split(
                    x, y, sample_weight, validation_split
                )
            parts = data.batch_of(x, y, sample_weight)
            if steps is None:
                ordered = data.Batches(parts, size, shuffle, anew)
            else:
                ordered = data.Whole(parts, steps)
        elif streams.is_stream(x, self.flavour):
            as_batch = partial(streams.standard, class_weight=class_weight)
            ordered = self._stream(x, steps, shuffle, not anew, as_batch)
        held_out: Any = None
        if ordered is not None:
            steps = ordered.known_steps
            if streams.is_stream(validation_data, self.flavour):
                held_out = streams.held_out(validation_data, validation_steps, anew)
            elif validation_data is not None:
                if isinstance(validation_data, tuple):
                    checking.all_of(self, *validation_data[:2])
                drawn, trained = anew and not ordered.free, ordered
                by_trained = anew and ordered.told_of_tests
                held_out = data.held_out(
                    validation_data,
                    lambda: (trained.size if by_trained else None) or size,
                    validation_steps,
                    drawn,
                )
        elif steps is None and hasattr(x, "__len__"):
            with suppress(TypeError):  # a dataset of a length that nobody knows yet
                steps = len(x)
        legacy_callbacks.show(every, validation_data)
        params = {
            "batch_size": None if ordered is None else ordered.size,
            "epochs": epochs,
            "steps": steps if ordered is None or ordered.free else steps_per_epoch,
            "samples": None if ordered is None else ordered.samples,
            "verbose": verbose,
            "do_validation": validation_data is not None,
            "metrics": self._logged_names(validation_data is not None),
        }
        if verbose and ordered is not None:
            held = None if validation_data is None else data.samples(validation_data)
            counted = ordered.samples
            if anew and steps_per_epoch is not None and counted is not None:
                counted = steps_per_epoch  # as samples, in tf.keras
            if isinstance(validation_data, tf.data.Dataset) and held_out is not None:
                held = getattr(held_out(), "known_steps", None)
            if isinstance(ordered, streams.Elements):
                progress.announce(steps, held, self.flavour, "steps")
            else:
                progress.announce(counted, held, self.flavour)
        told = batches.Callbacks(every, self, params, steps)
        with _as_of_old():
            if ordered is not None:
                history = loops.fit(
                    self,
                    ordered,
                    told,
                    epochs,
                    initial_epoch,
                    held_out,
                    validation_freq,
                )
            else:
                history = super().fit(  # type: ignore[misc]
                    x=x,
                    y=y,
                    steps_per_epoch=steps_per_epoch,
                    class_weight=class_weight,
                    # the order of a Sequence's batches; a dataset has its own
                    shuffle=bool(shuffle) and not isinstance(x, tf.data.Dataset),
                    epochs=epochs,
                    verbose=verbose,
                    callbacks=told,
                    validation_data=data.generator(validation_data),
                    validation_batch_size=size,
                    validation_steps=validation_steps,
                    validation_freq=validation_freq,
                    initial_epoch=initial_epoch,
                )
        legacy_callbacks.name_as_of_old(history, self.flavour)
        return history

    def _stream(self, *given: Any) -> streams.Stream:
        """`streams.stream(…)`, and a model built by it that waited for data."""
        stream = streams.stream(*given)
        if not self.built:  # type: ignore[attr-defined]
            self._ready(stream.first()[0])
        return stream

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: Any = 1,
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Any = None,
        **kwargs: Any,
    ) -> Any:
        """`model.evaluate`: the loss, or a list of it and the metrics."""
        checking.compiled(self)
        as_dict = kwargs.pop("return_dict", False)
        x = ahead.drawn(x, later(kwargs))
        counted = None
        of_stream = streams.is_stream(x, self.flavour)
        if data.is_arrays(x) or of_stream:
            held_out: Any
            if of_stream:
                held_out = self._stream(x, steps)
            else:
                x, y = checking.arrays(self, x, y)
                parts = data.batch_of(x, y, data.weights(y, sample_weight, None))
                held_out = data.held_out(
                    parts, lambda: batch_size or 32, steps, False
                )()
                if steps is None:
                    held_out = list(held_out)
            if isinstance(callbacks, keras.callbacks.CallbackList):
                told = callbacks  # in the middle of a training
            else:
                if data.is_arrays(x) and not steps:
                    counted = len(data.flat(x)[0])
                count = held_out.known_steps if of_stream else len(held_out)
                told = batches.Testing(callbacks, self, verbose, count, counted)
            with _as_of_old():
                logs = loops.test(self, held_out, told)
        else:
            with _as_of_old():
                logs = super().evaluate(  # type: ignore[misc]
                    x=x,
                    y=y,
                    batch_size=batch_size,
                    verbose=verbose,
                    sample_weight=sample_weight,
                    steps=steps,
                    callbacks=callbacks,
                    return_dict=True,
                    **today(kwargs),
                )
        if self.flavour != "keras":
            logs = {
                k: (np.float64 if k == "loss" else np.float32)(v)
                for k, v in logs.items()
            }
        return logs if as_dict else self._in_order(logs)

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: Any = 0,
        steps: int | None = None,
        callbacks: Any = None,
        **kwargs: Any,
    ) -> Any:
        """`model.predict`, silent by default."""
        x = ahead.drawn(x, later(kwargs))
        if data.is_arrays(x):
            x = data.arrays(x)
            checking.inputs(self, x)
            if self.flavour == "keras":
                x = data.as_many(x)
            if not (steps or callbacks) and len(data.flat(x)[0]):
                samples = len(data.flat(x)[0])
                told = progress.Shown(verbose, self.flavour, samples, None)
                with _as_of_old():
                    parts = data.in_order(x, batch_size or 32)
                    return loops.predict(self, parts, told)
        elif streams.is_stream(x, self.flavour) and not callbacks:
            stream = streams.stream(x, steps, as_batch=streams.inputs)
            told = progress.Shown(verbose, self.flavour, None, stream.known_steps)
            with _as_of_old():
                return loops.predict(self, stream, told, free=True)
        with _as_of_old():
            return super().predict(  # type: ignore[misc]
                x=data.generator(x),
                batch_size=batch_size,
                verbose=verbose,
                steps=steps,
                callbacks=callbacks,
                **today(kwargs),
            )

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Any = None,
        **kwargs: Any,
    ) -> Any:
        """One step; the loss (and metrics) of this batch alone."""
        checking.compiled(self)
        x, y = checking.arrays(self, x, y)
        if kwargs.pop("reset_metrics", True):
            self._steps.begin()
        batch = data.batch_of(x, y, data.weights(y, sample_weight, class_weight))
        with _as_of_old():
            _, logs = self._steps.train(batch)
        return self._in_order(batches.numbers(logs))

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, **kwargs: Any
    ) -> Any:
        """The loss (and metrics) of a batch."""
        checking.compiled(self)
        x, y = checking.arrays(self, x, y)
        if kwargs.pop("reset_metrics", True):
            self._steps.begin()
        batch = data.batch_of(x, y, data.weights(y, sample_weight, None))
        with _as_of_old():
            _, logs = self._steps.test(batch)
        return self._in_order(batches.numbers(logs))

    def predict_on_batch(self, x: Any) -> Any:
        """`predict`, of one batch."""
        x = data.arrays(x)
        checking.inputs(self, x)
        with _as_of_old():
            outputs = self._steps.predict(x, free=True)
        return tf.nest.map_structure(np.asarray, outputs)

    def summary(
        self,
        line_length: int | None = None,
        positions: Any = None,
        print_fn: Any = None,
        **kwargs: Any,
    ) -> None:
        """`model.summary`, as Keras 2 printed it."""
        summary.show(self, line_length, positions, print_fn, self.flavour)

    def reset_states(self) -> None:
        """Every stateful layer's state becomes zero."""
        for layer in self.layers:  # type: ignore[attr-defined]
            if getattr(layer, "stateful", False) or hasattr(layer, "layers"):
                layer.reset_states()


@contextmanager
def _as_of_old() -> Iterator[None]:
    """No words of Keras 3's own: on the structure of inputs, on where data ends."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The structure of `inputs`")
        warnings.filterwarnings("ignore", message="Your input ran out of data")
        yield
