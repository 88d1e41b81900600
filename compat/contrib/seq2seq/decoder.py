"""`Decoder`, and `dynamic_decode`, which runs one step after step."""

from __future__ import annotations

import abc
from typing import Any

import tensorflow as tf

from compat.nn.rnn_cell.base import zero_states

tf1 = tf.compat.v1


class Decoder(abc.ABC):
    """What makes one output per step from inputs and a state, for `dynamic_decode`.

    Source: `tf.contrib.seq2seq.Decoder`.
    """

    @property
    def batch_size(self) -> Any:
        """How many sequences: int32 scalar tensor, or int."""
        raise NotImplementedError

    @property
    def output_size(self) -> Any:
        """A step's output sizes but for the batch: nested int or `tf.TensorShape`."""
        raise NotImplementedError

    @property
    def output_dtype(self) -> Any:
        """dtypes of a step's outputs, in the structure of `output_size`."""
        raise NotImplementedError

    @abc.abstractmethod
    def initialize(self, name: str | None = None) -> Any:
        """Give `(finished, first inputs, initial state)`, before the first step."""
        raise NotImplementedError

    @abc.abstractmethod
    def step(self, time: Any, inputs: Any, state: Any, name: str | None = None) -> Any:
        """Give `(outputs, next state, next inputs, finished)` of one step."""
        raise NotImplementedError

    def finalize(self, outputs: Any, final_state: Any, sequence_lengths: Any) -> Any:
        """Give `(outputs, final state)` from those of all steps, time first."""
        raise NotImplementedError

    @property
    def tracks_own_finished(self) -> bool:
        """Whether `step` may take a sequence back that has finished (a beam search)."""
        return False


def transpose_batch_time(x: Any) -> Any:
    """Swap the first two axes of `x`; leave a tensor of fewer axes as it is."""
    if x.shape.ndims is not None and x.shape.ndims < 2:
        return x
    axes = tf.concat([[1, 0], tf.range(2, tf.rank(x))], axis=0)
    swapped = tf1.transpose(x, axes)
    if x.shape.ndims is not None:
        sizes = x.shape.as_list()
        swapped.set_shape([sizes[1], sizes[0], *sizes[2:]])
    return swapped


def dynamic_decode(
    decoder: Decoder,
    output_time_major: bool = False,
    impute_finished: bool = False,
    maximum_iterations: Any = None,
    parallel_iterations: int = 32,
    swap_memory: bool = False,
    scope: Any = None,
    **kwargs: Any,
) -> tuple[Any, Any, Any]:
    """Run `decoder` until every sequence has finished.

    Args:
        decoder: The decoder.
        output_time_major: Whether the outputs are `[time, batch, ...]`.
        impute_finished: Whether a finished sequence's outputs are zeros and its state
            stays as it was.
        maximum_iterations: int, or int32 scalar tensor: the most steps to run.
        parallel_iterations: As for `tf.while_loop`.
        swap_memory: As for `tf.while_loop`.
        scope: Variable scope of the decoder's weights; by default `decoder`.
        **kwargs: Not used here; 1.15 took them for the decoders of TensorFlow 2.

    Returns:
        `(final_outputs, final_state, final_sequence_lengths)`, the outputs
        `[batch, time, ...]` in the structure of the decoder's `output_size`.

    Raises:
        TypeError: When `decoder` is not a `Decoder`.
        ValueError: When `maximum_iterations` is not a scalar.

    Source: `tf.contrib.seq2seq.dynamic_decode`.
    """
    if not isinstance(decoder, Decoder):
        raise TypeError(
            f"Expected decoder to be type Decoder, but saw: {type(decoder)}"
        )
    with tf1.variable_scope(scope, "decoder"):
        if maximum_iterations is not None:
            maximum_iterations = tf.convert_to_tensor(
                maximum_iterations, dtype=tf.int32, name="maximum_iterations"
            )
            if maximum_iterations.shape.ndims != 0:
                raise ValueError("maximum_iterations must be a scalar")
        finished, first_inputs, first_state = decoder.initialize()
        zeros = _create_zero_outputs(
            decoder.output_size, decoder.output_dtype, decoder.batch_size
        )
        if maximum_iterations is not None:
            finished = tf.logical_or(finished, 0 >= maximum_iterations)
        lengths = tf1.zeros_like(finished, dtype=tf.int32)
        start = tf.constant(0, dtype=tf.int32)

        def array(dtype: Any, size: Any) -> Any:
            shape = tf.TensorShape(None)
            if isinstance(size, tf.TensorShape) and size.ndims != 0:
                batch = tf.convert_to_tensor(decoder.batch_size, name="batch_size")
                shape = tf.TensorShape([tf.get_static_value(batch)]).concatenate(size)
            return tf.TensorArray(dtype, 0, dynamic_size=True, element_shape=shape)

        arrays = tf.nest.map_structure(array, decoder.output_dtype, decoder.output_size)

        def goes_on(
            time: Any, arrays: Any, state: Any, inputs: Any, finished: Any, lengths: Any
        ) -> Any:
            return tf.logical_not(tf1.reduce_all(finished))

        def body(
            time: Any, arrays: Any, state: Any, inputs: Any, finished: Any, lengths: Any
        ) -> Any:
            outputs, next_state, next_inputs, now = decoder.step(time, inputs, state)
            if not decoder.tracks_own_finished:
                now = tf.logical_or(now, finished)
            lengths = tf1.where(
                tf.logical_not(finished),
                tf.fill(tf.shape(lengths), time + 1),
                lengths,
            )
            tf.nest.assert_same_structure(state, next_state)
            tf.nest.assert_same_structure(arrays, outputs)
            tf.nest.assert_same_structure(inputs, next_inputs)
            if impute_finished:
                outputs = tf.nest.map_structure(
                    lambda out, zero: tf1.where(finished, zero, out), outputs, zeros
                )
                next_state = tf.nest.map_structure(
                    lambda new, old: _kept(finished, new, old), next_state, state
                )
            arrays = tf.nest.map_structure(
                lambda ta, out: ta.write(time, out), arrays, outputs
            )
            return time + 1, arrays, next_state, next_inputs, now, lengths

        _, arrays, state, _, _, lengths = tf1.while_loop(
            goes_on,
            body,
            (start, arrays, first_state, first_inputs, finished, lengths),
            parallel_iterations=parallel_iterations,
            maximum_iterations=maximum_iterations,
            swap_memory=swap_memory,
        )
        outputs = tf.nest.map_structure(lambda ta: ta.stack(), arrays)
        try:
            outputs, state = decoder.finalize(outputs, state, lengths)
        except NotImplementedError:
            pass
        if not output_time_major:
            outputs = tf.nest.map_structure(transpose_batch_time, outputs)
    return outputs, state, lengths


def _create_zero_outputs(size: Any, dtype: Any, batch_size: Any) -> Any:
    """Zeros `[batch, size]`, in the structure of `size` and `dtype`."""
    return tf.nest.map_structure(
        lambda size, dtype: zero_states(size, batch_size, dtype), size, dtype
    )


def _kept(finished: Any, new: Any, old: Any) -> Any:
    """`old` where a sequence has finished; arrays and scalars have no sequences."""
    if isinstance(old, tf.TensorArray):
        return new
    new.set_shape(old.shape)
    return new if new.shape.ndims == 0 else tf1.where(finished, old, new)
