"""Summaries of tensors under the tensors' own names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def _name(tensor: Any, name: str | None, prefix: str | None) -> str:
    name = name or tensor.op.name
    return f"{prefix}/{name}" if prefix else name


def _printed(
    summary: Callable[..., Any], name: str, tensor: Any, print_summary: bool
) -> Any:
    """A summary; where it prints, the printing op is in the collection in its place."""
    collections: list[str] | None = [] if print_summary else None
    op = summary(name, tensor, collections=collections)
    if print_summary:
        op = tf1.Print(op, [tensor], name)
        tf1.add_to_collection(tf1.GraphKeys.SUMMARIES, op)
    return op


def _each(
    add: Callable[..., Any], tensors: Sequence[Any], prefix: str | None, **more: Any
) -> list[Any]:
    return [add(tensor, prefix=prefix, **more) for tensor in tensors]


def add_histogram_summary(
    tensor: Any, name: str | None = None, prefix: str | None = None
) -> Any:
    """A histogram of a tensor, as a summary.

    Args:
        tensor: The tensor.
        name: By default the name of its op.
        prefix: Comes before the name.

    Source: `tf.contrib.slim.summaries.add_histogram_summary`.
    """
    return tf1.summary.histogram(_name(tensor, name, prefix), tensor)


def add_image_summary(
    tensor: Any,
    name: str | None = None,
    prefix: str | None = None,
    print_summary: bool = False,
) -> Any:
    """An image, as a summary.

    Args:
        tensor: The image.
        name: By default the name of its op.
        prefix: Comes before the name.
        print_summary: Whether it is printed, too.

    Source: `tf.contrib.slim.summaries.add_image_summary`.
    """
    name = _name(tensor, name, prefix)
    return _printed(tf1.summary.image, name, tensor, print_summary)


def add_scalar_summary(
    tensor: Any,
    name: str | None = None,
    prefix: str | None = None,
    print_summary: bool = False,
) -> Any:
    """A scalar, as a summary.

    Args:
        tensor: The scalar.
        name: By default the name of its op.
        prefix: Comes before the name.
        print_summary: Whether it is printed, too.

    Returns:
        The summary's op.

    Source: `tf.contrib.slim.summaries.add_scalar_summary`.
    """
    name = _name(tensor, name, prefix)
    return _printed(tf1.summary.scalar, name, tensor, print_summary)


def add_zero_fraction_summary(
    tensor: Any,
    name: str | None = None,
    prefix: str | None = None,
    print_summary: bool = False,
) -> Any:
    """The share of zeros of a tensor, as a summary.

    Args:
        tensor: The tensor.
        name: By default the name of its op.
        prefix: Comes before the name.
        print_summary: Whether it is printed, too.

    Source: `tf.contrib.slim.summaries.add_zero_fraction_summary`.
    """
    name = f"{name or tensor.op.name}/Fraction of Zero Values"
    return add_scalar_summary(tf1.nn.zero_fraction(tensor), name, prefix, print_summary)


def add_histogram_summaries(
    tensors: Sequence[Any], prefix: str | None = None
) -> list[Any]:
    """`add_histogram_summary` of each tensor.

    Source: `tf.contrib.slim.summaries.add_histogram_summaries`.
    """
    return _each(add_histogram_summary, tensors, prefix)


def add_image_summaries(tensors: Sequence[Any], prefix: str | None = None) -> list[Any]:
    """`add_image_summary` of each tensor.

    Source: `tf.contrib.slim.summaries.add_image_summaries`.
    """
    return _each(add_image_summary, tensors, prefix)


def add_scalar_summaries(
    tensors: Sequence[Any], prefix: str | None = None, print_summary: bool = False
) -> list[Any]:
    """`add_scalar_summary` of each tensor.

    Source: `tf.contrib.slim.summaries.add_scalar_summaries`.
    """
    return _each(add_scalar_summary, tensors, prefix, print_summary=print_summary)


def add_zero_fraction_summaries(
    tensors: Sequence[Any], prefix: str | None = None
) -> list[Any]:
    """`add_zero_fraction_summary` of each tensor.

    Source: `tf.contrib.slim.summaries.add_zero_fraction_summaries`.
    """
    return _each(add_zero_fraction_summary, tensors, prefix)
