"""What `tf.nn.dynamic_rnn`, `bidirectional_dynamic_rnn` and `static_rnn` call."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private, fast
from compat.fast import choice, stack, swap
from compat.fast.halves import Halves
from compat.fast.masks import Draws
from compat.fast.span import Span
from compat.fast.stack import Slopes, once_each
from compat.fast.swap import apart


def can(cells: list[Any], inputs: list[Any], rank: int, plain: Any) -> bool:
    """Whether a network that was built has a faster way.

    Args:
        cells: Its cells.
        inputs: Tensors of its inputs.
        rank: What rank these should have.
        plain: What it gave: outputs and state.
    """
    if not fast.on() or tf.executing_eagerly():
        return False
    leaves = tf.nest.flatten(plain)
    if not all(tf.is_tensor(leaf) and leaf.dtype == tf.float32 for leaf in leaves):
        return False
    if any(t is None or t.dtype != tf.float32 for t in inputs):
        return False
    if leaves[0].graph.building_function or _private.in_control_flow(leaves[0].op):
        return False
    if not _private.watch_gradients():
        return False
    return all(map(choice.fits, cells)) and all(
        tensor.shape.rank == rank and tensor.shape.dims[-1].value is not None
        for tensor in inputs
    )


class Direction:
    """One cell over a sequence, in one direction of time.

    Args:
        cell: One that `choice.fits`.
        inputs: `[time, batch, depth]`.
        lengths: int32 `[batch]`, or `None`.
        initial_state: The first state, or `None` for zeros.
        draws: `RandomUniform` ops of the plain network.
        written_out: Whether the plain network is written out.
        reverse: Whether time runs backwards.
    """

    def __init__(
        self,
        cell: Any,
        inputs: Any,
        lengths: Any,
        initial_state: Any,
        draws: list[Any],
        written_out: bool = False,
        reverse: bool = False,
    ) -> None:
        self._span = span = Span(inputs, lengths)
        self._reverse = reverse
        size = cell.state_size
        if initial_state is None:
            zeros = [tf.zeros([span.batch, n]) for n in tf.nest.flatten(size)]
            self.given: list[Any] = []
        else:
            zeros = [tf.convert_to_tensor(t) for t in tf.nest.flatten(initial_state)]
            self.given = list(zeros)
        first = tf.nest.pack_sequence_as(size, zeros)
        there = span.within(self._turned(inputs))
        random = Draws(draws, written_out, span)
        way = Halves if choice.halved(cell, span.batch) else stack.run
        self._run = way(cell, there, first, span, random)
        self.given += self._run.given
        self.state = self._run.state
        self.outputs = self._turned(span.whole(span.zeroed(self._run.outputs)))

    def _turned(self, sequence: Any) -> Any:
        if not self._reverse:
            return sequence
        if self._span.lengths is None:
            return tf.reverse(sequence, [0])
        return tf.reverse_sequence(
            sequence, self._span.lengths, seq_axis=0, batch_axis=1
        )

    def back(self, slope: Any, state_slope: Any, slopes: Slopes) -> Any:
        """Add the slopes of `given` to `slopes`; give that of the inputs."""
        span = self._span
        if slope is not None:
            slope = span.zeroed(span.within(self._turned(slope)))
        slope = self._run.back(slope, state_slope, slopes)
        return None if slope is None else self._turned(span.whole(slope))


def only(inputs: Any) -> Any:
    """The tensor that inputs are, or `None` where they are more than one."""
    leaves = tf.nest.flatten(inputs)
    if len(leaves) != 1:
        return None
    with apart():
        return tf.convert_to_tensor(leaves[0])


def time_major(tensor: Any, already: bool) -> Any:
    """`[batch, time, …]` as `[time, batch, …]`, unless it is `already`; or back."""
    if already or tensor is None:
        return tensor
    return tf.transpose(tensor, [1, 0, 2])


def stacked(tensors: list[Any]) -> Any:
    """The tensors as one, `None` for zeros; `None` where all of them are."""
    there = [tensor for tensor in tensors if tensor is not None]
    if not there:
        return None
    zeros = tf.zeros_like(there[0])
    return tf.stack([zeros if tensor is None else tensor for tensor in tensors])


def hand_over(
    plain: Any, faster: Any, inputs: list[Any], given: list[Any], back: Any
) -> Any:
    """Give the faster tensors, in the structure of the plain ones.

    Args:
        plain: Outputs and state of the plain network.
        faster: The same of the faster one.
        inputs: Tensors of its inputs.
        given: Tensors of its weights and first states.
        back: From the slopes, in that structure, and a `Slopes` to add to, to those
            of the inputs.
    """
    inputs_once = once_each([*inputs, *given])

    def flat_back(flat: list[Any]) -> list[Any]:
        slopes = Slopes()
        with apart():
            structured = tf.nest.pack_sequence_as(plain, flat)
            for tensor, slope in zip(inputs, back(structured, slopes), strict=True):
                if slope is not None:
                    slopes.add(tensor, slope)
        return [slopes.of(tensor) for tensor in inputs_once]

    handed = swap.instead_of(
        tf.nest.flatten(plain), tf.nest.flatten(faster), inputs_once, flat_back
    )
    return tf.nest.pack_sequence_as(plain, handed)
