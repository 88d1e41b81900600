"""Multiplicative attention: how much of each memory entry a query asks for."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.seq2seq.attention_base import (
    MemoryAttention,
    MonotonicBase,
    bias,
    layer,
    monotonic_probability,
)

tf1 = tf.compat.v1


def _luong_score(query: Any, keys: Any, scale: bool) -> Any:
    """keys · query over the last axis: `[batch, length]`."""
    depth, units = query.shape.as_list()[-1], keys.shape.as_list()[-1]
    if depth != units:
        raise ValueError(
            "Incompatible or unknown inner dimensions between query and keys.  "
            f"Query ({query}) has units: {depth}.  Keys ({keys}) have units: {units}.  "
            "Perhaps you need to set num_units to the keys' dimension "
            f"({units})?"
        )
    score = tf1.matmul(tf.expand_dims(query, 1), keys, transpose_b=True)
    score = tf1.squeeze(score, [1])
    if scale:
        score *= tf1.get_variable(
            "attention_g",
            dtype=query.dtype,
            initializer=tf1.ones_initializer(),
            shape=(),
        )
    return score


class LuongAttention(MemoryAttention):
    """Multiplicative attention: score = keys · query (arXiv:1508.04025).

    Args:
        num_units: Depth of the keys, which must be the query's.
        memory: As for `BahdanauAttention`, like all not named here.
        memory_sequence_length: The same.
        scale: Whether the scores are multiplied by a trained number.
        probability_fn: The same.
        score_mask_value: The same.
        dtype: The same.
        custom_key_value_fn: The same.
        name: The same.

    Source: `tf.contrib.seq2seq.LuongAttention`.
    """

    def __init__(
        self,
        num_units: int,
        memory: Any,
        memory_sequence_length: Any = None,
        scale: bool = False,
        probability_fn: Callable[[Any], Any] | None = None,
        score_mask_value: Any = None,
        dtype: Any = None,
        custom_key_value_fn: Callable[..., Any] | None = None,
        name: str = "LuongAttention",
    ) -> None:
        function = tf.nn.softmax if probability_fn is None else probability_fn
        dtype = tf.float32 if dtype is None else dtype
        super().__init__(
            None,
            layer("memory_layer", num_units, dtype),
            memory,
            memory_sequence_length,
            lambda score, _: function(score),
            score_mask_value,
            dtype,
            custom_key_value_fn,
            name,
        )
        self._num_units = num_units
        self._scale = scale

    def __call__(self, query: Any, state: Any) -> tuple[Any, Any]:
        """Give `(alignments, next state)`, both `[batch, length]`."""
        with tf1.variable_scope(None, "luong_attention", [query]):
            score = _luong_score(query, self._keys, self._scale)
        return self._align(score, state)


class LuongMonotonicAttention(MonotonicBase):
    """Monotonic attention with Luong's score.

    Args:
        num_units: As for `LuongAttention`, or `BahdanauMonotonicAttention`.
        memory: The same.
        memory_sequence_length: The same.
        scale: The same.
        score_mask_value: The same.
        sigmoid_noise: The same.
        sigmoid_noise_seed: The same.
        score_bias_init: The same.
        mode: The same.
        dtype: The same.
        name: The same.

    Source: `tf.contrib.seq2seq.LuongMonotonicAttention`.
    """

    def __init__(
        self,
        num_units: int,
        memory: Any,
        memory_sequence_length: Any = None,
        scale: bool = False,
        score_mask_value: Any = None,
        sigmoid_noise: float = 0.0,
        sigmoid_noise_seed: int | None = None,
        score_bias_init: float = 0.0,
        mode: str = "parallel",
        dtype: Any = None,
        name: str = "LuongMonotonicAttention",
    ) -> None:
        dtype = tf.float32 if dtype is None else dtype
        super().__init__(
            None,
            layer("memory_layer", num_units, dtype),
            memory,
            memory_sequence_length,
            functools.partial(
                monotonic_probability, sigmoid_noise, mode, sigmoid_noise_seed
            ),
            score_mask_value,
            dtype,
            None,
            name,
        )
        self._num_units = num_units
        self._scale = scale
        self._score_bias_init = score_bias_init

    def __call__(self, query: Any, state: Any) -> tuple[Any, Any]:
        """Give `(alignments, next state)`, both `[batch, length]`."""
        with tf1.variable_scope(None, "luong_monotonic_attention", [query]):
            score = _luong_score(query, self._keys, self._scale)
            score += bias(query.dtype, self._score_bias_init)
        return self._align(score, state)
