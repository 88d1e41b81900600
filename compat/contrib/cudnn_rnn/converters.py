"""From cuDNN's vector of weights to the kernels of TensorFlow's cells, and back."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.cudnn_rnn.parameters import (
    BIDIRECTIONAL,
    GRU,
    LINEAR,
    LSTM,
    RELU,
    TANH,
    UNIDIRECTIONAL,
    Sizes,
    check_direction,
    check_input_mode,
    check_input_weights,
    join,
)
from compat.count import opseed
from compat.count.ops.arrays import split, transpose

# Ops of 1.15 that took the vector apart, or put it together: three sizes and the op.
_ONE_OP = 4


class CudnnParamsFormatConverter:
    """Converts the weights of one network between cuDNN's format and TensorFlow's.

    Args:
        num_layers: How many layers.
        num_units: Size of each layer's state.
        input_size: Depth of the inputs.
        num_proj: Size of an LSTM's projected output, or `None`.
        input_mode: `"linear_input"`.
        direction: `"unidirectional"` or `"bidirectional"`.

    Raises:
        ValueError: For another direction or input mode.
    """

    _rnn_mode = LSTM

    def __init__(
        self,
        num_layers: int,
        num_units: int,
        input_size: int,
        num_proj: int | None = None,
        input_mode: str = LINEAR,
        direction: str = UNIDIRECTIONAL,
    ) -> None:
        check_direction(direction)
        check_input_mode(input_mode)
        check_input_weights(input_mode, input_size, num_units)
        if num_proj and self._rnn_mode != LSTM:
            raise ValueError(f"num_proj={num_proj} is for an LSTM only")
        dirs = 2 if direction == BIDIRECTIONAL else 1
        self._sizes = Sizes(
            self._rnn_mode, num_layers, num_units, input_size, dirs, num_proj
        )

    def opaque_to_tf_canonical(self, opaque_param: Any) -> tuple[list[Any], ...]:
        """Take cuDNN's vector apart into the kernels and biases of TensorFlow's cells.

        Args:
            opaque_param: `[n]`, all weights.

        Returns:
            List of kernels and list of biases, layer by layer; with `num_proj` a third
            list, of the projections' kernels.
        """
        with opseed.exactly(_ONE_OP):
            weights, biases = self._sizes.split(opaque_param)
        kernels: list[Any] = []
        tf_biases: list[Any] = []
        projections: list[Any] = []
        for own_weights, own_biases in zip(weights, biases, strict=True):
            kernels += self._kernels(own_weights)
            if self._sizes.num_proj:
                projections.append(transpose(own_weights[-1]))
            tf_biases += self._biases(own_biases)
        if self._sizes.num_proj:
            return kernels, tf_biases, projections
        return kernels, tf_biases

    def tf_canonical_to_opaque(
        self, tf_canonicals: list[Any], weights_proj: list[Any] | None = None
    ) -> Any:
        """Put the kernels and biases of TensorFlow's cells into cuDNN's vector.

        Where a cell has one bias and cuDNN two, each gets half.

        Args:
            tf_canonicals: All kernels, then all biases, layer by layer.
            weights_proj: The projections' kernels, with `num_proj`.

        Returns:
            `[n]`, all weights.
        """
        per_layer = len(tf_canonicals) // (2 * len(self._sizes.layers))
        half = len(tf_canonicals) // 2
        weights: list[Any] = []
        biases: list[Any] = []
        for place, layer in enumerate(self._sizes.layers):
            own = slice(place * per_layer, (place + 1) * per_layer)
            kernels, tf_biases = tf_canonicals[:half][own], tf_canonicals[half:][own]
            weights += self._weights(kernels, self._sizes.depth(layer))
            if self._sizes.num_proj:
                assert weights_proj is not None
                weights.append(transpose(weights_proj[place]))
            biases += self._cudnn_biases(tf_biases)
        weights = [tf.reshape(weight, [-1]) for weight in weights]
        with opseed.exactly(_ONE_OP):
            return join(weights, biases)

    # One layer in one direction. A kernel of TensorFlow is [depth + units, …]: cuDNN's
    # weights for what comes from below and for the state, beside each other.

    def _parts(self, matrix: Any, depth: int) -> Any:
        """Split `[…, depth + units]` into its two parts."""
        return tf.split(matrix, [depth, self._sizes.output_size], axis=1)

    def _kernels(self, weights: list[Any]) -> list[Any]:
        raise NotImplementedError

    def _biases(self, biases: list[Any]) -> list[Any]:
        raise NotImplementedError

    def _weights(self, kernels: list[Any], depth: int) -> list[Any]:
        raise NotImplementedError

    def _cudnn_biases(self, biases: list[Any]) -> list[Any]:
        raise NotImplementedError


class CudnnParamsFormatConverterLSTM(CudnnParamsFormatConverter):
    """Between cuDNN's LSTM (gates i, f, c, o) and the cells' (gates i, c, f, o).

    Source: `tf.contrib.cudnn_rnn.CudnnParamsFormatConverterLSTM`.
    """

    def _kernels(self, weights: list[Any]) -> list[Any]:
        i, f, c, o = (tf.concat([weights[n], weights[n + 4]], 1) for n in range(4))
        return [transpose(tf.concat([i, c, f, o], 0))]

    def _biases(self, biases: list[Any]) -> list[Any]:
        i, f, c, o = (biases[n] + biases[n + 4] for n in range(4))
        return [tf.concat([i, c, f, o], 0)]

    def _weights(self, kernels: list[Any], depth: int) -> list[Any]:
        gates = split(transpose(kernels[0]), 4, axis=0)
        i, c, f, o = (self._parts(gate, depth) for gate in gates)
        return [gate[n] for n in range(2) for gate in (i, f, c, o)]

    def _cudnn_biases(self, biases: list[Any]) -> list[Any]:
        i, c, f, o = split(biases[0], 4, axis=0)
        halves = [bias * 0.5 for bias in (i, f, c, o)]
        return halves + halves


class CudnnParamsFormatConverterGRU(CudnnParamsFormatConverter):
    """Between cuDNN's GRU (gates r, u, c) and `CudnnCompatibleGRUCell`'s.

    Source: `tf.contrib.cudnn_rnn.CudnnParamsFormatConverterGRU`.
    """

    _rnn_mode = GRU

    def _kernels(self, weights: list[Any]) -> list[Any]:
        r, u = (tf.concat([weights[n], weights[n + 3]], 1) for n in range(2))
        gates = transpose(tf.concat([r, u], 0))
        return [gates, transpose(weights[2]), transpose(weights[5])]

    def _biases(self, biases: list[Any]) -> list[Any]:
        below, own = tf.concat(biases[:2], 0), tf.concat(biases[3:5], 0)
        return [below + own, biases[2], biases[5]]

    def _weights(self, kernels: list[Any], depth: int) -> list[Any]:
        gates, below, own = (transpose(kernel) for kernel in kernels)
        r, u = (self._parts(gate, depth) for gate in split(gates, 2, axis=0))
        return [r[0], u[0], below, r[1], u[1], own]

    def _cudnn_biases(self, biases: list[Any]) -> list[Any]:
        gates, below, own = biases
        first, second = gates * 0.5, gates * 0.5
        return [*split(first, 2, axis=0), below, *split(second, 2, axis=0), own]


class CudnnParamsFormatConverterTanh(CudnnParamsFormatConverter):
    """Between cuDNN's plain RNN with tanh and `BasicRNNCell`.

    Source: `tf.contrib.cudnn_rnn.CudnnParamsFormatConverterTanh`.
    """

    _rnn_mode = TANH

    def _kernels(self, weights: list[Any]) -> list[Any]:
        return [transpose(tf.concat(weights, 1))]

    def _biases(self, biases: list[Any]) -> list[Any]:
        return [biases[0] + biases[1]]

    def _weights(self, kernels: list[Any], depth: int) -> list[Any]:
        return list(self._parts(transpose(kernels[0]), depth))

    def _cudnn_biases(self, biases: list[Any]) -> list[Any]:
        return [biases[0] * 0.5, biases[0] * 0.5]


class CudnnParamsFormatConverterRelu(CudnnParamsFormatConverterTanh):
    """Between cuDNN's plain RNN with ReLU and `BasicRNNCell`.

    Source: `tf.contrib.cudnn_rnn.CudnnParamsFormatConverterRelu`.
    """

    _rnn_mode = RELU
