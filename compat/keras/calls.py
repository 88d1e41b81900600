"""The seeds of each call of a layer: in Keras 2 every call made ops of its own.

A network that a model shares (`base(left)`, `base(right)`), or that is in two models
(the discriminator of a GAN), took new seeds from NumPy at each call; its masks are
others in each place. Keras 3 runs one layer wherever it is, so what is drawn is kept
beside the node of the call, and looked up while the graph runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from weakref import WeakKeyDictionary

import keras

# What a call drew: of a layer, its seeds by the layer's id (and those it wraps); of a
# model, the same for each node inside it, by the node's id.
Drawn = dict[int, Any]

_of_nodes: WeakKeyDictionary[Any, Drawn] = WeakKeyDictionary()
_inside: ContextVar[Drawn] = ContextVar("inside")
_of_layer: ContextVar[Drawn] = ContextVar("of_layer")
_below: ContextVar[frozenset[int]] = ContextVar("below")


@contextmanager
def of_add(layers: list[Any]) -> Iterator[None]:
    """A layer is put on a Sequential: Keras 3 calls those below it once more."""
    token = _below.set(frozenset(map(id, layers)))
    try:
        yield
    finally:
        _below.reset(token)


def keep(layer: Any, draw: Callable[[], Drawn]) -> None:
    """Draw for the symbolic call that was just made, unless it is a rebuilding one."""
    nodes = layer._inbound_nodes
    if id(layer) in _below.get(frozenset()) and len(nodes) > 1:
        _of_nodes[nodes[-1]] = _of_nodes.get(nodes[-2], {})
    else:
        _of_nodes[nodes[-1]] = draw()


def inside(model: Any, draw: Callable[[Any], Drawn]) -> Drawn:
    """Draw for every layer of a model, in the order in which Keras 2 ran them."""
    found: Drawn = {}
    for node in _nodes(getattr(model, "_functional", None) or model):
        drawn = draw(node.operation)
        if isinstance(node.operation, keras.Model):
            found.update(drawn)
        found[id(node)] = drawn
    return found


def seeds_of(layer: Any) -> tuple[int, ...]:
    """The seeds of the call of a layer that runs."""
    found = _of_layer.get({}).get(id(layer))
    return layer._seeds_of_call if found is None else found


def _nodes(model: Any) -> list[Any]:
    by_depth = getattr(model, "_nodes_by_depth", {})
    return [
        node
        for depth in sorted(by_depth, reverse=True)
        for node in by_depth[depth]
        if node.operation and not node.is_input
    ]


class Numbered:
    """A graph of layers that tells each of them which of its calls it runs."""

    def _run_through_graph(
        self, inputs: Any, operation_fn: Any = lambda op: op, *args: Any, **kwargs: Any
    ) -> Any:
        places: dict[int, list[Any]] = {}
        for node in _nodes(self):
            places.setdefault(id(node.operation), []).append(node)
        met: Counter[int] = Counter()

        def of_node(operation: Any) -> Any:
            run, own = operation_fn(operation), places.get(id(operation), [])
            number = met[id(operation)]
            met[id(operation)] += 1
            if number >= len(own) or run is operation and "call_fn" in kwargs:
                return run

            def call(*args: Any, **kwargs: Any) -> Any:
                with _at(own[number]):
                    return run(*args, **kwargs)

            return call

        return super()._run_through_graph(inputs, of_node, *args, **kwargs)  # type: ignore[misc]


@contextmanager
def _at(node: Any) -> Iterator[None]:
    outer = _inside.get({})
    drawn = outer.get(id(node), _of_nodes.get(node, {}))
    if isinstance(node.operation, keras.Model):
        token: Any = _inside.set(drawn | outer)
        try:
            yield
        finally:
            _inside.reset(token)
        return
    token = _of_layer.set(drawn)
    try:
        yield
    finally:
        _of_layer.reset(token)
