"""Functions in graphs, and what they take from around them."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable
from typing import Any


def graph_function(
    function: Callable[..., Any],
    dtypes: list[Any],
    name: str,
    gradient: Callable[..., Any] | None = None,
) -> Callable[..., Any]:
    """Make `function` a function of the graph, each call of which is one op.

    Private name: ``function.Defun``, seen in 2.16 to 2.21. Without it
    `tf.contrib.recurrent` is not there.

    Args:
        function: From tensors to tensors.
        dtypes: Of its arguments.
        name: Of the op, which a hash follows.
        gradient: From an op and the gradients of its results to those of its
            arguments; by default that of what is in the function.
    """
    from tensorflow.python.framework import function as functions

    more = {} if gradient is None else {"python_grad_func": gradient}
    return functions.Defun(*dtypes, func_name=None, **more)(_named(function, name))


def captured_by(function: Any) -> list[Any]:
    """The tensors outside that a `graph_function` uses.

    Private name: ``_DefinedFunction.captured_inputs``, seen in 2.16 to 2.21; see
    `graph_function`.
    """
    return list(function.captured_inputs)


def called_with(function: Any, given: list[Any], captured: list[Any]) -> list[Any]:
    """Call a `graph_function` with other tensors for those that it captured.

    Private name: ``_DefinedFunction._extra_inputs``, seen in 2.16 to 2.21; see
    `graph_function`.
    """
    other = copy.copy(function)
    other._extra_inputs = captured
    results = other(*given)
    return list(results) if isinstance(results, (list, tuple)) else [results]


def _named(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    @functools.wraps(function)
    def named(*args: Any) -> Any:
        return function(*args)

    named.__name__ = name
    return named
