"""The base of the attention mechanisms: memory, keys, masks, probabilities."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.seq2seq.monotonic import monotonic_attention
from compat.count import opseed
from compat.layers.base import Layer
from compat.layers.core import Dense
from compat.nn.rnn_cell.base import zero_states

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


class BaseAttentionMechanism(AttentionMechanism):
    """A mechanism over a memory `[batch, length, depth]`.

    Args:
        query_layer: Applied to the query, or `None`.
        memory: Tensor `[batch, length, depth]`, or a nested structure of such.
        probability_fn: From `(scores, previous alignments)` to alignments.
        memory_sequence_length: int vector `[batch]`: entries beyond count for nothing.
        memory_layer: Makes the keys from the memory.
        check_inner_dims_defined: Whether an unknown depth of the memory is an error.
        score_mask_value: Score of the entries beyond; by default -inf.
        custom_key_value_fn: From `(keys, values)` to those to use.
        name: Name scope.

    Raises:
        TypeError: When a layer is none, or `probability_fn` no function.
    """

    def __init__(
        self,
        query_layer: Any,
        memory: Any,
        probability_fn: Callable[[Any, Any], Any],
        memory_sequence_length: Any = None,
        memory_layer: Any = None,
        check_inner_dims_defined: bool = True,
        score_mask_value: Any = None,
        custom_key_value_fn: Callable[..., Any] | None = None,
        name: str | None = None,
    ) -> None:
        for what, given in (("query", query_layer), ("memory", memory_layer)):
            if given is not None and not isinstance(given, Layer):
                raise TypeError(f"{what}_layer is not a Layer: {type(given).__name__}")
        if not callable(probability_fn):
            raise TypeError(
                f"probability_fn must be callable, saw type: "
                f"{type(probability_fn).__name__}"
            )
        self._query_layer = query_layer
        self._memory_layer = memory_layer
        self._name = name
        self.dtype = memory_layer.dtype
        if score_mask_value is None:
            dtype = tf.as_dtype(self.dtype or tf.float32)
            score_mask_value = dtype.as_numpy_dtype(-math.inf)

        def probability(score: Any, previous: Any) -> Any:
            score = _maybe_mask_score(
                score,
                memory_sequence_length=memory_sequence_length,
                score_mask_value=score_mask_value,
            )
            return probability_fn(score, previous)

        self._probability_fn = probability
        with tf1.name_scope(
            name, "BaseAttentionMechanismInit", tf.nest.flatten(memory)
        ):
            self._values = _prepare_memory(
                memory,
                memory_sequence_length=memory_sequence_length,
                check_inner_dims_defined=check_inner_dims_defined,
            )
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


class BaseMonotonicMechanism(BaseAttentionMechanism):
    """Starts at the first entry of the memory, and only goes forward."""

    def initial_alignments(self, batch_size: Any, dtype: Any) -> Any:
        """All on the first entry: `[batch, length]`."""
        return tf.one_hot(
            tf.zeros((batch_size,), dtype=tf.int32), self._alignments_size, dtype=dtype
        )


def layer(name: str, num_units: int, dtype: Any) -> Dense:
    """A dense layer without bias."""
    return Dense(num_units, name=name, use_bias=False, dtype=dtype)


def _monotonic_probability_fn(
    score: Any,
    previous_alignments: Any,
    sigmoid_noise: float,
    mode: str,
    seed: int | None = None,
) -> Any:
    """Monotonic alignments from scores: sigmoid (hard: sign) of noisy scores.

    Args:
        score: Tensor `[batch, length]`.
        previous_alignments: Those of the step before, `[batch, length]`.
        sigmoid_noise: Standard deviation of the noise.
        mode: As for `monotonic_attention`.
        seed: Seed of the noise.
    """
    if sigmoid_noise > 0:
        normal = tf1.random_normal(tf.shape(score), dtype=score.dtype, seed=seed)
        score += sigmoid_noise * normal
    if mode == "hard":
        chosen = tf.cast(score > 0, score.dtype)
    else:
        chosen = tf.sigmoid(score)
    return monotonic_attention(chosen, previous_alignments, mode)


def _size(tensor: Any, axis: int) -> Any:
    known = tensor.shape.as_list()[axis]
    return tf.shape(tensor)[axis] if known is None else known


def _prepare_memory(
    memory: Any,
    memory_sequence_length: Any = None,
    memory_mask: Any = None,
    check_inner_dims_defined: bool = True,
) -> Any:
    """The memory as tensors, zeros past the lengths, or where the mask is false."""
    lengths = memory_sequence_length
    _not_both(lengths, memory_mask)
    memory = tf.nest.map_structure(
        lambda m: tf.convert_to_tensor(m, name="memory"), memory
    )
    if lengths is not None:
        lengths = tf.convert_to_tensor(lengths, name="memory_sequence_length")
    for part in tf.nest.flatten(memory) if check_inner_dims_defined else ():
        if not part.shape[2:].is_fully_defined():
            raise ValueError(
                f"Expected memory {part.name} to have fully defined inner dims, "
                f"but saw shape: {part.shape}"
            )
    first = tf.nest.flatten(memory)[0]
    if lengths is not None:
        mask = tf1.sequence_mask(lengths, maxlen=tf.shape(first)[1], dtype=first.dtype)
    elif memory_mask is not None:
        mask = tf.cast(memory_mask, first.dtype)
    else:
        return memory

    def masked(part: Any) -> Any:
        ones = tf.fill(tf.constant([part.shape.ndims - 2]), tf.constant(1))
        return part * tf.reshape(mask, tf.concat([tf.shape(mask), ones], 0))

    return tf.nest.map_structure(masked, memory)


def _maybe_mask_score(
    score: Any,
    memory_sequence_length: Any = None,
    memory_mask: Any = None,
    score_mask_value: Any = None,
) -> Any:
    """The scores, `score_mask_value` past the lengths, or where the mask is false."""
    lengths = memory_sequence_length
    _not_both(lengths, memory_mask)
    if lengths is not None:
        check = tf1.assert_positive(
            lengths,
            message="All values in memory_sequence_length must be greater than zero.",
        )
        with tf.control_dependencies([check]):
            mask = tf1.sequence_mask(lengths, maxlen=tf.shape(score)[1])
    elif memory_mask is not None:
        mask = memory_mask
    else:
        return score
    if score_mask_value is None:
        score_mask_value = score.dtype.as_numpy_dtype(-math.inf)
    values = score_mask_value * tf.fill(tf.shape(score), tf.constant(1, score.dtype))
    return tf1.where(mask, score, values)


def _not_both(lengths: Any, mask: Any) -> None:
    if lengths is not None and mask is not None:
        raise ValueError(
            "memory_sequence_length and memory_mask cannot be provided at same time."
        )


def bias(dtype: Any, initial: float) -> Any:
    """The trained bias of monotonic scores, made in the current variable scope."""
    return tf1.get_variable("attention_score_bias", dtype=dtype, initializer=initial)
