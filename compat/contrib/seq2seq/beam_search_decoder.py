"""`BeamSearchDecoder`: keeps the most probable beginnings of each sequence."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from compat.contrib.seq2seq import beam_search_ops as beams
from compat.contrib.seq2seq.basic_decoder import output_size_of
from compat.contrib.seq2seq.beam_search_step import (
    BeamSearchDecoderOutput,
    BeamSearchDecoderState,
    attention_probs,
    beam_search_step,
)
from compat.contrib.seq2seq.decoder import Decoder
from compat.contrib.seq2seq.helper import lookup_in
from compat.count.ops.arrays import one_hot
from compat.layers.base import Layer
from compat.nn.rnn_cell.base import assert_like_rnncell

tf1 = tf.compat.v1


class FinalBeamSearchDecoderOutput(NamedTuple):
    """The beams' tokens, and the outputs of all steps.

    Source: `tf.contrib.seq2seq.FinalBeamSearchDecoderOutput`.
    """

    predicted_ids: Any
    beam_search_decoder_output: Any


class BeamSearchDecoder(Decoder):
    """A decoder of the `beam_width` most probable sequences.

    The score of a beam is log P / length_penalty + coverage_penalty, with
    length_penalty = ((5 + length) / 6) ^ length_penalty_weight (arXiv:1609.08144).

    Args:
        cell: The cell.
        embedding: Function from ids to inputs, or the `params` of an embedding lookup.
        start_tokens: int32 vector `[batch]`.
        end_token: int32 scalar.
        initial_state: State of the cell, of batch size batch · beam_width: see
            `tile_batch`.
        beam_width: How many beams.
        output_layer: From the cell's outputs to logits, or `None`.
        length_penalty_weight: The exponent, 0.0 for none.
        coverage_penalty_weight: Weight of the coverage by attention, 0.0 for none.
        reorder_tensor_arrays: Whether `TensorArray`s in the final state are put in the
            order of the final beams.

    Raises:
        TypeError: For a cell or layer of another kind.
        ValueError: For tokens of another rank.

    Source: `tf.contrib.seq2seq.BeamSearchDecoder`.
    """

    def __init__(
        self,
        cell: Any,
        embedding: Any,
        start_tokens: Any,
        end_token: Any,
        initial_state: Any,
        beam_width: int,
        output_layer: Any = None,
        length_penalty_weight: float = 0.0,
        coverage_penalty_weight: float = 0.0,
        reorder_tensor_arrays: bool = True,
    ) -> None:
        assert_like_rnncell("cell", cell)
        if output_layer is not None and not isinstance(output_layer, Layer):
            raise TypeError(
                f"output_layer must be a Layer, received: {type(output_layer)}"
            )
        self._cell = cell
        self._output_layer = output_layer
        self._reorder_tensor_arrays = reorder_tensor_arrays
        self._embedding_fn = lookup_in(embedding)
        self._start_tokens = tf.convert_to_tensor(
            start_tokens, dtype=tf.int32, name="start_tokens"
        )
        if self._start_tokens.shape.ndims != 1:
            raise ValueError("start_tokens must be a vector")
        self._end_token = tf.convert_to_tensor(
            end_token, dtype=tf.int32, name="end_token"
        )
        if self._end_token.shape.ndims != 0:
            raise ValueError("end_token must be a scalar")
        self._batch_size = tf1.size(start_tokens)
        self._beam_width = beam_width
        self._length_penalty_weight = length_penalty_weight
        self._coverage_penalty_weight = coverage_penalty_weight
        self._initial_cell_state = tf.nest.map_structure(
            self._maybe_split_batch_beams, initial_state, cell.state_size
        )
        self._start_tokens = tf.tile(
            tf.expand_dims(self._start_tokens, 1), [1, beam_width]
        )
        self._start_inputs = self._embedding_fn(self._start_tokens)
        self._finished = one_hot(
            tf.zeros([self._batch_size], dtype=tf.int32),
            depth=beam_width,
            on_value=False,
            off_value=True,
            dtype=tf.bool,
        )

    @property
    def batch_size(self) -> Any:
        return self._batch_size

    def _rnn_output_size(self) -> Any:
        return output_size_of(self._cell, self._output_layer)

    @property
    def tracks_own_finished(self) -> bool:
        """True: a step orders the beams anew."""
        return True

    @property
    def output_size(self) -> Any:
        return BeamSearchDecoderOutput(
            *(tf.TensorShape([self._beam_width]) for _ in range(3))
        )

    @property
    def output_dtype(self) -> Any:
        dtype = tf.nest.flatten(self._initial_cell_state)[0].dtype
        return BeamSearchDecoderOutput(
            tf.nest.map_structure(lambda _: dtype, self._rnn_output_size()),
            tf.int32,
            tf.int32,
        )

    def initialize(self, name: str | None = None) -> Any:
        """Give `(finished, start inputs, BeamSearchDecoderState)`, one beam each."""
        dtype = tf.nest.flatten(self._initial_cell_state)[0].dtype
        log_probs = one_hot(
            tf.zeros([self._batch_size], dtype=tf.int32),
            depth=self._beam_width,
            on_value=tf.convert_to_tensor(0.0, dtype=dtype),
            off_value=tf.convert_to_tensor(-np.inf, dtype=dtype),
            dtype=dtype,
        )
        covered = attention_probs(
            self._initial_cell_state, self._coverage_penalty_weight
        )
        state = BeamSearchDecoderState(
            cell_state=self._initial_cell_state,
            log_probs=log_probs,
            finished=self._finished,
            lengths=tf.zeros([self._batch_size, self._beam_width], dtype=tf.int64),
            accumulated_attention_probs=() if covered is None else covered,
        )
        return self._finished, self._start_inputs, state

    def finalize(
        self, outputs: Any, final_state: Any, sequence_lengths: Any
    ) -> tuple[FinalBeamSearchDecoderOutput, Any]:
        """Follow the beams back from their last step.

        Args:
            outputs: `BeamSearchDecoderOutput` of all steps, `[time, batch, width]`.
            final_state: The last state.
            sequence_lengths: Not used: the state has the beams' lengths.

        Returns:
            `(FinalBeamSearchDecoderOutput, final state)`.
        """
        longest = tf.cast(tf1.reduce_max(final_state.lengths, axis=1), tf.int32)
        predicted_ids = beams.gather_tree(
            outputs.predicted_ids,
            outputs.parent_ids,
            max_sequence_lengths=longest,
            end_token=self._end_token,
        )
        if self._reorder_tensor_arrays:
            final_state = final_state._replace(
                cell_state=tf.nest.map_structure(
                    lambda t: self._maybe_sort_array_beams(
                        t, outputs.parent_ids, final_state.lengths
                    ),
                    final_state.cell_state,
                )
            )
        return FinalBeamSearchDecoderOutput(predicted_ids, outputs), final_state

    def step(self, time: Any, inputs: Any, state: Any, name: str | None = None) -> Any:
        """Give `(BeamSearchDecoderOutput, next state, next inputs, finished)`."""
        with tf1.name_scope(name, "BeamSearchDecoderStep", (time, inputs, state)):
            inputs = tf.nest.map_structure(
                lambda t: self._merge_batch_beams(t, t.shape[2:]), inputs
            )
            cell_state = tf.nest.map_structure(
                self._maybe_merge_batch_beams, state.cell_state, self._cell.state_size
            )
            cell_outputs, next_cell_state = self._cell(inputs, cell_state)
            cell_outputs = tf.nest.map_structure(
                lambda t: self._split_batch_beams(t, t.shape[1:]), cell_outputs
            )
            next_cell_state = tf.nest.map_structure(
                self._maybe_split_batch_beams, next_cell_state, self._cell.state_size
            )
            if self._output_layer is not None:
                cell_outputs = self._output_layer(cell_outputs)
            output, next_state = beam_search_step(
                logits=cell_outputs,
                next_cell_state=next_cell_state,
                beam_state=state,
                batch_size=self._batch_size,
                beam_width=self._beam_width,
                end_token=self._end_token,
                length_penalty_weight=self._length_penalty_weight,
                coverage_penalty_weight=self._coverage_penalty_weight,
            )
            finished = next_state.finished
            next_inputs = tf1.cond(
                tf1.reduce_all(finished),
                lambda: self._start_inputs,
                lambda: self._embedding_fn(output.predicted_ids),
            )
        return output, next_state, next_inputs, finished

    def _split_batch_beams(self, t: Any, size: Any) -> Any:
        return beams.split_batch_beams(t, size, self._batch_size, self._beam_width)

    def _merge_batch_beams(self, t: Any, size: Any) -> Any:
        return beams.merge_batch_beams(t, size, self._batch_size, self._beam_width)

    def _maybe_split_batch_beams(self, t: Any, size: Any) -> Any:
        return self._split_batch_beams(t, size) if _has_batch(t) else t

    def _maybe_merge_batch_beams(self, t: Any, size: Any) -> Any:
        return self._merge_batch_beams(t, size) if _has_batch(t) else t

    def _maybe_sort_array_beams(self, t: Any, parent_ids: Any, lengths: Any) -> Any:
        if not isinstance(t, tf.TensorArray):
            return t
        return beams.sorted_array(
            t, parent_ids, lengths, self._batch_size, self._beam_width
        )


def _has_batch(t: Any) -> bool:
    """Whether a part of a state is per sequence: arrays and scalars are not."""
    if isinstance(t, tf.TensorArray):
        return False
    if t.shape.ndims is None:
        raise ValueError(
            f"Expected tensor ({t}) to have known rank, but ndims == None."
        )
    return t.shape.ndims >= 1
