"""LSTM cells of which a step, or all steps, are one op."""

from __future__ import annotations

import abc
from typing import Any

import tensorflow as tf

from compat.contrib.rnn import block_gradients
from compat.contrib.rnn.block_gru import known_depth
from compat.layers.base import Layer
from compat.layers.input_spec import InputSpec
from compat.nn.rnn_cell.base import LayerRNNCell
from compat.nn.rnn_cell.lstm import LSTMStateTuple

tf1 = tf.compat.v1
block_gradients.install()


class LSTMBlockCell(LayerRNNCell):
    """An LSTM cell, `BasicLSTMCell` or one with peepholes, computed by one op.

    Args:
        num_units: Size of output and of each part of the state.
        forget_bias: Added to the forget gate at run time.
        cell_clip: Bound on the absolute value of the cell state, or `None`.
        use_peephole: Whether gates also see the cell state, through diagonal weights.
        dtype: dtype of the weights.
        reuse: Whether to reuse variables of the scope.
        name: Name of layer and scope.

    Source: `tf.contrib.rnn.LSTMBlockCell`.
    """

    _kernel: Any
    _bias: Any

    def __init__(
        self,
        num_units: int,
        forget_bias: float = 1.0,
        cell_clip: float | None = None,
        use_peephole: bool = False,
        dtype: Any = None,
        reuse: bool | None = None,
        name: str = "lstm_cell",
    ) -> None:
        super().__init__(_reuse=reuse, dtype=dtype, name=name)
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._cell_clip = -1 if cell_clip is None else cell_clip
        self._use_peephole = use_peephole
        self._names = ("kernel", "bias", "w_i_diag", "w_f_diag", "w_o_diag")
        self.input_spec = InputSpec(ndim=2)

    @property
    def state_size(self) -> LSTMStateTuple:
        return LSTMStateTuple(self._num_units, self._num_units)

    @property
    def output_size(self) -> int:
        return self._num_units

    def build(self, inputs_shape: Any) -> None:
        _lstm_weights(self, known_depth(inputs_shape))
        self.built = True

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        if len(state) != 2:
            raise ValueError(
                f"Expecting state to be a tuple with length 2 or None, received {state}"
            )
        peepholes = _peepholes(self, inputs.dtype)
        step = tf.raw_ops.LSTMBlockCell(
            x=inputs,
            cs_prev=state[0],
            h_prev=state[1],
            w=self._kernel,
            wci=peepholes[0],
            wcf=peepholes[1],
            wco=peepholes[2],
            b=self._bias,
            forget_bias=self._forget_bias,
            cell_clip=self._cell_clip,
            use_peephole=self._use_peephole,
        )
        return step.h, LSTMStateTuple(step.cs, step.h)


class LSTMBlockWrapper(Layer, abc.ABC):
    """An LSTM over all time steps at once; what `LSTMBlockFusedCell` is built on.

    A subclass gives `num_units` and `_call_cell(inputs, initial_cell_state,
    initial_output, dtype, sequence_length)`, which returns cell states and outputs
    `[time, batch, num_units]`.

    Source: `tf.contrib.rnn.LSTMBlockWrapper`.
    """

    @property
    @abc.abstractmethod
    def num_units(self) -> int:
        """Size of output and of each part of the state."""

    @abc.abstractmethod
    def _call_cell(
        self,
        inputs: Any,
        initial_cell_state: Any,
        initial_output: Any,
        dtype: Any,
        sequence_length: Any,
    ) -> tuple[Any, Any]:
        """Cell states and outputs of every step."""

    def call(  # type: ignore[override]
        self,
        inputs: Any,
        initial_state: Any = None,
        dtype: Any = None,
        sequence_length: Any = None,
    ) -> tuple[Any, LSTMStateTuple]:
        """Run over all time steps.

        Args:
            inputs: Tensor `[time, batch, depth]`, or a list of `[batch, depth]`.
            initial_state: Pair of tensors `[batch, num_units]`, cell state and output;
                by default zeros of `dtype`.
            dtype: Needed when `initial_state` is `None`.
            sequence_length: Int tensor `[batch]`; outputs past it are zero, and the
                state is that of the last step before. By default all steps count.

        Returns:
            `(outputs, state)`: `[time, batch, num_units]` (a list for a list), and an
            `LSTMStateTuple`.

        Raises:
            ValueError: For inputs of another rank, or neither state nor dtype.
        """
        is_list = isinstance(inputs, list)
        if is_list:
            inputs = tf.stack(inputs)
        if inputs.shape.ndims != 3:
            raise ValueError(
                "expected inputs of rank 3 [time, batch, depth], received "
                f"{inputs.shape}"
            )
        time, batch, _ = inputs.shape.as_list()
        if batch is None:
            batch = tf.shape(inputs)[1]
        if time is None:
            time = tf.shape(inputs)[0]
        if initial_state is None:
            if dtype is None:
                raise ValueError("Either initial_state or dtype needs to be specified")
            zeros = tf1.zeros(tf.stack([batch, self.num_units]), dtype=dtype)
            initial_state = (zeros, zeros)
        elif len(initial_state) != 2:
            raise ValueError(
                "Expecting initial_state to be a tuple with length 2 or None, received "
                f"{initial_state}"
            )
        elif dtype is None:
            dtype = initial_state[0].dtype
        if sequence_length is not None:
            sequence_length = tf.cast(sequence_length, tf.int32)
        states, outputs = self._call_cell(
            inputs, initial_state[0], initial_state[1], dtype, sequence_length
        )
        if sequence_length is None:
            final = LSTMStateTuple(states[-1], outputs[-1])
        else:
            mask = tf.sequence_mask(sequence_length, time, dtype)
            mask = tf.expand_dims(tf1.transpose(mask, [1, 0]), [-1])
            outputs *= tf.tile(mask, [1, 1, self.num_units])
            # Step 0 is the initial state, so that length 0 gives that.
            states = tf.concat([tf.expand_dims(initial_state[0], [0]), states], 0)
            padded = tf.concat([tf.expand_dims(initial_state[1], [0]), outputs], 0)
            final = LSTMStateTuple(
                _at(sequence_length, batch, states), _at(sequence_length, batch, padded)
            )
        return (tf1.unstack(outputs) if is_list else outputs), final


