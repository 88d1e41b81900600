"""Helpers that feed a decoder's own samples back to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.seq2seq.helper import Helper, TokenHelper, lookup_in
from compat.contrib.seq2seq.sampling import categorical

tf1 = tf.compat.v1


class GreedyEmbeddingHelper(TokenHelper):
    """Feeds the most probable token of each step to the next one.

    Args:
        embedding: Function from ids to inputs, or the `params` of an embedding lookup.
        start_tokens: int32 vector `[batch]`.
        end_token: int32 scalar: a sequence has finished once it was sampled.

    Raises:
        ValueError: For tokens of another rank.

    Source: `tf.contrib.seq2seq.GreedyEmbeddingHelper`.
    """

    def __init__(self, embedding: Any, start_tokens: Any, end_token: Any) -> None:
        self._embedding_fn = lookup_in(embedding)
        self._start_tokens = tf.convert_to_tensor(
            start_tokens, dtype=tf.int32, name="start_tokens"
        )
        self._end_token = tf.convert_to_tensor(
            end_token, dtype=tf.int32, name="end_token"
        )
        if self._start_tokens.shape.ndims != 1:
            raise ValueError("start_tokens must be a vector")
        self._batch_size = tf1.size(start_tokens)
        if self._end_token.shape.ndims != 0:
            raise ValueError("end_token must be a scalar")
        self._start_inputs = self._embedding_fn(self._start_tokens)

    def initialize(self, name: str | None = None) -> Any:
        return tf.tile([False], [self._batch_size]), self._start_inputs

    def sample(
        self, time: Any, outputs: Any, state: Any, name: str | None = None
    ) -> Any:
        _check_tensor(outputs)
        return tf1.argmax(outputs, axis=-1, output_type=tf.int32)

    def next_inputs(
        self,
        time: Any,
        outputs: Any,
        state: Any,
        sample_ids: Any,
        name: str | None = None,
    ) -> Any:
        finished = tf.equal(sample_ids, self._end_token)
        next_inputs = tf1.cond(
            tf1.reduce_all(finished),
            lambda: self._start_inputs,
            lambda: self._embedding_fn(sample_ids),
        )
        return finished, next_inputs, state


class SampleEmbeddingHelper(GreedyEmbeddingHelper):
    """Feeds a token drawn from each step's outputs, taken as logits, to the next one.

    Args:
        embedding: As for `GreedyEmbeddingHelper`.
        start_tokens: The same.
        end_token: The same.
        softmax_temperature: float32 scalar by which the logits are divided.
        seed: Seed of the draws.

    Source: `tf.contrib.seq2seq.SampleEmbeddingHelper`.
    """

    def __init__(
        self,
        embedding: Any,
        start_tokens: Any,
        end_token: Any,
        softmax_temperature: Any = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(embedding, start_tokens, end_token)
        self._softmax_temperature = softmax_temperature
        self._seed = seed

    def sample(
        self, time: Any, outputs: Any, state: Any, name: str | None = None
    ) -> Any:
        _check_tensor(outputs)
        logits = outputs
        if self._softmax_temperature is not None:
            logits = outputs / self._softmax_temperature
        return categorical(logits, self._seed)


class InferenceHelper(Helper):
    """Samples by a function, and feeds the samples, through another, to the next step.

    Args:
        sample_fn: From the outputs to the samples.
        sample_shape: Shape of a sample without the batch.
        sample_dtype: dtype of the samples.
        start_inputs: First inputs `[batch, ...]`.
        end_fn: From the samples to a bool vector: which sequences have finished.
        next_inputs_fn: From the samples to the next inputs; by default the samples.

    Source: `tf.contrib.seq2seq.InferenceHelper`.
    """

    def __init__(
        self,
        sample_fn: Callable[..., Any],
        sample_shape: Any,
        sample_dtype: Any,
        start_inputs: Any,
        end_fn: Callable[..., Any],
        next_inputs_fn: Callable[..., Any] | None = None,
    ) -> None:
        self._sample_fn = sample_fn
        self._end_fn = end_fn
        self._sample_shape = tf.TensorShape(sample_shape)
        self._sample_dtype = sample_dtype
        self._next_inputs_fn = next_inputs_fn
        self._batch_size = tf.shape(start_inputs)[0]
        self._start_inputs = tf.convert_to_tensor(start_inputs, name="start_inputs")

    @property
    def batch_size(self) -> Any:
        return self._batch_size

    @property
    def sample_ids_shape(self) -> Any:
        return self._sample_shape

    @property
    def sample_ids_dtype(self) -> Any:
        return self._sample_dtype

    def initialize(self, name: str | None = None) -> Any:
        return tf.tile([False], [self._batch_size]), self._start_inputs

    def sample(
        self, time: Any, outputs: Any, state: Any, name: str | None = None
    ) -> Any:
        return self._sample_fn(outputs)

    def next_inputs(
        self,
        time: Any,
        outputs: Any,
        state: Any,
        sample_ids: Any,
        name: str | None = None,
    ) -> Any:
        following = self._next_inputs_fn
        next_inputs = sample_ids if following is None else following(sample_ids)
        return self._end_fn(sample_ids), next_inputs, state


def _check_tensor(outputs: Any) -> None:
    """Raise `TypeError` unless `outputs` is one tensor."""
    if not tf.is_tensor(outputs):
        raise TypeError(f"Expected outputs to be a single Tensor, got: {type(outputs)}")
