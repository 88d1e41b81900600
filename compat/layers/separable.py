"""`tf.layers.SeparableConv1D` and `SeparableConv2D`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.layers import arguments
from compat.layers.convolution import Convolution, arguments_of
from compat.signatures import taking

tf1 = tf.compat.v1


class _Separable(Convolution):
    """A convolution of each channel by itself, then one of size 1 across channels.

    Args:
        rank: 1 or 2.
        depth_multiplier: How many outputs each channel gives in the first.
        depthwise_initializer: Of the first's kernel; likewise the arguments
            `depthwise_regularizer` and `depthwise_constraint`.
        pointwise_initializer: Of the second's kernel; likewise the arguments
            `pointwise_regularizer` and `pointwise_constraint`.
        **kwargs: As for `Convolution`.
    """

    def __init__(
        self,
        rank: int,
        depth_multiplier: int = 1,
        depthwise_initializer: Any = None,
        pointwise_initializer: Any = None,
        depthwise_regularizer: Any = None,
        pointwise_regularizer: Any = None,
        depthwise_constraint: Any = None,
        pointwise_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(rank, **kwargs)
        self.depth_multiplier = depth_multiplier
        self.depthwise_initializer = depthwise_initializer
        self.pointwise_initializer = pointwise_initializer
        self.depthwise_regularizer = depthwise_regularizer
        self.pointwise_regularizer = pointwise_regularizer
        self.depthwise_constraint = depthwise_constraint
        self.pointwise_constraint = pointwise_constraint

    def build(self, input_shape: Any) -> None:
        depth = self._depth(input_shape)
        self.depthwise_kernel = self.add_weight(
            name="depthwise_kernel",
            shape=(*self.kernel_size, depth, self.depth_multiplier),
            initializer=self.depthwise_initializer,
            regularizer=self.depthwise_regularizer,
            constraint=self.depthwise_constraint,
            trainable=True,
            dtype=self.dtype,
        )
        self.pointwise_kernel = self.add_weight(
            name="pointwise_kernel",
            shape=(1,) * self.rank + (self.depth_multiplier * depth, self.filters),
            initializer=self.pointwise_initializer,
            regularizer=self.pointwise_regularizer,
            constraint=self.pointwise_constraint,
            trainable=True,
            dtype=self.dtype,
        )
        self._add_bias_weight()
        self.built = True

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        padding = self.padding.upper()
        if self.padding == "causal":
            inputs = tf1.pad(inputs, self._causal_padding())
            padding = "VALID"
        first = self.data_format == "channels_first"
        depthwise, pointwise = self.depthwise_kernel, self.pointwise_kernel
        strides = self.strides * 2 if self.rank == 1 else self.strides
        dilation = self.dilation_rate
        space = 2 if first else 1
        if self.rank == 1:
            inputs = tf1.expand_dims(inputs, space)
            depthwise = tf1.expand_dims(depthwise, 0)
            pointwise = tf1.expand_dims(pointwise, 0)
            dilation = (1, *dilation)
        outputs = tf1.nn.separable_conv2d(
            inputs,
            depthwise,
            pointwise,
            strides=(1, 1, *strides) if first else (1, *strides, 1),
            padding=padding,
            rate=dilation,
            data_format=arguments.letters(self.data_format, 2),
        )
        if self.bias is not None:
            outputs = tf1.nn.bias_add(
                outputs, self.bias, data_format="NCHW" if first else "NHWC"
            )
        if self.rank == 1:
            outputs = tf1.squeeze(outputs, [space])
        return self.activation(outputs) if self.activation is not None else outputs


_ORDER = (
    "self filters kernel_size strides padding data_format dilation_rate "
    "depth_multiplier activation use_bias depthwise_initializer pointwise_initializer "
    "bias_initializer depthwise_regularizer pointwise_regularizer bias_regularizer "
    "activity_regularizer depthwise_constraint pointwise_constraint bias_constraint "
    "trainable name kwargs"
)


class SeparableConv1D(_Separable):
    """A separable convolution over time; arguments as for `_Separable`.

    Source: `tf.layers.SeparableConv1D`; Chollet 2017 (arXiv:1610.02357).
    """

    @taking(arguments_of(1, _Separable.__init__, order=_ORDER))
    def __init__(self, **given: Any) -> None:
        super().__init__(1, **given)


class SeparableConv2D(_Separable):
    """A separable convolution over height and width; arguments as for `_Separable`.

    Source: `tf.layers.SeparableConv2D`; Chollet 2017 (arXiv:1610.02357).
    """

    @taking(arguments_of(2, _Separable.__init__, order=_ORDER))
    def __init__(self, **given: Any) -> None:
        super().__init__(2, **given)
