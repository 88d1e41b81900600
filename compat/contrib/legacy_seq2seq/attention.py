"""Decoders that look back at the encoder's outputs (arXiv:1412.7449)."""

from __future__ import annotations

import copy
from typing import Any

import tensorflow as tf

from compat.contrib.legacy_seq2seq.decoders import Loop, argmax_and_embed, either
from compat.contrib.rnn import EmbeddingWrapper, OutputProjectionWrapper
from compat.contrib.rnn.linear import Linear
from compat.nn.recurrent import static_rnn

tf1 = tf.compat.v1


class _Heads:
    """Attention heads over `attention_states`, their weights in the scope at hand.

    A head's score is Σ v · tanh(W states + U query + b), its result the states' sum
    weighted by the softmax of the scores.
    """

    def __init__(self, states: Any, count: int, dtype: Any) -> None:
        sizes = states.shape.as_list()
        self.length = tf.shape(states)[1] if sizes[1] is None else sizes[1]
        self.size = sizes[2]
        self.dtype = dtype
        self.hidden = tf.reshape(states, [-1, self.length, 1, self.size])
        self.features, self.v = [], []
        for head in range(count):
            kernel = tf1.get_variable(
                f"AttnW_{head}", [1, 1, self.size, self.size], dtype=dtype
            )
            self.features.append(
                tf1.nn.conv2d(self.hidden, kernel, [1, 1, 1, 1], "SAME")
            )
            self.v.append(tf1.get_variable(f"AttnV_{head}", [self.size], dtype=dtype))

    def __call__(self, query: Any) -> list[Any]:
        """The heads' results `[batch, size]` for a state of the decoder."""
        if tf.nest.is_nested(query):
            parts = tf.nest.flatten(query)
            for part in parts:
                if part.shape.ndims:
                    assert part.shape.ndims == 2
            query = tf.concat(parts, 1)
        results = []
        for head, (features, v) in enumerate(zip(self.features, self.v, strict=True)):
            with tf1.variable_scope(f"Attention_{head}"):
                y = Linear(query, self.size, True)(query)
                y = tf.cast(tf.reshape(y, [-1, 1, 1, self.size]), self.dtype)
                score = tf1.reduce_sum(v * tf.tanh(features + y), [2, 3])
                weights = tf.nn.softmax(tf.cast(score, tf.float32))
                weights = tf.reshape(
                    tf.cast(weights, self.dtype), [-1, self.length, 1, 1]
                )
                found = tf1.reduce_sum(weights * self.hidden, [1, 2])
                results.append(tf.reshape(found, [-1, self.size]))
        return results


def attention_decoder(
    decoder_inputs: list[Any],
    initial_state: Any,
    attention_states: Any,
    cell: Any,
    output_size: int | None = None,
    num_heads: int = 1,
    loop_function: Loop | None = None,
    dtype: Any = None,
    scope: Any = None,
    initial_state_attention: bool = False,
) -> tuple[list[Any], Any]:
    """`rnn_decoder` with attention to the encoder's outputs.

    Args:
        decoder_inputs: Tensors `[batch, depth]`, one a step.
        initial_state: State of the cell.
        attention_states: Tensor `[batch, length, size]`.
        cell: The cell.
        output_size: Depth of the outputs; by default the cell's.
        num_heads: How many heads.
        loop_function: As for `rnn_decoder`.
        dtype: dtype of the weights; by default the scope's.
        scope: Variable scope; by default `attention_decoder`.
        initial_state_attention: Whether the first attention is that of the initial
            state, or zeros.

    Returns:
        `(outputs, state)`.

    Raises:
        ValueError: For no inputs, no heads, or an unknown size of the states.

    Source: `tf.contrib.legacy_seq2seq.attention_decoder`.
    """
    if not decoder_inputs:
        raise ValueError("Must provide at least 1 input to attention decoder.")
    if num_heads < 1:
        raise ValueError("With less than 1 heads, use a non-attention decoder.")
    if attention_states.shape.as_list()[2] is None:
        raise ValueError(
            f"Shape[2] of attention_states must be known: {attention_states.shape}"
        )
    if output_size is None:
        output_size = cell.output_size
    with tf1.variable_scope(scope or "attention_decoder", dtype=dtype) as scope:
        dtype = scope.dtype
        batch_size = tf.shape(decoder_inputs[0])[0]
        attention = _Heads(attention_states, num_heads, dtype)
        state = initial_state
        outputs: list[Any] = []
        shape = tf.stack([batch_size, attention.size])
        attended = [tf.zeros(shape, dtype=dtype) for _ in range(num_heads)]
        for result in attended:
            result.set_shape([None, attention.size])
        if initial_state_attention:
            attended = attention(initial_state)
        for step, inputs in enumerate(decoder_inputs):
            if step > 0:
                tf1.get_variable_scope().reuse_variables()
            if loop_function is not None and outputs:
                with tf1.variable_scope("loop_function", reuse=True):
                    inputs = loop_function(outputs[-1], step)
            depth = inputs.shape.with_rank(2).as_list()[1]
            if depth is None:
                raise ValueError(
                    f"Could not infer input size from input: {inputs.name}"
                )
            both = [inputs, *attended]
            x = Linear(both, depth, True)(both)
            cell_output, state = cell(x, state)
            if step == 0 and initial_state_attention:
                with tf1.variable_scope(tf1.get_variable_scope(), reuse=True):
                    attended = attention(state)
            else:
                attended = attention(state)
            with tf1.variable_scope("AttnOutputProjection"):
                both = [tf.cast(cell_output, dtype), *attended]
                outputs.append(Linear(both, output_size, True)(both))
    return outputs, state


