"""What else a 2017 script took for granted: NumPy's names, printing and ragged arrays."""

from __future__ import annotations

import functools
from types import ModuleType
from typing import Any

# Names that NumPy removed in 1.24 and 2.0, and what they stood for.
_BUILTINS = {"bool": bool, "int": int, "float": float, "complex": complex, "object": object, "str": str, "unicode": str, "long": int}
_RENAMED = {
    "Inf": "inf",
    "Infinity": "inf",
    "infty": "inf",
    "NaN": "nan",
    "PINF": "inf",
    "PZERO": None,
    "alltrue": "all",
    "sometrue": "any",
    "product": "prod",
    "cumproduct": "cumprod",
    "float_": "float64",
    "complex_": "complex128",
    "longfloat": "longdouble",
    "singlecomplex": "complex64",
    "cfloat": "complex128",
    "clongfloat": "clongdouble",
    "string_": "bytes_",
    "unicode_": "str_",
    "round_": "round",
    "row_stack": "vstack",
    "in1d": "isin",
    "trapz": "trapezoid",
    "bool8": "bool_",
    "int0": "intp",
    "uint0": "uintp",
    "object0": "object_",
    "str0": "str_",
    "bytes0": "bytes_",
    "mat": "asmatrix",
    "asfarray": None,
    "asscalar": None,
    "NINF": None,
    "NZERO": None,
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
        if name in _BUILTINS:
            return _BUILTINS[name]
        if name in _OWN:
            return _OWN[name]
        if name in _RENAMED and _RENAMED[name]:
            return getattr(self._real, _RENAMED[name])
        return getattr(self._real, name)

    def __dir__(self) -> list[str]:
        return sorted({*dir(self._real), *_BUILTINS, *_RENAMED})


def _ragged(make: str) -> Any:
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

    dtype = dtype if numpy.issubdtype(dtype, numpy.inexact) else float
    return numpy.asarray(a, dtype=dtype)


_OWN: dict[str, Any] = {
    "array": _ragged("array"),
    "asarray": _ragged("asarray"),
    "asscalar": _asscalar,
    "asfarray": _asfarray,
    "NINF": float("-inf"),
    "NZERO": -0.0,
    "PZERO": 0.0,
}


@functools.lru_cache(maxsize=None)
def numpy() -> ModuleType:
    """The `numpy` for legacy code; arrays and scalars print as under NumPy 1.16."""
    import numpy as real

    if int(real.__version__.partition(".")[0]) >= 2:
        real.set_printoptions(legacy="1.21")
    return NumPy()
