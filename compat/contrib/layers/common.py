"""What the layers of `tf.contrib.layers` share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

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
    for name in collections_of(collections, kind) or []:
        tf1.add_to_collection(name, variable)


def collections_of(collections: Any, kind: str) -> Any:
    """The collections of a kind of weight: a list of names, or `None`."""
    return collections.get(kind) if isinstance(collections, dict) else collections


def collect_output(collections: Any, outputs: Any) -> Any:
    """Put a layer's outputs into the collections that were asked for."""
    if collections:
        names = [collections] if isinstance(collections, str) else collections
        tf1.add_to_collections(list(names), outputs)
    return outputs


def layer_format(data_format: str | None) -> str:
    """`channels_first` or `channels_last`, as `tf.layers` says it."""
    return "channels_first" if data_format in CHANNELS_FIRST else "channels_last"


def check_format(data_format: str | None, allowed: tuple[Any, ...]) -> None:
    """Raise `ValueError` for a data format that is not one of those allowed."""
    if data_format not in allowed:
        wanted = ", ".join(str(one) for one in allowed if one is not None)
        raise ValueError(f"data_format has to be one of {wanted}, got {data_format!r}.")


def finish(
    outputs: Any, normalizer_fn: Any, normalizer_params: Any, activation_fn: Any
) -> Any:
    """Apply a normalizer and an activation, where given."""
    if normalizer_fn is not None:
        outputs = normalizer_fn(outputs, **(normalizer_params or {}))
    return activation_fn(outputs) if activation_fn is not None else outputs
