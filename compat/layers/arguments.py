"""Arguments that the layers over space share: sizes, paddings, data formats."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1

SPACES = {1: "W", 2: "HW", 3: "DHW"}


def normalize_tuple(value: Any, rank: int, name: str) -> tuple[int, ...]:
    """An int or a sequence of ints as a tuple of `rank` ints.

    Raises:
        ValueError: For anything else.
    """
    expected = f"The `{name}` argument must be a tuple of {rank} integers. Received: "
    if isinstance(value, int):
        return (value,) * rank
    try:
        sizes = tuple(value)
    except TypeError:
        raise ValueError(expected + str(value)) from None
    if len(sizes) != rank:
        raise ValueError(expected + str(value))
    for size in sizes:
        try:
            int(size)
        except (ValueError, TypeError):
            raise ValueError(
                f"{expected}{value} including element {size} of type {type(size)}"
            ) from None
    return sizes


def normalize_padding(value: str) -> str:
    """`valid`, `same` or `causal`, in lower case."""
    padding = value.lower()
    if padding not in {"valid", "same", "causal"}:
        raise ValueError(
            'The `padding` argument must be a list/tuple or one of "valid", "same" (or '
            f'"causal", only for `Conv1D). Received: {padding}'
        )
    return padding


def normalize_data_format(value: str) -> str:
    """`channels_first` or `channels_last`, in lower case."""
    data_format = value.lower()
    if data_format not in {"channels_first", "channels_last"}:
        raise ValueError(
            'The `data_format` argument must be one of "channels_first", '
            f'"channels_last". Received: {value}'
        )
    return data_format


def letters(data_format: str, rank: int) -> str:
    """A data format as TensorFlow's ops spell it: `NHWC`, `NCW`, …"""
    space = SPACES[rank]
    return f"NC{space}" if data_format == "channels_first" else f"N{space}C"


def conv_length(
    length: int | None, kernel: int, padding: str, stride: int, dilation: int = 1
) -> int | None:
    """How long an axis is after a convolution or a pooling."""
    if length is None:
        return None
    reach = kernel + (kernel - 1) * (dilation - 1)
    if padding == "valid":
        length = length - reach + 1
    return (length + stride - 1) // stride


def deconv_length(length: Any, kernel: int, padding: str, stride: int) -> Any:
    """How long an axis is after a transposed convolution: int, tensor or `None`."""
    if length is None:
        return None
    length = length * stride
    return length + max(kernel - stride, 0) if padding == "valid" else length


_BY_NAME = ("elu", "relu", "sigmoid", "softmax", "softplus", "softsign", "tanh")


def _selu(x: Any) -> Any:
    """Scaled exponential linear unit, from the ops that the name stood for in 1.15."""
    elu = tf.nn.elu(x)
    steeper = tf1.where(x > 0, elu, 1.6732632423543772 * elu)
    return 1.0507009873554805 * steeper


def activation_of(given: Any) -> Any:
    """The function that `activation` names, or is; `None` for none, or "linear".

    Args:
        given: Function, name, or `None`.

    Raises:
        ValueError: For a name that is not known.
    """
    if not isinstance(given, str):
        return given
    if given == "linear":
        return None
    if given == "selu":
        return _selu
    if given not in _BY_NAME:
        raise ValueError(
            f"Unknown activation function:{given}; expected linear, selu, "
            f"{', '.join(_BY_NAME)}, or a function"
        )
    return getattr(tf.nn, given)
