"""A network in the faster way, in a graph of its own, and as nodes of another graph."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import tensorflow as tf

from compat.fast import Unproved
from compat.fast.network import Network
from compat.fast.watch import Backward

tf1 = tf.compat.v1


class Piece:
    """A network in the faster way.

    Args:
        network: The network.
        scope: The name scope of all its nodes.

    Raises:
        Unproved: It may not be the same.
    """

    def __init__(self, network: Network, scope: str) -> None:
        self._network, self._scope = network, scope
        self._graph, self._count = tf.Graph(), 0
        self._given: dict[str, Any] = {}
        self._sources: dict[str, Any] = {}
        # What `put_into` changes: nodes by name, inputs taken out of sums, more nodes
        self._instead: dict[str, Any] = {}
        self._without: dict[str, list[str]] = {}
        self._more: list[Any] = []
        with self._building():
            self._faster = network.build(self._give)
            instead = _instead(network.handed, self._faster.handed)
            for ops, numbers in self._faster.drawn:
                if isinstance(numbers, list):
                    instead |= _instead([op.outputs[0] for op in ops], numbers)
                else:
                    enter, gather = _in_loop(network, ops[0], numbers, scope)
                    instead[gather.name] = gather
                    self._more.append(enter)
        self._instead |= instead

    @contextmanager
    def _building(self) -> Iterator[None]:
        with self._graph.as_default(), tf1.name_scope(f"{self._scope}/"):
            yield

    def _give(self, value: Any) -> Any:
        """The tensor that stands for one of the script's graph, or for an array."""
        if not tf.is_tensor(value):
            return tf.constant(value)
        if value.name not in self._given:
            made = tf1.placeholder(value.dtype.base_dtype, value.shape, "given")
            self._given[value.name] = made
            self._sources[made.op.name] = value
        return self._given[value.name]

    def back(self, backward: Backward) -> None:
        """Build the gradient.

        Raises:
            Unproved: It may not be the same.
        """
        wanted = {
            name: parts
            for name, parts in backward.leaving.items()
            if any(p.consumers() or p.name in backward.asked for p in parts)
        }
        if not wanted:
            return
        if backward.wrong is not None:
            raise Unproved(backward.wrong)
        with self._building():
            arrived = [
                self._arriving(backward.arriving.get(index), tensor)
                for index, tensor in enumerate(self._faster.handed)
            ]
            there = [tensor for tensor in arrived if tensor is not None]
            if not there:
                return
            # Where something has to happen first, it may be to a weight: read it after
            with tf.control_dependencies(there if backward.ordered else []):
                found = self._faster.back(arrived)
            grads = [found.of(self._given.get(name)) for name in wanted]
            for name, grad in zip(wanted, grads, strict=True):
                if grad is None:
                    raise Unproved(f"the gradient of {name} is asked for")
            # All of them before any: an optimizer that has one weight's may write over
            # it while another's is still being worked out from it
            grads = tf1.tuple(grads)
        totals = {_total(p): p[1:] for p in wanted.values() if len(p) > 1}
        self._instead |= _instead([parts[0] for parts in wanted.values()], grads)
        for total, rest in totals.items():
            self._without.setdefault(total, []).extend(part.name for part in rest)

    def _arriving(self, parts: list[Any] | None, tensor: Any) -> Any:
        """The gradient of a result: the sum of what arrives, or `None`."""
        if not parts:
            return None
        total = tf.add_n([self._dense(part) for part in parts])
        total.set_shape(tensor.shape)
        return total

    def _dense(self, part: Any) -> Any:
        if not isinstance(part, tf.IndexedSlices):
            return self._give(part)
        rows = self._give(part.values), self._give(part.indices)
        return tf.convert_to_tensor(
            tf.IndexedSlices(*rows, self._give(part.dense_shape))
        )

    def nodes(self) -> list[Any]:
        """The nodes that were built since the last time, for a copy of the graph."""
        made, self._more = self._more, []
        ops = self._graph.get_operations()[self._count :]
        for op in ops:
            node = op.node_def
            if op.name in self._sources:
                node = _identity(op.name, self._sources[op.name])
                node.input.extend(f"^{name}" for name in sorted(self._network.after))
            made.append(node)
        self._count += len(ops)
        return made

    def put_into(self, nodes: dict[str, Any]) -> None:
        """Let new nodes of a copy of the graph hand on what this piece gives.

        Args:
            nodes: By name; changed in place.
        """
        for name, node in self._instead.items():
            nodes[name].CopyFrom(node)
        for name, parts in self._without.items():
            total = nodes[name]
            left = [one for one in total.input if f"{one}:0" not in parts]
            total.attr["N"].i -= len(total.input) - len(left)
            total.ClearField("input")
            total.input.extend(left)
        self._instead, self._without = {}, {}


def _identity(name: str, tensor: Any) -> Any:
    """A node that hands on a tensor."""
    source = tensor.name.removesuffix(":0")
    node = tf1.NodeDef(name=name, op="Identity", input=[source])
    node.attr["T"].type = tensor.dtype.base_dtype.as_datatype_enum
    return node


def _instead(plain: list[Any], faster: list[Any]) -> dict[str, Any]:
    """Nodes for the ops of the plain tensors that hand on the faster ones.

    Raises:
        Unproved: Type or shape differ, or an op has other results that are read.
    """
    nodes: dict[str, Any] = {}
    for old, new in zip(plain, faster, strict=True):
        if old.dtype != new.dtype or not old.shape.is_compatible_with(new.shape):
            raise Unproved(
                f"expected {old.dtype.name} {old.shape} for {old.name}, received "
                f"{new.dtype.name} {new.shape}"
            )
        others = [one for one in old.op.outputs if one is not old]
        if old.value_index or any(one.consumers() for one in others):
            raise Unproved(f"{old.op.name} gives more than {old.name}")
        nodes.setdefault(old.op.name, _identity(old.op.name, new))
    return nodes


def _in_loop(network: Network, op: Any, numbers: Any, scope: str) -> tuple[Any, Any]:
    """Nodes by which the plain loop has the piece's random numbers.

    Args:
        network: The network.
        op: Its `RandomUniform`.
        numbers: Those of all steps, `[length, batch, size]`.
        scope: Of the piece.

    Returns:
        A node that brings them into the loop, and the one in place of `op`.
    """
    kinds = {one.type: one for one in network.inside}
    time = kinds["TensorArrayReadV3"].inputs[1]
    enter = kinds["Enter"].node_def
    enter.name = f"{scope}/{op.name}"
    del enter.input[:]
    enter.input.append(numbers.name.removesuffix(":0"))
    enter.attr["T"].type = numbers.dtype.as_datatype_enum
    enter.attr["is_constant"].b = True
    enter.attr.pop("_class", None)
    gather = tf1.NodeDef(name=op.name, op="Gather", input=[enter.name, time.op.name])
    gather.attr["Tparams"].type = numbers.dtype.as_datatype_enum
    gather.attr["Tindices"].type = time.dtype.as_datatype_enum
    return enter, gather


def _total(parts: list[Any]) -> str:
    """The name of the one sum of all parts.

    Raises:
        Unproved: There is none.
    """
    users = [part.consumers() for part in parts]
    total = users[0][0] if users[0] else None
    if total is None or total.type != "AddN" or any(u != [total] for u in users):
        raise Unproved(f"{parts[0].name} and its like are not added up in one")
    return total.name
