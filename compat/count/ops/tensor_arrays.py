"""`tf.TensorArray` as 1.15 had it: its size is always asked of the array."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any


def of_unknown_size(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let an array forget the size it was made with.

    So `size()` is an op, and what `stack()` gives has an unknown first dimension.

    Args:
        function: TensorFlow's own `__init__`.
    """

    @functools.wraps(function)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        function(self, *args, **kwargs)
        self._size = None

    return __init__


def concatenated(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let `concat()` not ask for the size, which 2.x puts in the static shape.

    Args:
        function: TensorFlow's own `concat`.
    """

    @functools.wraps(function)
    def concat(self: Any, *args: Any, **kwargs: Any) -> Any:
        inferred, self._infer_shape = self._infer_shape, False
        try:
            return function(self, *args, **kwargs)
        finally:
            self._infer_shape = inferred

    return concat
