"""keras.metrics: which accuracy `'acc'` is, and under which name it is logged."""

from __future__ import annotations

from typing import Any

import keras

from compat.keras import losses

_COSINES = {"cosine", "cosine_proximity", "cosine_similarity"}


def _cosine(y_true: Any, y_pred: Any) -> Any:
    return -losses.cosine_proximity(y_true, y_pred)


def accuracy(loss: Any, output_shape: tuple[Any, ...] | None) -> Any:
    """The accuracy that 2.3.1 took for `'accuracy'`: by the loss and the output.

    Args:
        loss: The output's loss, as given to `compile`.
        output_shape: The output's shape.
    """
    name = loss if isinstance(loss, str) else getattr(loss, "__name__", "")
    if (output_shape and output_shape[-1] == 1) or name == "binary_crossentropy":
        return keras.metrics.binary_accuracy
    if name == "sparse_categorical_crossentropy":
        return keras.metrics.sparse_categorical_accuracy
    return keras.metrics.categorical_accuracy


def resolve(metrics: Any, loss: Any, shapes: list[Any], names: list[str]) -> Any:
    """The metrics given to `compile`, as Keras 3 takes them.

    Args:
        metrics: A name, a function, a metric; a list, a list of lists or a dict.
        loss: The loss given beside them.
        shapes: The shape of each output.
        names: The name of each output.
    """
    if not metrics:
        return None
    by_output = [_of(loss, i, name) for i, name in enumerate(names)]
    if isinstance(metrics, dict):
        place = {name: i for i, name in enumerate(names)}
        return {
            name: _each(given, by_output[place[name]], shapes[place[name]])
            for name, given in metrics.items()
        }
    if not isinstance(metrics, (list, tuple)):
        metrics = [metrics]
    if len(names) == 1:
        if len(metrics) == 1 and isinstance(metrics[0], (list, tuple)):
            metrics = metrics[0]
        return _each(metrics, by_output[0], shapes[0])
    nested = any(isinstance(one, (list, tuple)) for one in metrics)
    every = metrics if nested else [metrics] * len(names)
    return [
        _each(given, one, shape)
        for given, one, shape in zip(every, by_output, shapes, strict=True)
    ]


def order(metrics: Any, loss: Any, shapes: list[Any], names: list[str]) -> list[str]:
    """The names under which `metrics` are logged, in 2.3.1's order.

    Args:
        metrics: As for `resolve`, and so the rest.
    """
    made = resolve(metrics, loss, shapes, names)
    if made is None:
        return []
    if len(names) == 1:
        groups = made.values() if isinstance(made, dict) else [made]
        return [one.name for group in groups for one in group]
    by_output = made if isinstance(made, dict) else dict(zip(names, made, strict=True))
    return [f"{name}_{one.name}" for name in names for one in by_output.get(name) or ()]


def _of(loss: Any, index: int, name: str) -> Any:
    if isinstance(loss, dict):
        return loss.get(name)
    return loss[index] if isinstance(loss, (list, tuple)) else loss


def _each(metrics: Any, loss: Any, shape: Any) -> Any:
    if metrics is None:
        return None
    given = metrics if isinstance(metrics, (list, tuple)) else [metrics]
    return [metric(one, loss, shape) for one in given]


def metric(identifier: Any, loss: Any, shape: Any) -> Any:
    """One metric, with the name that 2.3.1 logged it under."""
    if isinstance(identifier, keras.metrics.Metric):
        return identifier
    name = identifier
    if not isinstance(identifier, str):
        function = identifier
        name = getattr(identifier, "__name__", type(identifier).__name__)
    elif identifier in {"accuracy", "acc"}:
        function = accuracy(loss, shape)
    elif identifier in keras.saving.get_custom_objects():
        function = keras.saving.get_custom_objects()[identifier]
    elif identifier in _COSINES:  # the loss is minus that
        function = _cosine
    elif identifier in losses.FUNCTIONS:
        function = losses.FUNCTIONS[identifier]
    else:
        function = keras.metrics.get(identifier)
        if isinstance(function, keras.metrics.Metric):
            return function
    return keras.metrics.MeanMetricWrapper(function, name=name)


def find(name: str, flavour: str) -> Any:
    """A name of `keras.metrics`, or `None`."""
    if name in _COSINES:
        return _cosine
    return losses.FUNCTIONS.get(name)
