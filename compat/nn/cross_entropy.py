"""Cross entropies that take labels and logits by name alone.

TensorFlow 2 takes `(a, b)` for `(labels, logits)`: scripts of before 1.0, which gave
the logits first, would train on nonsense without a word.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.errors import reworded

tf1 = tf.compat.v1


def _named(
    function: Callable[..., Any], sentinel: Any, labels: Any, logits: Any, **rest: Any
) -> Any:
    if sentinel is not None:
        raise ValueError(
            f"Only call `{function.__name__}` with named arguments "
            "(labels=..., logits=..., ...)"
        )
    if labels is None or logits is None:
        raise ValueError("Both labels and logits must be provided.")
    with reworded(_WORDS):
        return function(labels=labels, logits=logits, **rest)


_SHAPE = r"\((?:[\d?, ]*)\)"
_WORDS = (
    (
        r"^`labels\.shape\.rank` must equal .* of rank (\d+) and .* of rank (\d+)$",
        r"Rank mismatch: Rank of labels (received \1) should equal rank of logits "
        r"minus 1 (received \2).",
    ),
    (
        rf"^`labels\.shape` must equal .*labels\.shape=({_SHAPE}) and "
        rf"logits\.shape=({_SHAPE})$",
        r"Shape mismatch: The shape of labels (received \1) should equal the shape of "
        r"logits except for the last dimension (received \2).",
    ),
    (
        r"^`logits` and `labels` must have the same shape, received (\(.*\))\.$",
        r"logits and labels must have the same shape \1",
    ),
)


@functools.wraps(tf1.nn.softmax_cross_entropy_with_logits, updated=())
def softmax_cross_entropy_with_logits(
    _sentinel: Any = None,
    labels: Any = None,
    logits: Any = None,
    dim: int = -1,
    name: str | None = None,
    axis: int | None = None,
) -> Any:
    real = tf1.nn.softmax_cross_entropy_with_logits
    return _named(real, _sentinel, labels, logits, dim=dim, name=name, axis=axis)


@functools.wraps(tf1.nn.sparse_softmax_cross_entropy_with_logits, updated=())
def sparse_softmax_cross_entropy_with_logits(
    _sentinel: Any = None,
    labels: Any = None,
    logits: Any = None,
    name: str | None = None,
) -> Any:
    real = tf1.nn.sparse_softmax_cross_entropy_with_logits
    return _named(real, _sentinel, labels, logits, name=name)


@functools.wraps(tf1.nn.sigmoid_cross_entropy_with_logits, updated=())
def sigmoid_cross_entropy_with_logits(
    _sentinel: Any = None,
    labels: Any = None,
    logits: Any = None,
    name: str | None = None,
) -> Any:
    real = tf1.nn.sigmoid_cross_entropy_with_logits
    return _named(real, _sentinel, labels, logits, name=name)


for _function in (
    softmax_cross_entropy_with_logits,
    sparse_softmax_cross_entropy_with_logits,
    sigmoid_cross_entropy_with_logits,
):
    del _function.__wrapped__  # the signature is 1.15's