class LSTMBlockFusedCell(LSTMBlockWrapper):
    """A whole LSTM layer as one op; arguments as for `LSTMBlockCell`.

    Source: `tf.contrib.rnn.LSTMBlockFusedCell`.
    """

    _kernel: Any
    _bias: Any

    def __init__(
        self,
        num_units: int,
        forget_bias: float = 1.0,
        cell_clip: float | None = None,
        use_peephole: bool = False,
        reuse: bool | None = None,
        dtype: Any = None,
        name: str = "lstm_fused_cell",
    ) -> None:
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._cell_clip = -1 if cell_clip is None else cell_clip
        self._use_peephole = use_peephole
        self.input_spec = InputSpec(ndim=3)

    @property
    def num_units(self) -> int:
        return self._num_units

    def build(self, input_shape: Any) -> None:
        _lstm_weights(self, input_shape.as_list()[2])
        self.built = True

    def _call_cell(
        self,
        inputs: Any,
        initial_cell_state: Any = None,
        initial_output: Any = None,
        dtype: Any = None,
        sequence_length: Any = None,
    ) -> tuple[Any, Any]:
        time = inputs.shape.as_list()[0]
        if time is None:
            time = tf.shape(inputs)[0]
        peepholes = _peepholes(self, dtype)
        if sequence_length is not None:
            time = tf1.reduce_max(sequence_length)
        layer = tf.raw_ops.BlockLSTM(
            seq_len_max=tf.cast(time, tf.int64),
            x=inputs,
            cs_prev=initial_cell_state,
            h_prev=initial_output,
            w=self._kernel,
            wci=peepholes[0],
            wcf=peepholes[1],
            wco=peepholes[2],
            b=self._bias,
            forget_bias=self._forget_bias,
            cell_clip=self._cell_clip,
            use_peephole=self._use_peephole,
        )
        return layer.cs, layer.h


def _lstm_weights(layer: Any, depth: int) -> None:
    units = layer._num_units
    layer._kernel = layer.add_variable("kernel", [depth + units, 4 * units])
    layer._bias = layer.add_variable(
        "bias", [4 * units], initializer=tf1.constant_initializer(0.0)
    )
    if layer._use_peephole:
        layer._w_i_diag, layer._w_f_diag, layer._w_o_diag = (
            layer.add_variable(f"w_{gate}_diag", [units]) for gate in "ifo"
        )


def _peepholes(layer: Any, dtype: Any) -> tuple[Any, Any, Any]:
    if layer._use_peephole:
        return layer._w_i_diag, layer._w_f_diag, layer._w_o_diag
    unused = tf1.zeros([layer._num_units], dtype=dtype)
    return unused, unused, unused


def _at(steps: Any, batch: Any, values: Any) -> Any:
    """Of `values [time, batch, units]` each sequence's at its own step."""
    return tf.gather_nd(values, tf.stack([steps, tf.range(batch)], axis=1))
