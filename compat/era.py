"""What a 2017 script took for granted of NumPy: names, printing and ragged arrays."""

from __future__ import annotations

import functools
from types import ModuleType
from typing import Any

# Names that NumPy removed in 1.24 and 2.0, and what they stood for.
_RENAMED = {
    "Inf": "inf",
    "Infinity": "inf",
    "NaN": "nan",
    "PINF": "inf",
    "infty": "inf",
    "alltrue": "all",
    "bool8": "bool_",
    "bytes0": "bytes_",
    "cfloat": "complex128",
    "clongfloat": "clongdouble",
    "complex_": "complex128",
    "cumproduct": "cumprod",
    "float_": "float64",
    "in1d": "isin",
    "int0": "intp",
    "longfloat": "longdouble",
    "mat": "asmatrix",
    "object0": "object_",
    "product": "prod",
    "round_": "round",
    "row_stack": "vstack",
    "singlecomplex": "complex64",
    "sometrue": "any",
    "str0": "str_",
    "string_": "bytes_",
    "trapz": "trapezoid",
    "uint0": "uintp",
    "unicode_": "str_",
}


def _ragged(make: str) -> Any:
    """`numpy.array` that makes an object array of rows of unequal length."""

    def array(*args: Any, **kwargs: Any) -> Any:
        import numpy

        function = getattr(numpy, make)
        try:
            return function(*args, **kwargs)
        except ValueError as error:
            dtype_given = kwargs.get("dtype") is not None or len(args) > 1
            if "inhomogeneous" not in str(error) or dtype_given:
                raise
            return function(*args, **kwargs, dtype=object)

    array.__name__ = array.__qualname__ = make
    return array


def _asscalar(a: Any) -> Any:
    return a.item()


def _asfarray(a: Any, dtype: Any = float) -> Any:
    import numpy

    return numpy.asarray(a, dtype if numpy.issubdtype(dtype, numpy.inexact) else float)


_OWN: dict[str, Any] = {
    "bool": bool,
    "complex": complex,
    "float": float,
    "int": int,
    "long": int,
    "object": object,
    "str": str,
    "unicode": str,
    "NINF": float("-inf"),
    "NZERO": -0.0,
    "PZERO": 0.0,
    "array": _ragged("array"),
    "asarray": _ragged("asarray"),
    "asfarray": _asfarray,
    "asscalar": _asscalar,
}


class NumPy(ModuleType):
    """The `numpy` that legacy code sees: the real one, and the names it has lost."""

    def __init__(self) -> None:
        import numpy

        super().__init__("numpy", numpy.__doc__)
        self.__dict__["_real"] = numpy
        self.__path__ = numpy.__path__
        self.__version__ = numpy.__version__

    def __getattr__(self, name: str) -> Any:
        if name in _OWN:
            return _OWN[name]
        return getattr(self._real, _RENAMED.get(name, name))

    def __dir__(self) -> list[str]:
        return sorted({*dir(self._real), *_OWN, *_RENAMED})


@functools.cache
def numpy() -> ModuleType:
    """The `numpy` for legacy code; arrays and scalars print as under NumPy 1.16."""
    import numpy as real

    if int(real.__version__.partition(".")[0]) >= 2:
        real.set_printoptions(legacy="1.21")
    return NumPy()
