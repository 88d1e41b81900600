"""`tfe.Variable`: the resource variable of eager scripts."""

from __future__ import annotations

import inspect
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class _OfResources(type):
    """Calls make TensorFlow's own resource variables, which are instances."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        bound = inspect.signature(vars(cls)["__init__"]).bind(None, *args, **kwargs)
        given = {k: v for k, v in list(bound.arguments.items())[1:] if v is not None}
        given.pop("distribute_strategy", None)
        return tf1.Variable(**given, use_resource=True)

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, tf.Variable) and hasattr(instance, "handle")


class Variable(metaclass=_OfResources):
    """A variable that holds its value by itself: `tf.Variable(use_resource=True)`.

    Args:
        initial_value: What it begins with, or a function that gives it.
        trainable: Whether it is trained.
        collections: Names of the graph's collections for it.
        validate_shape: Whether the shape must be known.
        caching_device: Device for copies.
        name: Its name.
        dtype: Its type.
        variable_def: A `VariableDef` to make it anew from.
        import_scope: Scope of the names in `variable_def`.
        constraint: Function for its value after each step.
        distribute_strategy: Not used.
        synchronization: When copies are brought together.
        aggregation: How.
        shape: Its shape, where it is wider than the initial value's.

    Source: `tf.contrib.eager.Variable`.
    """

    def __init__(
        self,
        initial_value: Any = None,
        trainable: Any = None,
        collections: Any = None,
        validate_shape: bool = True,
        caching_device: Any = None,
        name: str | None = None,
        dtype: Any = None,
        variable_def: Any = None,
        import_scope: Any = None,
        constraint: Any = None,
        distribute_strategy: Any = None,
        synchronization: Any = None,
        aggregation: Any = None,
        shape: Any = None,
    ):
        raise TypeError("tfe.Variable has no subclasses here")
