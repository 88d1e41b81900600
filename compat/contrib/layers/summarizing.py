"""Summaries of tensors and collections."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def summarize_tensor(tensor: Any, tag: str | None = None) -> Any:
    """A scalar summary of a scalar, a histogram of any other tensor.

    Args:
        tensor: Tensor.
        tag: Name; by default the tensor's with `_summary`.

    Source: `tf.contrib.layers.summarize_tensor`.
    """
    if tensor.shape.ndims is None:
        tf1.logging.warning("tensor %s has no known rank", tensor.op.name)
    if tag is None:
        tag = f"{tensor.op.name}_summary"
    kind = tf1.summary.scalar if tensor.shape.ndims == 0 else tf1.summary.histogram
    return kind(tag, tensor)


def summarize_activation(op: Any) -> Any:
    """A histogram of an activation; for ReLUs also the share of zeros.

    Source: `tf.contrib.layers.summarize_activation`.
    """
    if op.op.type in ("Relu", "Softplus", "Relu6"):
        less = tf.less(op, tf1.cast(0.0, op.dtype))
        share = tf1.reduce_mean(tf1.to_float(less))
        tf1.summary.scalar(f"{op.op.name}/zeros", share)
    if op.op.type == "Relu6":
        full = tf1.reduce_mean(tf1.to_float(tf.greater(op, tf1.cast(6.0, op.dtype))))
        tf1.summary.scalar(f"{op.op.name}/sixes", full)
    return tf1.summary.histogram(f"{op.op.name}/activation", op)


def summarize_tensors(
    tensors: Iterable[Any], summarizer: Callable[[Any], Any] = summarize_tensor
) -> list[Any]:
    """A summary of each tensor.

    Source: `tf.contrib.layers.summarize_tensors`.
    """
    return [summarizer(tensor) for tensor in tensors]


def summarize_collection(
    collection: str,
    name_filter: str | None = None,
    summarizer: Callable[[Any], Any] = summarize_tensor,
) -> list[Any]:
    """A summary of each tensor of a collection whose name fits a pattern.

    Source: `tf.contrib.layers.summarize_collection`.
    """
    return [
        summarizer(op)
        for op in tf1.get_collection(collection)
        if name_filter is None or re.match(name_filter, op.op.name)
    ]


def summarize_activations(
    name_filter: str | None = None,
    summarizer: Callable[[Any], Any] = summarize_activation,
) -> list[Any]:
    """A summary of each tensor in `tf.GraphKeys.ACTIVATIONS`.

    Source: `tf.contrib.layers.summarize_activations`.
    """
    return summarize_collection(tf1.GraphKeys.ACTIVATIONS, name_filter, summarizer)
