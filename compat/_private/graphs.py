"""What a graph and its ops know of loops, control and functions."""

from __future__ import annotations

from typing import Any


def is_in_a_loop(op: Any) -> bool:
    """Whether `op` stands in a while loop of a TensorFlow 1.x graph.

    Private name: ``Operation._get_control_flow_context``, seen in 2.16 to 2.21. Without
    it random ops in loops draw in another order than in 1.15.
    """
    context = getattr(op, "_get_control_flow_context", lambda: None)()
    while context is not None:
        if context.IsWhileContext():
            return True
        context = context.outer_context
    return False


def in_control_flow(op: Any) -> bool:
    """Whether `op` stands in a while loop or a branch of a TensorFlow 1.x graph.

    Private name: ``Operation._get_control_flow_context``, seen in 2.16 to 2.21. Without
    it no network over time is built in a faster way.
    """
    context = getattr(op, "_get_control_flow_context", None)
    return context is None or context() is not None


def building_control_flow(graph: Any) -> bool:
    """Whether what is built in `graph` now stands in a loop or a branch.

    Private name: ``Graph._get_control_flow_context``, seen in 2.16 to 2.21. Without it
    no gradient of a network over time is built in a faster way.
    """
    context = getattr(graph, "_get_control_flow_context", None)
    return context is None or context() is not None


def awaited_outside(graph: Any) -> int:
    """How many tensors from outside a loop a constant built in it now waits for.

    Each of them is brought in by an op. Private names: as for `building_control_flow`
    and `has_control_dependencies`; without them this is 0.
    """
    context = getattr(graph, "_get_control_flow_context", lambda: None)()
    current = getattr(graph, "_current_control_dependencies", None)
    if context is None or current is None or not context.IsWhileContext():
        return 0
    return sum(
        bool(op.outputs) and op._get_control_flow_context() is not context
        for op in current()
    )


def has_control_dependencies(graph: Any) -> bool:
    """Whether what is built in `graph` now runs after something else.

    Private name: ``Graph._current_control_dependencies``, seen in 2.16 to 2.21. Without
    it the gradient of a network over time begins later.
    """
    current = getattr(graph, "_current_control_dependencies", None)
    return current is None or bool(current())


def has_functions(graph: Any) -> bool:
    """Whether a graph has functions in its library.

    Private name: ``Graph._functions``, seen in 2.16 to 2.21. Without it each extension
    of a copied graph takes longer.
    """
    return bool(getattr(graph, "_functions", True))


def op_of(variable: Any) -> Any:
    """The op of a variable; that of its handle, where it is a resource."""
    try:
        return variable.op
    except AttributeError:
        return variable.handle.op
