"""One step of a beam search: the scores, and which beams go on."""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow as tf

from compat.contrib.seq2seq.attention_state import AttentionWrapperState
from compat.contrib.seq2seq.beam_search_ops import tensor_gather
from compat.count.ops.arrays import one_hot

tf1 = tf.compat.v1


class BeamSearchDecoderState(NamedTuple):
    """State of a `BeamSearchDecoder`.

    Source: `tf.contrib.seq2seq.BeamSearchDecoderState`.
    """

    cell_state: Any
    log_probs: Any
    finished: Any
    lengths: Any
    accumulated_attention_probs: Any


class BeamSearchDecoderOutput(NamedTuple):
    """A step's scores, tokens, and the beams they came from: `[batch, beams]`.

    Source: `tf.contrib.seq2seq.BeamSearchDecoderOutput`.
    """

    scores: Any
    predicted_ids: Any
    parent_ids: Any


def beam_search_step(
    logits: Any,
    next_cell_state: Any,
    beam_state: BeamSearchDecoderState,
    batch_size: Any,
    beam_width: int,
    end_token: Any,
    length_penalty_weight: Any,
    coverage_penalty_weight: Any,
) -> tuple[BeamSearchDecoderOutput, BeamSearchDecoderState]:
    """Go on with the `beam_width` best of all beams and tokens.

    Args:
        logits: Tensor `[batch, beams, tokens]`.
        next_cell_state: State of the cell after the step, `[batch, beams, ...]`.
        beam_state: The state before the step.
        batch_size: How many sequences.
        beam_width: How many beams.
        end_token: The token that finishes a beam.
        length_penalty_weight: See `BeamSearchDecoder`.
        coverage_penalty_weight: The same.

    Returns:
        The step's output and the next state.
    """
    finished = beam_state.finished
    going_on = tf.logical_not(finished)
    step_log_probs = _masked(tf.nn.log_softmax(logits), end_token, finished)
    total_probs = tf.expand_dims(beam_state.log_probs, 2) + step_log_probs
    tokens = logits.shape.as_list()[-1]
    if tokens is None:
        tokens = tf.shape(logits)[-1]
    longer = one_hot(
        indices=tf.fill([batch_size, beam_width], end_token),
        depth=tokens,
        on_value=tf.cast(0, tf.int64),
        off_value=tf.cast(1, tf.int64),
        dtype=tf.int64,
    )
    longer *= tf.expand_dims(tf.cast(going_on, tf.int64), 2)
    lengths = longer + tf.expand_dims(beam_state.lengths, 2)

    covered = beam_state.accumulated_attention_probs
    probs = attention_probs(next_cell_state, coverage_penalty_weight)
    if probs is not None:
        probs *= tf.expand_dims(tf.cast(going_on, tf.float32), 2)
        covered = beam_state.accumulated_attention_probs + probs
    scores = _scores(
        total_probs,
        lengths,
        length_penalty_weight,
        coverage_penalty_weight,
        finished,
        covered,
    )
    flat = tf.reshape(scores, [batch_size, -1])
    width = tf.convert_to_tensor(beam_width, dtype=tf.int32, name="beam_width")
    next_scores, picked = tf1.nn.top_k(flat, k=width)
    known = tf.get_static_value(batch_size)
    next_scores.set_shape([known, beam_width])
    picked.set_shape([known, beam_width])

    next_log_probs = tensor_gather(
        picked, total_probs, batch_size, beam_width * tokens, [-1], "next_beam_probs"
    )
    next_ids = tf1.mod(picked, tokens, name="next_beam_word_ids")
    parents = tf.cast(picked / tokens, tf.int32, name="next_beam_parent_ids")

    def of_parent(values: Any, shape: list[Any], name: str | None = None) -> Any:
        return tensor_gather(parents, values, batch_size, beam_width, shape, name)

    before = of_parent(finished, [-1])
    next_finished = tf.logical_or(
        before, tf.equal(next_ids, end_token), name="next_beam_finished"
    )
    more = tf.cast(tf.logical_not(before), tf.int64)
    next_lengths = of_parent(beam_state.lengths, [-1]) + more
    next_covered: Any = ()
    if probs is not None:
        next_covered = of_parent(
            covered, [batch_size * beam_width, -1], "next_accumulated_attention_probs"
        )

    def chosen(values: Any) -> Any:
        shape = [batch_size * beam_width, -1]
        if isinstance(values, tf.TensorArray) or values.shape.ndims < len(shape):
            return values
        return of_parent(values, shape)

    next_state = BeamSearchDecoderState(
        cell_state=tf.nest.map_structure(chosen, next_cell_state),
        log_probs=next_log_probs,
        finished=next_finished,
        lengths=next_lengths,
        accumulated_attention_probs=next_covered,
    )
    return BeamSearchDecoderOutput(next_scores, next_ids, parents), next_state


