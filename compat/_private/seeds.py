"""Where ops take their seeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class _CountAsSeed:
    """Stands in for TensorFlow 2's "how many random ops has this graph" mapping.

    TensorFlow 2 takes an op's seed by ``mapping.setdefault(graph, 0)`` and then adds
    one. Answering with an op count instead is all that TensorFlow 1.x did differently.
    """

    def __init__(self, op_count: Callable[[Any], int]) -> None:
        self._op_count = op_count

    def setdefault(self, graph: Any, default: int) -> int:
        return self._op_count(graph)

    def __getitem__(self, graph: Any) -> int:
        return self._op_count(graph)

    def __setitem__(self, graph: Any, value: int) -> None:
        pass


def take_op_seeds_from(op_count: Callable[[Any], int]) -> bool:
    """Make ops without a seed of their own ask ``op_count(graph)`` for it.

    Private name: ``random_seed._graph_to_seed_dict``, seen in 2.16 to 2.21. Without it
    the op seeds are TensorFlow 2's and no seeded number agrees with 1.15.

    Args:
        op_count: From a graph to the op seed of the next random op.

    Returns:
        Whether it worked.
    """
    try:
        from tensorflow.python.framework import random_seed
    except ImportError:
        return False
    if not hasattr(random_seed, "_graph_to_seed_dict"):
        return False
    random_seed._graph_to_seed_dict = _CountAsSeed(op_count)
    return True
