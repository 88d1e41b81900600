"""Multiplicative attention: how much of each memory entry a query asks for."""

from __future__ import annotations

import functools
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


def _luong_score(query: Any, keys: Any, scale: Any) -> Any:
    """keys · query over the last axis, times `scale` if given: `[batch, length]`."""
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
    return score if scale is None else scale * score


def _scale_variable(dtype: Any) -> Any:
    return tf1.get_variable(
        "attention_g", dtype=dtype, initializer=tf1.ones_initializer(), shape=()
    )


class LuongAttention(BaseAttentionMechanism):
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
            query_layer=None,
            memory_layer=layer("memory_layer", num_units, dtype),
            memory=memory,
            memory_sequence_length=memory_sequence_length,
            probability_fn=lambda score, _: function(score),
            score_mask_value=score_mask_value,
            custom_key_value_fn=custom_key_value_fn,
            name=name,
        )
        self._num_units = num_units
        self._scale = scale

    def __call__(self, query: Any, state: Any) -> tuple[Any, Any]:
        """Give `(alignments, next state)`, both `[batch, length]`."""
        with tf1.variable_scope(None, "luong_attention", [query]):
            scale = _scale_variable(query.dtype) if self._scale else None
            score = _luong_score(query, self._keys, scale)
        return self._align(score, state)


class LuongMonotonicAttention(BaseMonotonicMechanism):
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
            query_layer=None,
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
        self._scale = scale
        self._score_bias_init = score_bias_init

    def __call__(self, query: Any, state: Any) -> tuple[Any, Any]:
        """Give `(alignments, next state)`, both `[batch, length]`."""
        with tf1.variable_scope(None, "luong_monotonic_attention", [query]):
            scale = _scale_variable(query.dtype) if self._scale else None
            score = _luong_score(query, self._keys, scale)
            score += bias(query.dtype, self._score_bias_init)
        return self._align(score, state)
