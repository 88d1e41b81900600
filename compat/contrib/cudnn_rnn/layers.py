"""`CudnnLSTM` and its kin: whole recurrent networks that are one layer."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.cudnn_rnn import recurrence, saveables
from compat.contrib.cudnn_rnn.parameters import (
    GRU,
    LINEAR,
    RELU,
    TANH,
    UNIDIRECTIONAL,
    check_direction,
    check_input_mode,
    check_input_weights,
    join,
)
from compat.contrib.cudnn_rnn.view import NetworkView
from compat.count import opseed
from compat.layers.base import Layer
from compat.layers.input_spec import InputSpec

tf1 = tf.compat.v1

_FLOATS = (tf.float16, tf.float32, tf.float64)


class _CudnnRNN(NetworkView, Layer):
    """A stack of recurrent layers, one way or both, whose weights are one variable.

    Args:
        num_layers: How many layers.
        num_units: Size of each layer's state.
        input_mode: `"linear_input"`; `"auto_select"` where it comes to the same.
        direction: `"unidirectional"` or `"bidirectional"`.
        dropout: Part of a layer's outputs that the next layer does not see.
        seed: For dropout.
        dtype: float16, float32 or float64.
        kernel_initializer: For each matrix; by default glorot uniform.
        bias_initializer: For each bias; by default zeros.
        name: Name of the layer.

    Raises:
        ValueError: For a direction, input mode or dtype that is not one of these.
    """

    _saveable_cls: type[saveables.CudnnOpaqueParamsSaveable]

    def __init__(
        self,
        num_layers: int,
        num_units: int,
        input_mode: str = LINEAR,
        direction: str = UNIDIRECTIONAL,
        dropout: float = 0.0,
        seed: int | None = None,
        dtype: Any = tf.float32,
        kernel_initializer: Any = None,
        bias_initializer: Any = None,
        name: str | None = None,
    ) -> None:
        check_direction(direction)
        check_input_mode(input_mode)
        if tf.as_dtype(dtype) not in _FLOATS:
            raise ValueError(
                f"Only support float16, float32, float64, provided {dtype}"
            )
        if num_layers < 1:
            raise ValueError(
                f"expected num_layers of at least 1, received {num_layers}"
            )
        if not 0 <= dropout <= 1:
            raise ValueError(f"expected dropout between 0 and 1, received {dropout}")
        super().__init__(dtype=dtype, name=name)
        self._num_layers = num_layers
        self._num_units = num_units
        self._input_mode = input_mode
        self._direction = direction
        self._dropout = dropout
        self._seed = seed
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer
        self._input_size = None
        self._saveable = None

    def build(self, input_shape: Any) -> None:
        """Make the variable `opaque_kernel` and what saves it.

        Args:
            input_shape: `[time, batch, depth]`, the depth known.
        """
        input_shape = tf.TensorShape(input_shape)
        if input_shape.ndims != 3:
            raise ValueError(
                f"Expecting input_shape with 3 dims, got {input_shape.ndims}"
            )
        depth = input_shape.as_list()[-1]
        if depth is None:
            raise ValueError(
                "The last dimension of the inputs to `CudnnRNN` should be defined. "
                "Found `None`."
            )
        check_input_weights(self._input_mode, depth, self._num_units)
        self._input_size = depth
        self.input_spec = InputSpec(ndim=3, axes={-1: depth})
        reuse = self.built or self._reuse or tf1.get_variable_scope().reuse
        outer = tf1.get_variable_scope()  # the layer's own, where it is being called
        self._set_scope()
        with tf1.variable_scope(self._scope, reuse=self.built or self._reuse):
            self.kernel = tf1.get_variable(
                "opaque_kernel",
                initializer=self._initial_values(),
                trainable=self.trainable,
                validate_shape=False,
            )
        self._trainable_weights.append(self.kernel)
        if not reuse:
            self._save_as(outer)
        self.built = True

    def call(
        self,
        inputs: Any,
        initial_state: tuple[Any, ...] | None = None,
        sequence_lengths: Any = None,
        time_major: bool = True,
        training: bool = True,
    ) -> tuple[Any, tuple[Any, ...]]:
        """Run the network.

        Args:
            inputs: `[time, batch, depth]`, or `[batch, time, depth]`.
            initial_state: Tuple of `h`, and of `c` for an LSTM, shaped as `state_shape`
                says; by default zeros.
            sequence_lengths: `[batch]`; past a sequence's end its outputs are zero, and
                its final state is that at its end.
            time_major: Which of the two shapes `inputs` have.
            training: Whether to drop out.

        Returns:
            Outputs, shaped like `inputs` with depth `num_units * num_dirs`, and the
            tuple of the final states.
        """
        if not isinstance(training, bool):
            raise TypeError(f"expected training to be True or False, got {training}")
        if initial_state is not None and not isinstance(initial_state, tuple):
            raise TypeError(
                f"Invalid initial_state type: {initial_state}, expecting tuple."
            )
        inputs = tf.convert_to_tensor(inputs, self.dtype)
        batch = tf.shape(inputs)[1 if time_major else 0]
        if initial_state is None:
            shape = self.state_shape(batch)[0]
            states = [tf.zeros(shape, self.dtype) for _ in range(self._state_parts)]
        else:
            states = [tf.convert_to_tensor(s, self.dtype) for s in initial_state]
        if len(states) != self._state_parts:
            raise ValueError(
                f"expected an initial_state of {self._state_parts} tensors, received "
                f"{len(states)}"
            )
        if sequence_lengths is not None:
            sequence_lengths = tf.convert_to_tensor(sequence_lengths)
        whole = time_major and sequence_lengths is None
        if self._state_parts == 1:
            states.append(tf.constant([], self.dtype))
        if not whole and sequence_lengths is None:
            opseed.account(12)  # the lengths, all alike, that 1.15 filled in
        seeds = tf1.random.get_seed(self._seed)
        outputs, *states = recurrence.run(
            self._sizes(),
            inputs,
            states,
            tf.convert_to_tensor(self.kernel),
            lengths=sequence_lengths,
            time_major=time_major,
            dropout=self._dropout if training else 0.0,
            seeds=(seeds[0] or 0, seeds[1] or 0),
            name="CudnnRNN" if whole else "CudnnRNNV3",
        )
        return outputs, tuple(states)

    # The workings.

    def _initial_values(self) -> Any:
        dtype = tf.as_dtype(self.dtype)
        kernel = self._kernel_initializer
        kernel = kernel or tf1.glorot_uniform_initializer(self._seed, dtype)
        bias = self._bias_initializer or tf1.constant_initializer(0.0, dtype)
        weights = [kernel(shape, dtype) for shape in self.canonical_weight_shapes]
        biases = [bias(shape, dtype) for shape in self.canonical_bias_shapes]
        with opseed.exactly(4):
            values = join(weights, biases)
            # How long it is was cuDNN's affair: 1.15 did not know it.
            return tf1.placeholder_with_default(values, [None])

    def _save_as(self, scope: Any) -> None:
        self._saveable = self._saveable_cls(
            self.kernel,
            self._num_layers,
            self._num_units,
            self.input_size,
            self._input_mode,
            self._direction,
            scope=scope,
            name=f"{self.kernel.op.name}_saveable",
        )
        tf1.add_to_collection(tf1.GraphKeys.SAVEABLE_OBJECTS, self._saveable)
        # 1.15 took the vector's first element, for which it read a resource again.
        opseed.account(5 if hasattr(self.kernel, "handle") else 4)


class CudnnLSTM(_CudnnRNN):
    """LSTM layers: cuDNN's numbers from plain ops, on any device.

    Source: `tf.contrib.cudnn_rnn.CudnnLSTM`.
    """

    _saveable_cls = saveables.CudnnLSTMSaveable


class CudnnGRU(_CudnnRNN):
    """GRU layers with the reset after the product, as cuDNN has it, on any device.

    Source: `tf.contrib.cudnn_rnn.CudnnGRU`.
    """

    _rnn_mode = GRU
    _saveable_cls = saveables.CudnnGRUSaveable


class CudnnRNNTanh(_CudnnRNN):
    """Plain recurrent layers with tanh, on any device.

    Source: `tf.contrib.cudnn_rnn.CudnnRNNTanh`.
    """

    _rnn_mode = TANH
    _saveable_cls = saveables.CudnnRNNTanhSaveable


class CudnnRNNRelu(_CudnnRNN):
    """Plain recurrent layers with ReLU, on any device.

    Source: `tf.contrib.cudnn_rnn.CudnnRNNRelu`.
    """

    _rnn_mode = RELU
    _saveable_cls = saveables.CudnnRNNReluSaveable
