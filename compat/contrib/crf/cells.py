"""The recursions over time, each as a cell."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.nn.rnn_cell.base import RNNCell

tf1 = tf.compat.v1


class _OverTags(RNNCell):
    """A cell whose state has a number for each tag, and whose weights are given."""

    def __init__(self, transition_params: Any) -> None:
        super().__init__()
        self._transition_params = tf.expand_dims(transition_params, 0)
        self._num_tags = tf1.dimension_value(transition_params.shape[0])

    @property
    def state_size(self) -> Any:
        return self._num_tags

    @property
    def output_size(self) -> Any:
        return self._num_tags


class CrfForwardRnnCell(_OverTags):
    """`state'[j] = inputs[j] + logsumexp_i(state[i] + transitions[i, j])`.

    Args:
        transition_params: Tensor `[tags, tags]`.

    Source: `tf.contrib.crf.CrfForwardRnnCell`.
    """

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        """Make one step of the forward recursion."""
        sums = tf.expand_dims(state, 2) + self._transition_params
        new = inputs + tf.reduce_logsumexp(sums, [1])
        return new, new


class CrfDecodeForwardRnnCell(_OverTags):
    """`state'[j] = inputs[j] + max_i(state[i] + transitions[i, j])`, and that `i`.

    Args:
        transition_params: Tensor `[tags, tags]`.

    Source: `tf.contrib.crf.CrfDecodeForwardRnnCell`.
    """

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        """Make one step: the tags it came from, and the state."""
        sums = tf.expand_dims(state, 2) + self._transition_params
        new = inputs + tf.reduce_max(sums, [1])
        return tf.cast(tf.argmax(sums, 1), tf.int32), new


class CrfDecodeBackwardRnnCell(RNNCell):
    """From a tag to the one it came from.

    Args:
        num_tags: Number of tags.

    Source: `tf.contrib.crf.CrfDecodeBackwardRnnCell`.
    """

    def __init__(self, num_tags: int) -> None:
        super().__init__()
        self._num_tags = num_tags

    @property
    def state_size(self) -> Any:
        return 1

    @property
    def output_size(self) -> Any:
        return 1

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        """Make one step back.

        Args:
            inputs: int32 tensor `[batch, tags]`: for each tag, where it came from.
            state: int32 tensor `[batch, 1]`: the tag.
            scope: Not used.
        """
        tag = tf.squeeze(state, [1])
        places = tf.stack([tf.range(tf.shape(inputs)[0]), tag], axis=1)
        new = tf.expand_dims(tf.gather_nd(inputs, places), -1)
        return new, new
