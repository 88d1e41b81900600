"""Layers of tf_keras that build other ops in a graph than tf.keras did in 1.15.

What they draw from the op count, and the op seeds after them, are 1.15's by this.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from compat import _private
from compat.count import opseed

Call = Callable[..., Any]


def _in_graphs(ours: Call) -> Callable[[Call], Call]:
    def wrapper(function: Call) -> Call:
        @functools.wraps(function)
        def either(self: Any, inputs: Any) -> Any:  # `training` is passed to **kwargs
            plain = isinstance(inputs, tf.Tensor) and not tf.executing_eagerly()
            if not plain or inputs.shape.rank is None or inputs.shape.rank < 2:
                return function(self, inputs)
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


def _transposed(function: Call) -> Call:
    """The sizes of the output were worked out in the graph, known or not."""

    @functools.wraps(function)
    def call(self: Any, inputs: Any) -> Any:
        if not tf.executing_eagerly() and inputs.shape.rank == 4:
            first = self.data_format == "channels_first"
            sizes = inputs.shape.as_list()[2:] if first else inputs.shape[1:3].as_list()
            padded = self.output_padding is not None
            # the slice for the constant, then the arithmetic with its constants
            ops = 3 + (10 if padded else 2 if self.padding == "same" else 4)
            opseed.account(ops * sum(size is not None for size in sizes))
        return function(self, inputs)

    return call


def _without_mask(function: Call) -> Call:
    """The inputs of a layer for every step were shaped anew for a mask alone."""

    @functools.wraps(function)
    def compute_mask(self: Any, inputs: Any, mask: Any = None) -> Any:
        if mask is not None or tf.executing_eagerly():
            return function(self, inputs, mask)
        with opseed.exactly(0):
            return function(self, inputs, mask)

    return compute_mask


def _momentum(function: Call) -> Call:
    """Training took no moving averages; the momentum was a constant, used or not."""

    @functools.wraps(function)
    def fused(self: Any, inputs: Any, mask: Any, training: Any) -> Any:
        if not tf.executing_eagerly():
            opseed.account(-2 if tf.is_tensor(training) else 0 if training else 1)
        return function(self, inputs, mask, training)

    return fused


def _unfused(function: Call) -> Call:
    """Layers were normalized by means and variances, not by one op."""

    @functools.wraps(function)
    def can_be_used(self: Any, ndims: int) -> bool:
        return tf.executing_eagerly() and bool(function(self, ndims))

    return can_be_used


class _Drawn:
    """Draws dropout masks by seeds of NumPy's, as tf.keras did inside its cells."""

    @staticmethod
    def dropout(ones: Any, rate: float) -> Any:
        seed = np.random.randint(10_000_000)
        return tf.nn.dropout(ones, rate=rate, seed=seed)


def _drawn(function: Call) -> Call:
    @functools.wraps(function)
    def generate(generator: Any, *args: Any, **kwargs: Any) -> Any:
        if tf.executing_eagerly():
            return function(generator, *args, **kwargs)
        opseed.account(2)  # ones were made of a shape and a number
        return function(_Drawn(), *args, **kwargs)

    return generate


@functools.cache
def install() -> None:
    """Have the layers build 1.15's ops in graphs."""
    layers = tf.compat.v1.keras.layers
    layers.Dense.call = _in_graphs(_dense)(layers.Dense.call)
    layers.Flatten.call = _in_graphs(_flatten)(layers.Flatten.call)
    convolution = layers.Conv2D.__mro__[1]
    convolution.build = _built(convolution.build)
    layers.Conv2DTranspose.call = _transposed(layers.Conv2DTranspose.call)
    timed = layers.TimeDistributed
    timed.compute_mask = _without_mask(timed.compute_mask)
    for kind in layers.BatchNormalization.__mro__:
        if "_fused_batch_norm" in vars(kind):
            kind._fused_batch_norm = _momentum(kind._fused_batch_norm)
    by_layer = layers.LayerNormalization
    if hasattr(by_layer, "_fused_can_be_used"):
        by_layer._fused_can_be_used = _unfused(by_layer._fused_can_be_used)
    masks: Any = _private.old_keras("layers.rnn.dropout_rnn_cell_mixin")
    if hasattr(masks, "_generate_dropout_mask"):
        masks._generate_dropout_mask = _drawn(masks._generate_dropout_mask)
