"""Functions that are another one with some arguments given, in 1.15's signature."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Parameter = inspect.Parameter


def made(
    name: str,
    parameters: Iterable[inspect.Parameter],
    body: Callable[[dict[str, Any]], Any],
    doc: str,
) -> Callable[..., Any]:
    """A function of a given signature.

    Args:
        name: The function's.
        parameters: The signature's, in order.
        body: From the arguments that a call gave, by name, to its result.
        doc: The function's docstring.
    """
    signature = inspect.Signature(list(parameters))

    def function(*args: Any, **kwargs: Any) -> Any:
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{name}() {error}") from None
        return body(bound.arguments)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = doc
    function.__signature__ = signature  # type: ignore[attr-defined]
    return function


def like(
    *functions: Callable[..., Any],
    order: str = "",
    without: str = "",
    **defaults: Any,
) -> list[inspect.Parameter]:
    """The parameters of other functions.

    Args:
        *functions: The others.
        order: Names in another order, with spaces between; all by default.
        without: Names that are left out.
        **defaults: Defaults that are others.
    """
    known: dict[str, inspect.Parameter] = {}
    for function in functions:
        known.update(inspect.signature(function).parameters)
    names = [n for n in order.split() or known if n not in without.split()]
    return [
        known[one].replace(default=defaults.get(one, known[one].default))
        for one in names
    ]


def taking(
    parameters: Iterable[inspect.Parameter],
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a function a signature: it gets each argument by keyword, defaults too.

    Args:
        parameters: The signature's, in order; a `self` among them is by position.
    """
    signature = inspect.Signature(list(parameters))
    many = [p.name for p in signature.parameters.values() if p.kind is p.VAR_KEYWORD]

    def decorate(body: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(body)
        def function(*args: Any, **kwargs: Any) -> Any:
            try:
                bound = signature.bind(*args, **kwargs)
            except TypeError as error:
                raise TypeError(f"{body.__name__}() {error}") from None
            bound.apply_defaults()
            given = bound.arguments
            for name in many:
                given.update(given.pop(name))
            first = [given.pop("self")] if "self" in given else []
            return body(*first, **given)

        del function.__wrapped__  # type: ignore[attr-defined]
        function.__signature__ = signature  # type: ignore[attr-defined]
        return function

    return decorate


def variant(
    function: Callable[..., Any],
    name: str,
    order: str,
    doc: str,
    given: Mapping[str, Any] | None = None,
    defaults: Mapping[str, Any] | None = None,
) -> Callable[..., Any]:
    """A function that calls another by keyword.

    Args:
        function: The other.
        name: The new one's name.
        order: Its arguments, with spaces between; defaults are the other's.
        doc: Its docstring.
        given: Arguments of the other that are always these.
        defaults: Defaults that are others.
    """
    known = inspect.signature(function).parameters
    changed = dict(defaults or {})
    parameters = [
        Parameter(
            one,
            Parameter.POSITIONAL_OR_KEYWORD,
            default=changed.get(one, known[one].default),
        )
        for one in order.split()
    ]

    def body(arguments: dict[str, Any]) -> Any:
        return function(**{**changed, **arguments, **(given or {})})

    return made(name, parameters, body, doc)
