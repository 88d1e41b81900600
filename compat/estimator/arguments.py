"""Which arguments a function of the script takes, and calls with those alone."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any


def names(function: Callable[..., Any]) -> tuple[str, ...]:
    """Names of the arguments that a function or a callable object still takes.

    What a `functools.partial` gave already does not count, nor does `self`.
    """
    if isinstance(function, functools.partial):
        given = set(function.keywords or ())
        rest = names(function.func)[len(function.args) :]
        return tuple(name for name in rest if name not in given)
    if not inspect.isroutine(function) and not inspect.isclass(function):
        function = function.__call__  # type: ignore[operator]
    specified = inspect.getfullargspec(inspect.unwrap(function))
    listed = specified.args + specified.kwonlyargs
    bound = inspect.ismethod(function) or inspect.isclass(function)
    return tuple(listed[1:] if bound and listed else listed)


def call(function: Callable[..., Any], *args: Any, **offered: Any) -> Any:
    """Call a function with those of the offered keywords that it takes."""
    wanted = names(function)
    return function(*args, **{k: v for k, v in offered.items() if k in wanted})
