"""Gradient functions as TensorFlow 1.15 built them: the same ops, in the same order.

TensorFlow 2 has the same gradients with fewer ops, and an op count that is off by one
changes every seed taken after ``minimize()``. Inside a while loop it goes further: each
forward tensor that a gradient touches adds a stack and its pushes and pops. So, instead
of correcting the count, the functions whose ops differ are built here as 1.15 did;
those whose ops agree stay TensorFlow's own. `COUNTED` corrects the few that differ only
by a fixed number. The numbers are the same either way.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from compat import _private
from compat.count import opseed

Gradient = Callable[..., Any]

_table: dict[str, tuple[Gradient, Callable[[Any], bool]]] = {}
_seen: WeakKeyDictionary[Any, set[tuple[Any, ...]]] = WeakKeyDictionary()


# Ops that 1.15's gradient had beyond TensorFlow 2's (negative: fewer).
COUNTED: dict[str, int | Callable[[Any], int]] = {
    "Conv3D": 1,  # a shape each, not both by one op
    # Zeros of a shape, not zeros like the tensor
    **dict.fromkeys(("ReluGrad", "Relu6Grad", "LeakyReluGrad"), 2),
    "SparseTensorDenseMatMul": -3,  # a product and its sum, not a product of matrices
    # No constants for which diagonal and what beside it, again.
    "Cholesky": -3,
    "Svd": lambda op: -5 if op.get_attr("compute_uv") else -4,
    "SelfAdjointEigV2": lambda op: -12 if op.get_attr("compute_v") else -7,
    "GatherV2": -13,  # with batches; without, ours
}


def gradient(
    *types: str, when: Callable[[Any], bool] = lambda op: True
) -> Callable[[Gradient], Gradient]:
    """Register a function as the gradient of ops of these types in legacy graphs.

    Args:
        *types: Op types.
        when: From a forward op to whether the function is for it.
    """

    def register(function: Gradient) -> Gradient:
        for name in types:
            _table[name] = function, when
        return function

    return register


def once(graph: Any, key: tuple[Any, ...]) -> bool:
    """Whether 1.15 built this here: it kept what it found from known shapes, by graph.

    Args:
        graph: The graph of the gradient.
        key: What is being built, and from which shapes.
    """
    seen = _seen.setdefault(graph, set())
    if key in seen:
        return False
    seen.add(key)
    return True


def _counted(function: Gradient, more: int | Callable[[Any], int]) -> Gradient:
    def counted(op: Any, *grads: Any) -> Any:
        result = function(op, *grads)
        opseed.account(more if isinstance(more, int) else more(op))
        return result

    return counted


def _overridden(op: Any) -> bool:
    """Whether `graph.gradient_override_map` has given the op a gradient of its own."""
    if op.type not in _table and op.type not in COUNTED:
        return False
    return "_gradient_op_type" in op.node_def.attr


def gradient_of(op: Any, real: Gradient) -> Gradient:
    """Return the gradient function for `op`: ours if its ops differ, else `real`.

    Args:
        op: The forward op.
        real: TensorFlow's own gradient function for it.
    """
    if op.graph.building_function or _overridden(op):
        return real
    function, when = _table.get(op.type, (real, lambda op: False))
    if when(op):
        return function
    return _counted(real, COUNTED[op.type]) if op.type in COUNTED else real


def install() -> None:
    """Let `tf.gradients` ask `gradient_of`; say on stderr where that fails."""
    from compat.count.gradients import (  # noqa: F401
        arrays,
        broadcasting,
        diagonals,
        normalizing,
        reducing,
        segments,
        tensor_arrays,
    )

    if not _private.find_gradients_by(gradient_of):
        print(
            "compat: this TensorFlow hides how it finds gradients: seeds taken after "
            "tf.gradients or minimize() may differ from TensorFlow 1.15's",
            file=sys.stderr,
        )