def attention_probs(cell_state: Any, coverage_penalty_weight: Any) -> Any:
    """The alignments in a cell's state, the mean of several; `None` without a penalty.

    Raises:
        ValueError: When there is a penalty but no `AttentionWrapperState`.
    """
    if coverage_penalty_weight == 0.0:
        return None
    found = []
    if isinstance(cell_state, AttentionWrapperState):
        found.append(_alignments(cell_state))
    elif isinstance(cell_state, tuple):
        for state in cell_state:
            if isinstance(state, AttentionWrapperState):
                found.append(_alignments(state))
    if not found:
        raise ValueError(
            "coverage_penalty_weight must be 0.0 if no cell state has type "
            "AttentionWrapperState."
        )
    if len(found) == 1:
        return found[0]
    return tf1.reduce_mean(tf.concat([tf.expand_dims(p, -1) for p in found], -1), -1)


def _alignments(state: AttentionWrapperState) -> Any:
    if not isinstance(state.alignments, tuple):
        return state.alignments
    heads = [tf.expand_dims(part, -1) for part in state.alignments]
    return tf1.reduce_mean(tf.concat(heads, -1), -1)


def _masked(probs: Any, end_token: Any, finished: Any) -> Any:
    """`probs`, but finished beams can only go on with `end_token`, at no cost."""
    tokens = tf.shape(probs)[2]
    row = one_hot(
        end_token,
        tokens,
        dtype=probs.dtype,
        on_value=tf.convert_to_tensor(0.0, dtype=probs.dtype),
        off_value=probs.dtype.min,
    )
    rows = tf.tile(tf.reshape(row, [1, 1, -1]), tf.concat([tf.shape(finished), [1]], 0))
    mask = tf.tile(tf.expand_dims(finished, 2), [1, 1, tokens])
    return tf1.where(mask, rows, probs)


def _scores(
    log_probs: Any,
    lengths: Any,
    length_penalty_weight: Any,
    coverage_penalty_weight: Any,
    finished: Any,
    covered: Any,
) -> Any:
    dtype = log_probs.dtype
    scores = log_probs / _length_penalty(lengths, length_penalty_weight, dtype)
    weight = tf.convert_to_tensor(
        coverage_penalty_weight, name="coverage_penalty_weight"
    )
    if weight.shape.ndims != 0:
        raise ValueError("coverage_penalty_weight should be a scalar.")
    if tf.get_static_value(weight) == 0.0:
        return scores
    # An entry that was never looked at counts as one that was covered.
    ones = tf.fill(tf.shape(covered), tf.constant(1, covered.dtype))
    seen = tf.minimum(tf1.where(tf.equal(covered, 0.0), ones, covered), 1.0)
    penalty = tf1.reduce_sum(tf1.log(seen), axis=2)
    penalty *= tf.cast(finished, tf.float32)
    return scores + tf.expand_dims(penalty * weight, 2)


def _length_penalty(lengths: Any, weight: Any, dtype: Any) -> Any:
    """((5 + lengths) / 6) ^ weight, or 1."""
    weight = tf.convert_to_tensor(weight, name="penalty_factor")
    if weight.shape.ndims != 0:
        raise ValueError("length_penalty_weight should be a scalar.")
    if tf.get_static_value(weight) == 0.0:
        return tf.cast(1.0, dtype)
    base = 5.0 + tf.cast(lengths, tf.float32)
    return tf1.div(base**weight, (5.0 + 1.0) ** weight)
