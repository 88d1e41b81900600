"""What Keras 2's `compile` gave a model: its losses, metrics and steps."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from compat.keras import batches, loops, losses, metrics, opcounts, optimizers
from compat.keras.optimizer import Optimizer


class Compiled:
    """Methods of a model; `self` is one of Keras 3's too."""

    flavour = "keras"
    _steps_as_compiled = False

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
        if self.flavour != "keras":
            opcounts.lose()
        given = self._compiled_with
        names, shapes = _outputs(self)
        plain, weighted = (
            metrics.resolve(
                self._closed_metrics(given[kind], names),
                given["loss"],
                shapes,
                names,
                one,
            )
            for kind, one in zip(
                ("metrics", "weighted_metrics"),
                metrics.spellings(self.flavour),
                strict=True,
            )
        )
        super().compile(  # type: ignore[misc]
            optimizer=given["optimizer"],
            loss=losses.get(self._closed(_for_each(given["loss"], names), names)),
            metrics=plain,
            loss_weights=_listed(given["loss_weights"], given["loss"], names),
            weighted_metrics=weighted,
            jit_compile=False,
            **self._compile_options,
        )
        if isinstance(self.optimizer, Optimizer):  # type: ignore[attr-defined]
            self.optimizer.begin()  # type: ignore[attr-defined]
        self._compiled_for = shapes
        self._logged = _Names(
            metrics.order(plain, names) + metrics.order(weighted, names)
        )
        self._last_batch = batches.Batch()
        self._collected = _Names(self.trainable_weights if self.built else ())  # type: ignore[attr-defined,has-type]
        self._forget_steps()

    @property
    def trainable_weights(self) -> Any:
        """What is trained; in a step, what was to be when the model was compiled."""
        if self._steps_as_compiled:
            return list(self._collected.names)
        return super().trainable_weights  # type: ignore[misc]

    @trainable_weights.setter
    def trainable_weights(self, weights: Any) -> None:
        """Keras 1's custom layers listed their weights; they are known already."""

    @property
    def trainable_variables(self) -> Any:
        """As `trainable_weights`: those that an optimizer is built for."""
        if self._steps_as_compiled:
            return list(self._collected.names)
        return super().trainable_variables  # type: ignore[misc]

    @contextmanager
    def as_compiled(self) -> Iterator[None]:
        """What `trainable` said when the model was compiled counts, as in Keras 2."""
        collected = self._collected.names if hasattr(self, "_collected") else []
        frozen = [one for one in collected if not one.trainable]
        for one in frozen:
            one.trainable = True
        self._steps_as_compiled = bool(collected)
        try:
            yield
        finally:
            self._steps_as_compiled = False
            for one in frozen:
                one.trainable = False

    def _closed(self, given: Any, names: list[str]) -> Any:
        """Losses that may see the model's tensors, as functions of two arguments."""
        closed = self.closed  # type: ignore[attr-defined]
        if isinstance(given, dict):
            place = {name: at for at, name in enumerate(names)}
            return {n: closed(one, place.get(n, 0)) for n, one in given.items()}
        if isinstance(given, (list, tuple)):
            return [closed(one, at) for at, one in enumerate(given)]
        return closed(given, 0)

    def _closed_metrics(self, given: Any, names: list[str]) -> Any:
        """As `_closed`, for the metrics of a model with one output."""
        if len(names) > 1 or not isinstance(given, (list, tuple)):
            return given
        plain = (str, keras.metrics.Metric, list, tuple, dict)
        closed = self.closed  # type: ignore[attr-defined]
        return [one if isinstance(one, plain) else closed(one, 0) for one in given]

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
        loss = above(x, _of_type(y, y_pred), y_pred, sample_weight, **kwargs)
        if loss is not None and hasattr(self, "_last_batch"):
            self._last_batch.found_loss = loss
        return loss

    def compute_metrics(
        self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None
    ) -> Any:
        """The metrics so far, of targets in the outputs' type."""
        y = _of_type(y, y_pred)
        return super().compute_metrics(x, y, y_pred, sample_weight)  # type: ignore[misc]

    def train_step(self, batch: Any) -> Any:
        """A step over a generator's batch, of which callbacks are told later."""
        with self.as_compiled():
            logs = super().train_step(batch)  # type: ignore[misc]
        self._last_batch.keep(batch)
        return logs

    def _ready(self, x: Any) -> None:
        """Build a model that waited for data, and choose its accuracy by its shape."""
        if not self.built and isinstance(x, np.ndarray):  # type: ignore[attr-defined]
            self.build((None, *x.shape[1:]))  # type: ignore[attr-defined]
            self._waited_for_data = True
        if hasattr(self, "_compiled_for") and self._compiled_for != _outputs(self)[1]:
            self._compile_now()

    @property
    def metrics_names(self) -> list[str]:
        """What `evaluate` gives, by name."""
        names, _ = _outputs(self)
        losses_of = [f"{name}_loss" for name in names] if len(names) > 1 else []
        return ["loss", *losses_of, *getattr(self, "_logged", _Names(())).names]

    def _logged_names(self, validated: bool) -> list[str]:
        names = self.metrics_names
        return names + [f"val_{name}" for name in names if validated]

    def _in_order(self, logs: dict[str, Any]) -> Any:
        """Values as 2.3.1 listed them: the loss, of each output, then the metrics."""
        values = [logs[name] for name in self.metrics_names if name in logs]
        return values[0] if len(values) == 1 else values


class _Args(dict):  # type: ignore[type-arg]
    """A dict that Keras does not track: `_compile_options` and the like."""


class _Names:
    """A list of names that Keras does not track."""

    def __init__(self, names: Any) -> None:
        self.names = list(names)


def _for_each(loss: Any, names: list[str]) -> Any:
    """A loss for every output: one alone was that of each."""
    alone = loss is not None and not isinstance(loss, (list, dict))
    return [loss] * len(names) if alone and len(names) > 1 else loss


def _listed(weights: Any, loss: Any, names: list[str]) -> Any:
    """The weights of the losses in the order of the outputs; by name as the losses."""
    if not isinstance(weights, dict) or isinstance(loss, dict):
        return weights
    return [weights.get(name, 1.0) for name in names]


def _of_type(y: Any, y_pred: Any) -> Any:
    """Targets in their outputs' type, as the placeholders of 2.3.1 had it."""
    given, outputs = tf.nest.flatten(y), tf.nest.flatten(y_pred)
    if len(given) != len(outputs):
        outputs = outputs[:1] * len(given)
    typed = [
        tf.cast(one, output.dtype) if one is not None else None
        for one, output in zip(given, outputs, strict=True)
    ]
    return tf.nest.pack_sequence_as(y, typed)


def _outputs(model: Any) -> tuple[list[str], list[Any]]:
    """The names and shapes of a model's outputs, as far as they are known."""
    names = list(getattr(model, "output_names", None) or ["output"])
    outputs = getattr(model, "outputs", None)
    if not outputs:
        return names, [None] * len(names)
    return names, [tuple(tensor.shape) for tensor in outputs]
