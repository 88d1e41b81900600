"""Sums over all tags: the norm, and the likelihood of given tags."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.crf.cells import CrfForwardRnnCell
from compat.contrib.crf.scores import (
    crf_sequence_score,
    when_one_step,
    zero_without_steps,
)

tf1 = tf.compat.v1


def less_one_step(sequence_lengths: Any) -> Any:
    """The number of steps from tag to tag: the length less one, but not below 0."""
    nothing = tf.constant(0, dtype=sequence_lengths.dtype)
    return tf.maximum(nothing, sequence_lengths - 1)


def crf_log_norm(inputs: Any, sequence_lengths: Any, transition_params: Any) -> Any:
    """Logarithm of the sum of `exp(score)` over all tags, by the forward recursion.

    Args:
        inputs: Tensor `[batch, time, tags]`.
        sequence_lengths: Tensor `[batch]`.
        transition_params: Tensor `[tags, tags]`.

    Returns:
        Tensor `[batch]`.

    Source: `tf.contrib.crf.crf_log_norm`.
    """
    first = tf.squeeze(tf.slice(inputs, [0, 0, 0], [-1, 1, -1]), [1])

    def one() -> Any:
        return zero_without_steps(sequence_lengths, tf.reduce_logsumexp(first, [1]))

    def several() -> Any:
        rest = tf.slice(inputs, [0, 1, 0], [-1, -1, -1])
        cell = CrfForwardRnnCell(transition_params)
        _, last = tf1.nn.dynamic_rnn(
            cell,
            rest,
            sequence_length=less_one_step(sequence_lengths),
            initial_state=first,
            dtype=tf.float32,
        )
        return zero_without_steps(sequence_lengths, tf.reduce_logsumexp(last, [1]))

    return when_one_step(inputs, one, several)


def crf_multitag_sequence_score(
    inputs: Any, tag_bitmap: Any, sequence_lengths: Any, transition_params: Any
) -> Any:
    """`crf_log_norm` over the tags that are allowed at each step.

    Args:
        inputs: Tensor `[batch, time, tags]`.
        tag_bitmap: bool tensor `[batch, time, tags]`.
        sequence_lengths: Tensor `[batch]`.
        transition_params: Tensor `[tags, tags]`.

    Returns:
        Tensor `[batch]`.

    Source: `tf.contrib.crf.crf_multitag_sequence_score`.
    """

    def allowed() -> Any:
        never = tf.fill(tf.shape(inputs), float("-inf"))
        return tf1.where(tag_bitmap, inputs, never)

    def one() -> Any:
        return tf.reduce_logsumexp(allowed(), [1, 2], keepdims=False)

    def several() -> Any:
        return crf_log_norm(allowed(), sequence_lengths, transition_params)

    return when_one_step(inputs, one, several)


def crf_log_likelihood(
    inputs: Any, tag_indices: Any, sequence_lengths: Any, transition_params: Any = None
) -> tuple[Any, Any]:
    """Logarithm of the probability of given tags.

    Args:
        inputs: Tensor `[batch, time, tags]`.
        tag_indices: Tensor `[batch, time]`.
        sequence_lengths: Tensor `[batch]`.
        transition_params: Tensor `[tags, tags]`; by default the variable `transitions`.

    Returns:
        A tensor `[batch]`, and `transition_params`.

    Source: `tf.contrib.crf.crf_log_likelihood`.
    """
    tags = tf1.dimension_value(inputs.shape[2])
    if transition_params is None:
        transition_params = tf1.get_variable("transitions", [tags, tags])
    score = crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params)
    norm = crf_log_norm(inputs, sequence_lengths, transition_params)
    return score - norm, transition_params
