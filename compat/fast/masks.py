"""Dropout over a whole sequence: each step's mask drawn as the loop would have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tensorflow as tf

from compat.fast.span import Span

tf1 = tf.compat.v1
raw = tf.raw_ops


class Draws:
    """The random numbers of a network's dropout, all steps.

    Args:
        ops: `RandomUniform` ops of the network as 1.15 built it, in order: for a loop
            one a mask, for a written-out network one a mask and step.
        written_out: Whether the network was written out.
        span: Where sequences end.
    """

    def __init__(self, ops: list[Any], written_out: bool, span: Span) -> None:
        steps = span.static if written_out and ops else 1
        masks = len(ops) // (steps or 1)
        self._span = span
        self._ops: Iterator[list[Any]] = iter([ops[i::masks] for i in range(masks)])
        self._drawn: list[Any] = []

    def part(self, rows: slice) -> DrawsOfRows:
        """The same numbers, of some rows of the batch."""
        return DrawsOfRows(self, rows)

    def numbered(self, mask: int, size: int) -> Any:
        """The numbers of mask 0, 1, …, drawn when first asked for, in this order."""
        if mask == len(self._drawn):
            self._drawn.append(self.next(size))
        return self._drawn[mask]

    def next(self, size: int) -> Any:
        """Uniform numbers `[length, batch, size]` of the next mask.

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

        if len(ops) > 1:
            return tf.stack([draw(op) for op in ops])
        length = self._span.length
        drawn = tf.TensorArray(tf.float32, length, element_shape=[None, size])
        _, drawn = tf1.while_loop(
            lambda time, drawn: time < length,
            lambda time, drawn: (time + 1, drawn.write(time, draw(ops[0]))),
            (tf.constant(0), drawn),
            parallel_iterations=1,
            back_prop=False,
        )
        return drawn.stack()


class DrawsOfRows:
    """Random numbers of some rows of a batch.

    Args:
        draws: Those of the whole batch.
        rows: Which rows.
    """

    def __init__(self, draws: Draws, rows: slice) -> None:
        self._draws, self._rows, self._mask = draws, rows, -1

    def next(self, size: int) -> Any:
        """As `Draws.next`."""
        self._mask += 1
        return self._draws.numbered(self._mask, size)[:, self._rows]


class Dropout:
    """A mask that can be put on outputs and, the same one, on their slopes.

    Args:
        random: Uniform numbers `[length, batch, size]`.
        keep_prob: float, or float scalar tensor.
    """

    def __init__(self, random: Any, keep_prob: Any) -> None:
        rate = tf.convert_to_tensor(1 - keep_prob, random.dtype)
        self._scale = 1 / (1 - rate)
        self._kept = tf.cast(random >= rate, random.dtype)

    def __call__(self, sequence: Any) -> Any:
        return sequence * self._scale * self._kept


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
