"""The best tag sequence of a linear-chain CRF: Viterbi."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.crf.cells import (
    CrfDecodeBackwardRnnCell,
    CrfDecodeForwardRnnCell,
    by_length,
    first_and_rest,
    steps_after_first,
)

tf1 = tf.compat.v1


def viterbi_decode(score: Any, transition_params: Any) -> tuple[list[Any], Any]:
    """The best tag sequence of one example, in NumPy.

    Args:
        score: Array `[time, tags]`.
        transition_params: Array `[tags, tags]`.

    Returns:
        List of tags, and its score.

    Source: `tf.contrib.crf.viterbi_decode`.
    """
    best = np.zeros_like(score)
    pointers = np.zeros_like(score, dtype=np.int32)
    best[0] = score[0]
    for step in range(1, score.shape[0]):
        reached = np.expand_dims(best[step - 1], 1) + transition_params
        best[step] = score[step] + np.max(reached, 0)
        pointers[step] = np.argmax(reached, 0)
    tags = [np.argmax(best[-1])]
    for pointer in reversed(pointers[1:]):
        tags.append(pointer[tags[-1]])
    tags.reverse()
    return tags, np.max(best[-1])


def crf_decode(
    potentials: Any, transition_params: Any, sequence_length: Any
) -> tuple[Any, Any]:
    """The best tag sequences of a batch.

    Args:
        potentials: Scores `[batch, time, tags]`.
        transition_params: Scores `[tags, tags]`.
        sequence_length: Integer tensor `[batch]`.

    Returns:
        Tags, int32 `[batch, time]`, and their scores `[batch]`.

    Source: `tf.contrib.crf.crf_decode`.
    """

    def one() -> Any:
        squeezed = tf1.squeeze(potentials, [1])
        tags = tf1.expand_dims(tf1.argmax(squeezed, axis=1), 1)
        return tf1.cast(tags, tf.int32), tf1.reduce_max(squeezed, axis=1)

    def several() -> Any:
        count = tf1.dimension_value(potentials.shape[2])
        forward = CrfDecodeForwardRnnCell(transition_params)
        first, rest = first_and_rest(potentials)
        steps = steps_after_first(sequence_length)
        pointers, last = tf1.nn.dynamic_rnn(
            forward,
            inputs=rest,
            sequence_length=steps,
            initial_state=first,
            time_major=False,
            dtype=tf.int32,
        )
        pointers = tf1.reverse_sequence(pointers, steps, seq_dim=1)
        backward = CrfDecodeBackwardRnnCell(count)
        end = tf1.cast(tf1.argmax(last, axis=1), tf.int32)
        end = tf1.expand_dims(end, axis=-1)
        tags, _ = tf1.nn.dynamic_rnn(
            backward,
            inputs=pointers,
            sequence_length=steps,
            initial_state=end,
            time_major=False,
            dtype=tf.int32,
        )
        tags = tf.concat([end, tf1.squeeze(tags, axis=[2])], axis=1)
        tags = tf1.reverse_sequence(tags, sequence_length, seq_dim=1)
        return tags, tf1.reduce_max(last, axis=1)

    return by_length(potentials, one, several)
