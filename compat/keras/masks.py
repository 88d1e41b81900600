"""`dropout` and `recurrent_dropout` of recurrent layers, with the masks of 2.3.1."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import tensorflow as tf

from compat.keras import calls, noise


def are_known(layer: Any) -> bool:
    """Whether 2.3.1's masks of a recurrent layer can be drawn: it has their seeds."""
    return bool(getattr(layer, "_seeds_of_call", ()))


def drawn(layer: Any, inputs: Any, state: Any) -> tuple[list[Any], list[Any]]:
    """The masks of one call: for its inputs and for its state, each list may be empty.

    2.3.1 drew one for every gate, once for all steps.

    Args:
        layer: A recurrent layer that `are_known` says yes to.
        inputs: `[batch, time, depth]`.
        state: `[batch, units]`.
    """
    left = list(calls.seeds_of(layer))
    given = [(layer.dropout, inputs[:, 0]), (layer.recurrent_dropout, state)]
    count = len(left) // sum(rate > 0 for rate, _ in given)
    masks: list[list[Any]] = []
    for rate, like in given:
        own = [left.pop(0) for _ in range(count if rate > 0 else 0)]
        masks.append([noise.kept(tf.shape(like), rate, seed) for seed in own])
    return masks[0], masks[1]


@contextmanager
def for_gates(cell: Any, masks: tuple[list[Any], list[Any]]) -> Iterator[None]:
    """`implementation=1`: every gate has a mask of its own."""
    before, cell.implementation = cell.implementation, 1
    cell._dropout_mask, cell._recurrent_dropout_mask = masks
    try:
        yield
    finally:
        cell.implementation = before
        cell.reset_dropout_mask()
        cell.reset_recurrent_dropout_mask()


@contextmanager
def of_state(cell: Any, mask: Any) -> Iterator[None]:
    """`implementation=2`: all of a step sees the state through one mask.

    In a GRU so does what it keeps of the state; Keras 3 keeps it whole.
    """
    step = cell.call

    def call(inputs: Any, states: Any, **kwargs: Any) -> Any:
        h, *rest = tf.nest.flatten(states)
        states = [h * mask, *rest] if isinstance(states, (list, tuple)) else h * mask
        return step(inputs, states, **kwargs)

    cell.call = call
    try:
        yield
    finally:
        del cell.call
