"""The `numpy` that legacy code imports: names that are gone, printing as then."""

from __future__ import annotations

import functools
import warnings
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


# What these names were, and NumPy 1.24 ended.
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
}


class NumPy(ModuleType):
    """The `numpy` that legacy code sees: the real one, and the names it has lost."""

    def __init__(self) -> None:
        import numpy

        from compat.era import numpy_calls

        super().__init__("numpy", numpy.__doc__)
        self.__dict__["_real"] = numpy
        self.__path__ = numpy.__path__
        self.__version__ = numpy.__version__
        self.__dict__["_own"] = {**_OWN, **numpy_calls.calls()}

    def __getattr__(self, name: str) -> Any:
        if name in self._own:
            return self._own[name]
        return getattr(self._real, _RENAMED.get(name, name))

    def __dir__(self) -> list[str]:
        return sorted({*dir(self._real), *self._own, *_RENAMED})


@functools.cache
def numpy() -> ModuleType:
    """The `numpy` for legacy code; arrays and scalars print as under NumPy 1.16."""
    import numpy as real

    if int(real.__version__.partition(".")[0]) >= 2:
        real.set_printoptions(legacy="1.21")
    # NumPy 1.25 to 2.3 still take an array of one element for a number
    warnings.filterwarnings("ignore", "Conversion of an array with ndim > 0")
    # what a pickle of NumPy 1 names is there, under a name that NumPy 2 would not have
    warnings.filterwarnings("ignore", r"numpy\.core")
    return NumPy()
