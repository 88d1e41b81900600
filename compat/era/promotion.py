"""NumPy 1's promotion: scalars count by their value beside an array, by type alone.

NumPy 2 takes Python's numbers for weak (`np.uint8(200) + 100` is 44) and NumPy's
scalars for strong (a float32 array by a float64 scalar is float64).
NumPy 1 did neither.
`prepared` gives the operands a form from which NumPy 2 makes the types of NumPy 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

# How numbers of a kind rank: boolean, integer, float and complex.
_RANKS = {"b": 0, "u": 1, "i": 1, "f": 2, "c": 2}

# Type → 0: nothing of NumPy's, 1: a scalar of NumPy's, 2: an array.
KIND: dict[type, int] = dict.fromkeys(
    (bool, int, float, complex, str, bytes, list, tuple, dict, set, type(None)), 0
)
_NUMBERS = (bool, int, float, complex)


def kind(value: Any) -> int:
    """What a value is for `KIND`, which then knows its type."""
    found = KIND.get(type(value))
    if found is None:
        found = 2 if isinstance(value, np.ndarray) else 0
        if isinstance(value, np.generic):
            found = 1
        KIND[type(value)] = found
    return found


def kinds(a: Any, b: Any) -> int:
    """Whether one of two operands is NumPy's."""
    return kind(a) or kind(b)


def strong(number: Any) -> Any:
    """Python's number as the array that NumPy 1 made of it; `None`: one of objects."""
    if isinstance(number, bool):
        return np.bool_(number)
    if isinstance(number, int):
        if -(1 << 63) <= number < 1 << 63:
            return np.int64(number)
        return np.uint64(number) if 0 <= number < 1 << 64 else None
    return np.float64(number) if isinstance(number, float) else np.complex128(number)


def prepared(a: Any, b: Any, signed: bool = False) -> tuple[Any, Any]:
    """Two operands, one of them NumPy's, as NumPy 2 must see them.

    Args:
        a: The left operand.
        b: The right one.
        signed: Whether it is an operation for which NumPy 1 took the first type that
            held both, and so int16 before uint16: `// % ** << >> & | ^`.

    Returns:
        The same numbers, of other types where NumPy 1 had others.
    """
    kind_a, kind_b = kind(a), kind(b)
    if kind_a == kind_b == 1:
        return a, b
    if not kind_b:
        if not isinstance(b, _NUMBERS):
            return a, b
        number = strong(b)
        if kind_a == 1:
            if number is None and a.dtype.kind in _RANKS:
                return a.item(), b
            return a, (b if number is None else number)
        if a.dtype.kind not in _RANKS:
            return a, b
        if a.ndim == 0:
            return (a, number) if number is not None else (a.item(), b)
        if number is None:
            return a.astype(object), b
        return a, _beside(number, a, signed)
    if not kind_a:
        if type(b) is np.float64 and type(a) in (float, complex):
            return a, b  # to Python it is a float
        second, first = prepared(b, a, signed)
        return first, second
    if kind_a == 2 and a.ndim:
        return (a, b) if kind_b == 2 and b.ndim else (a, _beside(b, a, signed))
    return (_beside(a, b, signed), b) if kind_b == 2 and b.ndim else (a, b)


def _beside(scalar: Any, array: Any, signed: bool) -> Any:
    """A scalar as it counts beside an array.

    Args:
        scalar: A scalar of NumPy's, or an array without dimensions.
        array: An array with dimensions.
        signed: See `prepared`.
    """
    one, many = scalar.dtype, array.dtype
    if one == many or one.kind not in _RANKS or many.kind not in _RANKS:
        return scalar
    if _RANKS[one.kind] > _RANKS[many.kind]:
        return scalar
    least = smallest(scalar, many)
    if signed and least.kind == many.kind == "u" and least.itemsize > many.itemsize:
        least = _signed(scalar, least)
    return np.promote_types(many, least).type(scalar[()])


def smallest(scalar: Any, beside: np.dtype[Any]) -> np.dtype[Any]:
    """The smallest type that holds a scalar, beside one that may have a sign."""
    least = np.min_scalar_type(scalar)
    if least.kind == "u" and beside.kind not in "bu":
        return _signed(scalar, least)
    return least


def _signed(scalar: Any, least: np.dtype[Any]) -> np.dtype[Any]:
    """The type with a sign, of the size of one without, where it holds a scalar."""
    signed = np.dtype(f"i{least.itemsize}")
    return signed if int(scalar) <= np.iinfo(signed).max else least


def result_type(*values: Any) -> np.dtype[Any]:
    """`numpy.result_type` of NumPy 1, of arrays, scalars and types.

    Args:
        *values: What NumPy's takes.
    """
    arrays: list[Any] = []
    types: list[Any] = []
    scalars: list[Any] = []
    for value in values:
        if isinstance(value, (str, type, np.dtype)) or value is None:
            types.append(np.dtype(value))
            continue
        if isinstance(value, _NUMBERS) and not isinstance(value, np.generic):
            value = strong(value)
            if value is None:
                value = np.array(None)
        else:
            value = np.asanyarray(value)
        (arrays if value.ndim else scalars).append(value)
    known = types + [array.dtype for array in arrays]
    every = known + [scalar.dtype for scalar in scalars]
    if not known or any(one.kind not in _RANKS for one in every):
        return np.result_type(*every)
    most = max(_RANKS[one.kind] for one in known)
    if any(_RANKS[one.dtype.kind] > most for one in scalars):
        return np.result_type(*every)
    found = np.result_type(*known)
    for scalar in scalars:
        found = np.promote_types(found, smallest(scalar, found))
    return found
