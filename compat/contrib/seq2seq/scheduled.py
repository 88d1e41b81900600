"""Scheduled sampling (Bengio et al. 2015, arXiv:1506.03099) as training helpers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.seq2seq.decoder import transpose_batch_time
from compat.contrib.seq2seq.helper import TrainingHelper, lookup_in, unstacked
from compat.contrib.seq2seq.sampling import bernoulli, categorical

tf1 = tf.compat.v1


class ScheduledEmbeddingTrainingHelper(TrainingHelper):
    """Teacher forcing that sometimes feeds a token drawn from the outputs instead.

    The samples are the drawn tokens, and -1 where the next input is the given one.

    Args:
        inputs: Tensor `[batch, time, ...]`.
        sequence_length: int32 vector `[batch]`.
        embedding: Function from ids to inputs, or the `params` of an embedding lookup.
        sampling_probability: float32 scalar, or vector `[batch]`.
        time_major: Whether the inputs are `[time, batch, ...]`.
        seed: Seed of the tokens.
        scheduling_seed: Seed of the choice.
        name: Name scope.

    Raises:
        ValueError: When `sampling_probability` has another rank.

    Source: `tf.contrib.seq2seq.ScheduledEmbeddingTrainingHelper`.
    """

    def __init__(
        self,
        inputs: Any,
        sequence_length: Any,
        embedding: Any,
        sampling_probability: Any,
        time_major: bool = False,
        seed: int | None = None,
        scheduling_seed: int | None = None,
        name: str | None = None,
    ) -> None:
        with tf1.name_scope(
            name, "ScheduledEmbeddingSamplingWrapper", [embedding, sampling_probability]
        ):
            self._embedding_fn = lookup_in(embedding)
            self._sampling_probability = _probability(sampling_probability)
            self._seed = seed
            self._scheduling_seed = scheduling_seed
            super().__init__(inputs, sequence_length, time_major, name)

    def initialize(self, name: str | None = None) -> Any:
        return super().initialize(name=name)

    def sample(  # type: ignore[override]
        self, time: Any, outputs: Any, state: Any, name: str | None = None
    ) -> Any:
        with tf1.name_scope(
            name, "ScheduledEmbeddingTrainingHelperSample", [time, outputs, state]
        ):
            chosen = bernoulli(
                self._sampling_probability,
                self.batch_size,
                tf.bool,
                self._scheduling_seed,
            )
            return tf1.where(
                chosen,
                categorical(outputs, self._seed),
                tf.fill([self.batch_size], -1),
            )

    def next_inputs(  # type: ignore[override]
        self,
        time: Any,
        outputs: Any,
        state: Any,
        sample_ids: Any,
        name: str | None = None,
    ) -> Any:
        with tf1.name_scope(
            name,
            "ScheduledEmbeddingTrainingHelperNextInputs",
            [time, outputs, state, sample_ids],
        ):
            finished, given, state = super().next_inputs(time, outputs, state)

            def mixed() -> Any:
                chosen = tf.cast(tf1.where(sample_ids > -1), tf.int32)
                others = tf.cast(tf1.where(sample_ids <= -1), tf.int32)
                tokens = tf.gather_nd(sample_ids, chosen)
                kept = tf.gather_nd(given, others)
                return _scatter(chosen, self._embedding_fn(tokens), others, kept, given)

            next_inputs = tf1.cond(tf1.reduce_all(finished), lambda: given, mixed)
            return finished, next_inputs, state


class ScheduledOutputTrainingHelper(TrainingHelper):
    """Teacher forcing that sometimes feeds the step's outputs instead.

    The samples are 1 where the next input comes from the outputs, else 0.

    Args:
        inputs: Tensor `[batch, time, ...]`, or a nested structure of such.
        sequence_length: int32 vector `[batch]`.
        sampling_probability: float32 scalar, or vector `[batch]`.
        time_major: Whether the inputs are `[time, batch, ...]`.
        seed: Seed of the choice.
        next_inputs_fn: Applied to the outputs before they are fed, or `None`.
        auxiliary_inputs: Tensors of the shape of the inputs but for their last axis,
            which are appended to every input, given or not.
        name: Name scope.

    Raises:
        ValueError: When `sampling_probability` has another rank.

    Source: `tf.contrib.seq2seq.ScheduledOutputTrainingHelper`.
    """

    def __init__(
        self,
        inputs: Any,
        sequence_length: Any,
        sampling_probability: Any,
        time_major: bool = False,
        seed: int | None = None,
        next_inputs_fn: Callable[..., Any] | None = None,
        auxiliary_inputs: Any = None,
        name: str | None = None,
    ) -> None:
        with tf1.name_scope(
            name,
            "ScheduledOutputTrainingHelper",
            [inputs, auxiliary_inputs, sampling_probability],
        ):
            self._sampling_probability = _probability(sampling_probability)
            self._auxiliary_arrays: Any = None
            if auxiliary_inputs is not None:
                auxiliary_inputs = tf.nest.map_structure(
                    tf.convert_to_tensor, auxiliary_inputs
                )
                inputs = tf.nest.map_structure(_appended, inputs, auxiliary_inputs)
                if not time_major:
                    auxiliary_inputs = tf.nest.map_structure(
                        transpose_batch_time, auxiliary_inputs
                    )
                self._auxiliary_arrays = tf.nest.map_structure(
                    unstacked, auxiliary_inputs
                )
            self._seed = seed
            self._next_inputs_fn = next_inputs_fn
            super().__init__(inputs, sequence_length, time_major, name)

    def initialize(self, name: str | None = None) -> Any:
        return super().initialize(name=name)

    def sample(  # type: ignore[override]
        self, time: Any, outputs: Any, state: Any, name: str | None = None
    ) -> Any:
        with tf1.name_scope(
            name, "ScheduledOutputTrainingHelperSample", [time, outputs, state]
        ):
            return bernoulli(
                self._sampling_probability, self.batch_size, tf.int32, self._seed
            )

    def next_inputs(  # type: ignore[override]
        self,
        time: Any,
        outputs: Any,
        state: Any,
        sample_ids: Any,
        name: str | None = None,
    ) -> Any:
        with tf1.name_scope(
            name,
            "ScheduledOutputTrainingHelperNextInputs",
            [time, outputs, state, sample_ids],
        ):
            finished, given, state = super().next_inputs(time, outputs, state)
            chosen = tf.cast(sample_ids, tf.bool)

            def auxiliary(indices: Any = None) -> Any:
                def read(array: Any) -> Any:
                    rows = array.read(time + 1)
                    return rows if indices is None else tf.gather_nd(rows, indices)

                return tf.nest.map_structure(read, self._auxiliary_arrays)

            def mixed() -> Any:
                if self._next_inputs_fn is None:
                    fed = outputs
                    if self._auxiliary_arrays is not None:
                        fed = tf.nest.map_structure(_appended, fed, auxiliary())
                    return tf1.where(chosen, fed, given)
                where = tf.cast(tf1.where(chosen), tf.int32)
                others = tf.cast(tf1.where(tf.logical_not(chosen)), tf.int32)
                rows = tf.gather_nd(outputs, where)
                kept = tf.gather_nd(given, others)
                fed = self._next_inputs_fn(rows)
                if self._auxiliary_arrays is not None:
                    fed = tf.nest.map_structure(_appended, fed, auxiliary(where))
                return _scatter(where, fed, others, kept, given)

            all_finished = tf1.reduce_all(finished)
            none_chosen = tf.logical_not(tf1.reduce_any(chosen))
            next_inputs = tf1.cond(
                tf.logical_or(all_finished, none_chosen), lambda: given, mixed
            )
            return finished, next_inputs, state


def _probability(value: Any) -> Any:
    value = tf.convert_to_tensor(value, name="sampling_probability")
    if value.shape.ndims not in (0, 1):
        raise ValueError(
            "sampling_probability must be either a scalar or a vector. saw shape: "
            f"{value.shape}"
        )
    return value


def _appended(values: Any, more: Any) -> Any:
    return tf.concat([values, more], -1)


def _scatter(chosen: Any, fed: Any, others: Any, kept: Any, like: Any) -> Any:
    """Rows `fed` at the indices `chosen`, and `kept` at the indices `others`."""
    shape = tf.shape(like)
    return tf.scatter_nd(chosen, fed, shape) + tf.scatter_nd(others, kept, shape)
