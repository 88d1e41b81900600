"""Small layers: biases, one-hot encodings, maxout, softmax, layers in a row."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from compat.contrib.framework.arg_scope import add_arg_scope
from compat.contrib.framework.variables import model_variable
from compat.contrib.layers.common import (
    check_format,
    collect_output,
    collections_of,
)
from compat.contrib.layers.initializers import xavier_initializer
from compat.count.ops.arrays import one_hot

tf1 = tf.compat.v1


@add_arg_scope
def bias_add(
    inputs: Any,
    activation_fn: Any = None,
    initializer: Any = tf1.zeros_initializer(),
    regularizer: Any = None,
    reuse: bool | None = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    data_format: str = "NHWC",
    scope: Any = None,
) -> Any:
    """The inputs with a bias for each channel.

    Args:
        inputs: Tensor of rank 2 or more.
        activation_fn: Function of the result, or `None`.
        initializer: Of the biases, by default zeros.
        regularizer: From the biases to a loss, or `None`.
        reuse: Whether to reuse the biases of `scope`.
        variables_collections: Collections for the biases: list, or dict of lists.
        outputs_collections: Collection for the outputs.
        trainable: Whether the biases are trained.
        data_format: `NHWC` or `NCHW`: channels last or first.
        scope: Variable scope; by default `BiasAdd`.

    Source: `tf.contrib.layers.bias_add`.
    """
    check_format(data_format, ("NCHW", "NHWC"))
    with tf1.variable_scope(scope, "BiasAdd", [inputs], reuse=reuse):
        inputs = tf.convert_to_tensor(inputs)
        if inputs.shape.ndims is None:
            raise ValueError("Dims of shape must be known but is None")
        if inputs.shape.ndims != 4 and data_format == "NCHW":
            raise ValueError("Data format NCHW only supports 4D Tensor")
        biases = model_variable(
            "biases",
            shape=[inputs.shape.as_list()[1 if data_format == "NCHW" else -1]],
            dtype=inputs.dtype.base_dtype,
            initializer=initializer,
            regularizer=regularizer,
            collections=collections_of(variables_collections, "biases"),
            trainable=trainable,
        )
        outputs = tf1.nn.bias_add(inputs, biases, data_format=data_format)
        if activation_fn is not None:
            outputs = activation_fn(outputs)
        return collect_output(outputs_collections, outputs)


@add_arg_scope
def one_hot_encoding(
    labels: Any,
    num_classes: int,
    on_value: float = 1.0,
    off_value: float = 0.0,
    outputs_collections: Any = None,
    scope: Any = None,
) -> Any:
    """Labels as one-hot vectors.

    Args:
        labels: Integer tensor.
        num_classes: Length of a vector.
        on_value: At the label's place.
        off_value: Elsewhere.
        outputs_collections: Collection for the outputs.
        scope: Name scope; by default `OneHotEncoding`.

    Source: `tf.contrib.layers.one_hot_encoding`.
    """
    with tf1.name_scope(scope, "OneHotEncoding", [labels, num_classes]):
        labels = tf.convert_to_tensor(labels)
        if labels.dtype == tf.int32:
            labels = tf1.to_int64(labels)
        outputs = one_hot(labels, num_classes, on_value=on_value, off_value=off_value)
        return collect_output(outputs_collections, outputs, by_op=True)


@add_arg_scope
def maxout(inputs: Any, num_units: int, axis: int = -1, scope: Any = None) -> Any:
    """The largest of each group of channels.

    Args:
        inputs: Tensor.
        num_units: Number of groups; divides the number of channels.
        axis: The channels' axis.
        scope: Variable scope; by default `MaxOut`.

    Raises:
        ValueError: For channels that cannot be put in so many groups.

    Source: `tf.contrib.layers.maxout`; Goodfellow et al. 2013 (arXiv:1302.4389).
    """
    with tf1.variable_scope(scope, "MaxOut", [inputs]):
        inputs = tf.convert_to_tensor(inputs)
        sizes = inputs.shape.as_list()
        channels = sizes[axis]
        if channels % num_units:
            raise ValueError(
                f"number of features({channels}) is not a multiple of "
                f"num_units({num_units})"
            )
        sizes[axis] = num_units
        wanted = [*sizes, channels // num_units]
        for place, size in enumerate(wanted):
            if size is None:
                wanted[place] = tf.shape(inputs)[place]
        outputs = tf1.reduce_max(tf1.reshape(inputs, wanted), -1, keepdims=False)
        outputs.set_shape(sizes)
        return outputs


def _name_of(layer: Any) -> str:
    if isinstance(layer, functools.partial):
        layer = layer.func
    return getattr(layer, "__name__", "stack")


@add_arg_scope
def repeat(
    inputs: Any, repetitions: int, layer: Callable[..., Any], *args: Any, **kwargs: Any
) -> Any:
    """A layer applied several times, each time with weights of its own.

    Args:
        inputs: Tensor.
        repetitions: How often.
        layer: The layer function; takes `scope`.
        *args: Handed on to it.
        **kwargs: Handed on to it; `scope` is the outer variable scope.

    Source: `tf.contrib.layers.repeat`.
    """
    scope = kwargs.pop("scope", None)
    with tf1.variable_scope(scope, "Repeat", [inputs]):
        inputs = tf.convert_to_tensor(inputs)
        name = _name_of(layer) if scope is None else scope
        if scope is None and name == "stack":
            name = "repeat"
        outputs = inputs
        for number in range(1, repetitions + 1):
            outputs = layer(outputs, *args, scope=f"{name}_{number}", **kwargs)
        return outputs


@add_arg_scope
def stack(
    inputs: Any, layer: Callable[..., Any], stack_args: Sequence[Any], **kwargs: Any
) -> Any:
    """A layer applied once for each of a list of arguments.

    Args:
        inputs: Tensor.
        layer: The layer function; takes `scope`.
        stack_args: For each time its argument, or a list of arguments.
        **kwargs: Handed on to it; `scope` is the outer variable scope.

    Source: `tf.contrib.layers.stack`.
    """
    scope = kwargs.pop("scope", None)
    if not isinstance(stack_args, (list, tuple)):
        raise ValueError("stack_args need to be a list or tuple")
    with tf1.variable_scope(scope, "Stack", [inputs]):
        inputs = tf.convert_to_tensor(inputs)
        name = _name_of(layer) if scope is None else scope
        outputs = inputs
        for number, given in enumerate(stack_args, 1):
            own = given if isinstance(given, (list, tuple)) else [given]
            outputs = layer(outputs, *own, scope=f"{name}_{number}", **kwargs)
        return outputs


@add_arg_scope
def softmax(logits: Any, scope: Any = None) -> Any:
    """Softmax over the last axis.

    Args:
        logits: Tensor `[…, classes]`.
        scope: Variable scope; by default `softmax`.

    Source: `tf.contrib.layers.softmax`.
    """
    with tf1.variable_scope(scope, "softmax", [logits]):
        classes = logits.shape.as_list()[-1]
        flat = tf1.reshape(logits, [-1, classes])
        outputs = tf1.reshape(tf1.nn.softmax(flat), tf.shape(logits))
        outputs.set_shape(logits.shape)
        return outputs


@add_arg_scope
def images_to_sequence(
    inputs: Any,
    data_format: str = "NHWC",
    outputs_collections: Any = None,
    scope: Any = None,
) -> Any:
    """Images `[batch, height, width, depth]` as `[width, batch · height, depth]`.

    Source: `tf.contrib.layers.images_to_sequence`.
    """
    check_format(data_format, ("NCHW", "NHWC"))
    with tf1.name_scope(scope, "ImagesToSequence", [inputs]):
        inputs = tf.convert_to_tensor(inputs)
        if inputs.shape.ndims != 4:
            raise ValueError(
                f"expected inputs of rank 4, received rank {inputs.shape.ndims}"
            )
        if data_format == "NCHW":
            inputs = tf1.transpose(inputs, [0, 2, 3, 1])
        _, _, width, depth = inputs.shape.as_list()
        sizes = tf.shape(inputs)
        batch, height = sizes[0], sizes[1]
        moved = tf1.transpose(inputs, [2, 0, 1, 3])
        outputs = tf1.reshape(moved, [width, batch * height, depth])
        return collect_output(outputs_collections, outputs, by_op=True)


@add_arg_scope
def sequence_to_images(
    inputs: Any,
    height: int,
    output_data_format: str = "channels_last",
    outputs_collections: Any = None,
    scope: Any = None,
) -> Any:
    """A sequence `[width, batch · height, depth]` as images, back again.

    Source: `tf.contrib.layers.sequence_to_images`.
    """
    with tf1.name_scope(scope, "SequenceToImages", [inputs]):
        inputs = tf.convert_to_tensor(inputs)
        width, batch, depth = inputs.shape.as_list()
        if batch is None:
            batch = -1
        else:
            batch = batch // height
        outputs = tf1.reshape(inputs, [width, batch, height, depth])
        first = output_data_format == "channels_first"
        outputs = tf1.transpose(outputs, [1, 3, 2, 0] if first else [1, 2, 0, 3])
        return collect_output(outputs_collections, outputs, by_op=True)


def legacy_fully_connected(
    x: Any,
    num_output_units: int,
    activation_fn: Any = None,
    weight_init: Any = xavier_initializer(),
    bias_init: Any = tf1.zeros_initializer(),
    name: str | None = None,
    weight_collections: Any = (tf1.GraphKeys.WEIGHTS,),
    bias_collections: Any = (tf1.GraphKeys.BIASES,),
    output_collections: Any = (tf1.GraphKeys.ACTIVATIONS,),
    trainable: bool = True,
    weight_regularizer: Any = None,
    bias_regularizer: Any = None,
) -> Any:
    """`activation_fn(x · weights + bias)` over the last axis; no activation by default.

    Args:
        x: Tensor `[…, depth]` of rank 2 or more.
        num_output_units: Size of the last axis of the outputs.
        activation_fn: Function of the result, or `None`.
        weight_init: By default Xavier uniform.
        bias_init: By default zeros; `None` for no bias.
        name: Variable scope; by default `fully_connected`.
        weight_collections: Collections for the weights.
        bias_collections: Collections for the bias.
        output_collections: Collections for the outputs.
        trainable: Whether the weights are trained.
        weight_regularizer: From the weights to a loss, or `None`.
        bias_regularizer: The same for the bias.

    Source: `tf.contrib.layers.legacy_fully_connected`.
    """
    with tf1.variable_scope(name, "fully_connected", [x]):
        x = tf.convert_to_tensor(x)
        rank = x.shape.ndims
        if rank is None or rank < 2:
            raise ValueError(f"rank of x must be at least 2 not: {rank or 0}")
        depth = x.shape.as_list()[-1]
        if depth is None:
            raise ValueError("last dimension of x must be known but is None")
        dtype = x.dtype.base_dtype

        def weight(kind: str, shape: Any, start: Any, cost: Any, keys: Any) -> Any:
            return tf1.get_variable(
                kind,
                shape=shape,
                dtype=dtype,
                initializer=start,
                collections=[*(keys or []), tf1.GraphKeys.GLOBAL_VARIABLES],
                regularizer=cost,
                trainable=trainable,
            )

        shape = [depth, num_output_units]
        weights = weight(
            "weights", shape, weight_init, weight_regularizer, weight_collections
        )
        flat = x if rank == 2 else tf1.reshape(x, [-1, depth])
        outputs = tf.matmul(flat, weights)
        if bias_init is not None:
            bias = weight(
                "bias",
                [num_output_units],
                bias_init,
                bias_regularizer,
                bias_collections,
            )
            outputs = tf1.nn.bias_add(outputs, bias)
        if rank > 2:
            sizes = tf1.unstack(tf.shape(x))
            outputs = tf1.reshape(outputs, tf.stack([*sizes[:-1], num_output_units]))
            outputs.set_shape([*x.shape.as_list()[:-1], num_output_units])
        if activation_fn is not None:
            outputs = activation_fn(outputs)
        tf1.add_to_collections(list(output_collections), outputs)
        return outputs


legacy_linear = functools.partial(legacy_fully_connected, activation_fn=None)
legacy_relu = functools.partial(legacy_fully_connected, activation_fn=tf.nn.relu)
