"""What a model's variables were called in Keras 2: `lstm_1/kernel:0`."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import keras

from compat.keras import names

# Whether a layer that names the variables of all layers in it is being called.
_inside: ContextVar[bool] = ContextVar("inside", default=False)


@contextmanager
def named(layer: Any) -> Iterator[None]:
    """Call a layer; the variables that it makes get their names.

    Args:
        layer: A layer of `compat.keras`; in a model each layer names its own.
    """
    if _inside.get() or isinstance(layer, keras.Model):
        yield
        return
    token = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(token)
    new = [v for v in layer.variables if not hasattr(v, "_name_of_2")]
    new = [v for v in new if "seed_generator" not in v.path]
    if new:
        _name(layer, new)


def _name(layer: Any, variables: list[Any]) -> None:
    scope, taken = names.scope(layer.name, layer.flavour), set()
    left_out = set(_without_scope(layer))
    for variable in variables:
        path = variable.path
        _, found, inside = f"/{path}".rpartition(f"/{names.as_scope(layer.name)}/")
        if not found:
            inside = path
        parts = [part for part in inside.split("/") if part not in left_out]
        name = base = "/".join([scope, *parts])
        number = 0
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name)
        kind: Any = type(variable)
        variable.__class__ = _with_old_name(kind)
        variable._name_of_2 = f"{name}:0"


def _without_scope(layer: Any) -> Iterator[str]:
    """The names of the layers in a layer that opened no scope for their variables."""
    for outer in layer._flatten_layers():
        if isinstance(outer, keras.layers.RNN):
            yield outer.cell.name
            yield from (one.name for one in getattr(outer.cell, "cells", ()))
        elif isinstance(outer, keras.layers.TimeDistributed):
            yield outer.layer.name


@functools.cache
def _with_old_name(kind: Any) -> Any:
    """A class of Keras's variables, called as in Keras 2."""
    return type(kind.__name__, (kind,), {"name": property(lambda v: v._name_of_2)})
