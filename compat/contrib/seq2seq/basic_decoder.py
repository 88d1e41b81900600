"""`BasicDecoder`: a cell whose inputs and samples a helper picks."""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow as tf

from compat.contrib.seq2seq.decoder import Decoder
from compat.contrib.seq2seq.helper import Helper
from compat.layers.base import Layer
from compat.nn.rnn_cell.base import assert_like_rnncell

tf1 = tf.compat.v1


class BasicDecoderOutput(NamedTuple):
    """A step's outputs, and what was sampled from them.

    Source: `tf.contrib.seq2seq.BasicDecoderOutput`.
    """

    rnn_output: Any
    sample_id: Any


class BasicDecoder(Decoder):
    """One step of a cell, its output layer, and the helper's sample.

    Args:
        cell: The cell.
        helper: Gives the inputs, samples from the outputs and says what has finished.
        initial_state: State of the cell, `[batch, ...]`.
        output_layer: Applied to the cell's outputs before sampling, or `None`.

    Raises:
        TypeError: For an argument of another kind.

    Source: `tf.contrib.seq2seq.BasicDecoder`.
    """

    def __init__(
        self, cell: Any, helper: Helper, initial_state: Any, output_layer: Any = None
    ) -> None:
        assert_like_rnncell("cell", cell)
        if not isinstance(helper, Helper):
            raise TypeError(f"helper must be a Helper, received: {type(helper)}")
        if output_layer is not None and not isinstance(output_layer, Layer):
            raise TypeError(
                f"output_layer must be a Layer, received: {type(output_layer)}"
            )
        self._cell = cell
        self._helper = helper
        self._initial_state = initial_state
        self._output_layer = output_layer

    @property
    def batch_size(self) -> Any:
        return self._helper.batch_size

    def _rnn_output_size(self) -> Any:
        return output_size_of(self._cell, self._output_layer)

    @property
    def output_size(self) -> Any:
        return BasicDecoderOutput(
            self._rnn_output_size(), self._helper.sample_ids_shape
        )

    @property
    def output_dtype(self) -> Any:
        dtype = tf.nest.flatten(self._initial_state)[0].dtype
        return BasicDecoderOutput(
            tf.nest.map_structure(lambda _: dtype, self._rnn_output_size()),
            self._helper.sample_ids_dtype,
        )

    def initialize(self, name: str | None = None) -> Any:
        """Give `(finished, first inputs, initial state)`."""
        return *self._helper.initialize(), self._initial_state

    def step(self, time: Any, inputs: Any, state: Any, name: str | None = None) -> Any:
        """Give `(BasicDecoderOutput, next state, next inputs, finished)`."""
        with tf1.name_scope(name, "BasicDecoderStep", (time, inputs, state)):
            outputs, state = self._cell(inputs, state)
            if self._output_layer is not None:
                outputs = self._output_layer(outputs)
            sample_ids = self._helper.sample(time=time, outputs=outputs, state=state)
            finished, next_inputs, state = self._helper.next_inputs(
                time=time, outputs=outputs, state=state, sample_ids=sample_ids
            )
        return BasicDecoderOutput(outputs, sample_ids), state, next_inputs, finished


def output_size_of(cell: Any, layer: Any) -> Any:
    """Size of the outputs of a cell, through `layer` if there is one."""
    if layer is None:
        return cell.output_size
    shapes = tf.nest.map_structure(
        lambda size: tf.TensorShape([None]).concatenate(size), cell.output_size
    )
    return tf.nest.map_structure(
        lambda shape: shape[1:], layer.compute_output_shape(shapes)
    )
