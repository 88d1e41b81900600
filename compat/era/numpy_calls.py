"""Functions of NumPy that give other results since NumPy 2, as in NumPy 1."""

from __future__ import annotations

import ast
import builtins
import types
from typing import Any

import numpy as np

from compat.era.operators import one
from compat.era.promotion import kind, prepared, result_type, smallest, strong

# NumPy 1 copied where it had to; NumPy 2 has another word for that.
_IF_NEEDED = False if np.__version__.startswith("1.") else None


def _ragged(make: str) -> Any:
    """`numpy.array`, of rows of unequal length and of arrays of one element too."""
    function = getattr(np, make)

    def array(*args: Any, **kwargs: Any) -> Any:
        if kwargs.get("copy") is False and make == "array":
            kwargs["copy"] = _IF_NEEDED
        try:
            return function(*args, **kwargs)
        except ValueError as error:
            if "inhomogeneous" not in str(error):
                raise
            if kwargs.get("dtype") is None and len(args) < 2:
                return function(*args, **kwargs, dtype=object)
            if not args or not isinstance(args[0], (list, tuple)):
                raise
            return function([one(part) for part in args[0]], *args[1:], **kwargs)

    array.__name__ = array.__qualname__ = make
    return array


def _ufunc(name: str) -> Any:
    return getattr(np, name)