def embedding_attention_decoder(
    decoder_inputs: list[Any],
    initial_state: Any,
    attention_states: Any,
    cell: Any,
    num_symbols: int,
    embedding_size: int,
    num_heads: int = 1,
    output_size: int | None = None,
    output_projection: Any = None,
    feed_previous: bool = False,
    update_embedding_for_previous: bool = True,
    dtype: Any = None,
    scope: Any = None,
    initial_state_attention: bool = False,
) -> tuple[list[Any], Any]:
    """`attention_decoder` over embedded tokens.

    Args:
        decoder_inputs: int32 vectors `[batch]`, one a step.
        initial_state: As for `attention_decoder`, like all not named here.
        attention_states: The same.
        cell: The same.
        num_symbols: As for `embedding_rnn_decoder`.
        embedding_size: The same.
        num_heads: As for `attention_decoder`.
        output_size: The same.
        output_projection: As for `embedding_rnn_decoder`.
        feed_previous: The same.
        update_embedding_for_previous: The same.
        dtype: As for `attention_decoder`.
        scope: Variable scope; by default `embedding_attention_decoder`.
        initial_state_attention: As for `attention_decoder`.

    Returns:
        `(outputs, state)`.

    Source: `tf.contrib.legacy_seq2seq.embedding_attention_decoder`.
    """
    if output_size is None:
        output_size = cell.output_size
    if output_projection is not None:
        biases = tf.convert_to_tensor(output_projection[1], dtype=dtype)
        biases.shape.assert_is_compatible_with([num_symbols])
    with tf1.variable_scope(scope or "embedding_attention_decoder", dtype=dtype):
        embedding = tf1.get_variable("embedding", [num_symbols, embedding_size])
        loop_function = None
        if feed_previous:
            loop_function = argmax_and_embed(
                embedding, output_projection, update_embedding_for_previous
            )
        embedded = [tf1.nn.embedding_lookup(embedding, i) for i in decoder_inputs]
        return attention_decoder(
            embedded,
            initial_state,
            attention_states,
            cell,
            output_size=output_size,
            num_heads=num_heads,
            loop_function=loop_function,
            initial_state_attention=initial_state_attention,
        )


def embedding_attention_seq2seq(
    encoder_inputs: list[Any],
    decoder_inputs: list[Any],
    cell: Any,
    num_encoder_symbols: int,
    num_decoder_symbols: int,
    embedding_size: int,
    num_heads: int = 1,
    output_projection: Any = None,
    feed_previous: Any = False,
    dtype: Any = None,
    scope: Any = None,
    initial_state_attention: bool = False,
) -> tuple[list[Any], Any]:
    """`embedding_rnn_seq2seq` with attention to the encoder's outputs.

    Args:
        encoder_inputs: As for `embedding_rnn_seq2seq`, like all not named here.
        decoder_inputs: The same.
        cell: The same.
        num_encoder_symbols: The same.
        num_decoder_symbols: The same.
        embedding_size: The same.
        num_heads: As for `attention_decoder`.
        output_projection: The same.
        feed_previous: The same.
        dtype: The same.
        scope: Variable scope; by default `embedding_attention_seq2seq`.
        initial_state_attention: As for `attention_decoder`.

    Returns:
        `(outputs, state)` of the decoder.

    Source: `tf.contrib.legacy_seq2seq.embedding_attention_seq2seq`.
    """
    with tf1.variable_scope(
        scope or "embedding_attention_seq2seq", dtype=dtype
    ) as scope:
        dtype = scope.dtype
        encoder = EmbeddingWrapper(
            copy.deepcopy(cell),
            embedding_classes=num_encoder_symbols,
            embedding_size=embedding_size,
        )
        encoded, start = static_rnn(encoder, encoder_inputs, dtype=dtype)
        steps = [tf.reshape(e, [-1, 1, encoder.output_size]) for e in encoded]
        attention_states = tf.concat(steps, 1)
        output_size = None
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)
            output_size = num_decoder_symbols

        def decode(feed: bool, **given: Any) -> tuple[list[Any], Any]:
            return embedding_attention_decoder(
                decoder_inputs,
                start,
                attention_states,
                cell,
                num_decoder_symbols,
                embedding_size,
                num_heads=num_heads,
                output_size=output_size,
                output_projection=output_projection,
                feed_previous=feed,
                initial_state_attention=initial_state_attention,
                **given,
            )

        if isinstance(feed_previous, bool):
            return decode(feed_previous)
        return either(
            feed_previous,
            lambda feed: decode(feed, update_embedding_for_previous=False),
        )
