"""Decorators that log once that a function or an argument is deprecated."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import tensorflow as tf

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
_told: set[tuple[Any, ...]] = set()


def _tell(key: tuple[Any, ...], once: bool, text: str, date: Any, instead: str) -> None:
    if once and key in _told:
        return
    _told.add(key)
    when = "in a future version" if date is None else f"after {date}"
    tf.compat.v1.logging.warning(
        "%s and will be removed %s. Instructions for updating: %s", text, when, instead
    )


def deprecated(date: Any, instructions: str, warn_once: bool = True) -> Decorator:
    """Log at a function's call that it is deprecated.

    Args:
        date: Day of removal, `YYYY-MM-DD`, or `None`.
        instructions: What to use instead.
        warn_once: Whether to log at the first call only.

    Source: `tf.contrib.framework.deprecated`.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def told(*args: Any, **kwargs: Any) -> Any:
            text = f"{function.__name__} is deprecated"
            _tell((function,), warn_once, text, date, instructions)
            return function(*args, **kwargs)

        return told

    return decorate


def deprecated_args(
    date: Any, instructions: str, *deprecated_arg_names_or_tuples: Any, **kwargs: Any
) -> Decorator:
    """Log when a deprecated argument is given.

    Args:
        date: Day of removal, or `None`.
        instructions: What to use instead.
        *deprecated_arg_names_or_tuples: Names, or pairs of a name and the value that
            is still right.
        **kwargs: `warn_once`.

    Source: `tf.contrib.framework.deprecated_args`.
    """
    once = kwargs.get("warn_once", True)
    fine: dict[str, tuple[Any, ...]] = {}
    for one in deprecated_arg_names_or_tuples:
        fine.update({one[0]: one[1:]} if isinstance(one, tuple) else {one: ()})

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(function)
        absent = [name for name in fine if name not in signature.parameters]
        if absent:
            raise ValueError(
                f"expected arguments of {function.__name__}, received {absent}"
            )

        @functools.wraps(function)
        def told(*args: Any, **given: Any) -> Any:
            for name, value in signature.bind(*args, **given).arguments.items():
                if name in fine and not any(value is good for good in fine[name]):
                    text = f"{function.__name__}: argument {name} is deprecated"
                    _tell((function, name), once, text, date, instructions)
            return function(*args, **given)

        return told

    return decorate


def deprecated_arg_values(
    date: Any, instructions: str, warn_once: bool = True, **deprecated_kwargs: Any
) -> Decorator:
    """Log when an argument is given a deprecated value.

    Args:
        date: Day of removal, or `None`.
        instructions: What to use instead.
        warn_once: Whether to log the first time only.
        **deprecated_kwargs: From the argument to the value.

    Source: `tf.contrib.framework.deprecated_arg_values`.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def told(*args: Any, **given: Any) -> Any:
            bound = signature.bind(*args, **given).arguments
            for name, value in deprecated_kwargs.items():
                if name in bound and bound[name] == value:
                    text = f"{function.__name__}: {name}={value} is deprecated"
                    _tell((function, name), warn_once, text, date, instructions)
            return function(*args, **given)

        return told

    return decorate
