"""The base of the attention mechanisms: memory, keys, masks, probabilities."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat import opseed
from compat.contrib.seq2seq.monotonic import monotonic_attention
from compat.layers.core import Dense
from compat.nn.rnn_cell.base import zero_states
from compat.ops.arrays import zeros

tf1 = tf.compat.v1


class AttentionMechanism:
    """What `AttentionWrapper` asks for alignments.

    Source: `tf.contrib.seq2seq.AttentionMechanism`.
    """

    @property
    def alignments_size(self) -> Any:
        """Length of the memory: int, or int32 scalar tensor."""
        raise NotImplementedError

    @property
    def state_size(self) -> Any:
        """Size of the mechanism's state."""
        raise NotImplementedError


class MemoryAttention(AttentionMechanism):
    """A mechanism over a memory `[batch, length, depth]`."""

    def __init__(
        self,
        query_layer: Dense | None,
        memory_layer: Dense,
        memory: Any,
        memory_sequence_length: Any,
        probability_fn: Callable[[Any, Any], Any],
        score_mask_value: Any,
        dtype: Any,
        custom_key_value_fn: Callable[..., Any] | None,
        name: str,
    ) -> None:
        self._query_layer = query_layer
        self._memory_layer = memory_layer
        self._name = name
        self.dtype = memory_layer.dtype
        if score_mask_value is None:
            score_mask_value = tf.as_dtype(dtype).as_numpy_dtype(-math.inf)

        def probability(score: Any, previous: Any) -> Any:
            score = _maybe_mask_score(score, memory_sequence_length, score_mask_value)
            return probability_fn(score, previous)

        self._probability_fn = probability
        with tf1.name_scope(
            name, "BaseAttentionMechanismInit", tf.nest.flatten(memory)
        ):
            self._values = _prepare_memory(memory, memory_sequence_length)
            self._keys = memory_layer(self._values)
            if custom_key_value_fn is not None:
                self._keys, self._values = custom_key_value_fn(self._keys, self._values)
            self._batch_size = _size(self._keys, 0)
            self._alignments_size = _size(self._keys, 1)

    @property
    def memory_layer(self) -> Any:
        """Makes the keys from the memory."""
        return self._memory_layer

    @property
    def query_layer(self) -> Any:
        """Applied to the query, or `None`."""
        return self._query_layer

    @property
    def values(self) -> Any:
        """The memory, zeros past its lengths."""
        return self._values

    @property
    def keys(self) -> Any:
        """What the query is compared with: `[batch, length, num_units]`."""
        return self._keys

    @property
    def batch_size(self) -> Any:
        return self._batch_size

    @property
    def alignments_size(self) -> Any:
        return self._alignments_size

    @property
    def state_size(self) -> Any:
        return self._alignments_size

    def initial_alignments(self, batch_size: Any, dtype: Any) -> Any:
        """Alignments before the first step: zeros `[batch, length]`."""
        length = self._alignments_size
        if not tf.is_tensor(length):
            return zero_states(length, batch_size, dtype)
        if tf.is_tensor(batch_size):
            first = tf.expand_dims(batch_size, 0)
        else:
            first = tf.constant([batch_size], tf.int32)
        shape = tf.concat([first, tf.expand_dims(length, 0)], 0)
        # 1.15 built the parts of the shape again, to look for a static one.
        opseed.account(4 if tf.is_tensor(batch_size) else 3)
        return tf.fill(shape, tf.zeros([], dtype))

    def initial_state(self, batch_size: Any, dtype: Any) -> Any:
        """State before the first step: the initial alignments."""
        return self.initial_alignments(batch_size, dtype)

    def _align(self, score: Any, state: Any) -> tuple[Any, Any]:
        alignments = self._probability_fn(score, state)
        return alignments, alignments


class MonotonicBase(MemoryAttention):
    """Starts at the first entry of the memory, and only goes forward."""

    def initial_alignments(self, batch_size: Any, dtype: Any) -> Any:
        """All on the first entry: `[batch, length]`."""
        return tf.one_hot(
            zeros((batch_size,), dtype=tf.int32), self._alignments_size, dtype=dtype
        )


def layer(name: str, num_units: int, dtype: Any) -> Dense:
    """A dense layer without bias."""
    return Dense(num_units, name=name, use_bias=False, dtype=dtype)


def monotonic_probability(
    noise: float, mode: str, seed: int | None, score: Any, previous: Any
) -> Any:
    """Monotonic alignments from scores: sigmoid (hard: sign) of noisy scores.

    Args:
        noise: Standard deviation of the noise.
        mode: As for `monotonic_attention`.
        seed: Seed of the noise.
        score: Tensor `[batch, length]`.
        previous: Previous alignments `[batch, length]`.
    """
    if noise > 0:
        normal = tf1.random_normal(tf.shape(score), dtype=score.dtype, seed=seed)
        score += noise * normal
    if mode == "hard":
        chosen = tf.cast(score > 0, score.dtype)
    else:
        chosen = tf.sigmoid(score)
    return monotonic_attention(chosen, previous, mode)


def _size(tensor: Any, axis: int) -> Any:
    known = tensor.shape.as_list()[axis]
    return tf.shape(tensor)[axis] if known is None else known


def _prepare_memory(memory: Any, lengths: Any) -> Any:
    """The memory as tensors, zeros past `lengths`."""
    memory = tf.nest.map_structure(
        lambda m: tf.convert_to_tensor(m, name="memory"), memory
    )
    if lengths is not None:
        lengths = tf.convert_to_tensor(lengths, name="memory_sequence_length")
    for part in tf.nest.flatten(memory):
        if not part.shape[2:].is_fully_defined():
            raise ValueError(
                f"Expected memory {part.name} to have fully defined inner dims, "
                f"but saw shape: {part.shape}"
            )
    if lengths is None:
        return memory
    first = tf.nest.flatten(memory)[0]
    mask = tf1.sequence_mask(lengths, maxlen=tf.shape(first)[1], dtype=first.dtype)

    def masked(part: Any) -> Any:
        ones = tf.fill(tf.constant([part.shape.ndims - 2]), tf.constant(1))
        return part * tf.reshape(mask, tf.concat([tf.shape(mask), ones], 0))

    return tf.nest.map_structure(masked, memory)


def _maybe_mask_score(score: Any, lengths: Any, mask_value: Any) -> Any:
    """The scores, `mask_value` past `lengths`."""
    if lengths is None:
        return score
    check = tf1.assert_positive(
        lengths,
        message="All values in memory_sequence_length must be greater than zero.",
    )
    with tf.control_dependencies([check]):
        mask = tf1.sequence_mask(lengths, maxlen=tf.shape(score)[1])
    values = mask_value * tf.fill(tf.shape(score), tf.constant(1, score.dtype))
    return tf1.where(mask, score, values)


def bias(dtype: Any, initial: float) -> Any:
    """The trained bias of monotonic scores, made in the current variable scope."""
    return tf1.get_variable("attention_score_bias", dtype=dtype, initializer=initial)
