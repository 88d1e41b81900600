"""Looks on while `tf.gradients` works: what arrives at a network, and what leaves it.

The gradient of a network is a function of what arrives at its results, as long as
nothing arrives elsewhere inside it. What leaves it are the gradients of what it read.
Both are tensors that 1.15 built, and are found as the gradient function of each op is
called: `compat.fast.copy` puts the faster ones in their place.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import tensorflow as tf

from compat import _private, fast
from compat.fast.network import Network

_calls = threading.local()


@dataclass(eq=False)
class Backward:
    """The gradient of one network in one call of `tf.gradients`.

    Attributes:
        network: The network.
        arriving: For each of its results what is to be added up; none is zeros.
        leaving: For each tensor that it was given, by name, its parts of the gradient:
            one an op that read it.
        asked: Names of the tensors that the call gave.
        ordered: Whether the call stands under control dependencies.
        wrong: Why this is not the whole gradient of the network, if so.
    """

    network: Network
    arriving: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    leaving: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    asked: set[str] = field(default_factory=set)
    ordered: bool = False
    wrong: str | None = None


class Call:
    """A call of `tf.gradients` that is under way.

    Args:
        networks: Those of its graph.
        arguments: Of the call, by name.
        graph: The graph that it builds in.
    """

    def __init__(self, networks: Any, arguments: dict[str, Any], graph: Any) -> None:
        self._networks = networks
        self._gated = bool(arguments["gate_gradients"])
        self._plainly = not _private.building_control_flow(graph)
        self._ordered = _private.has_control_dependencies(graph)
        self._of: dict[Any, Backward] = {}
        for y in _list(arguments["ys"]):
            op = getattr(y, "op", None)
            network = networks.inside.get(op)
            if network is None:
                continue
            if getattr(y, "name", None) not in networks.handed:
                self._backward(network).wrong = f"{y} is derived"
            elif self._is_read_inside(network, y):
                self._backward(network).wrong = f"its result {y.name} is derived"
        # A loop that ends in one of these hands no gradient on from step to step there
        for name in ("stop_gradients", "xs"):
            for tensor in _list(arguments[name]):
                network = networks.inside.get(getattr(tensor, "op", None))
                if network is not None:
                    self._backward(network).wrong = f"the gradient ends in {tensor}"

    def _backward(self, network: Network) -> Backward:
        return self._of.setdefault(network, Backward(network))

    def _is_read_inside(self, network: Network, tensor: Any) -> bool:
        return any(op in network.inside for op in tensor.consumers())

    def function(self, op: Any, own: Callable[..., Any]) -> Callable[..., Any]:
        """The gradient function of an op, with a look at what it takes and gives."""
        here = self._networks.inside.get(op)
        if here is None and not any(
            tensor.op in self._networks.inside for tensor in op.inputs
        ):
            return own

        def looked_at(op: Any, *grads: Any) -> Any:
            found = own(op, *grads)
            with fast.attempt("the gradient of a network over time") as tried:
                parts = found if isinstance(found, (list, tuple)) else [found]
                if here is not None:
                    self._of_results(here, op, grads)
                    self._of_given(here, op, grads, parts)
                self._from_outside(here, op, parts)
            self._networks.lost |= tried.failed
            return found

        return looked_at

    def _of_results(self, network: Network, op: Any, grads: Any) -> None:
        """What arrives at a result that nothing inside the network reads."""
        for tensor, grad in zip(op.outputs, grads, strict=True):
            _, index = self._networks.handed.get(tensor.name, (None, None))
            if index is None or self._is_read_inside(network, tensor):
                continue
            if grad is not None and not _is_zero(grad):
                self._backward(network).arriving[index].append(grad)

    def _of_given(self, network: Network, op: Any, grads: Any, parts: Any) -> None:
        """What leaves the network by an op that read what it was given."""
        gated = self._is_gated(parts)
        arrived = [grad for grad in grads if tf.is_tensor(grad)]
        backward = self._backward(network)
        for place in self._networks.reads.get(op, ()):
            part = parts[place]
            if part is None:
                continue
            if not tf.is_tensor(part) or any(part is grad for grad in arrived):
                backward.wrong = f"the gradient of {op.name} has no tensor of its own"
                continue
            backward.leaving[op.inputs[place].name].append(_Part(part, op, gated))

    def _is_gated(self, parts: Any) -> bool:
        return self._gated and sum(part is not None for part in parts) > 1

    def _from_outside(self, here: Network | None, op: Any, parts: Any) -> None:
        """What arrives at a network from an op that is not in it."""
        for tensor, part in zip(op.inputs, parts, strict=True):
            network = self._networks.inside.get(tensor.op)
            if network is None or network is here or part is None:
                continue
            backward = self._backward(network)
            _, index = self._networks.handed.get(tensor.name, (None, None))
            if index is None:
                backward.wrong = f"{op.name} reads {tensor.name} inside it"
            elif self._is_read_inside(network, tensor) and not _is_zero(part):
                part = _Part(part, op, self._is_gated(parts))
                backward.arriving[index].append(part)

    def end(self, results: Any) -> None:
        """What was seen, after the call gave `results`."""
        for backward in self._of.values():
            if not self._plainly:
                backward.wrong = "its gradient stands in a branch, a loop or a function"
            for parts in [*backward.arriving.values(), *backward.leaving.values()]:
                parts[:] = [p.tensor() if isinstance(p, _Part) else p for p in parts]
            backward.ordered = self._ordered
            backward.asked = {t.name for t in results if tf.is_tensor(t)}
            self._networks.backwards.append(backward)


class _Part:
    """A gradient that an op gave, and what became of it."""

    def __init__(self, given: Any, op: Any, gated: bool) -> None:
        self._given, self._scope, self._gated = given, f"{op.name}_grad", gated

    def tensor(self) -> Any:
        """The tensor that is handed on: where gated, behind the gate."""
        if not self._gated:
            return self._given
        for user in self._given.consumers():
            _, _, rest = user.name.partition(self._scope)
            if user.type == "Identity" and "/tuple/control_dependency" in rest:
                return user.outputs[0]
        return self._given


def _list(tensors: Any) -> list[Any]:
    """The tensors that an argument of `tf.gradients` is."""
    if tensors is None:
        return []
    return list(tensors) if isinstance(tensors, (list, tuple)) else [tensors]


def _is_zero(grad: Any) -> bool:
    """Whether it was made of zeros."""
    if not tf.is_tensor(grad):
        return False
    kind = grad.op.type
    if kind == "Fill":
        return _is_zero(grad.op.inputs[1])
    if kind == "Const":
        value = tf.get_static_value(grad)
        return value is not None and not value.any()
    return kind == "ZerosLike"


def _begin(graph: Any, arguments: dict[str, Any]) -> Any:
    """Called as a call of `tf.gradients` begins; gives what is called as it ends."""
    known, calls = getattr(graph, fast.NETWORKS, None), _stack()
    call = None
    if known is not None:
        with fast.attempt("the gradients of networks over time") as tried:
            call = Call(known, arguments, graph)
        known.lost |= tried.failed
    calls.append(call)

    def end(results: Any) -> None:
        calls.pop()
        if known is not None and call is not None and results is not None:
            with fast.attempt("the gradients of networks over time") as tried:
                call.end(results)
            known.lost |= tried.failed

    return end


def _function(op: Any, own: Callable[..., Any]) -> Callable[..., Any]:
    calls = _stack()
    return own if not calls or calls[-1] is None else calls[-1].function(op, own)


def _stack() -> list[Call | None]:
    if not hasattr(_calls, "stack"):
        _calls.stack = []
    return _calls.stack


def install() -> bool:
    """Look on from now on.

    Returns:
        Whether this TensorFlow lets one.
    """
    return _private.watch_gradients(_begin, _function)
