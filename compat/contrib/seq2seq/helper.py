"""Helpers: what a `BasicDecoder` reads at each step, and how it samples."""

from __future__ import annotations

import abc
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.seq2seq.decoder import transpose_batch_time

tf1 = tf.compat.v1


class Helper(abc.ABC):
    """Gives a decoder its inputs, and samples from its outputs.

    Source: `tf.contrib.seq2seq.Helper`.
    """

    @property
    @abc.abstractmethod
    def batch_size(self) -> Any:
        """How many sequences: int32 scalar tensor."""
        raise NotImplementedError("batch_size has not been implemented")

    @property
    @abc.abstractmethod
    def sample_ids_shape(self) -> Any:
        """Shape of one sequence's sample at one step."""
        raise NotImplementedError("sample_ids_shape has not been implemented")

    @property
    @abc.abstractmethod
    def sample_ids_dtype(self) -> Any:
        """dtype of the samples."""
        raise NotImplementedError("sample_ids_dtype has not been implemented")

    @abc.abstractmethod
    def initialize(self, name: str | None = None) -> Any:
        """Give `(finished, first inputs)`."""

    @abc.abstractmethod
    def sample(
        self, time: Any, outputs: Any, state: Any, name: str | None = None
    ) -> Any:
        """Give the step's samples from its outputs."""

    @abc.abstractmethod
    def next_inputs(
        self,
        time: Any,
        outputs: Any,
        state: Any,
        sample_ids: Any,
        name: str | None = None,
    ) -> Any:
        """Give `(finished, next inputs, next state)`."""


class CustomHelper(Helper):
    """A helper from three functions.

    Args:
        initialize_fn: From nothing to `(finished, first inputs)`.
        sample_fn: From `(time, outputs, state)` to the samples.
        next_inputs_fn: From `(time, outputs, state, sample_ids)` to
            `(finished, next inputs, next state)`.
        sample_ids_shape: Shape of a sample without the batch; by default a scalar.
        sample_ids_dtype: dtype of the samples; by default int32.

    Source: `tf.contrib.seq2seq.CustomHelper`.
    """

    def __init__(
        self,
        initialize_fn: Callable[..., Any],
        sample_fn: Callable[..., Any],
        next_inputs_fn: Callable[..., Any],
        sample_ids_shape: Any = None,
        sample_ids_dtype: Any = None,
    ) -> None:
        self._initialize_fn = initialize_fn
        self._sample_fn = sample_fn
        self._next_inputs_fn = next_inputs_fn
        self._batch_size: Any = None
        self._sample_ids_shape = tf.TensorShape(sample_ids_shape or [])
        self._sample_ids_dtype = sample_ids_dtype or tf.int32

    @property
    def batch_size(self) -> Any:
        if self._batch_size is None:
            raise ValueError("batch_size accessed before initialize was called")
        return self._batch_size

    @property
    def sample_ids_shape(self) -> Any:
        return self._sample_ids_shape

    @property
    def sample_ids_dtype(self) -> Any:
        return self._sample_ids_dtype

    def initialize(self, name: str | None = None) -> Any:
        with tf1.name_scope(name, "CustomHelperInitialize"):
            finished, next_inputs = self._initialize_fn()
            if self._batch_size is None:
                self._batch_size = tf1.size(finished)
        return finished, next_inputs

    def sample(
        self, time: Any, outputs: Any, state: Any, name: str | None = None
    ) -> Any:
        with tf1.name_scope(name, "CustomHelperSample", (time, outputs, state)):
            return self._sample_fn(time=time, outputs=outputs, state=state)

    def next_inputs(
        self,
        time: Any,
        outputs: Any,
        state: Any,
        sample_ids: Any,
        name: str | None = None,
    ) -> Any:
        with tf1.name_scope(name, "CustomHelperNextInputs", (time, outputs, state)):
            return self._next_inputs_fn(
                time=time, outputs=outputs, state=state, sample_ids=sample_ids
            )


class TokenHelper(Helper):
    """A helper whose samples are int32 ids, one a sequence."""

    _batch_size: Any

    @property
    def batch_size(self) -> Any:
        return self._batch_size

    @property
    def sample_ids_shape(self) -> Any:
        return tf.TensorShape([])

    @property
    def sample_ids_dtype(self) -> Any:
        return tf.int32


class TrainingHelper(TokenHelper):
    """Reads the inputs from given sequences (teacher forcing); samples the argmax.

    Args:
        inputs: Tensor `[batch, time, ...]`.
        sequence_length: int32 vector `[batch]`.
        time_major: Whether the inputs are `[time, batch, ...]`.
        name: Name scope.

    Raises:
        ValueError: When `sequence_length` is not a vector.

    Source: `tf.contrib.seq2seq.TrainingHelper`.
    """

    def __init__(
        self,
        inputs: Any,
        sequence_length: Any,
        time_major: bool = False,
        name: str | None = None,
    ) -> None:
        with tf1.name_scope(name, "TrainingHelper", [inputs, sequence_length]):
            inputs = tf.convert_to_tensor(inputs, name="inputs")
            self._inputs = inputs
            if not time_major:
                inputs = tf.nest.map_structure(transpose_batch_time, inputs)
            self._input_arrays = tf.nest.map_structure(unstacked, inputs)
            self._sequence_length = tf.convert_to_tensor(
                sequence_length, name="sequence_length"
            )
            if self._sequence_length.shape.ndims != 1:
                raise ValueError(
                    "Expected sequence_length to be a vector, but received shape: "
                    f"{self._sequence_length.shape}"
                )
            self._zero_inputs = tf.nest.map_structure(
                lambda value: tf1.zeros_like(value[0, :]), inputs
            )
            self._batch_size = tf1.size(sequence_length)

    @property
    def inputs(self) -> Any:
        return self._inputs

    @property
    def sequence_length(self) -> Any:
        return self._sequence_length

    def _read(self, finished: Any, time: Any) -> Any:
        return tf1.cond(
            tf1.reduce_all(finished),
            lambda: self._zero_inputs,
            lambda: tf.nest.map_structure(lambda a: a.read(time), self._input_arrays),
        )

    def initialize(self, name: str | None = None) -> Any:
        with tf1.name_scope(name, "TrainingHelperInitialize"):
            finished = tf.equal(0, self._sequence_length)
            return finished, self._read(finished, 0)

    def sample(  # type: ignore[override]
        self, time: Any, outputs: Any, name: str | None = None, **unused_kwargs: Any
    ) -> Any:
        with tf1.name_scope(name, "TrainingHelperSample", [time, outputs]):
            return tf.cast(tf1.argmax(outputs, axis=-1), tf.int32)

    def next_inputs(  # type: ignore[override]
        self,
        time: Any,
        outputs: Any,
        state: Any,
        name: str | None = None,
        **unused_kwargs: Any,
    ) -> Any:
        with tf1.name_scope(name, "TrainingHelperNextInputs", [time, outputs, state]):
            following = time + 1
            finished = following >= self._sequence_length
            return finished, self._read(finished, following), state


def unstacked(value: Any) -> Any:
    """A `TensorArray` of the entries of `value` along its first axis."""
    return tf.TensorArray(
        value.dtype, size=tf.shape(value)[0], element_shape=value.shape[1:]
    ).unstack(value)


def lookup_in(embedding: Any) -> Callable[[Any], Any]:
    """`embedding` if it is a function, else the lookup of ids in it."""
    if callable(embedding):
        return embedding
    return lambda ids: tf1.nn.embedding_lookup(embedding, ids)
