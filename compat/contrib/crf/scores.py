"""Scores of given tags: what the inputs say of each, and what each step to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def when_one_step(
    inputs: Any, one: Callable[[], Any], several: Callable[[], Any]
) -> Any:
    """What `one` builds for inputs of one step, else what `several` builds.

    Args:
        inputs: Tensor `[batch, time, tags]`; the time may be unknown.
        one: Builds the result for one step.
        several: Builds it for all else.
    """
    time = tf1.dimension_value(inputs.shape[1]) or tf.shape(inputs)[1]
    is_one = tf.equal(time, 1)
    known = tf.get_static_value(is_one)
    if known is None:
        return tf1.cond(is_one, true_fn=one, false_fn=several)
    return one() if known else several()


def zero_without_steps(sequence_lengths: Any, values: Any) -> Any:
    """`values` `[batch]`, zero where the sequence has no step."""
    empty = tf.less_equal(sequence_lengths, 0)
    return tf1.where(empty, tf.zeros_like(values), values)


def crf_unary_score(tag_indices: Any, sequence_lengths: Any, inputs: Any) -> Any:
    """Sum over time of what the inputs say of the tags.

    Args:
        tag_indices: Tensor `[batch, time]` of tags.
        sequence_lengths: Tensor `[batch]`.
        inputs: Tensor `[batch, time, tags]`, a score for each tag.

    Returns:
        Tensor `[batch]`.

    Source: `tf.contrib.crf.crf_unary_score`.
    """
    batch, time, tags = (tf.shape(inputs)[axis] for axis in range(3))
    flat = tf.reshape(inputs, [-1])
    rows = tf.expand_dims(tf.range(batch) * time * tags, 1)
    places = rows + tf.expand_dims(tf.range(time) * tags, 0)
    places = tf.cast(places, tag_indices.dtype) + tag_indices
    chosen = tf.gather(flat, tf.reshape(places, [-1]))
    chosen = tf.reshape(chosen, [batch, time])
    mask = tf.sequence_mask(
        sequence_lengths, maxlen=tf.shape(tag_indices)[1], dtype=tf.float32
    )
    return tf.reduce_sum(chosen * mask, 1)


def crf_binary_score(
    tag_indices: Any, sequence_lengths: Any, transition_params: Any
) -> Any:
    """Sum over time of what the steps from tag to tag score.

    Args:
        tag_indices: Tensor `[batch, time]` of tags.
        sequence_lengths: Tensor `[batch]`.
        transition_params: Tensor `[tags, tags]`: from a tag (row) to a tag.

    Returns:
        Tensor `[batch]`.

    Source: `tf.contrib.crf.crf_binary_score`.
    """
    tags = tf1.dimension_value(transition_params.shape[0])
    steps = tf.shape(tag_indices)[1] - 1
    start = tf.slice(tag_indices, [0, 0], [-1, steps])
    end = tf.slice(tag_indices, [0, 1], [-1, steps])
    places = start * tags + end
    chosen = tf.gather(tf.reshape(transition_params, [-1]), places)
    mask = tf.sequence_mask(
        sequence_lengths, maxlen=tf.shape(tag_indices)[1], dtype=tf.float32
    )
    return tf.reduce_sum(chosen * tf.slice(mask, [0, 1], [-1, -1]), 1)


def crf_sequence_score(
    inputs: Any, tag_indices: Any, sequence_lengths: Any, transition_params: Any
) -> Any:
    """Score of given tags: `crf_unary_score` and `crf_binary_score` together.

    Args:
        inputs: Tensor `[batch, time, tags]`.
        tag_indices: Tensor `[batch, time]`.
        sequence_lengths: Tensor `[batch]`.
        transition_params: Tensor `[tags, tags]`.

    Returns:
        Tensor `[batch]`.

    Source: `tf.contrib.crf.crf_sequence_score`.
    """

    def one() -> Any:
        batch = tf.shape(inputs, out_type=tag_indices.dtype)[0]
        rows = tf.reshape(tf.range(batch, dtype=batch.dtype), [-1, 1])
        first = tf.squeeze(inputs, [1])
        scores = tf.gather_nd(first, tf.concat([rows, tag_indices], axis=1))
        return zero_without_steps(sequence_lengths, scores)

    def several() -> Any:
        return crf_unary_score(
            tag_indices, sequence_lengths, inputs
        ) + crf_binary_score(tag_indices, sequence_lengths, transition_params)

    return when_one_step(inputs, one, several)
