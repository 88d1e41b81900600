"""The operators and builtins of legacy code, as they were with NumPy 1.

`rewrite.py` puts calls of these in the place of operators that may see a value of
NumPy's. They are found by name among the builtins, for code that is passed around
(notebooks, pickled functions) too; nobody else asks for these names.
"""

from __future__ import annotations

import builtins
import math
import re
import sys
from collections.abc import Callable, Iterable
from itertools import groupby, islice
from typing import Any

import numpy as np

from compat.era.promotion import KIND, kind, kinds, prepared

# Name → Python's operator.
BINARY = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "truediv": "/",
    "floordiv": "//",
    "pow": "**",
    "lshift": "<<",
    "rshift": ">>",
    "and": "&",
    "or": "|",
    "xor": "^",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
}
INPLACE = {
    f"i{name}": f"{sign}=" for name, sign in [*list(BINARY.items())[:11], ("mod", "%")]
}

_SIGNS = {**BINARY, "mod": "%", "eq": "==", "ne": "!="}
_IN_PLACE = {f"i{name}" for name in _SIGNS}

# Two numbers, or two texts, of Python's: what most operands are.
_HEAD = """
def {name}(a, b):
    t = type(a)
    if t is type(b) and (t is int or t is float or t is str):
        {quick}
    try:
        numpy = KIND[type(a)] or KIND[type(b)]
    except KeyError:
        numpy = kinds(a, b)
    if numpy:
"""
_OPERATOR = "        a, b = prepared(a, b, {signed})\n    return a {sign} b\n"
_KEPT = """        c, b = prepared(a, b, {signed})
        a = {first}
"""
_TEXTS = "return a % b if t is not str else formatted(a, b)"
_SAME = "a if type(a) is ndarray else c"
_ASSIGNED = _KEPT + "    a {sign} b\n    return a\n"
_POWERED = "        a, b = quick(a, b) or prepared(a, b, True)\n"
_DIVIDED = "        return divided(a, b)\n    return a / b\n"
_DIVIDED_IN_PLACE = """        if type(a) is not ndarray:
            return divided(a, b)
        b = prepared(a, b)[1]
    a /= b
    return a
"""
_EQUAL = "        return compared(a, b, {alike})\n    return a {sign} b\n"
_MOD = """
        c, b = prepared(a, b, {signed})
        a = {first}
    if type(a) is str or type(a) is bytes:
        return formatted(a, b)
    {statement}
    return a
"""


def _written(name: str, body: str, **parts: Any) -> Callable[[Any, Any], Any]:
    """A function of two operands; thirty of them differ by their sign alone."""
    space = {
        "KIND": KIND,
        "kinds": kinds,
        "prepared": prepared,
        "quick": _quick,
        "divided": _divided,
        "ndarray": np.ndarray,
        "compared": _compared,
        "formatted": _formatted,
    }
    sign = _SIGNS[name.removeprefix("i") if name in _IN_PLACE else name]
    parts = {"quick": f"return a {sign} b", **parts}
    text = (_HEAD + body).format(name=f"operator_{name}", **parts)
    exec(compile(text, "<frozen compat.era.operators>", "exec"), space)
    return space[f"operator_{name}"]  # type: ignore[return-value]


def _form(sign: str) -> dict[str, Any]:
    return {"sign": sign, "signed": sign not in _BY_RESULT and sign[-1] != "="}


# What NumPy 1 did in the type of the result; the rest in the first that holds both.
_BY_RESULT = {"+", "-", "*", "/", "<", ">"}


def _quick(a: Any, b: Any) -> Any:
    """The operands of a power to which NumPy has an own way, which keeps the type.

    Returns:
        `None` for another one.
    """
    if not isinstance(a, np.ndarray) or kind(b) == 2 or a.dtype.kind not in "iufc":
        return None
    if not (b == 2 if a.dtype.kind in "iu" else b in _POWERS):
        return None
    return a, b.item() if kind(b) else b


def _divided(a: Any, b: Any) -> Any:
    """`a / b`; small integers of one type gave a float32."""
    small = False
    if kind(a) == kind(b) == 1 and a.dtype.kind in "iu" and b.dtype.kind in "iu":
        common = np.promote_types(a.dtype, b.dtype)
        small = common.char in "bBhH" and common == a.dtype
    a, b = prepared(a, b)
    return np.float32(a / b) if small else a / b


_POWERS = (-1, 0.5, 1, 2)


def _compared(a: Any, b: Any, alike: bool) -> Any:
    """`a == b` or, if not `alike`, `a != b`, one of them NumPy's."""
    if _never_equal(a, b):
        return not alike
    a, b = prepared(a, b)
    try:
        return a == b if alike else a != b
    except ValueError:  # shapes that do not go together
        return not alike


def _never_equal(a: Any, b: Any) -> bool:
    """Whether it is an array of numbers and a text, which NumPy 1 did not compare."""
    for one, other in ((a, b), (b, a)):
        if isinstance(other, (str, bytes)) and isinstance(one, np.ndarray):
            return one.ndim > 0 and one.dtype.kind in "buifc"
    return False


def _formatted(a: Any, b: Any) -> Any:
    """`a % b`, `a` perhaps a text with places for numbers."""
    try:
        return a % b
    except TypeError:
        if isinstance(a, str) and isinstance(b, dict):
            return _CONVERSION.sub(lambda found: _part(found, b), a)
        changed = _arguments(a, b) if isinstance(a, (str, bytes)) else None
        if changed is None:
            raise
    return a % changed


