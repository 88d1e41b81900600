"""`arg_scope`: default arguments for the functions that are called in a block."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Scope = dict[str, dict[str, Any]]

_scopes: list[Scope] = [{}]
_decorated: dict[str, tuple[str, ...]] = {}


def _key(function: Any) -> str:
    return getattr(function, "_key_op", str(function))


def current_arg_scope() -> Scope:
    """The defaults in force, by function.

    Source: `tf.contrib.framework.current_arg_scope`.
    """
    return _scopes[-1]


def has_arg_scope(func: Any) -> bool:
    """Whether a function was decorated with `add_arg_scope`.

    Source: `tf.contrib.framework.has_arg_scope`.
    """
    return _key(func) in _decorated


def arg_scoped_arguments(func: Any) -> tuple[str, ...]:
    """The names of the arguments of `func` that have a default.

    Source: `tf.contrib.framework.arg_scoped_arguments`.
    """
    return _decorated[_key(func)]


@contextmanager
def arg_scope(list_ops_or_scope: Any, **kwargs: Any) -> Iterator[Scope]:
    """Set default arguments of decorated functions within a `with` block.

    Args:
        list_ops_or_scope: List of functions, for which `kwargs` are set; or what an
            earlier `arg_scope` gave, to put all of it in force again.
        **kwargs: Argument name to default value.

    Yields:
        The defaults in force, to hand to a later `arg_scope`.

    Raises:
        TypeError: For neither a list nor a scope.
        ValueError: For a scope with `kwargs`, or a function that is not decorated.

    Source: `tf.contrib.framework.arg_scope`.
    """
    if isinstance(list_ops_or_scope, dict):
        if kwargs:
            raise ValueError(
                "expected no further arguments where a scope is used again, received "
                f"{sorted(kwargs)}"
            )
        scope = dict(list_ops_or_scope)
    elif isinstance(list_ops_or_scope, (list, tuple)):
        scope = dict(current_arg_scope())
        for function in list_ops_or_scope:
            if not has_arg_scope(function):
                named = (
                    getattr(function, "__module__", None),
                    getattr(function, "__name__", str(function)),
                )
                raise ValueError("%s is not decorated with @add_arg_scope", named)
            scope[_key(function)] = {**scope.get(_key(function), {}), **kwargs}
    else:
        raise TypeError(
            "list_ops_or_scope must either be a list/tuple or reused scope (i.e. dict)"
        )
    _scopes.append(scope)
    try:
        yield scope
    finally:
        _scopes.pop()


def add_arg_scope(func: Callable[..., Any]) -> Callable[..., Any]:
    """Let `arg_scope` set the default arguments of a function.

    Args:
        func: The function.

    Returns:
        The function, decorated.

    Source: `tf.contrib.framework.add_arg_scope`.
    """
    key = str(func)

    @functools.wraps(func)
    def scoped(*args: Any, **kwargs: Any) -> Any:
        defaults = current_arg_scope().get(key)
        return func(*args, **({**defaults, **kwargs} if defaults else kwargs))

    parameters = inspect.signature(func).parameters.values()
    _decorated[key] = tuple(
        one.name for one in parameters if one.default is not inspect.Parameter.empty
    )
    scoped._key_op = key  # type: ignore[attr-defined]
    return scoped
