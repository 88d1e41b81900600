"""Keras 2 beside a TensorFlow 1.x graph: what tf_keras prints and draws otherwise.

keras 2.3.1 took its seeds from NumPy in a graph of a script's own, too, and named a
metric as the script had spelled it. The lines of a training are those of then.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import numpy as np
import tensorflow as tf

from compat import _private
from compat.keras import progress

Call = Callable[..., Any]


@functools.cache
def print_as(flavour: str) -> None:
    """Have tf_keras print what `fit` printed.

    Args:
        flavour: `keras` (2.3.1) or `tf.keras` (of TensorFlow 1.15).
    """
    callbacks: Any = _private.old_keras("callbacks")
    if hasattr(callbacks, "Progbar"):
        callbacks.Progbar = functools.partial(_Line, flavour=flavour)
    if flavour != "keras":
        return
    if hasattr(callbacks, "ProgbarLogger"):
        logger = callbacks.ProgbarLogger
        logger.on_epoch_begin = _one_epoch_too(logger.on_epoch_begin)
    arrays: Any = _private.old_keras("engine.training_arrays_v1")
    if hasattr(arrays, "_print_train_info"):
        arrays._print_train_info = _announced(arrays._print_train_info)


@functools.cache
def draw_from_numpy() -> None:
    """Have tf_keras take its seeds from NumPy, and name metrics, as 2.3.1 did."""
    for path in ("engine.base_layer", "engine.base_layer_v1"):
        module: Any = _private.old_keras(path)
        if hasattr(module, "Layer"):
            module.Layer.add_weight = _seeded_weight(module.Layer.add_weight)
    backend: Any = _private.old_keras("backend")
    if hasattr(backend, "RandomGenerator"):
        kind = backend.RandomGenerator
        kind.make_legacy_seed = _seeded_noise(kind.make_legacy_seed)
    helpers: Any = _private.old_keras("engine.training_utils_v1")
    if hasattr(helpers, "get_metric_name"):
        helpers.get_metric_name = _spelled(helpers.get_metric_name)
    arrays: Any = _private.old_keras("engine.training_arrays_v1")
    if hasattr(arrays, "model_iteration"):
        arrays.model_iteration = _in_order(arrays.model_iteration)
    if hasattr(arrays, "fit_loop") and hasattr(helpers, "batch_shuffle"):
        arrays.fit_loop = _shuffled_on(arrays.fit_loop)
        helpers.batch_shuffle = _as_it_was_left(helpers.batch_shuffle)
    flatten = tf.compat.v1.keras.layers.Flatten
    flatten.call = _numbered(flatten.call)


class _Line(progress.Bar):
    """A bar as tf_keras calls it."""

    def __init__(self, *args: Any, unit_name: str = "step", **kwargs: Any) -> None:
        super().__init__(*args, unit=unit_name, **kwargs)

    def _update_stateful_metrics(self, stateful_metrics: Any) -> None:
        self.stateful_metrics |= set(stateful_metrics)

    def update(self, current: int, values: Any = None, finalize: Any = None) -> None:
        """Show that `current` units are done; the last are shown with the epoch's."""
        if finalize:  # the means of the whole epoch
            self.stateful_metrics |= {name for name, _ in values or ()}
        elif self.target is not None and current >= self.target:
            return
        super().update(current, values)


def _one_epoch_too(function: Call) -> Call:
    @functools.wraps(function)
    def on_epoch_begin(self: Any, epoch: int, logs: Any = None) -> None:
        function(self, epoch, logs)
        if self.verbose and self.epochs == 1:
            print(f"Epoch {epoch + 1}/{self.epochs}")

    return on_epoch_begin


def _announced(function: Call) -> Call:
    @functools.wraps(function)
    def show(samples: Any, held_out: Any, is_dataset: bool) -> None:
        if held_out:
            function(samples, held_out, is_dataset)

    return show


def _seed() -> int:
    return int(np.random.randint(int(10e6)))


def _seeded_weight(function: Call) -> Call:
    @functools.wraps(function)
    def add_weight(
        self: Any,
        name: Any = None,
        shape: Any = None,
        dtype: Any = None,
        initializer: Any = None,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        if not tf.executing_eagerly():
            initializer = _drawing(initializer, dtype or self.dtype)
        return function(self, name, shape, dtype, initializer, *args, **kwargs)

    return add_weight


def _drawing(initializer: Any, dtype: Any) -> Any:
    """An initializer that takes its missing seed from NumPy when it draws."""
    if initializer is None and dtype is not None and tf.as_dtype(dtype).is_floating:
        initializer = "glorot_uniform"
    if initializer is not None and not callable(initializer):
        initializer = tf.compat.v1.keras.initializers.get(initializer)
    if isinstance(initializer, type):
        initializer = initializer()
    if getattr(initializer, "seed", 0) is not None:
        return initializer

    def draw(shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        if type(initializer).__name__ == "Orthogonal":
            from compat.keras.initializers import Orthogonal

            kind = tf.as_dtype(dtype or "float32")
            ours = Orthogonal(gain=initializer.gain)
            value = ours.values(tuple(tf.TensorShape(shape).as_list()), kind.name)
            return tf.constant(value, kind)
        initializer.seed = _seed()
        try:
            return initializer(shape, dtype=dtype)
        finally:
            initializer.seed = None

    return draw


def _seeded_noise(function: Call) -> Call:
    @functools.wraps(function)
    def make_legacy_seed(self: Any) -> Any:
        given = function(self)
        return _seed() if given is None and not tf.executing_eagerly() else given

    return make_legacy_seed


def _spelled(function: Call) -> Call:
    @functools.wraps(function)
    def get_metric_name(metric: Any, weighted: bool = False) -> str:
        if isinstance(metric, str):
            return metric
        found = tf.compat.v1.keras.metrics.get(metric)
        return str(found.name if hasattr(found, "name") else found.__name__)

    return get_metric_name


def _in_order(function: Call) -> Call:
    """The samples of a validation were not shuffled, as tf.keras shuffles them."""

    @functools.wraps(function)
    def model_iteration(*args: Any, **kwargs: Any) -> Any:
        if kwargs.get("validation_in_fit"):
            kwargs["shuffle"] = False
        return function(*args, **kwargs)

    return model_iteration


_order: ContextVar[list[Any] | None] = ContextVar("order", default=None)


def _shuffled_on(function: Call) -> Call:
    """Every epoch shuffled the order that the one before it had left."""

    @functools.wraps(function)
    def fit_loop(*args: Any, **kwargs: Any) -> Any:
        own = kwargs.get("shuffle") and kwargs["shuffle"] != "batch"
        token = _order.set([] if own else None)
        if own:
            kwargs["shuffle"] = "batch"  # asks `batch_shuffle` for the order
        try:
            return function(*args, **kwargs)
        finally:
            _order.reset(token)

    return fit_loop


def _as_it_was_left(function: Call) -> Call:
    @functools.wraps(function)
    def batch_shuffle(index_array: Any, batch_size: Any) -> Any:
        order = _order.get()
        if order is None:
            return function(index_array, batch_size)
        if not order:
            order.append(index_array)
        np.random.shuffle(order[0])
        return order[0]

    return batch_shuffle


def _numbered(function: Call) -> Call:
    @functools.wraps(function)
    def call(self: Any, inputs: Any) -> Any:
        np.random.randint(10_000)  # for the name of an op
        return function(self, inputs)

    return call
