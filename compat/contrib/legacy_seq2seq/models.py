"""Encoder and decoder over tokens, with embeddings."""

from __future__ import annotations

import copy
from typing import Any

import tensorflow as tf

from compat.contrib.legacy_seq2seq.decoders import (
    argmax_and_embed,
    either,
    embedding_rnn_decoder,
    tied_rnn_seq2seq,
)
from compat.contrib.rnn import EmbeddingWrapper, OutputProjectionWrapper
from compat.nn.recurrent import static_rnn

tf1 = tf.compat.v1


def embedding_rnn_seq2seq(
    encoder_inputs: list[Any],
    decoder_inputs: list[Any],
    cell: Any,
    num_encoder_symbols: int,
    num_decoder_symbols: int,
    embedding_size: int,
    output_projection: Any = None,
    feed_previous: Any = False,
    dtype: Any = None,
    scope: Any = None,
) -> tuple[list[Any], Any]:
    """`basic_rnn_seq2seq` over tokens.

    Args:
        encoder_inputs: int32 vectors `[batch]`, one a step.
        decoder_inputs: The same.
        cell: The cell; the encoder has a copy of it.
        num_encoder_symbols: How many tokens the encoder knows.
        num_decoder_symbols: How many the decoder knows.
        embedding_size: Depth of the embeddings.
        output_projection: As for `embedding_rnn_decoder`. By default the cell's outputs
            are projected to logits.
        feed_previous: bool, or bool scalar tensor: as for `embedding_rnn_decoder`.
        dtype: dtype of the encoder's first state; by default float32.
        scope: Variable scope; by default `embedding_rnn_seq2seq`.

    Returns:
        `(outputs, state)` of the decoder; the outputs are logits `[batch, tokens]`
        without an `output_projection`.

    Source: `tf.contrib.legacy_seq2seq.embedding_rnn_seq2seq`.
    """
    with tf1.variable_scope(scope or "embedding_rnn_seq2seq") as scope:
        if dtype is not None:
            scope.set_dtype(dtype)
        else:
            dtype = scope.dtype
        encoder = EmbeddingWrapper(
            copy.deepcopy(cell),
            embedding_classes=num_encoder_symbols,
            embedding_size=embedding_size,
        )
        _, start = static_rnn(encoder, encoder_inputs, dtype=dtype)
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)

        def decode(feed: bool, **given: Any) -> tuple[list[Any], Any]:
            return embedding_rnn_decoder(
                decoder_inputs,
                start,
                cell,
                num_decoder_symbols,
                embedding_size,
                output_projection=output_projection,
                feed_previous=feed,
                **given,
            )

        if isinstance(feed_previous, bool):
            return decode(feed_previous)
        return either(
            feed_previous,
            lambda feed: decode(feed, update_embedding_for_previous=False),
        )


