"""Attributes that objects and modules have lost since, looked up for legacy code.

`rewrite.py` makes `x.name` a call of `attribute` where `name` is one of these. What `x`
has itself goes first: a class of the script's with a method `isAlive` keeps its own.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from compat.era import python36


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


# Of NumPy's objects.
_METHODS: dict[str, Callable[..., Any]] = {
    "numpy.ndarray.itemset": _itemset,
    "numpy.ndarray.newbyteorder": _newbyteorder,
    "numpy.ndarray.ptp": _ptp,
    "numpy.ndarray.tostring": lambda array, order="C": array.tobytes(order),
    "numpy.generic.tostring": lambda scalar, *order: scalar.tobytes(*order),
}

NAMES = python36.NAMES | {name.rpartition(".")[2] for name in _METHODS}
NAMES_OF_PYTHON2 = python36.NAMES_OF_PYTHON2 | NAMES


def attribute(holder: Any, name: str, python2: bool = False) -> Any:
    """`holder.name`, also where it is gone.

    Args:
        holder: A module, a class or an object.
        name: One of `NAMES`.
        python2: Whether Python 2's names count too.

    Raises:
        AttributeError: It never was there, or is not provided.
    """
    if isinstance(holder, ModuleType):
        found = python36.of_module(holder, name, python2)
        return getattr(holder, name) if found is python36.NOTHING else found
    try:
        return getattr(holder, name)
    except AttributeError:
        found = _method(holder, name)
        if found is python36.NOTHING:
            raise
        return found


def _method(holder: Any, name: str) -> Any:
    for kind in type(holder).__mro__:
        method = _METHODS.get(f"{kind.__module__}.{kind.__qualname__}.{name}")
        if method is not None:
            return method.__get__(holder)
    return python36.of_object(holder, name)
