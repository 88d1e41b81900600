"""`ConvLSTMCell` and its kin in one, two and three dimensions."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.ops.arrays import split
from compat.nn.rnn_cell.base import RNNCell
from compat.nn.rnn_cell.lstm import LSTMStateTuple

tf1 = tf.compat.v1


class ConvLSTMCell(RNNCell):
    """LSTM with a convolution for the matrix product (arXiv:1506.04214).

    Args:
        conv_ndims: Number of dimensions that are convolved: 1, 2 or 3.
        input_shape: Shape of an input without batch: the dimensions, then channels.
        output_channels: Channels of the output.
        kernel_shape: Size of the kernel in each dimension.
        use_bias: Whether there is a bias.
        skip_connection: Whether the output is joined with the input's channels.
        forget_bias: Added to the forget gate at run time.
        initializers: Not used.
        name: Name of layer and scope.

    Raises:
        ValueError: When `input_shape` is not that of `conv_ndims` dimensions.

    Source: `tf.contrib.rnn.ConvLSTMCell`.
    """

    def __init__(
        self,
        conv_ndims: int,
        input_shape: Any,
        output_channels: int,
        kernel_shape: Any,
        use_bias: bool = True,
        skip_connection: bool = False,
        forget_bias: float = 1.0,
        initializers: Any = None,
        name: str = "conv_lstm_cell",
    ) -> None:
        super().__init__(name=name)
        if conv_ndims != len(input_shape) - 1:
            raise ValueError(
                f"Invalid input_shape {input_shape} for conv_ndims={conv_ndims}."
            )
        self._conv_ndims = conv_ndims
        self._input_shape = input_shape
        self._output_channels = output_channels
        self._kernel_shape = list(kernel_shape)
        self._use_bias = use_bias
        self._skip_connection = skip_connection
        self._forget_bias = forget_bias
        total = output_channels + (input_shape[-1] if skip_connection else 0)
        sizes = list(input_shape[:-1])
        self._output_size = tf.TensorShape([*sizes, total])
        state = tf.TensorShape([*sizes, output_channels])
        self._state_size = LSTMStateTuple(state, state)

    @property
    def output_size(self) -> Any:
        return self._output_size

    @property
    def state_size(self) -> LSTMStateTuple:
        return self._state_size

    def call(self, inputs: Any, state: Any, scope: Any = None) -> tuple[Any, Any]:  # type: ignore[override]
        c, h = state
        gates = self._convolve([inputs, h])
        axis = self._conv_ndims + 1
        i, j, f, o = split(gates, 4, axis=axis)
        new_c = tf.sigmoid(f + self._forget_bias) * c
        new_c += tf.sigmoid(i) * tf.tanh(j)
        output = tf.tanh(new_c) * tf.sigmoid(o)
        if self._skip_connection:
            output = tf.concat([output, inputs], axis=-1)
        return output, LSTMStateTuple(new_c, output)

    def _convolve(self, args: list[Any]) -> Any:
        """The gates: `args`, their channels side by side, convolved, plus bias."""
        rank = args[0].shape.ndims
        for tensor in args:
            if tensor.shape.ndims != rank or rank not in (3, 4, 5):
                raise ValueError(
                    "Conv Linear expects 3D, 4D or 5D arguments of one rank: "
                    f"{[tensor.shape for tensor in args]}"
                )
        channels = sum(tensor.shape.as_list()[-1] for tensor in args)
        features = 4 * self._output_channels
        kernel = tf1.get_variable(
            "kernel", [*self._kernel_shape, channels, features], args[0].dtype
        )
        both = tf.concat(args, rank - 1)
        if rank == 3:
            result = tf1.nn.conv1d(both, kernel, 1, padding="SAME")
        elif rank == 4:
            result = tf1.nn.conv2d(both, kernel, [1] * 4, padding="SAME")
        else:
            result = tf1.nn.conv3d(both, kernel, [1] * 5, padding="SAME")
        if not self._use_bias:
            return result
        bias = tf1.get_variable(
            "biases",
            [features],
            args[0].dtype,
            initializer=tf1.constant_initializer(0.0, dtype=args[0].dtype),
        )
        return result + bias


class Conv1DLSTMCell(ConvLSTMCell):
    """`ConvLSTMCell` in one dimension; the other arguments by keyword.

    Source: `tf.contrib.rnn.Conv1DLSTMCell`.
    """

    def __init__(self, name: str = "conv_1d_lstm_cell", **kwargs: Any) -> None:
        super().__init__(conv_ndims=1, name=name, **kwargs)


class Conv2DLSTMCell(ConvLSTMCell):
    """`ConvLSTMCell` in two dimensions; the other arguments by keyword.

    Source: `tf.contrib.rnn.Conv2DLSTMCell`.
    """

    def __init__(self, name: str = "conv_2d_lstm_cell", **kwargs: Any) -> None:
        super().__init__(conv_ndims=2, name=name, **kwargs)


class Conv3DLSTMCell(ConvLSTMCell):
    """`ConvLSTMCell` in three dimensions; the other arguments by keyword.

    Source: `tf.contrib.rnn.Conv3DLSTMCell`.
    """

    def __init__(self, name: str = "conv_3d_lstm_cell", **kwargs: Any) -> None:
        super().__init__(conv_ndims=3, name=name, **kwargs)