def embedding_tied_rnn_seq2seq(
    encoder_inputs: list[Any],
    decoder_inputs: list[Any],
    cell: Any,
    num_symbols: int,
    embedding_size: int,
    num_decoder_symbols: int | None = None,
    output_projection: Any = None,
    feed_previous: Any = False,
    dtype: Any = None,
    scope: Any = None,
) -> tuple[list[Any], Any]:
    """The same with one embedding and one cell for encoder and decoder.

    Args:
        encoder_inputs: int32 vectors `[batch]`, one a step.
        decoder_inputs: The same.
        cell: The cell.
        num_symbols: How many tokens there are.
        embedding_size: Depth of the embedding.
        num_decoder_symbols: How many of them the logits are for; by default all.
        output_projection: As for `embedding_rnn_seq2seq`.
        feed_previous: The same.
        dtype: The same.
        scope: Variable scope; by default `embedding_tied_rnn_seq2seq`.

    Returns:
        `(outputs, state)` of the decoder.

    Source: `tf.contrib.legacy_seq2seq.embedding_tied_rnn_seq2seq`.
    """
    with tf1.variable_scope(
        scope or "embedding_tied_rnn_seq2seq", dtype=dtype
    ) as scope:
        dtype = scope.dtype
        if output_projection is not None:
            weights = tf.convert_to_tensor(output_projection[0], dtype=dtype)
            weights.shape.assert_is_compatible_with([cell.output_size, num_symbols])
            biases = tf.convert_to_tensor(output_projection[1], dtype=dtype)
            biases.shape.assert_is_compatible_with([num_symbols])
        embedding = tf1.get_variable(
            "embedding", [num_symbols, embedding_size], dtype=dtype
        )
        embedded = [
            [tf1.nn.embedding_lookup(embedding, i) for i in inputs]
            for inputs in (encoder_inputs, decoder_inputs)
        ]
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols or num_symbols)

        def decode(feed: bool, update: bool = True) -> tuple[list[Any], Any]:
            loop_function = (
                argmax_and_embed(embedding, output_projection, update) if feed else None
            )
            return tied_rnn_seq2seq(
                embedded[0], embedded[1], cell, loop_function=loop_function, dtype=dtype
            )

        if isinstance(feed_previous, bool):
            return decode(feed_previous)
        found = either(feed_previous, lambda feed: decode(feed, update=False))
        cell.zero_state(batch_size=1, dtype=dtype)  # for 1.15's op count
        return found


def one2many_rnn_seq2seq(
    encoder_inputs: list[Any],
    decoder_inputs_dict: dict[str, list[Any]],
    enc_cell: Any,
    dec_cells_dict: dict[str, Any],
    num_encoder_symbols: int,
    num_decoder_symbols_dict: dict[str, int],
    embedding_size: int,
    feed_previous: Any = False,
    dtype: Any = None,
    scope: Any = None,
) -> tuple[dict[str, list[Any]], dict[str, Any]]:
    """One encoder, and decoders by name that all begin with its last state.

    Args:
        encoder_inputs: int32 vectors `[batch]`, one a step.
        decoder_inputs_dict: The decoders' inputs, by name.
        enc_cell: The encoder's cell.
        dec_cells_dict: The decoders' cells, by name.
        num_encoder_symbols: How many tokens the encoder knows.
        num_decoder_symbols_dict: How many each decoder knows, by name.
        embedding_size: Depth of the embeddings.
        feed_previous: bool, or bool scalar tensor: as for `embedding_rnn_decoder`.
        dtype: dtype of the encoder's first state; by default float32.
        scope: Variable scope; by default `one2many_rnn_seq2seq`.

    Returns:
        `(outputs, states)` by name; the outputs are logits `[batch, tokens]`.

    Source: `tf.contrib.legacy_seq2seq.one2many_rnn_seq2seq`.
    """
    outputs, states = {}, {}
    with tf1.variable_scope(scope or "one2many_rnn_seq2seq", dtype=dtype) as scope:
        encoder = EmbeddingWrapper(
            enc_cell,
            embedding_classes=num_encoder_symbols,
            embedding_size=embedding_size,
        )
        _, start = static_rnn(encoder, encoder_inputs, dtype=scope.dtype)
        for name, decoder_inputs in decoder_inputs_dict.items():
            tokens = num_decoder_symbols_dict[name]
            with tf1.variable_scope(f"one2many_decoder_{name}"):
                cell = OutputProjectionWrapper(dec_cells_dict[name], tokens)

                def decode(
                    feed: bool,
                    inputs: Any = decoder_inputs,
                    cell: Any = cell,
                    tokens: int = tokens,
                ) -> tuple[list[Any], Any]:
                    return embedding_rnn_decoder(
                        inputs,
                        start,
                        cell,
                        tokens,
                        embedding_size,
                        feed_previous=feed,
                    )

                if isinstance(feed_previous, bool):
                    outputs[name], states[name] = decode(feed_previous)
                else:
                    outputs[name], states[name] = either(feed_previous, decode)
    return outputs, states