_CONVERSION = re.compile(
    r"%(?:\((?P<key>[^)]*)\))?[#0\- +]*(?P<width>\*|\d+)?(?:\.(?P<digits>\*|\d*))?"
    r"[hlL]?(?P<type>.)",
    re.DOTALL,
)


def _part(found: re.Match[str], given: dict[Any, Any]) -> str:
    """One place of a text, filled from a dictionary."""
    if found["type"] in _NUMERIC and found["key"] in given:
        return found[0] % {found["key"]: one(given[found["key"]])}
    return found[0] % given


_NUMERIC = "diueEfFgG"


def _arguments(text: Any, given: Any) -> Any:
    """What a text is filled with, its arrays of one element as numbers where it asks.

    Returns:
        `None` where there are none.
    """
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    numbers: list[int] = []  # the place of each that is to be a number
    place = 0
    for found in _CONVERSION.finditer(text):
        place += (found["width"] == "*") + (found["digits"] == "*")
        if found["type"] == "%":
            continue
        if found["type"] in _NUMERIC:
            numbers.append(place)
        place += 1
    every = given if isinstance(given, tuple) else (given,)
    filled = tuple(one(v) if i in numbers else v for i, v in enumerate(every))
    same = all(v is w for v, w in zip(filled, every, strict=True))
    return None if same else filled


def one(value: Any) -> Any:
    """The element of an array that has one; anything else as it is."""
    if isinstance(value, np.ndarray) and value.size == 1 and value.ndim:
        return value.item()
    return value


_TAKE_NUMBERS = {int, float, complex, chr} | {
    function for function in vars(math).values() if callable(function)
}
_TAKE_NUMBERS -= {math.trunc}


def _number(function: Any, *values: Any) -> Any:
    for value in values:
        if KIND.get(type(value), 2) == 2:
            if function in _TAKE_NUMBERS:
                return function(*map(one, values))
            break
    if function is builtins.round and kind(values[0]) == 1:
        return _round(*values)
    return function(*values)


def _round(value: Any, digits: Any = 0) -> Any:
    """NumPy 1's scalars stay scalars when they are rounded."""
    if digits is None or value.dtype.kind not in "uifc":
        raise TypeError(f"type {type(value).__name__} doesn't define __round__ method")
    return value.round(int(digits))


def _power(function: Any, a: Any, b: Any) -> Any:
    if function not in (pow, divmod) or not kinds(a, b):
        return function(a, b)
    if function is pow:
        return OPERATORS["pow"](a, b)
    return function(*prepared(a, b, True))


class _Zero(int):
    """A zero that makes `sum` add one by one, as before Python 3.12."""


def _sum(function: Any, values: Iterable[Any], start: Any = 0) -> Any:
    if function is not builtins.sum:
        return function(values, start) if start != 0 else function(values)
    if isinstance(values, np.ndarray):
        values = list(values)
    if isinstance(values, (list, tuple, range, set, frozenset, dict)):
        return _sum_of(values, start)
    total, rest = start, iter(values)
    while chunk := list(islice(rest, 4096)):
        total = _sum_of(chunk, total)
    return total


def _sum_of(values: Any, start: Any) -> Any:
    first = next(iter(values), None)
    total = start if kinds(first, start) else builtins.sum(values, start)
    if kinds(first, total):
        add, total = OPERATORS["add"], start
        for value in values:
            total = add(total, value)
    elif type(total) is float and sys.version_info >= (3, 12):
        if type(start) is float:  # 0 + x is x, and begins to add one by one
            values = [start, *values]
            start = 0
        return builtins.sum(values, _Zero(start))
    return total


def _store(array: Any, index: Any, value: Any) -> bool:
    """Store an array of one element as that element, after NumPy 2 would not.

    Returns:
        Whether that was it.
    """
    element = one(value)
    if element is value or not isinstance(array, np.ndarray):
        return False
    try:
        array[index] = element
    except (TypeError, ValueError):
        return False
    return True


_PYTHONS = frozenset([int, float, bool, complex, str])


def _plain(value: Any) -> bool:
    """Whether a value is a number or text of Python's, or a list of such."""
    if type(value) is list or type(value) is tuple:
        return all(kind in _PYTHONS for kind, _ in groupby(map(type, value)))
    return type(value) in _PYTHONS


OPERATORS: dict[str, Any] = {
    **{name: _written(name, _OPERATOR, **_form(sign)) for name, sign in BINARY.items()},
    **{
        name: _written(name, _ASSIGNED, **_form(sign), first=_SAME)
        for name, sign in INPLACE.items()
    },
    "eq": _written("eq", _EQUAL, sign="==", alike=True),
    "ne": _written("ne", _EQUAL, sign="!=", alike=False),
    "mod": _written(
        "mod", _MOD, first="c", quick=_TEXTS, **_form("%"), statement="a = a % b"
    ),
    "imod": _written(
        "imod", _MOD, first=_SAME, quick=_TEXTS, **_form("%="), statement="a %= b"
    ),
    "number": _number,
    "power": _power,
    "sum": _sum,
    "store": _store,
    "truediv": _written("truediv", _DIVIDED),
    "pow": _written("pow", _POWERED + "    return a ** b\n"),
    "itruediv": _written("itruediv", _DIVIDED_IN_PLACE),
    "ipow": _written(
        "ipow", _KEPT + "    a **= b\n    return a\n", **_form("**="), first=_SAME
    ),
    "missed": (TypeError, ValueError),
    "type": type,
    "int": int,
    "numbers": _PYTHONS,
    "plain": _plain,
}
