"""A loop over time: a while loop, or its steps written out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import tensorflow as tf

from compat.fast import choice
from compat.fast.span import Span

tf1 = tf.compat.v1

Step = Callable[[list[Any], list[Any]], tuple[list[Any], list[Any]]]


class Kept:
    """What a loop gave at each step; the next loop can read it as it is.

    Args:
        parts: `[batch, size]` each, in a `TensorArray`, or in a list where the steps
            are written out.
    """

    def __init__(self, parts: Any) -> None:
        self.parts = parts

    @cached_property
    def whole(self) -> Any:
        """All steps: `[length, batch, size]`."""
        written_out = isinstance(self.parts, list)
        return tf.stack(self.parts) if written_out else self.parts.stack()


def steps(
    step: Step,
    sequences: list[Any],
    state: list[Any],
    sizes: list[int],
    span: Span,
    backwards: bool = False,
) -> tuple[list[Kept], list[Any]]:
    """Run `step` over time.

    Args:
        step: From the steps' parts `[batch, …]` and the state to results
            `[batch, size]` and the next state.
        sequences: Tensors `[length, batch, …]`, or results of another loop: a part of
            each for every step.
        state: The state before the first step.
        sizes: The last axis of each result.
        span: How many steps.
        backwards: Whether from the last step to the first.

    Returns:
        The results, and the state in the end.
    """
    if choice.unrolled(span.static):
        return _written_out(step, sequences, state, span.static, backwards)
    length = span.length
    read = [
        s.parts if isinstance(s, Kept) else tf.TensorArray(s.dtype, length).unstack(s)
        for s in sequences
    ]
    write = [
        tf.TensorArray(
            state[0].dtype,
            length,
            element_shape=[None, size],
            clear_after_read=backwards,  # what is read once makes room
        )
        for size in sizes
    ]

    def once(time: Any, state: list[Any], write: list[Any]) -> tuple[Any, Any, Any]:
        at = length - 1 - time if backwards else time
        results, state = step([array.read(at) for array in read], state)
        written = [a.write(at, r) for a, r in zip(write, results, strict=True)]
        return time + 1, state, written

    # A batch of known size may come to a step as one of any size
    rows = [tf.TensorShape([None, one.shape.dims[1].value]) for one in state]
    _, state, write = tf1.while_loop(
        lambda time, state, write: time < length,
        once,
        (tf.constant(0), state, write),
        (tf.TensorShape([]), rows, [tf.TensorShape(None) for _ in write]),
        back_prop=False,
    )
    return [Kept(array) for array in write], state


def _written_out(
    step: Step, sequences: list[Any], state: list[Any], length: Any, backwards: bool
) -> tuple[list[Kept], list[Any]]:
    turned = slice(None, None, -1 if backwards else 1)
    parts = [
        s.parts if isinstance(s, Kept) else tf.unstack(s, length) for s in sequences
    ]
    columns = []
    for part in list(zip(*parts, strict=True))[turned]:
        results, state = step(list(part), state)
        columns.append(results)
    return [Kept(list(column)) for column in zip(*columns[turned], strict=True)], state


def over_time(sequence: Any, kernel: Any, bias: Any = None) -> Any:
    """`sequence · kernel + bias` for all steps at once: `[time, batch, columns]`."""
    shape = tf.shape(sequence)
    flat = tf.matmul(rows(sequence), kernel)
    if bias is not None:
        flat = tf.nn.bias_add(flat, bias)
    columns = flat.shape.dims[1].value
    result = tf.reshape(flat, [shape[0], shape[1], columns])
    result.set_shape([*sequence.shape[:2], columns])
    return result


def rows(sequence: Any) -> Any:
    """`[time, batch, size]` as `[time * batch, size]`."""
    return tf.reshape(sequence, [-1, sequence.shape.dims[2].value])


def before(sequence: Any, first: Any) -> Any:
    """The states before each step, from those after it and the first."""
    return tf.concat([first[None], sequence[:-1]], 0)


def turned(kernel: Any, inputs: Any) -> tuple[Any, Any]:
    """The kernel's parts for inputs and for the state, columns and rows swapped.

    A product with a kernel that was turned beforehand takes a quarter of the time of
    one that turns it (27 against 112 GFLOP/s at `[50, 2048] · [2048, 512]`).
    """
    depth = inputs.shape.dims[2].value
    return tf.transpose(kernel[:depth]), tf.transpose(kernel[depth:])


def weight_grads(gates: Any, inputs: Any, states: Any, matmul: Any) -> list[Any]:
    """The gradients of a kernel for `[inputs; states]` and its bias: all steps in one.

    Args:
        gates: The gradient of `[inputs; states] · kernel + bias`.
        inputs: `[length, batch, depth]`.
        states: What the kernel's other rows were multiplied with.
        matmul: See `choice.grads_matmul`.
    """
    flat = rows(gates)
    parts = [matmul(rows(s), flat, transpose_a=True) for s in (inputs, states)]
    return [tf.concat(parts, 0), tf.raw_ops.BiasAddGrad(out_backprop=flat)]
