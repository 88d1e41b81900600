"""The recursions over time of a linear-chain CRF, as RNN cells."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.framework.tensors import smart_cond
from compat.nn.rnn_cell import RNNCell

tf1 = tf.compat.v1


def by_length(scores: Any, one: Any, several: Any) -> Any:
    """`one()` for scores of length 1, else `several()`; `tf.cond` where unknown."""
    known = scores.shape.as_list()[1]
    length = known if known is not None else tf.shape(scores)[1]
    return smart_cond(tf.equal(length, 1), one, several)


def first_and_rest(scores: Any) -> tuple[Any, Any]:
    """Scores `[batch, time, tags]` as those of the first step and of the others."""
    first = tf1.squeeze(tf1.slice(scores, [0, 0, 0], [-1, 1, -1]), [1])
    return first, tf1.slice(scores, [0, 1, 0], [-1, -1, -1])


def steps_after_first(sequence_lengths: Any) -> Any:
    """Lengths less one, but not below zero."""
    zero = tf.constant(0, dtype=sequence_lengths.dtype)
    return tf.maximum(zero, sequence_lengths - 1)


def reduce_logsumexp(values: Any) -> Any:
    """`log Σ exp(x)` over axis 1, from the ops that 1.15 took for it."""
    with tf1.name_scope("ReduceLogSumExp"):
        largest = tf1.reduce_max(values, [1], keepdims=True)
        finite = tf.math.is_finite(largest)
        largest = tf1.where(finite, largest, tf1.zeros_like(largest))
        largest = tf.stop_gradient(largest)
        total = tf1.reduce_sum(tf.exp(values - largest), [1])
        logarithm = tf.math.log(total)
        return tf.add(logarithm, tf1.reshape(largest, tf.shape(logarithm)))


class _CrfCell(RNNCell):
    def __init__(self, num_tags: Any) -> None:
        super().__init__()
        self._num_tags = num_tags

    @property
    def state_size(self) -> Any:
        return self._num_tags

    @property
    def output_size(self) -> Any:
        return self._num_tags


class CrfForwardRnnCell(_CrfCell):
    """`α'ⱼ = xⱼ + log Σᵢ exp(αᵢ + Tᵢⱼ)`: the forward algorithm.

    Args:
        transition_params: The scores T `[tags, tags]` of going from one to another.

    Source: `tf.contrib.crf.CrfForwardRnnCell`.
    """

    def __init__(self, transition_params: Any) -> None:
        super().__init__(_tags(transition_params))
        self._transition_params = tf1.expand_dims(transition_params, 0)

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        scores = tf1.expand_dims(state, 2) + self._transition_params
        new_alphas = inputs + reduce_logsumexp(scores)
        return new_alphas, new_alphas


class CrfDecodeForwardRnnCell(_CrfCell):
    """`s'ⱼ = xⱼ + maxᵢ (sᵢ + Tᵢⱼ)`, and which i it was: Viterbi forwards.

    Args:
        transition_params: The scores T `[tags, tags]`.

    Source: `tf.contrib.crf.CrfDecodeForwardRnnCell`.
    """

    def __init__(self, transition_params: Any) -> None:
        super().__init__(_tags(transition_params))
        self._transition_params = tf1.expand_dims(transition_params, 0)

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        scores = tf1.expand_dims(state, 2) + self._transition_params
        new_state = inputs + tf1.reduce_max(scores, [1])
        return tf1.cast(tf1.argmax(scores, 1), tf.int32), new_state


class CrfDecodeBackwardRnnCell(_CrfCell):
    """Follows the back pointers: Viterbi backwards.

    Args:
        num_tags: Number of tags.

    Source: `tf.contrib.crf.CrfDecodeBackwardRnnCell`.
    """

    def __init__(self, num_tags: int) -> None:
        super().__init__(num_tags)

    @property
    def state_size(self) -> Any:
        return 1

    @property
    def output_size(self) -> Any:
        return 1

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        state = tf1.squeeze(state, axis=[1])
        batch = tf.shape(inputs)[0]
        indices = tf.stack([tf1.range(batch), state], axis=1)
        new_tags = tf1.expand_dims(tf1.gather_nd(inputs, indices), axis=-1)
        return new_tags, new_tags


def _tags(transition_params: Any) -> Any:
    return transition_params.shape[0]
