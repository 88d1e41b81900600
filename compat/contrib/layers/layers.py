"""`fully_connected`, `dropout` and `flatten`."""

from __future__ import annotations

import functools
import numbers
from typing import Any

import tensorflow as tf

from compat.contrib.framework.arg_scope import add_arg_scope
from compat.contrib.layers.common import (
    collect_output,
    collect_variable,
    model_variable_getter,
)
from compat.contrib.layers.initializers import xavier_initializer
from compat.layers import core, functions

tf1 = tf.compat.v1


@add_arg_scope
def fully_connected(
    inputs: Any,
    num_outputs: int,
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
    """`activation_fn(inputs · weights + biases)` over the last axis; ReLU by default.

    Args:
        inputs: Tensor `[…, depth]` of rank 2 or more.
        num_outputs: Size of the last axis of the outputs.
        activation_fn: Function of the result; `None` for none.
        normalizer_fn: Takes the biases' place, e.g. batch normalization.
        normalizer_params: Its keyword arguments.
        weights_initializer: By default Xavier uniform.
        weights_regularizer: From the weights to a loss, or `None`.
        biases_initializer: By default zeros; `None` for no biases.
        biases_regularizer: From the biases to a loss, or `None`.
        reuse: Whether to reuse the weights of `scope`.
        variables_collections: Collections for the weights: list, or dict of lists.
        outputs_collections: Collection for the outputs.
        trainable: Whether the weights are trained.
        scope: Variable scope; by default `fully_connected`.

    Returns:
        Tensor `[…, num_outputs]`.

    Raises:
        ValueError: For a `num_outputs` that is no int, or inputs of rank under 2 or of
            unknown depth.

    Source: `tf.contrib.layers.fully_connected`.
    """
    if not isinstance(num_outputs, numbers.Integral):
        raise ValueError(
            f"num_outputs type should be one of [{int}], got {type(num_outputs)}."
        )
    getter = model_variable_getter({"kernel": "weights", "bias": "biases"})
    with tf1.variable_scope(
        scope, "fully_connected", [inputs], reuse=reuse, custom_getter=getter
    ) as opened:
        inputs = tf.convert_to_tensor(inputs)
        layer = core.Dense(
            units=int(num_outputs),
            use_bias=not normalizer_fn and biases_initializer is not None,
            kernel_initializer=weights_initializer,
            bias_initializer=biases_initializer,
            kernel_regularizer=weights_regularizer,
            bias_regularizer=biases_regularizer,
            trainable=trainable,
            name=opened.name,
            dtype=inputs.dtype.base_dtype,
            _scope=opened,
            _reuse=reuse,
        )
        outputs = layer.apply(inputs)
        collect_variable(layer.kernel, variables_collections, "weights")
        collect_variable(layer.bias, variables_collections, "biases")
        if normalizer_fn is not None:
            outputs = normalizer_fn(outputs, **(normalizer_params or {}))
        if activation_fn is not None:
            outputs = activation_fn(outputs)
        return collect_output(outputs_collections, outputs)


linear = functools.partial(fully_connected, activation_fn=None)
relu = functools.partial(fully_connected, activation_fn=tf.nn.relu)
relu6 = functools.partial(fully_connected, activation_fn=tf.nn.relu6)
elu = functools.partial(fully_connected, activation_fn=tf.nn.elu)


@add_arg_scope
def dropout(
    inputs: Any,
    keep_prob: Any = 0.5,
    noise_shape: Any = None,
    is_training: Any = True,
    outputs_collections: Any = None,
    scope: Any = None,
    seed: int | None = None,
) -> Any:
    """Keep each input with probability `keep_prob`, scaled up; set the others to zero.

    Args:
        inputs: Tensor.
        keep_prob: Float, or float scalar tensor.
        noise_shape: Shape of the mask; by default the inputs'.
        is_training: Whether to drop: bool, or bool scalar tensor.
        outputs_collections: Collection for the outputs.
        scope: Variable scope; by default `Dropout`.
        seed: Seed of the mask.

    Returns:
        Tensor of the shape of `inputs`.

    Source: `tf.contrib.layers.dropout`.
    """
    with tf1.variable_scope(
        scope, "Dropout", [inputs], custom_getter=model_variable_getter({})
    ) as opened:
        inputs = tf.convert_to_tensor(inputs)
        layer = core.Dropout(
            rate=1 - keep_prob,
            noise_shape=noise_shape,
            seed=seed,
            name=opened.name,
            _scope=opened,
        )
        outputs = layer.apply(inputs, training=is_training)
        return collect_output(outputs_collections, outputs)


@add_arg_scope
def flatten(inputs: Any, outputs_collections: Any = None, scope: Any = None) -> Any:
    """Flatten all axes but the first.

    Args:
        inputs: Tensor `[batch, …]`.
        outputs_collections: Collection for the outputs.
        scope: Name scope; by default `Flatten`.

    Returns:
        Tensor `[batch, all else]`.

    Source: `tf.contrib.layers.flatten`.
    """
    with tf1.name_scope(scope, "Flatten", [inputs]):
        outputs = functions.flatten(tf.convert_to_tensor(inputs))
        return collect_output(outputs_collections, outputs, by_op=True)
