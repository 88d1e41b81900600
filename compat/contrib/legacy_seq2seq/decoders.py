"""Decoders over a list of inputs, one a step, and the two plainest models."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

import tensorflow as tf

from compat.nn.recurrent import static_rnn

tf1 = tf.compat.v1

Loop = Callable[[Any, int], Any]


def rnn_decoder(
    decoder_inputs: Iterable[Any],
    initial_state: Any,
    cell: Any,
    loop_function: Loop | None = None,
    scope: Any = None,
) -> tuple[list[Any], Any]:
    """Run a cell over the inputs, or over what it makes of its own outputs.

    Args:
        decoder_inputs: Tensors `[batch, depth]`, one a step.
        initial_state: State of the cell.
        cell: The cell.
        loop_function: From `(previous output, step)` to the input, from the second step
            on; by default the given inputs.
        scope: Variable scope; by default `rnn_decoder`.

    Returns:
        `(outputs, state)`: a list of `[batch, output size]`, and the last state.

    Source: `tf.contrib.legacy_seq2seq.rnn_decoder`.
    """
    with tf1.variable_scope(scope or "rnn_decoder"):
        state = initial_state
        outputs: list[Any] = []
        for step, inputs in enumerate(decoder_inputs):
            if loop_function is not None and outputs:
                with tf1.variable_scope("loop_function", reuse=True):
                    inputs = loop_function(outputs[-1], step)
            if step > 0:
                tf1.get_variable_scope().reuse_variables()
            output, state = cell(inputs, state)
            outputs.append(output)
    return outputs, state


def basic_rnn_seq2seq(
    encoder_inputs: list[Any],
    decoder_inputs: list[Any],
    cell: Any,
    dtype: Any = tf.float32,
    scope: Any = None,
) -> tuple[list[Any], Any]:
    """An encoder whose last state a decoder begins with, each with its own weights.

    Args:
        encoder_inputs: Tensors `[batch, depth]`, one a step.
        decoder_inputs: The same.
        cell: The cell; the encoder has a copy of it.
        dtype: dtype of the encoder's first state.
        scope: Variable scope; by default `basic_rnn_seq2seq`.

    Returns:
        `(outputs, state)` of the decoder.

    Source: `tf.contrib.legacy_seq2seq.basic_rnn_seq2seq`.
    """
    with tf1.variable_scope(scope or "basic_rnn_seq2seq"):
        encoder = copy.deepcopy(cell)
        _, state = static_rnn(encoder, encoder_inputs, dtype=dtype)
        return rnn_decoder(decoder_inputs, state, cell)


def tied_rnn_seq2seq(
    encoder_inputs: list[Any],
    decoder_inputs: list[Any],
    cell: Any,
    loop_function: Loop | None = None,
    dtype: Any = tf.float32,
    scope: Any = None,
) -> tuple[list[Any], Any]:
    """The same with one set of weights for encoder and decoder.

    Args:
        encoder_inputs: Tensors `[batch, depth]`, one a step.
        decoder_inputs: The same.
        cell: The cell.
        loop_function: As for `rnn_decoder`.
        dtype: dtype of the encoder's first state.
        scope: Variable scope; by default `tied_rnn_seq2seq`.

    Returns:
        `(outputs, state)` of the decoder.

    Source: `tf.contrib.legacy_seq2seq.tied_rnn_seq2seq`.
    """
    with tf1.variable_scope("combined_tied_rnn_seq2seq"):
        scope = scope or "tied_rnn_seq2seq"
        _, state = static_rnn(cell, encoder_inputs, dtype=dtype, scope=scope)
        tf1.get_variable_scope().reuse_variables()
        return rnn_decoder(decoder_inputs, state, cell, loop_function, scope=scope)


def embedding_rnn_decoder(
    decoder_inputs: list[Any],
    initial_state: Any,
    cell: Any,
    num_symbols: int,
    embedding_size: int,
    output_projection: Any = None,
    feed_previous: bool = False,
    update_embedding_for_previous: bool = True,
    scope: Any = None,
) -> tuple[list[Any], Any]:
    """`rnn_decoder` over embedded tokens.

    Args:
        decoder_inputs: int32 vectors `[batch]`, one a step.
        initial_state: State of the cell.
        cell: The cell.
        num_symbols: How many tokens there are.
        embedding_size: Depth of their embedding.
        output_projection: `(weights [output size, tokens], biases [tokens])` by which
            the outputs become logits when they are fed back, or `None`.
        feed_previous: Whether the most probable token is fed to the next step; only the
            first of the inputs is used then.
        update_embedding_for_previous: Whether gradients reach the embedding through fed
            tokens.
        scope: Variable scope; by default `embedding_rnn_decoder`.

    Returns:
        `(outputs, state)`.

    Source: `tf.contrib.legacy_seq2seq.embedding_rnn_decoder`.
    """
    with tf1.variable_scope(scope or "embedding_rnn_decoder") as scope:
        if output_projection is not None:
            biases = tf.convert_to_tensor(output_projection[1], dtype=scope.dtype)
            biases.shape.assert_is_compatible_with([num_symbols])
        embedding = tf1.get_variable("embedding", [num_symbols, embedding_size])
        loop_function = None
        if feed_previous:
            loop_function = argmax_and_embed(
                embedding, output_projection, update_embedding_for_previous
            )
        embedded = (tf1.nn.embedding_lookup(embedding, i) for i in decoder_inputs)
        return rnn_decoder(embedded, initial_state, cell, loop_function=loop_function)


def argmax_and_embed(
    embedding: Any, output_projection: Any = None, update_embedding: bool = True
) -> Loop:
    """The loop function that embeds the most probable token of an output.

    Args:
        embedding: Variable `[tokens, depth]`.
        output_projection: `(weights, biases)` applied first, or `None`.
        update_embedding: Whether gradients reach the embedding this way.
    """

    def loop_function(previous: Any, _: int) -> Any:
        if output_projection is not None:
            previous = tf1.nn.xw_plus_b(previous, *output_projection)
        embedded = tf1.nn.embedding_lookup(embedding, tf1.argmax(previous, 1))
        return embedded if update_embedding else tf.stop_gradient(embedded)

    return loop_function


def either(feed_previous: Any, decode: Callable[[bool], tuple[list[Any], Any]]) -> Any:
    """`decode(True)` or `decode(False)`, as a bool tensor says when the graph runs.

    Args:
        feed_previous: bool scalar tensor.
        decode: From whether outputs are fed back to `(outputs, state)`. Its second call
            finds the weights of the first.

    Returns:
        `(outputs, state)`.
    """
    structure: list[Any] = []

    def branch(feed: bool) -> list[Any]:
        reuse = None if feed else True
        with tf1.variable_scope(tf1.get_variable_scope(), reuse=reuse):
            outputs, state = decode(feed)
            structure[:] = [state]
            return outputs + tf.nest.flatten(state)

    found = tf1.cond(feed_previous, lambda: branch(True), lambda: branch(False))
    state = structure[0]
    count = len(found) - len(tf.nest.flatten(state))
    return found[:count], tf.nest.pack_sequence_as(state, found[count:])
