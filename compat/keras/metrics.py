"""keras.metrics: which accuracy `'acc'` is, and under which name it is logged."""

from __future__ import annotations

import functools
import inspect
from typing import Any

import keras
import tensorflow as tf

from compat.keras import initializers, losses, symbolic
from compat.keras import names as naming

_COSINES = {"cosine", "cosine_proximity", "cosine_similarity"}


def _cosine(y_true: Any, y_pred: Any) -> Any:
    return -losses.cosine_proximity(y_true, y_pred)


def binary_accuracy(y_true: Any, y_pred: Any, threshold: float = 0.5) -> Any:
    """The share of right sides of `threshold`, over the last axis."""
    y_pred = tf.convert_to_tensor(y_pred)
    right = tf.equal(tf.cast(y_true, y_pred.dtype), tf.round(y_pred))
    if threshold != 0.5:
        above = tf.cast(y_pred > threshold, y_pred.dtype)
        right = tf.equal(tf.cast(y_true, y_pred.dtype), above)
    return tf.reduce_mean(tf.cast(right, y_pred.dtype), -1)


def accuracy(loss: Any, output_shape: tuple[Any, ...] | None) -> Any:
    """The accuracy that 2.3.1 took for `'accuracy'`: by the loss and the output.

    Args:
        loss: The output's loss, as given to `compile`.
        output_shape: The output's shape.
    """
    name = loss if isinstance(loss, str) else getattr(loss, "__name__", "")
    if (output_shape and output_shape[-1] == 1) or name == "binary_crossentropy":
        return binary_accuracy
    if name == "sparse_categorical_crossentropy":
        return keras.metrics.sparse_categorical_accuracy
    return keras.metrics.categorical_accuracy


def crossentropy(loss: Any, output_shape: tuple[Any, ...] | None) -> Any:
    """The cross-entropy for `'crossentropy'`: by the loss and the output.

    Args:
        loss: The output's loss, as given to `compile`.
        output_shape: The output's shape.
    """
    name = loss if isinstance(loss, str) else getattr(loss, "__name__", "")
    if (output_shape and output_shape[-1] == 1) or name == "binary_crossentropy":
        return losses.FUNCTIONS["binary_crossentropy"]
    if name == "sparse_categorical_crossentropy":
        return losses.FUNCTIONS["sparse_categorical_crossentropy"]
    return losses.FUNCTIONS["categorical_crossentropy"]


class Spelling:
    """Under which names metrics are logged.

    keras 2.3.1 logs a metric under the name it was given by, and numbers a weighted one
    that is there unweighted; tf.keras of 1.15 says `acc` for both names of accuracy,
    spells a function's name out and puts `weighted_` before a weighted one. Both leave
    out what comes again.

    Args:
        flavour: `keras` or `tf.keras`.
        weighted: Whether they are the weighted metrics.
    """

    def __init__(self, flavour: str, weighted: bool) -> None:
        self._spelled = flavour == "tf.keras"
        self._weighted = weighted
        self._taken: dict[str, set[str]] = {}

    def after(self, other: Spelling) -> Spelling:
        """This spelling, for metrics that come after those of `other`."""
        self._taken = other._taken
        return self

    def name(self, given: str, function: Any, output: str) -> str:
        """The name of a metric.

        Args:
            given: What it was given by.
            function: What computes it.
            output: The output that it is of.
        """
        if self._spelled:
            name = _SPELLED.get(given) or str(getattr(function, "__name__", given))
            return f"weighted_{name}" if self._weighted else name
        taken = self._taken.setdefault(output, set())
        if self._weighted and given in taken:
            return f"{given}_1"
        taken.add(given)
        return given

    def once(self, made: list[Any]) -> list[Any]:
        """The metrics of one output, without those that come again."""
        return list({one.name: one for one in made}.values())


# Shorter than the function's name, in tf.keras of 1.15.
_SPELLED = {"accuracy": "acc", "acc": "acc", "crossentropy": "ce", "ce": "ce"} | {
    name: "cosine_proximity" for name in ("cosine", "cosine_proximity")
}


def spellings(flavour: str) -> tuple[Spelling, Spelling]:
    """How plain and weighted metrics are spelled."""
    plain = Spelling(flavour, False)
    return plain, Spelling(flavour, True).after(plain)


