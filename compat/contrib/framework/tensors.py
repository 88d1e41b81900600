"""Checks of tensors, conditions known beforehand, names, and other small helpers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from compat.contrib.framework import nest

tf1 = tf.compat.v1

sort = tf1.sort
argsort = tf1.argsort


def is_tensor(x: Any) -> bool:
    """Whether `x` is a tensor, a sparse tensor or a variable.

    Source: `tf.contrib.framework.is_tensor`.
    """
    return bool(tf1.is_tensor(x))


def convert_to_tensor_or_sparse_tensor(
    value: Any, dtype: Any = None, name: str | None = None
) -> Any:
    """A tensor of a value, or the sparse tensor that it is.

    Source: `tf.contrib.framework.convert_to_tensor_or_sparse_tensor`.
    """
    return tf1.convert_to_tensor_or_sparse_tensor(value, dtype, name)


def get_graph_from_inputs(op_input_list: Sequence[Any], graph: Any = None) -> Any:
    """The graph of the inputs, or the default graph.

    Raises:
        ValueError: For inputs of two graphs, or of another than `graph`.

    Source: `tf.contrib.framework.get_graph_from_inputs`.
    """
    for value in op_input_list:
        own = getattr(value, "graph", None)
        if own is None:
            continue
        if graph is None:
            graph = own
        elif own is not graph:
            raise ValueError(f"{value} must be from the same graph as {graph}.")
    return graph or tf1.get_default_graph()


def get_placeholders(graph: Any) -> list[Any]:
    """The placeholders of a graph.

    Source: `tf.contrib.framework.get_placeholders`.
    """
    return [op.outputs[0] for op in graph.get_operations() if op.type == "Placeholder"]


def assert_same_float_dtype(tensors: Any = None, dtype: Any = None) -> Any:
    """The dtype that all tensors share.

    Raises:
        ValueError: For two dtypes, or one that is not floating-point.

    Source: `tf.contrib.framework.assert_same_float_dtype`.
    """
    return tf1.debugging.assert_same_float_dtype(tensors, dtype)


def assert_scalar_int(tensor: Any, name: str | None = None) -> Any:
    """Check that a tensor is a scalar of an integer dtype.

    Source: `tf.contrib.framework.assert_scalar_int`.
    """
    with tf1.name_scope(name, "assert_scalar_int", [tensor]):
        tensor = tf.convert_to_tensor(tensor)
        if not tensor.dtype.base_dtype.is_integer:
            raise ValueError(
                f"Expected integer type for {tensor.name}, received type: "
                f"{tensor.dtype.base_dtype}."
            )
        return assert_scalar(tensor)


def assert_scalar(
    tensor: Any, name: str | None = None, message: str | None = None
) -> Any:
    """Check that a tensor is a scalar.

    Source: `tf.contrib.framework.assert_scalar`.
    """
    with tf1.name_scope(name, "assert_scalar", [tensor]):
        tensor = tf.convert_to_tensor(tensor)
        if tensor.shape.ndims != 0:
            raise ValueError(
                f"{message or ''}Expected scalar shape for {tensor.name}, saw shape: "
                f"{tensor.shape}."
            )
        return tensor


def remove_squeezable_dimensions(
    predictions: Any, labels: Any, name: str | None = None
) -> tuple[Any, Any]:
    """Predictions and labels, without the one's last axis of size 1 where ranks differ.

    Source: `tf.contrib.framework.remove_squeezable_dimensions`.
    """
    with tf1.name_scope(name, "remove_squeezable_dimensions", [predictions, labels]):
        predictions = tf.convert_to_tensor(predictions)
        labels = tf.convert_to_tensor(labels)
        ranks = predictions.shape.ndims, labels.shape.ndims
        if None not in ranks:
            if ranks[0] - ranks[1] == 1:
                predictions = tf1.squeeze(predictions, [-1])
            elif ranks[1] - ranks[0] == 1:
                labels = tf1.squeeze(labels, [-1])
            return predictions, labels
        apart = tf.rank(predictions) - tf.rank(labels)
        if ranks[0] is None or predictions.shape[-1:].is_compatible_with([1]):
            whole = predictions
            predictions = tf1.cond(
                tf.equal(1, apart), lambda: tf1.squeeze(whole, [-1]), lambda: whole
            )
        if ranks[1] is None or labels.shape[-1:].is_compatible_with([1]):
            given = labels
            labels = tf1.cond(
                tf.equal(-1, apart), lambda: tf1.squeeze(given, [-1]), lambda: given
            )
        return predictions, labels


def reduce_sum_n(tensors: Sequence[Any], name: str | None = None) -> Any:
    """The sum of all elements of all tensors.

    Raises:
        ValueError: For no tensors.

    Source: `tf.contrib.framework.reduce_sum_n`.
    """
    if not tensors:
        raise ValueError("No tensors provided.")
    with tf1.name_scope(name, "reduce_sum_n", tensors) as scope:
        sums = [tf1.reduce_sum(one, name=f"{one.op.name}/sum") for one in tensors]
        return sums[0] if len(sums) == 1 else tf1.add_n(sums, name=scope)


def smart_constant_value(pred: Any) -> bool | None:
    """A condition's value where it is known already, else `None`.

    Raises:
        TypeError: For no tensor, bool, 0 or 1.

    Source: `tf.contrib.framework.smart_constant_value`.
    """
    if isinstance(pred, bool):
        return pred
    if tf.is_tensor(pred):
        return tf.get_static_value(pred)
    if isinstance(pred, int) and pred in {0, 1}:
        return bool(pred)
    raise TypeError(
        "`pred` must be a Tensor, or a Python bool, or 1 or 0. "
        f"Found instead: {type(pred)}"
    )


def smart_cond(
    pred: Any, true_fn: Any = None, false_fn: Any = None, name: str | None = None
) -> Any:
    """`tf.cond`, or the one branch where the condition is known already.

    Source: `tf.contrib.framework.smart_cond`.
    """
    for branch in (true_fn, false_fn):
        if not callable(branch):
            raise TypeError("`true_fn` and `false_fn` must be callable.")
    value = smart_constant_value(pred)
    if value is None:
        return tf1.cond(pred, true_fn, false_fn, name=name)
    return true_fn() if value else false_fn()


def smart_case(
    pred_fn_pairs: Any,
    default: Any = None,
    exclusive: bool = False,
    name: str = "smart_case",
) -> Any:
    """`tf.case`, or one of its functions where that is known already.

    Args:
        pred_fn_pairs: List of pairs of condition and function.
        default: Function for when no condition holds.
        exclusive: Whether at most one condition may hold.
        name: Name of the op.

    Source: `tf.contrib.framework.smart_case`.
    """
    pairs = list(
        pred_fn_pairs.items() if isinstance(pred_fn_pairs, dict) else pred_fn_pairs
    )
    open_pairs: list[tuple[Any, Callable[[], Any]]] = []
    for pred, function in pairs:
        value = smart_constant_value(pred)
        if value is None:
            open_pairs.append((tf.convert_to_tensor(pred), function))
        elif value and not open_pairs:
            return function()
        elif value:
            default = function
            break
    if not open_pairs:
        if default is None:
            raise ValueError("default must be callable, received None")
        return default()
    return tf1.case(open_pairs, default, exclusive, name=name)


def py_func(
    func: Callable[..., Any],
    args: Any = (),
    kwargs: dict[str, Any] | None = None,
    output_types: Any = None,
    output_shapes: Any = None,
    stateful: bool = True,
    name: str | None = None,
) -> Any:
    """A Python function of nested tensors as an op.

    Args:
        func: The function, of NumPy arrays.
        args: Its arguments, nested.
        kwargs: Its keyword arguments, nested.
        output_types: The dtypes of what it returns, nested as that is.
        output_shapes: The shapes, nested in the same way.
        stateful: Whether two calls may give two results.
        name: Name of the op.

    Returns:
        Tensors nested as `output_types`, or an op for no output.

    Source: `tf.contrib.framework.py_func`.
    """
    given = (list(args), dict(kwargs or {}))
    flat = tf.nest.flatten(given)
    types = tf.nest.flatten(output_types) if output_types is not None else []

    def flat_function(*values: Any) -> Any:
        positional, named = tf.nest.pack_sequence_as(given, values)
        result = func(*positional, **named)
        return tf.nest.flatten(result) if output_types is not None else result

    flat = [
        value if tf.is_tensor(value) else tf.convert_to_tensor(value) for value in flat
    ]
    results = tf1.py_func(flat_function, flat, types, stateful=stateful, name=name)
    if output_types is None:
        return results
    if output_shapes is not None:
        shapes = nest.flatten_up_to(output_types, output_shapes)
        for result, shape in zip(results, shapes, strict=True):
            result.set_shape(shape)
    return tf.nest.pack_sequence_as(output_types, results)


def prepend_name_scope(name: str, import_scope: str) -> str:
    """A name within a scope; `^` and `loc:@` stay in front.

    Source: `tf.contrib.framework.prepend_name_scope`.
    """
    if not import_scope:
        return name
    scope = import_scope.rstrip("/")
    for mark in ("loc:@", "^"):
        if name.startswith(mark):
            return f"{mark}{scope}/{name[len(mark) :]}"
    return f"{scope}/{name}"


def strip_name_scope(name: str, export_scope: str) -> str:
    """A name without its scope; `^` and `loc:@` stay in front.

    Source: `tf.contrib.framework.strip_name_scope`.
    """
    if not export_scope:
        return name
    for mark in ("loc:@", "^", ""):
        start = f"{mark}{export_scope.rstrip('/')}/"
        if name.startswith(start):
            return mark + name[len(start) :]
    return name
