"""Small helpers that old code imports from 1.15's `contrib/layers/…/utils.py`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import tensorflow as tf

tf1 = tf.compat.v1


class NamedOutputs(NamedTuple):
    """A name and the outputs that have it."""

    name: str
    outputs: Any


def append_tensor_alias(tensor: Any, alias: Any) -> Any:
    """Note another name (or a list of names) of a tensor in its `aliases`.

    Returns:
        The tensor.
    """
    if isinstance(alias, str):
        alias = [alias[:-1] if alias[-1] == "/" else alias]
    tensor.aliases = [*getattr(tensor, "aliases", []), *alias]
    return tensor


def collect_named_outputs(collections: Any, alias: Any, outputs: Any) -> Any:
    """Put `outputs`, under a further name, into the collections.

    Returns:
        The outputs.
    """
    if collections:
        append_tensor_alias(outputs, alias)
        names = [collections] if isinstance(collections, str) else list(collections)
        tf1.add_to_collections(names, outputs)
    return outputs


def get_tensor_aliases(tensor: Any) -> list[str]:
    """The further names of a tensor, or the name of its op."""
    if hasattr(tensor, "aliases"):
        return tensor.aliases
    name = tensor.op.name
    return [name[:-1] if name[-1] == "/" else name]


def gather_tensors_aliases(tensors: Iterable[Any]) -> list[str]:
    """The names of all `tensors`, in their order."""
    return [alias for tensor in tensors for alias in get_tensor_aliases(tensor)]


def convert_collection_to_dict(
    collection: str, clear_collection: bool = False
) -> OrderedDict[str, Any]:
    """From names to the tensors of a collection, in its order.

    Args:
        collection: Name of the collection.
        clear_collection: Whether it is emptied.
    """
    outputs = OrderedDict(
        (alias, tensor)
        for tensor in tf1.get_collection(collection)
        for alias in get_tensor_aliases(tensor)
    )
    if clear_collection:
        tf1.get_default_graph().clear_collection(collection)
    return outputs


def constant_value(value_or_tensor_or_var: Any, dtype: Any = None) -> Any:
    """The value of a constant, `None` of what is known only when the graph runs.

    Raises:
        ValueError: For `None`.
    """
    value = value_or_tensor_or_var
    if value is None:
        raise ValueError("value_or_tensor_or_var cannot be None")
    if isinstance(value, tf.Variable):
        return None
    if tf.is_tensor(value):
        if dtype and value.dtype != dtype:
            raise ValueError(f"It has the wrong type {value.dtype} instead of {dtype}")
        value = tf.get_static_value(value) if value.op.type == "Const" else None
    return value


def static_cond(pred: Any, fn1: Callable[[], Any], fn2: Callable[[], Any]) -> Any:
    """`fn1()` where `pred` is true now, else `fn2()`.

    Raises:
        TypeError: When one is not a function.
    """
    for what, function in (("fn1", fn1), ("fn2", fn2)):
        if not callable(function):
            raise TypeError(f"{what} must be callable.")
    return fn1() if pred else fn2()


def smart_cond(
    pred: Any, fn1: Callable[[], Any], fn2: Callable[[], Any], name: str | None = None
) -> Any:
    """`fn1()` or `fn2()`: now where `pred` is constant, else when the graph runs."""
    known = constant_value(pred)
    if known is not None:
        return static_cond(known, fn1, fn2)
    return tf1.cond(pred, fn1, fn2, name)


def get_variable_collections(variables_collections: Any, name: str) -> Any:
    """The collections of the weight `name`: a list, or that of a dict, or `None`."""
    if isinstance(variables_collections, dict):
        return variables_collections.get(name, None)
    return variables_collections


def _get_dimension(shape: Any, dim: int, min_rank: int = 1) -> int:
    dims = shape.dims
    if dims is None:
        raise ValueError("dims of shape must be known but is None")
    if len(dims) < min_rank:
        raise ValueError(f"rank of shape must be at least {min_rank} not: {len(dims)}")
    size = shape.as_list()[dim]
    if size is None:
        raise ValueError(f"dimension {dim} of shape must be known but is None: {shape}")
    return size


def channel_dimension(shape: Any, data_format: str | None, min_rank: int = 1) -> int:
    """Size of the channels' axis: 1 for `channels_first`, else the last.

    Raises:
        ValueError: When it is not known, or the rank is less than `min_rank`.
    """
    axis = 1 if data_format == "channels_first" else -1
    return _get_dimension(shape, axis, min_rank=min_rank)


def last_dimension(shape: Any, min_rank: int = 1) -> int:
    """Size of the last axis. See `channel_dimension`."""
    return _get_dimension(shape, -1, min_rank=min_rank)


def two_element_tuple(int_or_tuple: Any) -> tuple[Any, Any]:
    """`(n, n)` for an int; the two elements of a list, tuple or shape.

    Raises:
        ValueError: For anything else.
    """
    if isinstance(int_or_tuple, (list, tuple)):
        if len(int_or_tuple) != 2:
            raise ValueError(f"Must be a list with 2 elements: {int_or_tuple}")
        return int(int_or_tuple[0]), int(int_or_tuple[1])
    if isinstance(int_or_tuple, int):
        return int_or_tuple, int_or_tuple
    if isinstance(int_or_tuple, tf.TensorShape) and len(int_or_tuple) == 2:
        return int_or_tuple[0], int_or_tuple[1]
    raise ValueError(
        "Must be an int, a list with 2 elements or a TensorShape of length 2"
    )


def n_positive_integers(n: int, value: Any) -> tuple[int, ...]:
    """`value` n times, or the n elements of `value`: positive integers.

    Raises:
        ValueError: For anything else.
    """
    if not isinstance(n, int) or n < 1:
        raise ValueError("n must be a positive integer")
    if isinstance(value, int):
        if value < 1:
            raise ValueError(f"expected positive integer, but received {value}")
        return (value,) * n
    received = f"Expected sequence of {n} positive integers, but received {value!r}"
    sequence = value
    if isinstance(sequence, tf.TensorShape):
        length = len(sequence)
        sequence = sequence.as_list()
    else:
        try:
            length = len(sequence)
        except TypeError:
            raise ValueError(received) from None
    if length == n == 1:
        try:
            one = int(sequence[0])
        except (TypeError, ValueError):
            raise ValueError(received) from None
        if one < 1:
            raise ValueError(f"expected positive integer, but received {one}")
        return (one,)
    if length != n:
        raise ValueError(received)
    try:
        elements = tuple(int(element) for element in sequence)
    except (TypeError, ValueError):
        raise ValueError(received) from None
    if any(element < 1 for element in elements):
        raise ValueError(received)
    return elements
