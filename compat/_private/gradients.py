"""Where gradients are found, and watched while they are built."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any


def find_gradients_by(find: Callable[[Any, Any], Any]) -> bool:
    """Make `tf.gradients` use ``find(op, own)`` as the gradient function of `op`.

    Private name: ``ops.get_gradient_function``, seen in 2.16 to 2.21. Without it the
    op seeds taken after a gradient was built are not 1.15's.

    Args:
        find: From an op and TensorFlow's own gradient function to the one to use.

    Returns:
        Whether it worked.
    """
    try:
        from tensorflow.python.framework import ops
    except ImportError:
        return False
    own = getattr(ops, "get_gradient_function", None)
    if own is None:
        return False

    def get_gradient_function(op: Any) -> Any:
        function = own(op)
        return function if function is None else find(op, function)

    ops.get_gradient_function = get_gradient_function
    return True


_watched: list[Any] = []


def watch_gradients(
    begin: Callable[[Any, dict[str, Any]], Callable[[Any], None]],
    function: Callable[[Any, Any], Any],
) -> bool:
    """Look on while `tf.gradients` works.

    Private names: ``gradients_util._GradientsHelper`` and
    ``ops.get_gradient_function``, seen in 2.16 to 2.21. Without them no network over
    time runs in a faster way.

    Args:
        begin: From the graph and the arguments of a call, by name, to what is called
            with its results, or `None` where it failed.
        function: From an op and its gradient function to the one to call.

    Returns:
        Whether it worked.
    """
    if _watched:
        return True
    try:
        from tensorflow.python.framework import ops
        from tensorflow.python.ops import gradients_util
    except ImportError:
        return False
    helper = getattr(gradients_util, "_GradientsHelper", None)
    find = getattr(ops, "get_gradient_function", None)
    if helper is None or find is None:
        return False
    signature = inspect.signature(helper)

    @functools.wraps(helper)
    def _GradientsHelper(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        end, results = begin(ops.get_default_graph(), bound.arguments), None
        try:
            results = helper(*args, **kwargs)
            return results
        finally:
            end(results)

    def get_gradient_function(op: Any) -> Any:
        own = find(op)
        return own if own is None else function(op, own)

    gradients_util._GradientsHelper = _GradientsHelper
    ops.get_gradient_function = get_gradient_function
    _watched.append(helper)
    return True
