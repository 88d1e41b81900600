"""Dropout over a whole sequence: each step's mask drawn as the loop would have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tensorflow as tf

from compat.fast.span import Span

tf1 = tf.compat.v1
raw = tf.raw_ops


def in_order(op: Any) -> bool:
    """Whether a plain loop draws step by step, as this does.

    It lets 32 steps (`parallel_iterations`) overlap. Where the shape of a mask is only
    known when it runs, 1.15 and TensorFlow 2 put the draws off and come back to the
    last first, until they have seen some hundred of them to be quick; with several
    threads the order is chance.

    Args:
        op: A `RandomUniform` op in the loop.
    """
    seen, waiting = set(), [op]
    while waiting:
        one = waiting.pop()
        if one.type == "Enter":
            return int(one.get_attr("parallel_iterations")) == 1
        if one not in seen:
            seen.add(one)
            waiting.extend(tensor.op for tensor in one.inputs)
    return True  # its shape is a constant


class Draws:
    """The dropout masks of a network, all steps.

    Args:
        ops: `RandomUniform` ops of the network as 1.15 built it, in order: for a loop
            one a mask, for a written-out network one a mask and step.
        written_out: Whether the network was written out.
        span: Where sequences end.

    Attributes:
        drawn: For each mask its ops, and the uniform numbers: `[length, batch, size]`,
            or a list of `[batch, size]` where written out.
    """

    def __init__(self, ops: list[Any], written_out: bool, span: Span) -> None:
        steps = span.static if written_out and ops else 1
        masks = len(ops) // (steps or 1)
        self._span, self._written_out = span, written_out
        self._ops: Iterator[list[Any]] = iter([ops[i::masks] for i in range(masks)])
        self._made: list[Any] = []
        self.drawn: list[tuple[list[Any], Any]] = []

    def part(self, rows: slice) -> DrawsOfRows:
        """The same masks, of some rows of the batch."""
        return DrawsOfRows(self, rows)

    def numbered(self, mask: int, size: int, keep_prob: Any) -> Any:
        """Mask 0, 1, …, drawn when first asked for, in this order."""
        if mask == len(self._made):
            self._made.append(self.next(size, keep_prob))
        return self._made[mask]

    def next(self, size: int, keep_prob: Any) -> Any:
        """What the next mask multiplies by: `[length, batch, size]`.

        Args:
            size: Number of columns.
            keep_prob: Probability of keeping: float, or a tensor that a step's
                `[batch, size]` could be multiplied by.
        """
        random = self._random(size)
        rate = tf.convert_to_tensor(1 - keep_prob, random.dtype)
        mask = 1 / (1 - rate) * tf.cast(random >= rate, random.dtype)
        mask.set_shape(random.shape)
        return mask

    def _random(self, size: int) -> Any:
        """Uniform numbers `[length, batch, size]`.

        An op in a loop draws on with each step; here the same op, by its seeds, does
        in a loop of its own, one step after the other.
        """
        ops = next(self._ops)
        shape = tf.stack([self._span.batch, size])

        def draw(op: Any) -> Any:
            seeds = {name: op.get_attr(name) for name in ("seed", "seed2")}
            drawn = raw.RandomUniform(shape=shape, dtype=op.get_attr("dtype"), **seeds)
            drawn.set_shape([None, size])
            return drawn

        if self._written_out:
            steps = [draw(op) for op in ops]
            self.drawn.append((ops, steps))
            return tf.stack(steps)
        drawn = self._span.unless_empty(
            lambda: self._looped(lambda: draw(ops[0]), size),
            lambda: tf.zeros(tf.concat([[1], shape], 0)),
        )
        drawn.set_shape([None, None, size])
        self.drawn.append((ops, drawn))
        return drawn

    def _looped(self, draw: Any, size: int) -> Any:
        length = self._span.length
        drawn = tf.TensorArray(tf.float32, length, element_shape=[None, size])
        _, drawn = tf1.while_loop(
            lambda time, drawn: time < length,
            lambda time, drawn: (time + 1, drawn.write(time, draw())),
            (tf.constant(0), drawn),
            parallel_iterations=1,
            back_prop=False,
        )
        return drawn.stack()


class DrawsOfRows:
    """Masks of some rows of a batch.

    Args:
        draws: Those of the whole batch.
        rows: Which rows.
    """

    def __init__(self, draws: Draws, rows: slice) -> None:
        self._draws, self._rows, self._mask = draws, rows, -1

    def next(self, size: int, keep_prob: Any) -> Any:
        """As `Draws.next`."""
        self._mask += 1
        return self._draws.numbered(self._mask, size, keep_prob)[:, self._rows]


class Dropout:
    """A mask that can be put on outputs and, the same one, on their gradients.

    Args:
        mask: What it multiplies by.
    """

    def __init__(self, mask: Any) -> None:
        self._mask = mask

    def __call__(self, sequence: Any) -> Any:
        return sequence * self._mask


class VariationalDropout:
    """The same mask for all steps, from the numbers that the wrapper drew when made.

    Args:
        noise: Uniform numbers `[1, size]`.
        keep_prob: float, or float scalar tensor.
    """

    def __init__(self, noise: Any, keep_prob: Any) -> None:
        self._keep_prob = keep_prob
        self._kept = tf.floor(keep_prob + noise)

    def __call__(self, sequence: Any) -> Any:
        return tf1.div(sequence, self._keep_prob) * self._kept
