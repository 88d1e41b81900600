"""A network over a sequence, in one direction of time, forwards and backwards."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.fast import choice, stack
from compat.fast.halves import Halves
from compat.fast.masks import Draws
from compat.fast.span import Span
from compat.fast.stack import Gradients


class Direction:
    """One layer, or layers on top of each other, over a sequence.

    Args:
        layer: What is known of it, see `compat.fast.weights`.
        inputs: `[time, batch, depth]`.
        lengths: int32 `[batch]`, or `None`.
        initial_state: The first state, or `None` for zeros.
        draws: `RandomUniform` ops of the plain network.
        written_out: Whether the plain network is written out.
        reverse: Whether time runs backwards.

    Attributes:
        outputs: `[time, batch, units]`.
        state: The state after each sequence's last step, nested like the layer's.
        drawn: See `compat.fast.masks.Draws`.
    """

    def __init__(
        self,
        layer: Any,
        inputs: Any,
        lengths: Any,
        initial_state: Any,
        draws: list[Any],
        written_out: bool = False,
        reverse: bool = False,
    ) -> None:
        self._span = span = Span(inputs, lengths)
        self._reverse = reverse
        size = layer.state_size
        if initial_state is None:
            first = [tf.zeros([span.batch, n]) for n in tf.nest.flatten(size)]
        else:
            first = [tf.convert_to_tensor(t) for t in tf.nest.flatten(initial_state)]
        there = span.within(self._turned(inputs))
        random = Draws(draws, written_out, span)
        way = Halves if choice.halved(layer, span.batch) else stack.run
        state = tf.nest.pack_sequence_as(size, first)
        self._run = way(layer, there, state, span, random)
        self.state, self.drawn = self._run.state, random.drawn
        self.outputs = self._turned(span.whole(span.zeroed(self._run.outputs)))

    def _turned(self, sequence: Any) -> Any:
        if not self._reverse:
            return sequence
        if self._span.lengths is None:
            return tf.reverse(sequence, [0])
        return tf.reverse_sequence(
            sequence, self._span.lengths, seq_axis=0, batch_axis=1
        )

    def back(self, grad: Any, state_grad: Any, grads: Gradients) -> Any:
        """Add the gradients of weights and first states to `grads`; give the inputs'.

        Args:
            grad: Of the outputs, or `None`.
            state_grad: Of the state, nested like it, each part may be `None`.
            grads: What they are added to.
        """
        span = self._span
        if grad is not None:
            grad = span.zeroed(span.within(self._turned(grad)))
        grad = self._run.back(grad, state_grad, grads)
        return None if grad is None else self._turned(span.whole(grad))
