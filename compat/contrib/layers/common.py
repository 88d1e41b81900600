"""What the layers of `tf.contrib.layers` share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.layers.utils import collect_named_outputs

tf1 = tf.compat.v1

CHANNELS_FIRST = ("NCW", "NCHW", "NCDHW")
FORMATS = ("NWC", "NCW", "NHWC", "NCHW", "NDHWC", "NCDHW")


def model_variable_getter(renamed: dict[str, str]) -> Callable[..., Any]:
    """A custom getter that renames a layer's weights and notes them as model variables.

    Args:
        renamed: From the last part of a `tf.layers` weight's name to contrib's.
    """

    def getter(getter: Callable[..., Any], name: str, *args: Any, **kwargs: Any) -> Any:
        scope, slash, last = name.rpartition("/")
        kwargs["collections"] = [
            *(kwargs.get("collections") or [tf1.GraphKeys.GLOBAL_VARIABLES]),
            tf1.GraphKeys.MODEL_VARIABLES,
        ]
        return getter(scope + slash + renamed.get(last, last), *args, **kwargs)

    return getter


def collect_variable(variable: Any, collections: Any, kind: str) -> None:
    """Put a weight into the collections that were asked for.

    Args:
        variable: The weight, or `None`.
        collections: List of names, or from `kind` to such a list, or `None`.
        kind: `weights`, `biases`, …
    """
    if variable is None or not collections:
        return
    # of a variable that is cut, its parts are collected
    parts = list(variable) if hasattr(variable, "as_tensor") else [variable]
    for name in collections_of(collections, kind) or []:
        for part in parts:
            tf1.add_to_collection(name, part)


def collections_of(collections: Any, kind: str) -> Any:
    """The collections of a kind of weight: a list of names, or `None`."""
    return collections.get(kind) if isinstance(collections, dict) else collections


def collect_output(collections: Any, outputs: Any, by_op: bool = False) -> Any:
    """Put a layer's outputs into the collections that were asked for.

    Args:
        collections: Name, or list of names, or `None`.
        outputs: The outputs, which get the name of the scope at hand as an alias.
        by_op: Whether that is the name scope, and not the variable scope.

    Returns:
        The outputs.
    """
    if by_op:
        alias = tf1.get_default_graph().get_name_scope()
    else:
        alias = tf1.get_variable_scope().name
    return collect_named_outputs(collections, alias, outputs)


def layer_format(data_format: str | None) -> str:
    """`channels_first` or `channels_last`, as `tf.layers` says it."""
    return "channels_first" if data_format in CHANNELS_FIRST else "channels_last"


def check_format(data_format: str | None, allowed: tuple[Any, ...]) -> None:
    """Raise `ValueError` for a data format that is not one of those allowed."""
    if data_format not in allowed:
        named = sorted(str(one) for one in allowed if one is not None)
        wanted = f"either {named[0]} or {named[1]}" if len(named) == 2 else named
        raise ValueError(f"data_format has to be {wanted}. Received: {data_format!r}")


def finish(
    outputs: Any, normalizer_fn: Any, normalizer_params: Any, activation_fn: Any
) -> Any:
    """Apply a normalizer and an activation, where given."""
    if normalizer_fn is not None:
        outputs = normalizer_fn(outputs, **(normalizer_params or {}))
    return activation_fn(outputs) if activation_fn is not None else outputs


def called(layer: Callable[..., Any], name: str) -> Callable[..., Any]:
    """`layer` by its long name, from which `repeat` and `stack` make their scopes."""
    layer.__name__ = name
    return layer
