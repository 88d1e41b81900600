"""Functions that give the gradients of a function."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import tensorflow as tf

Function = Callable[..., Any]


def _checked(f: Function, value: Any) -> Any:
    if value is None:
        raise ValueError(
            "Cannot differentiate a function that returns None; did you forget to "
            f"return a value from {getattr(f, '__name__', f)}?"
        )
    return value


def implicit_value_and_gradients(f: Function) -> Function:
    """A function that gives `f`'s value, and gradients by the variables it reads.

    Args:
        f: A function that gives a tensor.

    Returns:
        From `f`'s arguments to `(value, [(gradient, variable), …])`.

    Raises:
        ValueError: When called, if `f` gives `None` or reads no variable.

    Source: `tf.contrib.eager.implicit_value_and_gradients`.
    """

    def value_and_gradients(*args: Any, **kwargs: Any) -> Any:
        with tf.GradientTape() as tape:
            value = _checked(f, f(*args, **kwargs))
        variables = tape.watched_variables()
        if not variables:
            raise ValueError(
                "No trainable variables were accessed while the function was being "
                "computed."
            )
        gradients = tape.gradient(value, variables)
        return value, list(zip(gradients, variables, strict=True))

    return value_and_gradients


def implicit_gradients(f: Function) -> Function:
    """A function that gives `f`'s gradients by the variables it reads.

    Args:
        f: A function that gives a tensor.

    Returns:
        From `f`'s arguments to `[(gradient, variable), …]`.

    Raises:
        ValueError: When called, if `f` gives `None` or reads no variable.

    Source: `tf.contrib.eager.implicit_gradients`.
    """
    both = implicit_value_and_gradients(f)

    def gradients(*args: Any, **kwargs: Any) -> Any:
        return both(*args, **kwargs)[1]

    return gradients


def value_and_gradients_function(f: Function, params: Any = None) -> Function:
    """A function that gives `f`'s value, and gradients by its arguments.

    Args:
        f: A function that gives a tensor.
        params: List of places or names of arguments; by default all.

    Returns:
        From `f`'s arguments, and `dy` by which the gradient is multiplied, to
        `(value, [gradient, …])`.

    Raises:
        ValueError: When called, if `f` gives `None`; for a name that it has not.
        IndexError: When called, for a place that it was not given.

    Source: `tf.contrib.eager.value_and_gradients_function`.
    """

    def value_and_gradients(*args: Any, **kwargs: Any) -> Any:
        dy = kwargs.pop("dy", None)
        if kwargs:
            raise ValueError("Functions to be differentiated cannot take kwargs.")
        places = _places(f, args, params)
        given = list(args)
        for place in places:
            given[place] = tf.convert_to_tensor(given[place])
        sources = [given[place] for place in places]
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(sources)
            value = _checked(f, f(*given))
        ys = tf.nest.flatten(value)
        ones = None if dy is None else tf.nest.flatten(dy)
        gradients = tape.gradient(ys, sources, output_gradients=ones) if sources else []
        return value, list(gradients)

    return value_and_gradients


def gradients_function(f: Function, params: Any = None) -> Function:
    """A function that gives `f`'s gradients by its arguments.

    Args:
        f: A function that gives a tensor.
        params: List of places or names of arguments; by default all.

    Returns:
        From `f`'s arguments, and `dy` by which the gradient is multiplied, to
        `[gradient, …]`.

    Source: `tf.contrib.eager.gradients_function`.
    """
    both = value_and_gradients_function(f, params)

    def gradients(*args: Any, **kwargs: Any) -> Any:
        return both(*args, **kwargs)[1]

    return gradients


def _places(f: Function, args: tuple[Any, ...], params: Any) -> list[int]:
    """The arguments' places that `params` names."""
    try:
        names = inspect.getfullargspec(f).args
    except TypeError:  # a built-in function
        names = []
    if params is None:
        return list(range(len(names) if names else len(args)))
    if all(isinstance(one, int) for one in params):
        return list(params)
    return [names.index(one) if isinstance(one, str) else one for one in params]
