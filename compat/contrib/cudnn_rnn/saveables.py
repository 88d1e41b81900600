"""Saves a cuDNN layer's weights under the names of the cells that run anywhere."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private
from compat.contrib.cudnn_rnn.converters import (
    CudnnParamsFormatConverter,
    CudnnParamsFormatConverterGRU,
    CudnnParamsFormatConverterLSTM,
    CudnnParamsFormatConverterRelu,
    CudnnParamsFormatConverterTanh,
)
from compat.contrib.cudnn_rnn.parameters import BIDIRECTIONAL, LINEAR, UNIDIRECTIONAL

tf1 = tf.compat.v1

_SaveableObject, _SaveSpec = _private.saveable_object()


class CudnnOpaqueParamsSaveable(_SaveableObject):  # type: ignore[valid-type, misc]
    """What `tf.train.Saver` saves and restores in the place of a layer's one vector.

    A checkpoint then loads into a graph of `MultiRNNCell`s or
    `stack_bidirectional_dynamic_rnn` over the cells named below, and the other way.

    Args:
        opaque_params: Variable `[n]`, all weights.
        num_layers: How many layers.
        num_units: Size of each layer's state.
        input_size: Depth of the inputs.
        input_mode: `"linear_input"`.
        direction: `"unidirectional"` or `"bidirectional"`.
        scope: Variable scope, or name of one, that the saved names start with.
        name: Name of the saveable.
    """

    _format_converter_cls: type[CudnnParamsFormatConverter]
    _rnn_cell_name: str
    # Names of a cell's kernels and biases below its own.
    _kernel_names: tuple[str, ...] = ("kernel",)
    _bias_names: tuple[str, ...] = ("bias",)

    def __init__(
        self,
        opaque_params: Any,
        num_layers: int,
        num_units: int,
        input_size: int,
        input_mode: str = LINEAR,
        direction: str = UNIDIRECTIONAL,
        scope: Any = None,
        name: str = "cudnn_rnn_saveable",
    ) -> None:
        self._converter = self._format_converter_cls(
            num_layers,
            num_units,
            input_size,
            input_mode=input_mode,
            direction=direction,
        )
        self._variable = opaque_params
        vector = tf.convert_to_tensor(opaque_params)
        kernels, biases = self._converter.opaque_to_tf_canonical(vector)
        names = self._names(num_layers, direction, scope)
        specs = [
            _SaveSpec(tensor, "", full_name, tensor.dtype)
            for full_name, tensor in zip(names, kernels + biases, strict=True)
        ]
        super().__init__(tf.identity(opaque_params), specs, name)

    @property
    def format_converter(self) -> CudnnParamsFormatConverter:
        return self._converter

    def _names(self, num_layers: int, direction: str, scope: Any) -> list[str]:
        """Names of all kernels, then of all biases."""
        if direction == BIDIRECTIONAL:
            cells = [
                f"stack_bidirectional_rnn/cell_{layer}/bidirectional_rnn/{way}"
                for layer in range(num_layers)
                for way in ("fw", "bw")
            ]
        else:
            cells = [f"rnn/multi_rnn_cell/cell_{n}" for n in range(num_layers)]
        scope = scope if scope is None or isinstance(scope, str) else scope.name
        start = f"{scope}/" if scope else ""
        return [
            f"{start}{cell}/{self._rnn_cell_name}/{name}"
            for names in (self._kernel_names, self._bias_names)
            for cell in cells
            for name in names
        ]

    def restore(self, restored_tensors: Any, restored_shapes: Any) -> Any:
        """Give the op that puts a checkpoint's kernels and biases into the variable.

        Args:
            restored_tensors: The tensors, in the order of `specs`.
            restored_shapes: Ignored.

        Returns:
            The op.
        """
        opaque = self._converter.tf_canonical_to_opaque(list(restored_tensors))
        return tf1.assign(self._variable, opaque, validate_shape=False)


class CudnnLSTMSaveable(CudnnOpaqueParamsSaveable):
    """Saves an LSTM as `CudnnCompatibleLSTMCell`s.

    Source: `tf.contrib.cudnn_rnn.CudnnLSTMSaveable`.
    """

    _format_converter_cls = CudnnParamsFormatConverterLSTM
    _rnn_cell_name = "cudnn_compatible_lstm_cell"


class CudnnGRUSaveable(CudnnOpaqueParamsSaveable):
    """Saves a GRU as `CudnnCompatibleGRUCell`s.

    Source: `tf.contrib.cudnn_rnn.CudnnGRUSaveable`.
    """

    _format_converter_cls = CudnnParamsFormatConverterGRU
    _rnn_cell_name = "cudnn_compatible_gru_cell"
    _kernel_names = (
        "gates/kernel",
        "candidate/input_projection/kernel",
        "candidate/hidden_projection/kernel",
    )
    _bias_names = (
        "gates/bias",
        "candidate/input_projection/bias",
        "candidate/hidden_projection/bias",
    )


class CudnnRNNTanhSaveable(CudnnOpaqueParamsSaveable):
    """Saves a plain RNN with tanh as `BasicRNNCell`s.

    Source: `tf.contrib.cudnn_rnn.CudnnRNNTanhSaveable`.
    """

    _format_converter_cls = CudnnParamsFormatConverterTanh
    _rnn_cell_name = "basic_rnn_cell"


class CudnnRNNReluSaveable(CudnnOpaqueParamsSaveable):
    """Saves a plain RNN with ReLU as `BasicRNNCell`s.

    Source: `tf.contrib.cudnn_rnn.CudnnRNNReluSaveable`.
    """

    _format_converter_cls = CudnnParamsFormatConverterRelu
    _rnn_cell_name = "basic_rnn_cell"
