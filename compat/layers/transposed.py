"""`tf.layers.Conv2DTranspose` and `Conv3DTranspose`."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

import tensorflow as tf

from compat.count import opseed
from compat.layers import arguments
from compat.layers.convolution import Convolution, arguments_of
from compat.signatures import taking

tf1 = tf.compat.v1

_started: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def _count_session() -> None:
    """Count the ops with which 1.15 looked for a GPU: a session of Keras's own.

    That asked of every variable that was new to it whether it was initialized.
    """
    seen = _started.setdefault(tf1.get_default_graph(), set())
    new = {variable.name for variable in tf1.global_variables()} - seen
    seen |= new
    opseed.account(len(new) + 1 if new else 0)


class _Transposed(Convolution):
    """The gradient of a convolution, as a layer."""

    def build(self, input_shape: Any) -> None:
        sizes = tf.TensorShape(input_shape)
        if len(sizes) != self.rank + 2:
            raise ValueError(
                f"Inputs should have rank {self.rank + 2}. Received input shape: "
                f"{input_shape}"
            )
        depth = self._depth(input_shape)
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, self.filters, depth),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
            trainable=True,
            dtype=self.dtype,
        )
        self._add_bias_weight()
        self.built = True

    def _lengths(self, space: list[Any]) -> list[Any]:
        return [
            arguments.deconv_length(size, kernel, self.padding, stride)
            for size, kernel, stride in zip(
                space, self.kernel_size, self.strides, strict=True
            )
        ]

    def _output_sizes(self, inputs: Any) -> Any:
        sizes = tf.shape(inputs)
        first = self.data_format == "channels_first"
        batch = sizes[0]
        space = [sizes[axis + (2 if first else 1)] for axis in range(self.rank)]
        longs = self._lengths(space)
        ends = [self.filters, *longs] if first else [*longs, self.filters]
        return tf.stack([batch, *ends])

    def _deconvolve(self, inputs: Any, sizes: Any, data_format: str) -> Any:
        first = data_format == "channels_first"
        strides = [1, 1, *self.strides] if first else [1, *self.strides, 1]
        given: dict[str, Any] = {
            "filter": self.kernel,
            "out_backprop": inputs,
            "strides": strides,
            "padding": self.padding.upper(),
            "data_format": arguments.letters(data_format, self.rank),
        }
        if self.rank == 2:
            return tf.raw_ops.Conv2DBackpropInput(
                input_sizes=sizes, name="conv2d_transpose", **given
            )
        return tf.raw_ops.Conv3DBackpropInputV2(
            input_sizes=sizes, name="conv3d_transpose", **given
        )

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        sizes = self._output_sizes(inputs)
        first = self.data_format == "channels_first"
        if self.rank == 2 and first:  # there is no such convolution without a GPU
            _count_session()
            inputs_last = tf1.transpose(inputs, (0, 2, 3, 1))
            sizes = tf.stack([sizes[0], sizes[2], sizes[3], sizes[1]])
            outputs = self._deconvolve(inputs_last, sizes, "channels_last")
            outputs = tf1.transpose(outputs, (0, 3, 1, 2))
        else:
            if self.rank == 2:
                sizes[0]  # 1.15 built this slice, and so the op count has it
            outputs = self._deconvolve(inputs, sizes, self.data_format)
        outputs.set_shape(self.compute_output_shape(inputs.shape))
        return self._bias_and_activation(outputs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        sizes = tf.TensorShape(input_shape).as_list()
        first = self.data_format == "channels_first"
        longs = self._lengths(sizes[2:] if first else sizes[1:-1])
        ends = [self.filters, *longs] if first else [*longs, self.filters]
        return tf.TensorShape([sizes[0], *ends])


class Conv2DTranspose(_Transposed):
    """A transposed convolution over height and width; arguments as for `Conv2D`.

    Source: `tf.layers.Conv2DTranspose`.
    """

    @taking(arguments_of(2, without="dilation_rate"))
    def __init__(self, **given: Any) -> None:
        super().__init__(2, **given)


class Conv3DTranspose(_Transposed):
    """A transposed convolution over depth, height and width.

    Args: as for `Conv3D`.

    Source: `tf.layers.Conv3DTranspose`.
    """

    @taking(arguments_of(3, without="dilation_rate"))
    def __init__(self, **given: Any) -> None:
        super().__init__(3, **given)
