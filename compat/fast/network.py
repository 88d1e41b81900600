"""A network over time in a script's graph, and what it is in the faster way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from compat import _private
from compat.fast import Unproved, cells, masks
from compat.fast.direction import Direction
from compat.fast.stack import Gradients


@dataclass(eq=False)
class Network:
    """One cell over a sequence in one direction, as 1.15 built it.

    Args:
        cell: The cell, built.
        inputs: `[batch, time, depth]`, or `[time, batch, depth]` if time-major; a list
            of `[batch, depth]` where written out.
        lengths: Int `[batch]`, or `None`.
        initial_state: The first state, or `None` for zeros.
        draws: `RandomUniform` ops of its dropout, in order.
        outputs: What the script got, like `inputs`.
        state: Likewise.
        built: All ops that were built for it.
        time_major: See `inputs`.
        reverse: Whether time runs backwards.

    Attributes:
        handed: The tensors that the script got, flat.
        given: The tensors that it depends on, by name.
        inside: Its ops: all that lie between.
        after: Names of the ops that it has to run after.

    Raises:
        Unproved: It may not be the same in a faster way.
    """

    cell: Any
    inputs: Any
    lengths: Any
    initial_state: Any
    draws: list[Any]
    outputs: Any
    state: Any
    built: Collection[Any]
    time_major: bool = False
    reverse: bool = False

    def __post_init__(self) -> None:
        self.handed = tf.nest.flatten([self.outputs, self.state])
        self.written_out = isinstance(self.outputs, list)
        _check(cells.fits(self.cell), "its cell has no faster way")
        for tensor in self.handed:
            _check(tf.is_tensor(tensor), "a result is no tensor")
            _check(tensor.dtype == tf.float32, f"its results are {tensor.dtype.name}")
        _check(not self.graph.building_function, "it stands in a function")
        outside = not _private.in_control_flow(self.handed[0].op)
        _check(outside, "it stands in a loop or a branch")
        steps = len(self.outputs) if self.written_out else 1
        drawn = len(self.draws) == steps * cells.masks(self.cell)
        _check(drawn, "its dropout draws more or less than its cell says")
        ordered = self.written_out or all(map(masks.in_order, self.draws))
        _check(ordered, "the shape of a dropout mask is not known")
        self._inputs = [_tensor(one) for one in tf.nest.flatten(self.inputs)]
        rank = 2 if self.written_out else 3
        for one in self._inputs:
            _check(one.dtype == tf.float32, f"its inputs are {one.dtype.name}")
            shape = tf.TensorShape(one.shape)
            _check(shape.rank == rank, f"its inputs have rank {shape.rank}")
            sizes = shape.as_list()  # an item of a TensorShape may be a Dimension
            _check(sizes[-1] is not None, "the depth of its inputs is not known")
            steps = sizes[0 if self.time_major else 1]
            # In 1.15 some gradients of no steps are errors, others zeros
            _check(self.written_out or steps != 0, "it has no steps")
        _check(self.written_out or len(self._inputs) == 1, "its inputs are nested")
        first = [] if self.initial_state is None else self.initial_state
        self._state = [_tensor(one) for one in tf.nest.flatten(first)]
        self._lengths = None if self.lengths is None else _tensor(self.lengths)
        self._find_given()
        self.inside = self._between()
        self.after = {
            one.name
            for op in self.inside
            for one in op.control_inputs
            if one not in self.built
        }

    @property
    def graph(self) -> Any:
        """The script's graph."""
        return self.handed[0].graph

    @property
    def name(self) -> str:
        """That of its first result."""
        return self.handed[0].op.name

    def _find_given(self) -> None:
        self.given: dict[str, Any] = {}

        def give(tensor: Any) -> Any:
            if tf.is_tensor(tensor):
                self.given[tensor.name] = tensor
            return tensor

        for tensor in [*self._inputs, *self._state, self._lengths]:
            give(tensor)
        cells.described(self.cell, give)

    def _between(self) -> set[Any]:
        """The ops between what is given and what is handed out."""
        inside: set[Any] = set()
        waiting = [tensor.op for tensor in self.handed]
        while waiting:
            op = waiting.pop()
            if op in inside:
                continue
            _check(op in self.built, f"it depends on {op.name}")
            inside.add(op)
            for tensor in op.inputs:
                if _is_checked(tensor.op) and tensor.op in self.built:
                    self.given[tensor.name] = self._lengths = tensor
                if tensor.name not in self.given:
                    waiting.append(tensor.op)
        return inside

    def build(self, give: Any) -> Any:
        """The same in a faster way, in the default graph.

        Args:
            give: From a tensor or array of `given` to one of the default graph.

        Returns:
            What has `handed`, tensors for each of this one's, `drawn`, see
            `compat.fast.masks`, and `back(grads)`, from the gradients of `handed`
            to `Gradients` of what `give` gave.
        """
        return _Faster(self, give)


