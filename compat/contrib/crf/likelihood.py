"""The likelihood of tag sequences under a linear-chain CRF."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.crf.cells import (
    CrfForwardRnnCell,
    by_length,
    reduce_logsumexp,
    steps_after_first,
)

tf1 = tf.compat.v1


def _zero_where_empty(sequence_lengths: Any, scores: Any) -> Any:
    empty = tf.less_equal(sequence_lengths, 0)
    return tf1.where(empty, tf1.zeros_like(scores), scores)


def crf_unary_score(tag_indices: Any, sequence_lengths: Any, inputs: Any) -> Any:
    """The sum of the scores of the tags themselves.

    Args:
        tag_indices: int32 tensor `[batch, time]`.
        sequence_lengths: Integer tensor `[batch]`.
        inputs: Scores `[batch, time, tags]`.

    Returns:
        Tensor `[batch]`.

    Source: `tf.contrib.crf.crf_unary_score`.
    """
    batch, time, tags = (tf.shape(inputs)[axis] for axis in range(3))
    flat = tf1.reshape(inputs, [-1])
    offsets = tf1.expand_dims(tf1.range(batch) * time * tags, 1)
    offsets += tf1.expand_dims(tf1.range(time) * tags, 0)
    if tag_indices.dtype == tf.int64:
        offsets = tf1.cast(offsets, tf.int64)
    places = tf1.reshape(offsets + tag_indices, [-1])
    scores = tf1.reshape(tf1.gather(flat, places), [batch, time])
    mask = tf1.sequence_mask(
        sequence_lengths, maxlen=tf.shape(tag_indices)[1], dtype=scores.dtype
    )
    return tf1.reduce_sum(scores * mask, 1)


def crf_binary_score(
    tag_indices: Any, sequence_lengths: Any, transition_params: Any
) -> Any:
    """The sum of the scores of going from tag to tag.

    Args:
        tag_indices: int32 tensor `[batch, time]`.
        sequence_lengths: Integer tensor `[batch]`.
        transition_params: Scores `[tags, tags]`.

    Returns:
        Tensor `[batch]`.

    Source: `tf.contrib.crf.crf_binary_score`.
    """
    tags = transition_params.shape.as_list()[0]
    steps = tf.shape(tag_indices)[1] - 1
    start = tf1.slice(tag_indices, [0, 0], [-1, steps])
    end = tf1.slice(tag_indices, [0, 1], [-1, steps])
    places = start * tags + end
    scores = tf1.gather(tf1.reshape(transition_params, [-1]), places)
    mask = tf1.sequence_mask(
        sequence_lengths, maxlen=tf.shape(tag_indices)[1], dtype=scores.dtype
    )
    return tf1.reduce_sum(scores * tf1.slice(mask, [0, 1], [-1, -1]), 1)


def crf_sequence_score(
    inputs: Any, tag_indices: Any, sequence_lengths: Any, transition_params: Any
) -> Any:
    """The score of a tag sequence, not normalized.

    Args:
        inputs: Scores `[batch, time, tags]`.
        tag_indices: int32 tensor `[batch, time]`.
        sequence_lengths: Integer tensor `[batch]`.
        transition_params: Scores `[tags, tags]`.

    Returns:
        Tensor `[batch]`.

    Source: `tf.contrib.crf.crf_sequence_score`.
    """

    def one() -> Any:
        batch = tf1.shape(inputs, out_type=tag_indices.dtype)[0]
        rows = tf1.reshape(tf1.range(batch), [-1, 1])
        places = tf.concat([rows, tag_indices], -1)
        scores = tf1.gather_nd(tf1.squeeze(inputs, [1]), places)
        return _zero_where_empty(sequence_lengths, scores)

    def several() -> Any:
        unary = crf_unary_score(tag_indices, sequence_lengths, inputs)
        binary = crf_binary_score(tag_indices, sequence_lengths, transition_params)
        return unary + binary

    return by_length(inputs, one, several)


def crf_multitag_sequence_score(
    inputs: Any, tag_bitmap: Any, sequence_lengths: Any, transition_params: Any
) -> Any:
    """The score of all sequences of allowed tags, not normalized.

    Args:
        inputs: Scores `[batch, time, tags]`.
        tag_bitmap: Which tags are allowed: bool tensor `[batch, time, tags]`.
        sequence_lengths: Integer tensor `[batch]`.
        transition_params: Scores `[tags, tags]`.

    Returns:
        Tensor `[batch]`.

    Source: `tf.contrib.crf.crf_multitag_sequence_score`.
    """

    def one() -> Any:
        return _zero_where_empty(
            sequence_lengths, reduce_logsumexp(tf1.squeeze(allowed, [1]))
        )

    def several() -> Any:
        return crf_log_norm(allowed, sequence_lengths, transition_params)

    impossible = tf1.fill(tf.shape(inputs), float("-inf"))
    allowed = tf1.where(tag_bitmap, inputs, impossible)
    return by_length(inputs, one, several)


def crf_log_norm(inputs: Any, sequence_lengths: Any, transition_params: Any) -> Any:
    """The logarithm of the sum over all tag sequences.

    Args:
        inputs: Scores `[batch, time, tags]`.
        sequence_lengths: Integer tensor `[batch]`.
        transition_params: Scores `[tags, tags]`.

    Returns:
        Tensor `[batch]`.

    Source: `tf.contrib.crf.crf_log_norm`.
    """
    first = tf1.squeeze(tf1.slice(inputs, [0, 0, 0], [-1, 1, -1]), [1])

    def one() -> Any:
        norm = reduce_logsumexp(first)
        return _zero_where_empty(sequence_lengths, norm)

    def several() -> Any:
        rest = tf1.slice(inputs, [0, 1, 0], [-1, -1, -1])
        cell = CrfForwardRnnCell(transition_params)
        _, alphas = tf1.nn.dynamic_rnn(
            cell=cell,
            inputs=rest,
            sequence_length=steps_after_first(sequence_lengths),
            initial_state=first,
            dtype=tf.float32,
        )
        norm = reduce_logsumexp(alphas)
        return _zero_where_empty(sequence_lengths, norm)

    return by_length(inputs, one, several)


def crf_log_likelihood(
    inputs: Any, tag_indices: Any, sequence_lengths: Any, transition_params: Any = None
) -> tuple[Any, Any]:
    """The log-likelihood of tag sequences.

    Args:
        inputs: Scores `[batch, time, tags]`.
        tag_indices: int32 tensor `[batch, time]`.
        sequence_lengths: Integer tensor `[batch]`.
        transition_params: Scores `[tags, tags]`; by default the variable `transitions`.

    Returns:
        Tensor `[batch]`, and the transition scores.

    Source: `tf.contrib.crf.crf_log_likelihood`.
    """
    tags = tf1.dimension_value(inputs.shape[2])
    if transition_params is None:
        transition_params = tf1.get_variable("transitions", [tags, tags])
    score = crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params)
    norm = crf_log_norm(inputs, sequence_lengths, transition_params)
    return score - norm, transition_params