class _TwoOperands:
    """A ufunc of two operands, by NumPy 1's promotion.

    Args:
        real: NumPy's own.
    """

    def __init__(self, real: Any) -> None:
        self._real = real
        self._signed = real.__name__ not in _BY_RESULT
        self._of_floats = self._signed and real.types[0][0] == "e"
        self.__name__ = real.__name__
        self.__doc__ = real.__doc__

    @property  # type: ignore[misc]
    def __class__(self) -> type:  # for isinstance(np.add, np.ufunc)
        return np.ufunc

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if len(args) > 1:
            a, b = map(_array_of_list, args[:2])
            if isinstance(a, _PYTHON) and isinstance(b, _PYTHON):
                a = np.asarray(a)[()]
            if self._of_floats:
                a, b = _least(a, b), _least(b, a)
            elif kind(a) or kind(b):
                a, b = prepared(a, b, self._signed)
            if not (kind(a) or kind(b)):  # too large for NumPy's integers: objects
                a = np.asarray(a, object)
            args = (a, b, *args[2:])
        return self._real(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def __repr__(self) -> str:
        return repr(self._real)

    def __reduce__(self) -> Any:
        return _ufunc, (self.__name__,)


# By the type of the result; the others in the first type that holds both.
_BY_RESULT = set(
    "add subtract multiply divide true_divide maximum minimum fmax fmin equal "
    "not_equal less less_equal greater greater_equal".split()
)


def _least(scalar: Any, beside: Any) -> Any:
    """A scalar in the smallest type that holds it, beside an array of its kind."""
    if not np.ndim(beside) or np.ndim(scalar):
        return strong(scalar) if isinstance(scalar, _PYTHON) else scalar
    found = prepared(scalar, beside)[0]
    if beside.dtype.kind in "iu" and getattr(found, "dtype", beside.dtype).kind in "iu":
        return smallest(scalar, beside.dtype).type(scalar)
    return found


_PYTHON = (bool, int, float, complex)


def _array_of_list(value: Any) -> Any:
    return np.asanyarray(value) if isinstance(value, (list, tuple)) else value


def _where(condition: Any, *values: Any) -> Any:
    if len(values) == 2:
        a, b = map(_array_of_list, values)
        values = prepared(a, b) if kind(a) or kind(b) else (a, b)
    return np.where(condition, *values)


def _clip(a: Any, a_min: Any = None, a_max: Any = None, *rest: Any, **kw: Any) -> Any:
    every = [a, a_min, a_max]
    every = [_array_of_list(one) for one in every]
    if any(map(kind, every)):
        common = result_type(*(one for one in every if one is not None))
        if common.kind in "buif":
            every = [
                common.type(one) if one is not None and np.ndim(one) == 0 else one
                for one in every
            ]
    a, a_min, a_max = every
    return np.clip(a, a_min, a_max, *rest, **kw)


def _can_cast(from_: Any, to: Any, casting: Any = "safe") -> bool:
    number = isinstance(from_, (*_PYTHON, np.generic))
    if number or isinstance(from_, np.ndarray) and from_.ndim == 0:
        from_ = smallest(from_, np.dtype(to))
    return np.can_cast(getattr(from_, "dtype", from_), to, casting)


def _issubdtype(arg1: Any, arg2: Any) -> bool:
    if isinstance(arg2, type) and not issubclass(arg2, np.generic):
        arg2 = np.dtype(arg2).type.mro()[1]  # float is any float there, int any int
    return np.issubdtype(arg1, arg2)


def _unique(ar: Any, *args: Any, **kwargs: Any) -> Any:
    found = np.unique(ar, *args, **kwargs)
    inverse = args[1] if len(args) > 1 else kwargs.get("return_inverse")
    axis = args[3] if len(args) > 3 else kwargs.get("axis")
    if not inverse:
        return found
    place = 1 + builtins.bool(args[0] if args else kwargs.get("return_index"))
    flat = found[place].reshape(-1) if axis is None else found[place]
    return (*found[:place], flat, *found[place + 1 :])


def _fromstring(string: Any, dtype: Any = float, count: int = -1, sep: str = "") -> Any:
    if sep:
        return np.fromstring(string, dtype, count, sep=sep)
    data = string.encode("latin-1") if isinstance(string, str) else string
    return np.frombuffer(data, dtype, count).copy()


def _sum(a: Any, *args: Any, **kwargs: Any) -> Any:
    if isinstance(a, types.GeneratorType):
        return builtins.sum(a)
    return np.sum(a, *args, **kwargs)


def _find_common_type(array_types: Any, scalar_types: Any) -> Any:
    arrays = [np.dtype(one) for one in array_types]
    scalars = [np.dtype(one) for one in scalar_types]
    if not arrays or not scalars:
        every = arrays or scalars
        return np.result_type(*every) if every else None
    ranks = "buifc"
    most, other = np.result_type(*arrays), np.result_type(*scalars)
    higher = ranks.find(other.kind) > ranks.find(most.kind)
    return np.result_type(most, other) if higher else most


def _asfarray(a: Any, dtype: Any = float) -> Any:
    return np.asarray(a, dtype if np.issubdtype(dtype, np.inexact) else float)


def _alen(a: Any) -> int:
    return len(np.array(a, ndmin=1))


def _msort(a: Any) -> Any:
    return np.sort(a, axis=0)


class _Cast(dict):  # type: ignore[type-arg]
    """`np.cast['f'](x)`: a function for each type."""

    def __missing__(self, key: Any) -> Any:
        return lambda x: np.asarray(x).astype(np.dtype(key))


class _ItemSizes(dict):  # type: ignore[type-arg]
    def __missing__(self, key: Any) -> int:
        return np.dtype(key).itemsize


def _sctypes() -> dict[str, list[type]]:
    sizes = (1, 2, 4, 8)
    return {
        "int": [np.dtype(f"i{size}").type for size in sizes],
        "uint": [np.dtype(f"u{size}").type for size in sizes],
        "float": [np.float16, np.float32, np.float64, np.longdouble],
        "complex": [np.complex64, np.complex128, np.clongdouble],
        "others": [bool, object, bytes, str, np.void],
    }


def calls() -> dict[str, Any]:
    """Name → function, of those that changed or went."""
    ufuncs = {
        name: _TwoOperands(value)
        for name, value in vars(np).items()
        if isinstance(value, np.ufunc) and value.nin == 2 and name != "matmul"
    }
    promoted = {
        **ufuncs,
        "where": _where,
        "clip": _clip,
        "can_cast": _can_cast,
        "result_type": result_type,
        "unique": _unique,
    }
    kept = {
        "array": _ragged("array"),
        "asarray": _ragged("asarray"),
        "asanyarray": _ragged("asanyarray"),
        "alen": _alen,
        "asfarray": _asfarray,
        "asscalar": lambda a: a.item(),
        "cast": _Cast(),
        "disp": lambda mesg, *args: print(mesg),
        "fastCopyAndTranspose": lambda a: np.asarray(a).T.copy(),
        "find_common_type": _find_common_type,
        "fromstring": _fromstring,
        "issctype": lambda rep: isinstance(rep, type) and issubclass(rep, np.generic),
        "issubdtype": _issubdtype,
        "issubclass_": lambda a, b: isinstance(a, type) and issubclass(a, b),
        "msort": _msort,
        "nbytes": _ItemSizes(),
        "obj2sctype": lambda rep, default=None: np.dtype(rep).type,
        "safe_eval": ast.literal_eval,
        "sctype2char": lambda sctype: np.dtype(sctype).char,
        "sctypes": _sctypes(),
        "sum": _sum,
        "typeDict": np.sctypeDict,
    }
    return kept if np.__version__.startswith("1.") else kept | promoted
