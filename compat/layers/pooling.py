"""`tf.layers`' pooling: the largest or the mean of each window."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.layers import arguments
from compat.layers.base import Layer
from compat.layers.input_spec import InputSpec

tf1 = tf.compat.v1


class _Pooling(Layer):
    """The largest or the mean of each window.

    Attributes:
        rank: 1, 2 or 3.
        kind: `Max` or `Avg`.

    Args:
        pool_size: Size of the window: int, or a tuple of `rank` ints.
        strides: Steps of the window.
        padding: `valid` or `same`.
        data_format: `channels_last`, or `channels_first`.
        name: Name of the layer.
        **kwargs: As for `tf.layers.Layer`.
    """

    rank: int
    kind: str

    def __init__(
        self,
        pool_size: Any,
        strides: Any,
        padding: str = "valid",
        data_format: str = "channels_last",
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        if strides is None:
            raise ValueError("Argument `strides` must not be None.")
        self.pool_size = arguments.normalize_tuple(pool_size, self.rank, "pool_size")
        self.strides = arguments.normalize_tuple(strides, self.rank, "strides")
        self.padding = arguments.normalize_padding(padding)
        self.data_format = arguments.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def _pool(self, inputs: Any, size: Any, strides: Any, data_format: str) -> Any:
        space = len(size)
        first = data_format == "channels_first"
        named = f"{self.kind}Pool{'3D' if space == 3 else ''}"
        around = [1, 1, *size] if first else [1, *size, 1]
        steps = [1, 1, *strides] if first else [1, *strides, 1]
        op = getattr(tf.raw_ops, named)
        return op(
            **{"value" if named == "AvgPool" else "input": inputs},
            ksize=around,
            strides=steps,
            padding=self.padding.upper(),
            data_format=arguments.letters(data_format, space),
        )

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        first = self.data_format == "channels_first"
        if self.rank == 2:
            return self._pool(inputs, self.pool_size, self.strides, self.data_format)
        size, strides = self.pool_size, self.strides
        if self.rank == 1:
            added = 3 if first else 2
            inputs = tf1.expand_dims(inputs, added)
            size, strides = (*size, 1), (*strides, 1)
        axes = list(range(1, len(size) + 1))
        if first:  # there is no such pooling without a GPU
            inputs = tf1.transpose(inputs, (0, *[axis + 1 for axis in axes], 1))
        outputs = self._pool(inputs, size, strides, "channels_last")
        if first:
            outputs = tf1.transpose(outputs, (0, len(size) + 1, *axes))
        return tf1.squeeze(outputs, [added]) if self.rank == 1 else outputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        sizes = tf.TensorShape(input_shape).as_list()
        first = self.data_format == "channels_first"
        space = sizes[2:] if first else sizes[1:-1]
        longs = [
            arguments.conv_length(long, size, self.padding, stride)
            for long, size, stride in zip(
                space, self.pool_size, self.strides, strict=True
            )
        ]
        ends = [sizes[1], *longs] if first else [*longs, sizes[-1]]
        return tf.TensorShape([sizes[0], *ends])


class MaxPooling1D(_Pooling):
    """The largest of each window over time.

    Args: as for `_Pooling`.

    Source: `tf.layers.MaxPooling1D`.
    """

    rank, kind = 1, "Max"


class MaxPooling2D(_Pooling):
    """The largest of each window over height and width.

    Args: as for `_Pooling`.

    Source: `tf.layers.MaxPooling2D`.
    """

    rank, kind = 2, "Max"


class MaxPooling3D(_Pooling):
    """The largest of each window over depth, height and width.

    Args: as for `_Pooling`.

    Source: `tf.layers.MaxPooling3D`.
    """

    rank, kind = 3, "Max"


class AveragePooling1D(_Pooling):
    """The mean of each window over time.

    Args: as for `_Pooling`.

    Source: `tf.layers.AveragePooling1D`.
    """

    rank, kind = 1, "Avg"


class AveragePooling2D(_Pooling):
    """The mean of each window over height and width.

    Args: as for `_Pooling`.

    Source: `tf.layers.AveragePooling2D`.
    """

    rank, kind = 2, "Avg"


class AveragePooling3D(_Pooling):
    """The mean of each window over depth, height and width.

    Args: as for `_Pooling`.

    Source: `tf.layers.AveragePooling3D`.
    """

    rank, kind = 3, "Avg"
