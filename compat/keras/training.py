"""What Keras 2 let one do with a model: compile, fit, evaluate, predict, generators."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from compat.keras import (
    batches,
    data,
    loops,
    losses,
    metrics,
    optimizers,
    saving,
    streams,
)
from compat.keras import callbacks as legacy_callbacks

# Keras 1's names, which 2.3.1 still took.
_KEYWORDS = {
    "nb_epoch": "epochs",
    "samples_per_epoch": "steps_per_epoch",
    "nb_val_samples": "validation_steps",
    "val_samples": "steps",
    "max_q_size": "max_queue_size",
    "nb_worker": "workers",
    "pickle_safe": "use_multiprocessing",
}
# What only said how batches travel from one process to another.
_QUEUE = ("max_queue_size", "workers", "use_multiprocessing")


def _today(kwargs: dict[str, Any]) -> dict[str, Any]:
    given = {_KEYWORDS.get(name, name): value for name, value in kwargs.items()}
    return {name: value for name, value in given.items() if name not in _QUEUE}


class Training:
    """Methods of a model; `self` is one of Keras 3's too."""

    flavour = "keras"

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        metrics: Any = None,
        loss_weights: Any = None,
        sample_weight_mode: Any = None,
        weighted_metrics: Any = None,
        target_tensors: Any = None,
        **kwargs: Any,
    ) -> None:
        """`model.compile`; a model without a known input waits for its first data."""
        self._compiled_with = _Args(
            optimizer=optimizers.get(optimizer, self.flavour),
            loss=loss,
            metrics=metrics,
            loss_weights=loss_weights,
            weighted_metrics=weighted_metrics,
        )
        for gone in ("distribute", "feed_dict", "fetches", "options", "run_metadata"):
            kwargs.pop(gone, None)
        self._compile_options = _Args(**kwargs)
        self._compile_now()

    def _compile_now(self) -> None:
        given = self._compiled_with
        names, shapes = _outputs(self)
        plain, weighted = (
            metrics.resolve(given[kind], given["loss"], shapes, names, one)
            for kind, one in zip(
                ("metrics", "weighted_metrics"),
                metrics.spellings(self.flavour),
                strict=True,
            )
        )
        super().compile(  # type: ignore[misc]
            optimizer=given["optimizer"],
            loss=losses.get(given["loss"]),
            metrics=plain,
            loss_weights=given["loss_weights"],
            weighted_metrics=weighted,
            jit_compile=False,
            **self._compile_options,
        )
        self._compiled_for = shapes
        self._logged = _Names(
            metrics.order(plain, names) + metrics.order(weighted, names)
        )
        self._last_batch = batches.Batch()
        self._forget_steps()

    @cached_property
    def _steps(self) -> loops.Steps:
        return loops.Steps(self)

    def _forget_steps(self) -> None:
        """Compile them anew: the model, or what it is trained for, has changed."""
        self.__dict__.pop("_steps", None)

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
        **kwargs: Any,
    ) -> Any:
        """The loss of a batch, which callbacks will be told."""
        above = super().compute_loss  # type: ignore[misc]
        if "training" in inspect.signature(above).parameters:
            kwargs["training"] = training
        loss = above(x, y, y_pred, sample_weight, **kwargs)
        if training and loss is not None and hasattr(self, "_last_batch"):
            self._last_batch.found_loss = loss
        return loss

    def train_step(self, batch: Any) -> Any:
        """A step over a generator's batch, of which callbacks are told later."""
        logs = super().train_step(batch)  # type: ignore[misc]
        self._last_batch.keep(batch)
        return logs

    def _ready(self, x: Any) -> None:
        """Build a model that waited for data, and choose its accuracy by its shape."""
        if not self.built and isinstance(x, np.ndarray):  # type: ignore[attr-defined]
            self.build((None, *x.shape[1:]))  # type: ignore[attr-defined]
        if hasattr(self, "_compiled_for") and self._compiled_for != _outputs(self)[1]:
            self._compile_now()

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
        kwargs = _today(kwargs)
        epochs = kwargs.pop("epochs", epochs)
        if kwargs:
            raise TypeError(f"fit: unexpected arguments {', '.join(sorted(kwargs))}")
        every = list(callbacks or [])
        size = batch_size or 32
        if steps_per_epoch and batch_size and self.flavour == "keras":
            raise ValueError(
                "If steps_per_epoch is set, the `batch_size` must be None."
            )
        if validation_data is not None:
            validation_data = data.validation(validation_data)
        ordered: data.Ordered | None = None
        held_out: Any = None
        steps, anew = steps_per_epoch, self.flavour == "tf.keras"
        if data.is_arrays(x):
            x, y = data.arrays(x), data.arrays(y)
            sample_weight = data.weights(y, sample_weight, class_weight)
            if validation_split and validation_data is None:
                x, y, sample_weight, validation_data = data.split(
                    x, y, sample_weight, validation_split
                )
            self._ready(x)
            parts = data.batch_of(x, y, sample_weight)
            if steps_per_epoch is None:
                ordered = data.Batches(parts, size, shuffle, anew)
            else:
                ordered = data.Whole(parts, steps_per_epoch)
        elif streams.is_stream(x):
            as_batch = partial(streams.standard, class_weight=class_weight)
            ordered = streams.Stream(x, steps_per_epoch, shuffle, not anew, as_batch)
            if not self.built:  # type: ignore[attr-defined]
                self._ready(ordered.first()[0])
        elif steps is None and hasattr(x, "__len__"):
            steps = len(x)
        legacy_callbacks.show(every, validation_data)
        if ordered is not None:
            steps = len(ordered)
            if streams.is_stream(validation_data):
                held_out = streams.held_out(validation_data, validation_steps, anew)
            elif validation_data is not None:
                drawn = anew and not ordered.free
                held_out = data.held_out(validation_data, size, validation_steps, drawn)
        params = {
            "batch_size": None if ordered is None else ordered.size,
            "epochs": epochs,
            "steps": steps if ordered is None or ordered.free else steps_per_epoch,
            "samples": None if ordered is None else ordered.samples,
            "verbose": verbose,
            "do_validation": validation_data is not None,
            "metrics": self._logged_names(validation_data is not None),
        }
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
                    shuffle=bool(shuffle),  # the order of a Sequence's batches
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
        as_dict = kwargs.pop("return_dict", False)
        if data.is_arrays(x) or streams.is_stream(x):
            held_out: Any
            if streams.is_stream(x):
                held_out = streams.Stream(x, steps)
                if not self.built:  # type: ignore[attr-defined]
                    self._ready(held_out.first()[0])
            else:
                x, y = data.arrays(x), data.arrays(y)
                self._ready(x)
                parts = data.batch_of(x, y, data.weights(y, sample_weight, None))
                held_out = list(data.held_out(parts, batch_size or 32, steps, False)())
            if isinstance(callbacks, keras.callbacks.CallbackList):
                told = callbacks  # in the middle of a training
            else:
                told = batches.Testing(callbacks, self, verbose, len(held_out))
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
                    **_today(kwargs),
                )
        return logs if as_dict else self._in_order(logs)

    def _in_order(self, logs: dict[str, Any]) -> Any:
        """Values as 2.3.1 listed them: the loss, of each output, then the metrics."""
        values = [logs[name] for name in self.metrics_names if name in logs]
        return values[0] if len(values) == 1 else values

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
        if data.is_arrays(x):
            x = data.arrays(x)
            if not (verbose or steps or callbacks) and len(data.flat(x)[0]):
                with _as_of_old():
                    return loops.predict(self, data.in_order(x, batch_size or 32))
        elif streams.is_stream(x) and not (verbose or callbacks):
            stream = streams.Stream(x, steps, as_batch=streams.inputs)
            with _as_of_old():
                return loops.predict(self, stream, free=True)
        with _as_of_old():
            return super().predict(  # type: ignore[misc]
                x=data.generator(x),
                batch_size=batch_size,
                verbose=verbose,
                steps=steps,
                callbacks=callbacks,
                **_today(kwargs),
            )

    def predict_proba(self, x: Any, batch_size: int = 32, verbose: int = 0) -> Any:
        """`predict`, as it was called for classifiers."""
        return self.predict(x, batch_size, verbose)

    def predict_classes(self, x: Any, batch_size: int = 32, verbose: int = 0) -> Any:
        """The most likely class of each sample, or whether one output is above 0.5."""
        probabilities = self.predict(x, batch_size, verbose)
        if probabilities.shape[-1] > 1:
            return probabilities.argmax(axis=-1)
        return (probabilities > 0.5).astype("int32")

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Any = None,
        **kwargs: Any,
    ) -> Any:
        """One step; the loss (and metrics) of this batch alone."""
        x, y = data.arrays(x), data.arrays(y)
        self._ready(x)
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
        x, y = data.arrays(x), data.arrays(y)
        self._ready(x)
        if kwargs.pop("reset_metrics", True):
            self._steps.begin()
        batch = data.batch_of(x, y, data.weights(y, sample_weight, None))
        with _as_of_old():
            logs = self._steps.test(batch)
        return self._in_order(batches.numbers(logs))

    def predict_on_batch(self, x: Any) -> Any:
        """`predict`, of one batch."""
        with _as_of_old():
            outputs = self._steps.predict(data.arrays(x), free=True)
        return tf.nest.map_structure(np.asarray, outputs)

    def fit_generator(
        self, generator: Any, steps_per_epoch: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        """`model.fit_generator`."""
        order = ("epochs", "verbose", "callbacks", "validation_data") + (
            "validation_steps",
            "validation_freq",
            "class_weight",
        )
        given = dict(zip(order, args, strict=False)) | kwargs
        if steps_per_epoch is not None:
            given["steps_per_epoch"] = steps_per_epoch
        return self.fit(generator, **_today(given))

    def evaluate_generator(
        self,
        generator: Any,
        steps: int | None = None,
        callbacks: Any = None,
        *queue: Any,
        verbose: int = 0,
        **kwargs: Any,
    ) -> Any:
        """`model.evaluate_generator`."""
        steps = _today(kwargs).get("steps", steps)
        return self.evaluate(
            generator, verbose=verbose, steps=steps, callbacks=callbacks
        )

    def predict_generator(
        self,
        generator: Any,
        steps: int | None = None,
        callbacks: Any = None,
        *queue: Any,
        verbose: int = 0,
        **kwargs: Any,
    ) -> Any:
        """`model.predict_generator`."""
        steps = _today(kwargs).get("steps", steps)
        return self.predict(
            generator, verbose=verbose, steps=steps, callbacks=callbacks
        )

    @property
    def metrics_names(self) -> list[str]:
        """What `evaluate` gives, by name."""
        names, _ = _outputs(self)
        losses_of = [f"{name}_loss" for name in names] if len(names) > 1 else []
        return ["loss", *losses_of, *getattr(self, "_logged", _Names(())).names]

    def _logged_names(self, validated: bool) -> list[str]:
        names = self.metrics_names
        return names + [f"val_{name}" for name in names if validated]

    def reset_states(self) -> None:
        """Every stateful layer's state becomes zero."""
        for layer in self.layers:  # type: ignore[attr-defined]
            if getattr(layer, "stateful", False) or hasattr(layer, "layers"):
                layer.reset_states()

    def save(
        self, filepath: Any, overwrite: bool = True, include_optimizer: bool = True
    ) -> None:
        """`model.save`: an .h5 file as Keras 2 wrote it."""
        saving.save_model(self, filepath, overwrite, include_optimizer)

    def save_weights(self, filepath: Any, overwrite: bool = True, **_: Any) -> None:
        """`model.save_weights`: an .h5 file as Keras 2 wrote it."""
        saving.save_weights(self, filepath, overwrite)

    def load_weights(
        self,
        filepath: Any,
        by_name: bool = False,
        skip_mismatch: bool = False,
        reshape: bool = False,
    ) -> None:
        """`model.load_weights`, of an .h5 file."""
        saving.load_weights(self, filepath, by_name, skip_mismatch)

    def to_json(self, **kwargs: Any) -> str:
        """The architecture as Keras 2 wrote it."""
        return saving.to_json(self, **kwargs)


class _Args(dict):  # type: ignore[type-arg]
    """A dict that Keras does not track: `_compile_options` and the like."""


class _Names:
    """A list of names that Keras does not track."""

    def __init__(self, names: Any) -> None:
        self.names = list(names)


def _outputs(model: Any) -> tuple[list[str], list[Any]]:
    """The names and shapes of a model's outputs, as far as they are known."""
    names = list(getattr(model, "output_names", None) or ["output"])
    outputs = getattr(model, "outputs", None)
    if not outputs:
        return names, [None] * len(names)
    return names, [tuple(tensor.shape) for tensor in outputs]


@contextmanager
def _as_of_old() -> Iterator[None]:
    """No words on the structure in which Keras 3 would have liked its inputs."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The structure of `inputs`")
        yield
