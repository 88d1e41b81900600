"""`tf.layers.Conv1D`, `Conv2D` and `Conv3D`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.layers import arguments
from compat.layers.base import Layer
from compat.layers.input_spec import InputSpec
from compat.signatures import like, taking

tf1 = tf.compat.v1


class Convolution(Layer):
    """`activation(inputs ∗ kernel + bias)` over `rank` axes of space or time.

    Args:
        rank: 1, 2 or 3.
        filters: Number of output channels.
        kernel_size: Size of the window: int, or a tuple of `rank` ints.
        strides: Steps of the window.
        padding: `valid`, `same`, or in one dimension `causal`.
        data_format: `channels_last`, or `channels_first`.
        dilation_rate: Distance of the window's places.
        activation: Function of the result, or `None`.
        use_bias: Whether there is a bias.
        kernel_initializer: By default the scope's (Glorot uniform).
        bias_initializer: By default zeros.
        kernel_regularizer: From the kernel to a loss, or `None`.
        bias_regularizer: The same for the bias.
        activity_regularizer: The same for the outputs.
        kernel_constraint: Applied to the kernel after an optimizer's update.
        bias_constraint: The same for the bias.
        trainable: Whether the weights are trained.
        name: Name of layer and scope.
        **kwargs: As for `tf.layers.Layer`.

    Raises:
        ValueError: For other paddings, formats, or sizes that are not ints.
    """

    def __init__(
        self,
        rank: int,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str = "channels_last",
        dilation_rate: Any = 1,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = None,
        bias_initializer: Any = tf1.zeros_initializer(),
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        trainable: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            trainable=trainable,
            name=name,
            activity_regularizer=activity_regularizer,
            **kwargs,
        )
        self.rank = rank
        self.filters = int(filters) if filters is not None else None
        self.kernel_size = arguments.normalize_tuple(kernel_size, rank, "kernel_size")
        self.strides = arguments.normalize_tuple(strides, rank, "strides")
        self.padding = arguments.normalize_padding(padding)
        if self.padding == "causal" and rank != 1:
            raise ValueError(
                "Causal padding is only supported for `Conv1D` and `SeparableConv1D`."
            )
        self.data_format = arguments.normalize_data_format(data_format)
        self.dilation_rate = arguments.normalize_tuple(
            dilation_rate, rank, "dilation_rate"
        )
        self.activation = arguments.activation_of(activation)
        self.use_bias = use_bias
        self.kernel_initializer = kernel_initializer
        self.bias_initializer = bias_initializer
        self.kernel_regularizer = kernel_regularizer
        self.bias_regularizer = bias_regularizer
        self.kernel_constraint = kernel_constraint
        self.bias_constraint = bias_constraint
        self.kernel: Any = None
        self.bias: Any = None
        self.input_spec = InputSpec(ndim=rank + 2)

    @property
    def _channels_axis(self) -> int:
        return 1 if self.data_format == "channels_first" else -1

    def _depth(self, input_shape: Any) -> int:
        depth = tf.TensorShape(input_shape).as_list()[self._channels_axis]
        if depth is None:
            raise ValueError(
                "The channel dimension of the inputs should be defined. Found `None`."
            )
        self.input_spec = InputSpec(
            ndim=self.rank + 2, axes={self._channels_axis: depth}
        )
        return depth

    def _add_bias_weight(self) -> None:
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(self.filters,),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
                trainable=True,
                dtype=self.dtype,
            )

    def build(self, input_shape: Any) -> None:
        depth = self._depth(input_shape)
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, depth, self.filters),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
            trainable=True,
            dtype=self.dtype,
        )
        self._add_bias_weight()
        self.built = True

    def _causal_padding(self) -> list[list[int]]:
        left = self.dilation_rate[0] * (self.kernel_size[0] - 1)
        if self.data_format == "channels_last":
            return [[0, 0], [left, 0], [0, 0]]
        return [[0, 0], [0, 0], [left, 0]]

    def _convolve(self, inputs: Any, rank: Any, padding: str) -> Any:
        """The convolution itself, without dilation."""
        named = arguments.letters(self.data_format, self.rank)
        if self.rank == 1:
            return tf1.nn.conv1d(
                inputs, self.kernel, self.strides[0], padding, data_format=named
            )
        first = self.data_format == "channels_first"
        strides = [1, 1, *self.strides] if first else [1, *self.strides, 1]
        convolve = tf.raw_ops.Conv2D if self.rank == 2 else tf.raw_ops.Conv3D
        return convolve(
            input=inputs,
            filter=self.kernel,
            strides=strides,
            padding=padding,
            data_format=named,
        )

    def _bias_and_activation(self, outputs: Any) -> Any:
        if self.bias is not None:
            if self.rank == 1 and self.data_format == "channels_first":
                outputs = outputs + tf1.reshape(self.bias, (1, self.filters, 1))
            else:
                first = self.data_format == "channels_first"
                outputs = tf1.nn.bias_add(
                    outputs, self.bias, data_format="NCHW" if first else "NHWC"
                )
        return self.activation(outputs) if self.activation is not None else outputs

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            tf.constant(self.dilation_rate, name="dilation_rate")  # as 1.15, before it
            raise ValueError(
                "strides > 1 not supported in conjunction with dilation_rate > 1: "
                f"received {self.strides} and {self.dilation_rate}"
            )
        padding = self.padding.upper()
        if self.padding == "causal":
            inputs = tf1.pad(inputs, self._causal_padding())
            padding = "VALID"
        first = self.data_format == "channels_first"
        static = self.compute_output_shape(inputs.shape) if padding != "VALID" else None
        outputs = tf1.nn.with_space_to_batch(
            input=inputs,
            dilation_rate=list(self.dilation_rate),
            padding=padding,
            op=self._convolve,
            filter_shape=self.kernel.shape,
            spatial_dims=range(2, self.rank + 2) if first else range(1, self.rank + 1),
            data_format=arguments.letters(self.data_format, self.rank),
        )
        if static is not None:
            outputs.set_shape(static)
        return self._bias_and_activation(outputs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        sizes = tf.TensorShape(input_shape).as_list()
        first = self.data_format == "channels_first"
        space = sizes[2:] if first else sizes[1:-1]
        padding = "same" if self.padding == "causal" else self.padding
        longs = [
            arguments.conv_length(size, kernel, padding, stride, dilation)
            for size, kernel, stride, dilation in zip(
                space, self.kernel_size, self.strides, self.dilation_rate, strict=True
            )
        ]
        ends = [self.filters, *longs] if first else [*longs, self.filters]
        return tf.TensorShape([sizes[0], *ends])


def arguments_of(rank: int, *also: Any, order: str = "", without: str = "") -> Any:
    """A layer's arguments over `rank` axes: those of `Convolution`, without its rank.

    Args:
        rank: 1, 2 or 3.
        *also: Functions whose arguments it has too.
        order: As for `signatures.like`.
        without: The same.
    """
    one = 1 if rank == 1 else (1,) * rank
    return like(
        Convolution.__init__,
        *also,
        order=order,
        without=f"rank {without}",
        strides=one,
        dilation_rate=one,
    )


class Conv1D(Convolution):
    """A convolution over time; arguments as for `Convolution`, without `rank`.

    Source: `tf.layers.Conv1D`.
    """

    @taking(arguments_of(1))
    def __init__(self, **given: Any) -> None:
        super().__init__(1, **given)


class Conv2D(Convolution):
    """A convolution over height and width; arguments as for `Convolution`.

    Source: `tf.layers.Conv2D`.
    """

    @taking(arguments_of(2))
    def __init__(self, **given: Any) -> None:
        super().__init__(2, **given)


class Conv3D(Convolution):
    """A convolution over depth, height and width; arguments as for `Convolution`.

    Source: `tf.layers.Conv3D`.
    """

    @taking(arguments_of(3))
    def __init__(self, **given: Any) -> None:
        super().__init__(3, **given)
