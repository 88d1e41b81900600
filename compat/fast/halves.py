"""A network over the two halves of its batch, side by side on two cores."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.fast import choice, stack
from compat.fast.masks import Draws
from compat.fast.span import Span
from compat.fast.stack import Gradients, once_each


class Halves:
    """What `stack.run` gives, run in two parts of the batch.

    No row of a batch needs another one; only the weights' gradients are summed over
    all. Args, attributes and `back` as for `stack.run`.
    """

    def __init__(
        self, layer: Any, inputs: Any, state: Any, span: Span, draws: Draws
    ) -> None:
        middle = choice.middle(span.batch)
        self._cuts = [slice(None, middle), slice(middle, None)]
        self._state = tf.nest.flatten(state)
        self._firsts, self._runs = [], []
        for cut in self._cuts:
            first = [tensor[cut] for tensor in self._state]
            there = tf.nest.pack_sequence_as(state, first)
            part = span.part(cut), draws.part(cut)
            run = stack.run(layer, inputs[:, cut], there, *part)
            self._firsts.append(first)
            self._runs.append(run)
        one, other = self._runs
        self.outputs = tf.concat([one.outputs, other.outputs], 1)
        self.state = tf.nest.map_structure(_rows, one.state, other.state)
        self.given = one.given

    def back(self, grad: Any, state_grad: Any, grads: Gradients) -> Any:
        """See `stack.run`."""
        parts, inputs = [Gradients(), Gradients()], []
        for run, cut, its in zip(self._runs, self._cuts, parts, strict=True):
            rows = None if grad is None else grad[:, cut]
            last = [None if s is None else s[cut] for s in tf.nest.flatten(state_grad)]
            last = tf.nest.pack_sequence_as(self.state, last)
            inputs.append(run.back(rows, last, its))
        one, other = parts
        for tensor in once_each(self.given):
            if one.of(tensor) is not None:
                grads.add(tensor, one.of(tensor) + other.of(tensor))
        for tensor, *firsts in zip(self._state, *self._firsts, strict=True):
            if one.of(firsts[0]) is not None:
                grads.add(tensor, _rows(one.of(firsts[0]), other.of(firsts[1])))
        return None if inputs[0] is None else tf.concat(inputs, 1)


def _rows(one: Any, other: Any) -> Any:
    return tf.concat([one, other], 0)
