"""`conv1d`, `conv2d`, `conv3d` and the transposed ones."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.framework.arg_scope import add_arg_scope
from compat.contrib.layers.common import (
    FORMATS,
    called,
    check_format,
    collect_output,
    collect_variable,
    finish,
    layer_format,
    model_variable_getter,
)
from compat.contrib.layers.initializers import xavier_initializer
from compat.layers import convolution as dense_convolution
from compat.layers import transposed
from compat.signatures import like, taking

tf1 = tf.compat.v1

_RENAMED = {"kernel": "weights", "bias": "biases"}
_CLASSES = {
    3: dense_convolution.Conv1D,
    4: dense_convolution.Conv2D,
    5: dense_convolution.Conv3D,
}


def _layer(kind: Any, opened: Any, inputs: Any, given: dict[str, Any]) -> Any:
    """Make a layer of `tf.layers` from contrib's arguments, apply it and finish."""
    normalizer = given["normalizer_fn"]
    more = {"dilation_rate": given["rate"]} if "rate" in given else {}
    layer = kind(
        filters=given["num_outputs"],
        kernel_size=given["kernel_size"],
        strides=given["stride"],
        padding=given["padding"],
        data_format=layer_format(given["data_format"]),
        activation=None,
        use_bias=not normalizer and given["biases_initializer"] is not None,
        kernel_initializer=given["weights_initializer"],
        bias_initializer=given["biases_initializer"],
        kernel_regularizer=given["weights_regularizer"],
        bias_regularizer=given["biases_regularizer"],
        activity_regularizer=None,
        trainable=given["trainable"],
        name=opened.name,
        dtype=inputs.dtype.base_dtype,
        _scope=opened,
        _reuse=given["reuse"],
        **more,
    )
    outputs = layer.apply(inputs)
    collect_variable(layer.kernel, given["variables_collections"], "weights")
    collect_variable(layer.bias, given["variables_collections"], "biases")
    outputs = finish(
        outputs, normalizer, given["normalizer_params"], given["activation_fn"]
    )
    return collect_output(given["outputs_collections"], outputs)


def _convolution(rank: int | None, given: dict[str, Any]) -> Any:
    if given["data_format"] not in (None, *FORMATS):
        raise ValueError(f"Invalid data_format: {given['data_format']!r}")
    with tf1.variable_scope(
        given["scope"],
        "Conv",
        [given["inputs"]],
        reuse=given["reuse"],
        custom_getter=model_variable_getter(_RENAMED),
    ) as opened:
        inputs = tf.convert_to_tensor(given["inputs"])
        found = inputs.shape.ndims
        if rank is not None and rank + 2 != found:
            raise ValueError(
                f"Convolution expects input with rank {rank + 2}, got {found}"
            )
        if found not in _CLASSES:
            raise ValueError(f"Convolution not supported for input with rank {found}")
        return _layer(_CLASSES[found], opened, inputs, given)


def _transposed(kind: Any, name: str, given: dict[str, Any]) -> Any:
    with tf1.variable_scope(
        given["scope"],
        name,
        [given["inputs"]],
        reuse=given["reuse"],
        custom_getter=model_variable_getter(_RENAMED),
    ) as opened:
        inputs = tf.convert_to_tensor(given["inputs"])
        return _layer(kind, opened, inputs, given)


@add_arg_scope
def convolution(
    inputs: Any,
    num_outputs: int,
    kernel_size: Any,
    stride: Any = 1,
    padding: str = "SAME",
    data_format: str | None = None,
    rate: Any = 1,
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
    conv_dims: int | None = None,
) -> Any:
    """`activation_fn(inputs ∗ weights + biases)` over time or space; ReLU by default.

    Args:
        inputs: Tensor `[batch, …, channels]` of rank 3, 4 or 5.
        num_outputs: Number of output channels.
        kernel_size: Size of the window: int, or list of ints.
        stride: Steps of the window.
        padding: `SAME` or `VALID`.
        data_format: `NHWC`, `NCHW`, and so on; by default channels last.
        rate: Distance of the window's places.
        activation_fn: Function of the result; `None` for none.
        normalizer_fn: Takes the biases' place, e.g. `batch_norm`.
        normalizer_params: Its keyword arguments.
        weights_initializer: By default Xavier uniform.
        weights_regularizer: From the weights to a loss, or `None`.
        biases_initializer: By default zeros; `None` for no biases.
        biases_regularizer: From the biases to a loss, or `None`.
        reuse: Whether to reuse the weights of `scope`.
        variables_collections: Collections for the weights: list, or dict of lists.
        outputs_collections: Collection for the outputs.
        trainable: Whether the weights are trained.
        scope: Variable scope; by default `Conv`.
        conv_dims: Number of axes to go over, to be checked against the inputs'.

    Returns:
        Tensor `[batch, …, num_outputs]`.

    Raises:
        ValueError: For another data format or rank.

    Source: `tf.contrib.layers.convolution`.
    """
    return _convolution(conv_dims, dict(locals()))


def _arguments(without: str = "conv_dims", **defaults: Any) -> Any:
    """The decorator of a function with the arguments of `convolution`."""
    return taking(like(convolution, without=without, **defaults))


@add_arg_scope
@_arguments()
def conv1d(**given: Any) -> Any:
    """`convolution` of inputs of rank 3.

    Source: `tf.contrib.layers.conv1d`.
    """
    return _convolution(1, given)


@add_arg_scope
@_arguments()
def conv2d(**given: Any) -> Any:
    """`convolution` of inputs of rank 4.

    Source: `tf.contrib.layers.conv2d`.
    """
    return _convolution(2, given)


@add_arg_scope
@_arguments()
def conv3d(**given: Any) -> Any:
    """`convolution` of inputs of rank 5.

    Source: `tf.contrib.layers.conv3d`.
    """
    return _convolution(3, given)


@add_arg_scope
@_arguments("rate conv_dims", data_format="NHWC")
def conv2d_transpose(**given: Any) -> Any:
    """The gradient of `conv2d` as a layer; arguments as for `convolution`.

    Source: `tf.contrib.layers.conv2d_transpose`.
    """
    check_format(given["data_format"], ("NCHW", "NHWC"))
    return _transposed(transposed.Conv2DTranspose, "Conv2d_transpose", given)


@add_arg_scope
@_arguments("rate conv_dims", data_format="NDHWC")
def conv3d_transpose(**given: Any) -> Any:
    """The gradient of `conv3d` as a layer; arguments as for `convolution`.

    Source: `tf.contrib.layers.conv3d_transpose`.
    """
    check_format(given["data_format"], ("NCDHW", "NDHWC"))
    return _transposed(transposed.Conv3DTranspose, "Conv3d_transpose", given)


convolution1d = called(conv1d, "convolution1d")
convolution2d = called(conv2d, "convolution2d")
convolution3d = called(conv3d, "convolution3d")
convolution2d_transpose = called(conv2d_transpose, "convolution2d_transpose")
convolution3d_transpose = called(conv3d_transpose, "convolution3d_transpose")
