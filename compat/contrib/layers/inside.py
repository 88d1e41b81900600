"""What old code takes from 1.15's `contrib/layers/…/layers.py` beside its layers."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.framework import add_arg_scope
from compat.contrib.layers.common import (
    collect_output,
    collect_variable,
    model_variable_getter,
)
from compat.contrib.layers.utils import collect_named_outputs, n_positive_integers

tf1 = tf.compat.v1

DATA_FORMAT_NCHW = "NCHW"
DATA_FORMAT_NHWC = "NHWC"
DATA_FORMAT_NCDHW = "NCDHW"
DATA_FORMAT_NDHWC = "NDHWC"


@add_arg_scope
def pool(
    inputs: Any,
    kernel_size: Any,
    pooling_type: str,
    padding: str = "VALID",
    data_format: str | None = None,
    dilation_rate: Any = 1,
    stride: Any = 1,
    outputs_collections: Any = None,
    scope: Any = None,
) -> Any:
    """Pool over all axes between batch and channels.

    Args:
        inputs: Tensor of rank 3 or more.
        kernel_size: Size of the windows: int, or one per axis.
        pooling_type: `AVG` or `MAX`.
        padding: `SAME` or `VALID`.
        data_format: A string that starts with `NC` for channels first.
        dilation_rate: Distance of a window's entries.
        stride: Distance of the windows.
        outputs_collections: Collection for the outputs.
        scope: Name scope; by default `avg_pool` or `max_pool`.

    Raises:
        ValueError: For an unknown rank, or one less than 3.
    """
    with tf1.name_scope(scope, f"{pooling_type.lower()}_pool", [inputs]) as name:
        inputs = tf.convert_to_tensor(inputs)
        rank = inputs.shape.ndims
        if rank is None:
            raise ValueError("Rank of inputs must be known")
        if rank < 3:
            raise ValueError("Rank of inputs must be >= 3")
        axes = rank - 2
        output = tf1.nn.pool(
            inputs,
            n_positive_integers(axes, kernel_size),
            pooling_type,
            padding,
            dilation_rate=n_positive_integers(axes, dilation_rate),
            strides=n_positive_integers(axes, stride),
            name=name,
            data_format=data_format,
        )
        return collect_named_outputs(outputs_collections, name, output)


def poincare_normalize(
    x: Any, axis: Any = 1, epsilon: float = 1e-5, name: str | None = None
) -> Any:
    """Scale vectors longer than 1 - epsilon to that length (arXiv:1705.08039).

    Args:
        x: Tensor.
        axis: The axis, or axes, along which the vectors lie.
        epsilon: How far from the ball's surface they stay.
        name: Name scope.
    """
    with tf1.name_scope(name, "poincare_normalize", [x]) as name:
        x = tf.convert_to_tensor(x, name="x")
        squares = tf1.reduce_sum(tf.square(x), axis, keepdims=True)
        inverse = tf.math.rsqrt(squares)
        inverse = tf.minimum((1.0 - epsilon) * inverse, 1.0)
        return tf.multiply(x, inverse, name=name)


def _sparse_inner_flatten(inputs: Any, new_rank: int) -> Any:
    rank = inputs.dense_shape.shape.as_list()[0]
    if rank < new_rank:
        raise ValueError(
            f"Inputs has rank less than new_rank. {inputs} must have rank at least "
            f"{new_rank}. Received rank {rank}, shape {inputs.shape}"
        )
    outer = inputs.dense_shape[: new_rank - 1]
    inner = tf1.reduce_prod(inputs.dense_shape[new_rank - 1 :])
    return tf1.sparse_reshape(inputs, tf.concat((outer, [inner]), 0))


def _dense_inner_flatten(inputs: Any, new_rank: int) -> Any:
    check = tf1.assert_rank_at_least(
        inputs, new_rank, message="inputs has rank less than new_rank"
    )
    with tf.control_dependencies([check]):
        outer = tf1.strided_slice(tf.shape(inputs), [0], [new_rank - 1])
        flattened = tf1.reshape(inputs, tf.concat((outer, [-1]), 0))
    if inputs.shape.ndims is not None:
        sizes = inputs.shape.as_list()
        rest = sizes[new_rank - 1 :]
        last = None if None in rest else tf.TensorShape(rest).num_elements()
        flattened.set_shape([*sizes[: new_rank - 1], last])
    return flattened


@add_arg_scope
def _inner_flatten(
    inputs: Any, new_rank: int, output_collections: Any = None, scope: Any = None
) -> Any:
    """Flatten the last axes, so that `new_rank` are left.

    Args:
        inputs: Tensor or `tf.SparseTensor`.
        new_rank: How many axes are left.
        output_collections: Collection for the outputs.
        scope: Name scope; by default `InnerFlatten`.

    Raises:
        ValueError: When `inputs` has fewer axes.
    """
    with tf1.name_scope(scope, "InnerFlatten", [inputs, new_rank]):
        if isinstance(inputs, tf.SparseTensor):
            flattened = _sparse_inner_flatten(inputs, new_rank)
        else:
            flattened = _dense_inner_flatten(tf.convert_to_tensor(inputs), new_rank)
        return collect_output(output_collections, flattened, by_op=True)


def _apply_activation(y: Any, activation_fn: Any, output_collections: Any) -> Any:
    """`activation_fn(y)`, put into the collections."""
    y = y if activation_fn is None else activation_fn(y)
    tf1.add_to_collections(list(output_collections or []), y)
    return y


def _build_variable_getter(rename: dict[str, str] | None = None) -> Any:
    """A custom getter that makes model variables, by other names.

    Args:
        rename: From the last part of a name to another.
    """
    return model_variable_getter(rename or {})


def _add_variable_to_collections(
    variable: Any, collections_set: Any, collections_name: str
) -> None:
    """Put a variable, or all its parts, into the collections of its kind."""
    parts = list(variable) if hasattr(variable, "as_tensor") else [variable]
    for part in parts:
        collect_variable(part, collections_set, collections_name)
