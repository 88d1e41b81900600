"""Additive attention: how much of each memory entry a query asks for."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.seq2seq.attention_base import (
    BaseAttentionMechanism,
    BaseMonotonicMechanism,
    _monotonic_probability_fn,
    bias,
    layer,
)

tf1 = tf.compat.v1


def _bahdanau_score(
    processed_query: Any,
    keys: Any,
    attention_v: Any,
    attention_g: Any = None,
    attention_b: Any = None,
) -> Any:
    """Σ v · tanh(keys + query) over the last axis: `[batch, length]`.

    With `attention_g` and `attention_b`: v normalized, of length g, and a bias b.
    """
    query = tf.expand_dims(processed_query, 1)
    v = attention_v
    if attention_g is None or attention_b is None:
        return tf1.reduce_sum(v * tf.tanh(keys + query), [2])
    normed = attention_g * v * tf1.rsqrt(tf1.reduce_sum(tf.square(v)))
    return tf1.reduce_sum(normed * tf.tanh(keys + query + attention_b), [2])


def _weights(dtype: Any, units: int, normalize: bool) -> dict[str, Any]:
    """The variables of `_bahdanau_score`, in the scope at hand."""
    v = tf1.get_variable("attention_v", [units], dtype=dtype)
    if not normalize:
        return {"attention_v": v}
    g = tf1.get_variable(
        "attention_g",
        dtype=dtype,
        initializer=tf1.constant_initializer(math.sqrt(1.0 / units)),
        shape=(),
    )
    b = tf1.get_variable(
        "attention_b", [units], dtype=dtype, initializer=tf1.zeros_initializer()
    )
    return {"attention_v": v, "attention_g": g, "attention_b": b}


class BahdanauAttention(BaseAttentionMechanism):
    """Additive attention: score = Σ v · tanh(keys + query) (arXiv:1409.0473).

    Args:
        num_units: Depth in which keys and query are compared.
        memory: Tensor `[batch, length, depth]`.
        memory_sequence_length: int vector `[batch]`: entries beyond count for nothing.
        normalize: Whether v is normalized and scaled (arXiv:1602.07868).
        probability_fn: From scores to alignments; by default softmax.
        score_mask_value: Score of the entries beyond; by default -inf.
        dtype: dtype of the layers; by default float32.
        custom_key_value_fn: From `(keys, values)` to those to use.
        name: Name scope.

    Source: `tf.contrib.seq2seq.BahdanauAttention`.
    """

    def __init__(
        self,
        num_units: int,
        memory: Any,
        memory_sequence_length: Any = None,
        normalize: bool = False,
        probability_fn: Callable[[Any], Any] | None = None,
        score_mask_value: Any = None,
        dtype: Any = None,
        custom_key_value_fn: Callable[..., Any] | None = None,
        name: str = "BahdanauAttention",
    ) -> None:
        function = tf.nn.softmax if probability_fn is None else probability_fn
        dtype = tf.float32 if dtype is None else dtype
        super().__init__(
            query_layer=layer("query_layer", num_units, dtype),
            memory_layer=layer("memory_layer", num_units, dtype),
            memory=memory,
            memory_sequence_length=memory_sequence_length,
            probability_fn=lambda score, _: function(score),
            score_mask_value=score_mask_value,
            custom_key_value_fn=custom_key_value_fn,
            name=name,
        )
        self._num_units = num_units
        self._normalize = normalize

    def __call__(self, query: Any, state: Any) -> tuple[Any, Any]:
        """Give `(alignments, next state)`, both `[batch, length]`."""
        with tf1.variable_scope(None, "bahdanau_attention", [query]):
            query = self._query_layer(query) if self._query_layer else query
            units = self._keys.shape.as_list()[2]
            weights = _weights(query.dtype, units, self._normalize)
            score = _bahdanau_score(query, self._keys, **weights)
        return self._align(score, state)


class BahdanauMonotonicAttention(BaseMonotonicMechanism):
    """Monotonic attention with Bahdanau's score.

    Args:
        num_units: As for `BahdanauAttention`, like all not named below.
        memory: The same.
        memory_sequence_length: The same.
        normalize: The same.
        score_mask_value: The same.
        sigmoid_noise: Standard deviation of noise added to the scores.
        sigmoid_noise_seed: Seed of the noise.
        score_bias_init: Initial value of the scores' bias.
        mode: As for `monotonic_attention`.
        dtype: The same.
        name: The same.

    Source: `tf.contrib.seq2seq.BahdanauMonotonicAttention`.
    """

    def __init__(
        self,
        num_units: int,
        memory: Any,
        memory_sequence_length: Any = None,
        normalize: bool = False,
        score_mask_value: Any = None,
        sigmoid_noise: float = 0.0,
        sigmoid_noise_seed: int | None = None,
        score_bias_init: float = 0.0,
        mode: str = "parallel",
        dtype: Any = None,
        name: str = "BahdanauMonotonicAttention",
    ) -> None:
        dtype = tf.float32 if dtype is None else dtype
        super().__init__(
            query_layer=layer("query_layer", num_units, dtype),
            memory_layer=layer("memory_layer", num_units, dtype),
            memory=memory,
            memory_sequence_length=memory_sequence_length,
            probability_fn=functools.partial(
                _monotonic_probability_fn,
                sigmoid_noise=sigmoid_noise,
                mode=mode,
                seed=sigmoid_noise_seed,
            ),
            score_mask_value=score_mask_value,
            name=name,
        )
        self._num_units = num_units
        self._normalize = normalize
        self._score_bias_init = score_bias_init

    def __call__(self, query: Any, state: Any) -> tuple[Any, Any]:
        """Give `(alignments, next state)`, both `[batch, length]`."""
        with tf1.variable_scope(None, "bahdanau_monotonic_attention", [query]):
            query = self._query_layer(query) if self._query_layer else query
            units = self._keys.shape.as_list()[2]
            weights = _weights(query.dtype, units, self._normalize)
            score = _bahdanau_score(query, self._keys, **weights)
            score += bias(query.dtype, self._score_bias_init)
        return self._align(score, state)
