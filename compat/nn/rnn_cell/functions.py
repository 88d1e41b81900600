"""Functions in a wrapper's config: by their code, other callables by name."""

from __future__ import annotations

import base64
import marshal
import sys
import types
from collections.abc import Mapping
from typing import Any


def kept(function: Any) -> tuple[Any, str, str]:
    """What `get_config` keeps of a function: itself, how, and its module.

    Args:
        function: A function, whose code is kept, for this Python alone, as 1.15 kept
            it ("lambda", whether it has a name or not); or another callable.
    """
    if isinstance(function, types.LambdaType):
        code = base64.encodebytes(marshal.dumps(function.__code__)).decode("ascii")
        cells = function.__closure__
        closure = None if cells is None else tuple(c.cell_contents for c in cells)
        return (code, function.__defaults__, closure), "lambda", function.__module__
    if callable(function):
        return function.__name__, "function", function.__module__
    raise ValueError(f"Unrecognized function type for input: {type(function)}")


def found(
    kept: Any, kind: str, module: str, custom_objects: Mapping[str, Any] | None
) -> Any:
    """The function that `kept` told of.

    Args:
        kept: A name, or code, defaults and closure.
        kind: "function" or "lambda".
        module: Where the function was defined.
        custom_objects: From name to function.

    Raises:
        ValueError: For a name that is found nowhere, or another kind.
    """
    there = vars(sys.modules[module]) if module in sys.modules else {}
    if kind == "function":
        known = {**there, **(custom_objects or {})}
        if kept not in known:
            raise ValueError(f"Unknown function in wrapper: {kept}")
        return known[kept]
    if kind == "lambda":
        code, defaults, closure = kept
        read = marshal.loads(base64.decodebytes(code.encode("ascii")))
        cells = None if closure is None else tuple(map(types.CellType, closure))
        given = None if defaults is None else tuple(defaults)
        return types.FunctionType(read, there, read.co_name, given, cells)
    raise ValueError(f"Unknown function type: {kind}")
