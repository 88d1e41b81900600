"""TensorFlow 1.x's op seeds: the number of ops in the graph, as 1.15 would have had it.

An op without a seed of its own took ``graph._last_id`` in TensorFlow 1.x: how many ops
the graph held at that moment. The graph knows its own count still (`tf.Graph.version`).
What TensorFlow 2 or `compat` builds differently is kept beside it, one number a graph:
`account` corrects it, `exactly` says what a block would have built in 1.15.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from compat import _private

_missing: WeakKeyDictionary[Any, int] = WeakKeyDictionary()


def op_count(graph: Any) -> int:
    """The number of ops that TensorFlow 1.15 would have had in `graph` by now."""
    return graph.version + _missing.get(graph, 0)


def _default_graph() -> Any:
    import tensorflow as tf

    return tf.compat.v1.get_default_graph()


def account(ops: int) -> None:
    """Count `ops` more (negative: fewer) ops in the default graph than were built.

    Args:
        ops: How many ops 1.15 built here beyond what this TensorFlow builds.
    """
    graph = _default_graph()
    _missing[graph] = _missing.get(graph, 0) + ops


def account_constant() -> None:
    """Count a constant that 1.15 built here, and what brought in what it waits for."""
    account(1 + _private.awaited_outside(_default_graph()))


@contextmanager
def exactly(ops: int) -> Iterator[None]:
    """Count the block's ops in the default graph as `ops`, however many it builds."""
    graph = _default_graph()
    before = op_count(graph)
    try:
        yield
    finally:  # what a block that failed has built is there all the same
        _missing[graph] = before + ops - graph.version
