"""Attributes that objects and modules have lost since, looked up for legacy code.

`rewrite.py` makes `x.name` a call of `attribute` where `name` is one of these. What `x`
has itself goes first: a class of the script's with a method `isAlive` keeps its own.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

_NOTHING = object()


def _itemset(array: Any, *args: Any) -> None:
    *index, value = args
    if len(index) == 1 and isinstance(index[0], int):
        array.flat[index[0]] = value
    else:
        array[tuple(index[0] if len(index) == 1 else index)] = value


def _ptp(array: Any, *args: Any, **kwargs: Any) -> Any:
    import numpy

    return numpy.ptp(array, *args, **kwargs)


def _newbyteorder(array: Any, new_order: str = "S") -> Any:
    return array.view(array.dtype.newbyteorder(new_order))


# (Module and class, name) → method.
_METHODS: dict[tuple[str, str], Callable[..., Any]] = {
    ("numpy.ndarray", "itemset"): _itemset,
    ("numpy.ndarray", "newbyteorder"): _newbyteorder,
    ("numpy.ndarray", "ptp"): _ptp,
    ("numpy.ndarray", "tostring"): lambda array, order="C": array.tobytes(order),
    ("numpy.generic", "tostring"): lambda scalar, *order: scalar.tobytes(*order),
}

# (Module, name) → what it was.
_OF_MODULES: dict[tuple[str, str], Any] = {}

NAMES = {name for _, name in [*_METHODS, *_OF_MODULES]}


def attribute(holder: Any, name: str) -> Any:
    """`holder.name`, also where it is gone.

    Raises:
        AttributeError: It never was there.
    """
    try:
        return getattr(holder, name)
    except AttributeError:
        found = _found(holder, name)
        if found is _NOTHING:
            raise
        return found


def _found(holder: Any, name: str) -> Any:
    if isinstance(holder, ModuleType):
        return _OF_MODULES.get((holder.__name__, name), _NOTHING)
    for kind in type(holder).__mro__:
        method = _METHODS.get((f"{kind.__module__}.{kind.__qualname__}", name))
        if method is not None:
            return method.__get__(holder)
    return _NOTHING
