"""The tags with the highest score (Viterbi), in NumPy and in the graph."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.crf.cells import CrfDecodeBackwardRnnCell, CrfDecodeForwardRnnCell
from compat.contrib.crf.norms import less_one_step
from compat.contrib.crf.scores import when_one_step

tf1 = tf.compat.v1


def viterbi_decode(score: Any, transition_params: Any) -> tuple[list[Any], Any]:
    """The tags with the highest score, of one sequence.

    Args:
        score: Array `[time, tags]`.
        transition_params: Array `[tags, tags]`.

    Returns:
        A list of `time` tags, and their score.

    Source: `tf.contrib.crf.viterbi_decode`.
    """
    best = score[0]
    came_from = []
    for row in score[1:]:
        sums = np.expand_dims(best, 1) + transition_params
        best = row + np.max(sums, 0)
        came_from.append(np.argmax(sums, 0))
    tags = [np.argmax(best)]
    for pointers in reversed(came_from):
        tags.append(pointers[tags[-1]])
    return tags[::-1], np.max(best)


def crf_decode(
    potentials: Any, transition_params: Any, sequence_length: Any
) -> tuple[Any, Any]:
    """The tags with the highest score.

    Args:
        potentials: Tensor `[batch, time, tags]`.
        transition_params: Tensor `[tags, tags]`.
        sequence_length: Tensor `[batch]`.

    Returns:
        int32 tensor `[batch, time]` of tags, and tensor `[batch]` of their scores.

    Source: `tf.contrib.crf.crf_decode`.
    """

    def one() -> tuple[Any, Any]:
        first = tf.squeeze(potentials, [1])
        tags = tf.expand_dims(tf.argmax(first, axis=1), 1)
        best = tf.reduce_max(first, axis=1)
        return tf.cast(tags, tf.int32), best

    def several() -> tuple[Any, Any]:
        forward = CrfDecodeForwardRnnCell(transition_params)
        first = tf.squeeze(tf.slice(potentials, [0, 0, 0], [-1, 1, -1]), [1])
        rest = tf.slice(potentials, [0, 1, 0], [-1, -1, -1])
        steps = less_one_step(sequence_length)
        came_from, last = tf1.nn.dynamic_rnn(
            forward,
            rest,
            sequence_length=steps,
            initial_state=first,
            time_major=False,
            dtype=tf.int32,
        )
        came_from = tf.reverse_sequence(came_from, steps, seq_axis=1)
        backward = CrfDecodeBackwardRnnCell(
            tf1.dimension_value(transition_params.shape[0])
        )
        last_tag = tf.expand_dims(tf.cast(tf.argmax(last, 1), tf.int32), -1)
        tags, _ = tf1.nn.dynamic_rnn(
            backward,
            came_from,
            sequence_length=steps,
            initial_state=last_tag,
            time_major=False,
            dtype=tf.int32,
        )
        tags = tf.concat([last_tag, tf.squeeze(tags, [2])], 1)
        tags = tf.reverse_sequence(tags, sequence_length, seq_axis=1)
        return tags, tf.reduce_max(last, 1)

    return when_one_step(potentials, one, several)
