"""`separable_conv2d` and `conv2d_in_plane`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.framework.arg_scope import add_arg_scope
from compat.contrib.framework.variables import model_variable
from compat.contrib.layers.common import (
    called,
    check_format,
    collect_output,
    collect_variable,
    collections_of,
    finish,
    layer_format,
    model_variable_getter,
)
from compat.contrib.layers.initializers import xavier_initializer
from compat.layers.arguments import normalize_tuple
from compat.layers.separable import SeparableConv2D

tf1 = tf.compat.v1

_RENAMED = {
    "bias": "biases",
    "depthwise_kernel": "depthwise_weights",
    "pointwise_kernel": "pointwise_weights",
}


def _with_biases(outputs: Any, depth: int, given: dict[str, Any], format: str) -> Any:
    """Add biases of the scope, unless a normalizer takes their place."""
    if given["normalizer_fn"] is not None or given["biases_initializer"] is None:
        return outputs
    biases = model_variable(
        "biases",
        shape=[depth],
        dtype=outputs.dtype.base_dtype,
        initializer=given["biases_initializer"],
        regularizer=given["biases_regularizer"],
        trainable=given["trainable"],
        collections=collections_of(given["variables_collections"], "biases"),
    )
    return tf1.nn.bias_add(outputs, biases, data_format=format)


@add_arg_scope
def separable_conv2d(
    inputs: Any,
    num_outputs: int | None,
    kernel_size: Any,
    depth_multiplier: int = 1,
    stride: Any = 1,
    padding: str = "SAME",
    data_format: str = "NHWC",
    rate: Any = 1,
    activation_fn: Any = tf.nn.relu,
    normalizer_fn: Any = None,
    normalizer_params: Any = None,
    weights_initializer: Any = xavier_initializer(),
    pointwise_initializer: Any = None,
    weights_regularizer: Any = None,
    biases_initializer: Any = tf1.zeros_initializer(),
    biases_regularizer: Any = None,
    reuse: bool | None = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    scope: Any = None,
) -> Any:
    """A convolution of each channel by itself, then one of size 1 across channels.

    Args:
        inputs: Tensor `[batch, height, width, channels]`.
        num_outputs: Number of output channels; `None` leaves out the second one.
        kernel_size: Size of the window: int, or list of two.
        depth_multiplier: How many outputs each channel gives in the first.
        pointwise_initializer: Of the second's weights; by default the first's.
        stride: As all the others, for `tf.contrib.layers.conv2d`.

    Returns:
        Tensor `[batch, height, width, num_outputs]`.

    Source: `tf.contrib.layers.separable_conv2d`.
    """
    given = dict(locals())
    check_format(data_format, ("NCHW", "NHWC"))
    with tf1.variable_scope(
        scope,
        "SeparableConv2d",
        [inputs],
        reuse=reuse,
        custom_getter=model_variable_getter(_RENAMED),
    ) as opened:
        inputs = tf.convert_to_tensor(inputs)
        if num_outputs is not None:
            layer = SeparableConv2D(
                filters=num_outputs,
                kernel_size=kernel_size,
                strides=stride,
                padding=padding,
                data_format=layer_format(data_format),
                dilation_rate=normalize_tuple(rate, 2, "rate"),
                activation=None,
                depth_multiplier=depth_multiplier,
                use_bias=not normalizer_fn and biases_initializer is not None,
                depthwise_initializer=weights_initializer,
                pointwise_initializer=pointwise_initializer or weights_initializer,
                bias_initializer=biases_initializer,
                depthwise_regularizer=weights_regularizer,
                pointwise_regularizer=weights_regularizer,
                bias_regularizer=biases_regularizer,
                trainable=trainable,
                name=opened.name,
                dtype=inputs.dtype.base_dtype,
                _scope=opened,
                _reuse=reuse,
            )
            outputs = layer.apply(inputs)
            for weight, kind in (
                (layer.depthwise_kernel, "weights"),
                (layer.pointwise_kernel, "weights"),
                (layer.bias, "biases"),
            ):
                collect_variable(weight, variables_collections, kind)
        else:
            outputs = _depthwise(inputs, given)
        outputs = finish(outputs, normalizer_fn, normalizer_params, activation_fn)
        return collect_output(outputs_collections, outputs)


def _depthwise(inputs: Any, given: dict[str, Any]) -> Any:
    data_format = given["data_format"]
    first = data_format == "NCHW"
    depth = inputs.shape.as_list()[1 if first else -1]
    size = normalize_tuple(given["kernel_size"], 2, "kernel_size")
    weights = model_variable(
        "depthwise_weights",
        shape=[*size, depth, given["depth_multiplier"]],
        dtype=inputs.dtype.base_dtype,
        initializer=given["weights_initializer"],
        regularizer=given["weights_regularizer"],
        trainable=given["trainable"],
        collections=collections_of(given["variables_collections"], "weights"),
    )
    steps = normalize_tuple(given["stride"], 2, "stride")
    outputs = tf1.nn.depthwise_conv2d(
        inputs,
        weights,
        [1, 1, *steps] if first else [1, *steps, 1],
        given["padding"],
        rate=normalize_tuple(given["rate"], 2, "rate"),
        data_format=data_format,
    )
    return _with_biases(outputs, depth * given["depth_multiplier"], given, data_format)


@add_arg_scope
def conv2d_in_plane(
    inputs: Any,
    kernel_size: Any,
    stride: Any = 1,
    padding: str = "SAME",
    activation_fn: Any = tf.nn.relu,
    normalizer_fn: Any = None,
    normalizer_params: Any = None,
    weights_initializer: Any = xavier_initializer(),
    weights_regularizer: Any = None,
    biases_initializer: Any = tf1.zeros_initializer(),
    biases_regularizer: Any = None,
    reuse: bool | None = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    scope: Any = None,
) -> Any:
    """The same convolution of each channel by itself.

    Args: as for `tf.contrib.layers.conv2d`.

    Source: `tf.contrib.layers.conv2d_in_plane`.
    """
    given = dict(locals())
    with tf1.variable_scope(scope, "ConvInPlane", [inputs], reuse=reuse):
        inputs = tf.convert_to_tensor(inputs)
        depth = inputs.shape.as_list()[-1]
        weights = model_variable(
            "weights",
            shape=[*normalize_tuple(kernel_size, 2, "kernel_size"), 1, 1],
            dtype=inputs.dtype.base_dtype,
            initializer=weights_initializer,
            regularizer=weights_regularizer,
            trainable=trainable,
            collections=collections_of(variables_collections, "weights"),
        )
        steps = normalize_tuple(stride, 2, "stride")
        outputs = tf1.nn.depthwise_conv2d(
            inputs, tf1.tile(weights, [1, 1, depth, 1]), [1, *steps, 1], padding
        )
        outputs = _with_biases(outputs, depth, given, "NHWC")
        outputs = finish(outputs, normalizer_fn, normalizer_params, activation_fn)
        return collect_output(outputs_collections, outputs)


separable_convolution2d = called(separable_conv2d, "separable_convolution2d")
convolution2d_in_plane = called(conv2d_in_plane, "convolution2d_in_plane")