def resolve(
    metrics: Any, loss: Any, shapes: list[Any], names: list[str], spelling: Spelling
) -> Any:
    """The metrics given to `compile`, as Keras 3 takes them.

    Args:
        metrics: A name, a function, a metric; a list, a list of lists or a dict.
        loss: The loss given beside them.
        shapes: The shape of each output.
        names: The name of each output.
        spelling: How they are named in the logs.
    """
    if not metrics:
        return None
    by_output = [_of(loss, i, name) for i, name in enumerate(names)]
    if isinstance(metrics, dict):
        place = {name: i for i, name in enumerate(names)}
        return {
            name: _each(
                given, by_output[place[name]], shapes[place[name]], spelling, name
            )
            for name, given in metrics.items()
        }
    if not isinstance(metrics, (list, tuple)):
        metrics = [metrics]
    if len(names) == 1:
        if len(metrics) == 1 and isinstance(metrics[0], (list, tuple)):
            metrics = metrics[0]
        return _each(metrics, by_output[0], shapes[0], spelling, names[0])
    nested = any(isinstance(one, (list, tuple)) for one in metrics)
    every = metrics if nested else [metrics] * len(names)
    return [
        _each(given, one, shape, spelling, name)
        for given, one, shape, name in zip(every, by_output, shapes, names, strict=True)
    ]


def order(made: Any, names: list[str]) -> list[str]:
    """The names under which metrics are logged, in 2.3.1's order.

    Args:
        made: What `resolve` gave.
        names: The name of each output.
    """
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


def _each(metrics: Any, loss: Any, shape: Any, spelling: Spelling, output: str) -> Any:
    if metrics is None:
        return None
    given = metrics if isinstance(metrics, (list, tuple)) else [metrics]
    return spelling.once([metric(one, loss, shape, spelling, output) for one in given])


def metric(
    identifier: Any, loss: Any, shape: Any, spelling: Spelling, output: str
) -> Any:
    """One metric, with the name that it was logged under."""
    if isinstance(identifier, keras.metrics.Metric):
        return identifier
    name = identifier
    if not isinstance(identifier, str):
        function = identifier
        name = getattr(identifier, "__name__", type(identifier).__name__)
    elif identifier in {"accuracy", "acc"}:
        function = accuracy(loss, shape)
    elif identifier in {"crossentropy", "ce"}:
        function = crossentropy(loss, shape)
    elif identifier in keras.saving.get_custom_objects():
        function = keras.saving.get_custom_objects()[identifier]
    elif identifier in _COSINES:  # the loss is minus that
        function = _cosine
    elif identifier in losses.FUNCTIONS:
        function = losses.FUNCTIONS[identifier]
    elif identifier == "binary_accuracy":
        function = binary_accuracy
    else:
        function = keras.metrics.get(identifier)
        if isinstance(function, keras.metrics.Metric):
            return function
    return keras.metrics.MeanMetricWrapper(
        function, spelling.name(name, function, output)
    )


@functools.cache
def _numbered(real: Any, flavour: str) -> Any:
    """A metric's class that takes the next number where it is given no name."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        given = inspect.signature(real.__init__).bind_partial(self, *args, **kwargs)
        if given.arguments.get("name") is None:
            kind = naming.snake(made.__name__)
            given.arguments["name"] = naming.unique(kind, flavour)
        real.__init__(*given.args, **given.kwargs)

    space = {"__init__": __init__, "__module__": __name__, "__doc__": real.__doc__}
    made = type(real.__name__, (real,), space)
    keras.saving.register_keras_serializable(initializers.registered(flavour))(made)
    return made


def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.metrics`, or `None`."""
    if name in _COSINES:
        return _cosine
    if name == "binary_accuracy":
        return symbolic.lift(binary_accuracy)
    real: Any = getattr(keras.metrics, name, None)
    if inspect.isclass(real) and issubclass(real, keras.metrics.Metric):
        named = inspect.signature(real.__init__).parameters.get("name")
        kind: Any = real
        return _numbered(kind, flavour) if named and named.default is None else real
    return losses.LIFTED.get(name)
