"""Checks that EstimatorSpec, receivers and heads have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def is_tensor_like(value: Any) -> bool:
    """Whether a value is a tensor, or what the graph makes one of: a variable."""
    return tf.is_tensor(value) and not isinstance(value, tf.SparseTensor)


def same_graph(values: Iterable[Any]) -> None:
    """Raise unless all tensors and ops are of the default graph.

    Raises:
        ValueError: For one that is not.
    """
    graph = tf1.get_default_graph()
    for value in values:
        if getattr(value, "graph", graph) is not graph:
            raise ValueError(
                f"{value.name} must be from the default graph. Possible causes of this "
                f"error include: \n\n1) {value.name} was created outside the context "
                "of the default graph.\n\n"
                "2) The object passed through to EstimatorSpec was not created in the "
                'most recent call to "model_fn".'
            )


def hooks(
    value: Any, expected: str = "All hooks must be SessionRunHook instances"
) -> tuple[Any, ...]:
    """A tuple of hooks.

    Args:
        value: The hooks, or `None`.
        expected: How the caller says what they must be.

    Raises:
        TypeError: If one of them is not a `SessionRunHook`.
    """
    listed = tuple(value or ())
    for hook in listed:
        if not isinstance(hook, tf1.train.SessionRunHook):
            raise TypeError(f"{expected}, given: {hook}")
    return listed