class _Faster:
    def __init__(self, network: Network, give: Any) -> None:
        self._network = network
        self._given = [give(one) for one in network._inputs]
        if network.written_out:
            self._sequence = tf.stack(self._given)
        else:
            self._sequence = self._turned(self._given[0])
        batch = self._sequence.shape.dims[1].value
        dynamic = tf.shape(self._sequence)[1] if batch is None else batch

        def fitted(tensor: Any, *columns: int) -> Any:
            """With as many rows as the batch; another number is an error."""
            if batch is not None and tensor.shape.as_list() == [batch, *columns]:
                return tensor
            return tf.reshape(tensor, tf.stack([dynamic, *columns]))

        layer = cells.described(network.cell, give)
        lengths = network._lengths
        if lengths is not None:
            lengths = tf.cast(give(lengths), tf.int32)
            lengths = tf.reshape(lengths, tf.stack([dynamic]))
        self._state, state = [give(one) for one in network._state], None
        if self._state:
            sizes = tf.nest.flatten(layer.state_size)
            state = [fitted(*one) for one in zip(self._state, sizes, strict=True)]
        self._fitted = state or []
        self._one = one = Direction(
            layer,
            self._sequence,
            lengths,
            state,
            network.draws,
            network.written_out,
            network.reverse,
        )
        self.drawn = one.drawn
        if network.written_out:
            outputs = tf.unstack(one.outputs, len(self._given))
        else:
            outputs = [self._turned(one.outputs)]
        self.handed = [*outputs, *tf.nest.flatten(one.state)]

    def _turned(self, sequence: Any) -> Any:
        if self._network.time_major:
            return sequence
        return tf.transpose(sequence, [1, 0, 2])

    def back(self, grads: list[Any]) -> Gradients:
        """From gradients of `handed`, `None` for zeros, to those of what it read."""
        found, count = Gradients(), len(self._given)
        outputs, state = grads[:count], grads[count:]
        if not self._network.written_out:
            outputs = [None if o is None else self._turned(o) for o in outputs]
            grad = outputs[0]
        else:
            grad = _stacked(outputs)
        state = tf.nest.pack_sequence_as(self._one.state, state)
        dx = self._one.back(grad, state, found)
        if dx is not None and self._network.written_out:
            for tensor, its in zip(self._given, tf.unstack(dx, count), strict=True):
                found.add(tensor, its)
        elif dx is not None:
            found.add(self._given[0], self._turned(dx))
        for tensor, fitted in zip(self._state, self._fitted, strict=True):
            its = found.of(fitted)
            if its is not None and fitted is not tensor:
                found.add(tensor, tf.reshape(its, tf.shape(tensor)))
        return found


def _stacked(tensors: list[Any]) -> Any:
    """The tensors as one, `None` for zeros; `None` where all of them are."""
    there = [tensor for tensor in tensors if tensor is not None]
    if not there:
        return None
    zeros = tf.zeros_like(there[0])
    return tf.stack([zeros if tensor is None else tensor for tensor in tensors])


def _tensor(value: Any) -> Any:
    """The tensor that a value is read by, or an array: no op is built for it."""
    if isinstance(value, tf.Tensor):
        return value
    if isinstance(value, tf.Variable):
        _check(not hasattr(value, "handle"), "it reads a resource variable")
        return tf.convert_to_tensor(value)
    _check(not tf.is_tensor(value), f"it reads a {type(value).__name__}")
    array = np.asarray(value)
    return array.astype(np.float32) if array.dtype.kind == "f" else array


def _is_checked(op: Any) -> bool:
    """Whether it hands on lengths behind the check that each sequence has one."""
    return op.type == "Identity" and op.name.rpartition("/")[2] == "CheckSeqLen"


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Unproved(otherwise)
