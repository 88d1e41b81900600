"""Layers of tf_keras that build other ops in a graph than tf.keras did in 1.15.

What they draw from the op count, and the op seeds after them, are 1.15's by this.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.count import opseed

Call = Callable[..., Any]


def _in_graphs(ours: Call) -> Callable[[Call], Call]:
    def wrapper(function: Call) -> Call:
        @functools.wraps(function)
        def either(self: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
            plain = isinstance(inputs, tf.Tensor) and not tf.executing_eagerly()
            if not plain or inputs.shape.rank is None or inputs.shape.rank < 2:
                return function(self, inputs, *args, **kwargs)
            return ours(function, self, inputs)

        return either

    return wrapper


def _dense(function: Call, layer: Any, inputs: Any) -> Any:
    """A tensor of known shape was transposed, too, for the product of its last axis."""
    from compat.count.ops import products

    if inputs.shape.rank == 2 or not inputs.shape.is_fully_defined():
        return function(layer, inputs)
    last = inputs.shape.rank - 1
    outputs = products.tensordot(inputs, layer.kernel, [[last], [0]])
    if layer.use_bias:
        outputs = tf.nn.bias_add(outputs, layer.bias)
    return outputs if layer.activation is None else layer.activation(outputs)


def _flatten(function: Call, layer: Any, inputs: Any) -> Any:
    """The batch size was asked for, where it is not known."""
    if layer.data_format == "channels_first":
        return function(layer, inputs)
    batch = inputs.shape[0] or tf.shape(inputs)[0]
    outputs = tf.reshape(inputs, (batch, -1))
    outputs.set_shape(layer.compute_output_shape(inputs.shape))
    return outputs


def _built(function: Call) -> Call:
    """A convolution made a tensor of its dilation when it was built."""

    @functools.wraps(function)
    def build(self: Any, input_shape: Any) -> None:
        function(self, input_shape)
        if not tf.executing_eagerly() and max(self.dilation_rate) == 1:
            opseed.account(1)

    return build


@functools.cache
def install() -> None:
    """Have the layers build 1.15's ops in graphs."""
    layers = tf.compat.v1.keras.layers
    layers.Dense.call = _in_graphs(_dense)(layers.Dense.call)
    layers.Flatten.call = _in_graphs(_flatten)(layers.Flatten.call)
    convolution = layers.Conv2D.__mro__[1]
    convolution.build = _built(convolution.build)
