"""What errors say, and where they were made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def say_errors_by(
    message: Callable[[str, Any], str],
    text: Callable[[Any], str],
    of_function: Callable[[str, list[str], dict[str, Any]], str],
) -> bool:
    """Make errors of ops say what these functions say; see `compat.run.error_text`.

    Private names: ``error_interpolation.interpolate_graph``,
    ``atomic_function.InterpolateRuntimeError.interpolate``, ``tf_stack.
    LoadTracesFromDebugInfo``, seen in 2.16 to 2.21. Without them messages begin with
    "Graph execution error:".

    Args:
        message: From a message and the graph to the message of an error.
        text: From an error to its `str`.
        of_function: From a message, names of ops and their tracebacks to a message.

    Returns:
        Whether it worked.
    """
    import tensorflow as tf

    setattr(tf.errors.OpError, "__str__", text)  # noqa: B010
    try:
        from tensorflow.python.eager.polymorphic_function import atomic_function
        from tensorflow.python.framework import error_interpolation
        from tensorflow.python.util import tf_stack

        load = tf_stack.LoadTracesFromDebugInfo
        inside = atomic_function.InterpolateRuntimeError
        assert error_interpolation.interpolate_graph and inside.interpolate
    except (ImportError, AttributeError):
        return False
    error_interpolation.interpolate_graph = message
    inside.interpolate = lambda self, said, names, about: of_function(
        said, names, load(about)
    )
    return True


def traceback_now() -> Any:
    """The frames of the caller, innermost last."""
    import traceback

    return traceback.extract_stack()
