"""Losses over lists of logits, and models in buckets of lengths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def sequence_loss_by_example(
    logits: list[Any],
    targets: list[Any],
    weights: list[Any],
    average_across_timesteps: bool = True,
    softmax_loss_function: Callable[..., Any] | None = None,
    name: str | None = None,
) -> Any:
    """Each sequence's weighted cross-entropy.

    Args:
        logits: Tensors `[batch, tokens]`, one a step.
        targets: int32 vectors `[batch]`, one a step.
        weights: Float vectors `[batch]`, one a step.
        average_across_timesteps: Whether the sum is divided by the sum of the weights.
        softmax_loss_function: `(labels, logits)` to the loss; by default sparse softmax
            cross-entropy.
        name: Name scope.

    Returns:
        Vector `[batch]`.

    Raises:
        ValueError: For lists of different lengths.

    Source: `tf.contrib.legacy_seq2seq.sequence_loss_by_example`.
    """
    if len(targets) != len(logits) or len(weights) != len(logits):
        raise ValueError(
            "Lengths of logits, weights, and targets must be the same "
            f"{len(logits)}, {len(weights)}, {len(targets)}."
        )
    with tf1.name_scope(
        name, "sequence_loss_by_example", [*logits, *targets, *weights]
    ):
        losses = []
        for logit, target, weight in zip(logits, targets, weights, strict=True):
            if softmax_loss_function is None:
                crossent = tf1.nn.sparse_softmax_cross_entropy_with_logits(
                    labels=tf.reshape(target, [-1]), logits=logit
                )
            else:
                crossent = softmax_loss_function(labels=target, logits=logit)
            losses.append(crossent * weight)
        total = tf1.add_n(losses)
        if average_across_timesteps:
            size = tf1.add_n(weights)
            size += 1e-12  # where all weights are 0
            total /= size
    return total


def sequence_loss(
    logits: list[Any],
    targets: list[Any],
    weights: list[Any],
    average_across_timesteps: bool = True,
    average_across_batch: bool = True,
    softmax_loss_function: Callable[..., Any] | None = None,
    name: str | None = None,
) -> Any:
    """The sum over the batch of `sequence_loss_by_example`, or its mean.

    Args:
        logits: As for `sequence_loss_by_example`, like all not named here.
        targets: The same.
        weights: The same.
        average_across_timesteps: The same.
        average_across_batch: Whether the sum is divided by the batch size.
        softmax_loss_function: The same.
        name: The same.

    Returns:
        Scalar.

    Raises:
        ValueError: For lists of different lengths.

    Source: `tf.contrib.legacy_seq2seq.sequence_loss`.
    """
    with tf1.name_scope(name, "sequence_loss", [*logits, *targets, *weights]):
        cost = tf1.reduce_sum(
            sequence_loss_by_example(
                logits,
                targets,
                weights,
                average_across_timesteps=average_across_timesteps,
                softmax_loss_function=softmax_loss_function,
            )
        )
        if average_across_batch:
            return cost / tf.cast(tf.shape(targets[0])[0], cost.dtype)
        return cost


def model_with_buckets(
    encoder_inputs: list[Any],
    decoder_inputs: list[Any],
    targets: list[Any],
    weights: list[Any],
    buckets: list[tuple[int, int]],
    seq2seq: Callable[..., Any],
    softmax_loss_function: Callable[..., Any] | None = None,
    per_example_loss: bool = False,
    name: str | None = None,
) -> tuple[list[Any], list[Any]]:
    """One model for several lengths: its weights are shared, each length has its loss.

    Args:
        encoder_inputs: The encoder's inputs, one a step.
        decoder_inputs: The decoder's, one a step.
        targets: int32 vectors `[batch]`, one a step.
        weights: Float vectors `[batch]`, one a step.
        buckets: Lengths `(encoder, decoder)`, each longer than those before.
        seq2seq: From `(encoder inputs, decoder inputs)` to `(outputs, state)`.
        softmax_loss_function: As for `sequence_loss`.
        per_example_loss: Whether the losses are by example.
        name: Name scope.

    Returns:
        `(outputs, losses)`, one a bucket.

    Raises:
        ValueError: When there are fewer inputs than the last bucket has steps.

    Source: `tf.contrib.legacy_seq2seq.model_with_buckets`.
    """
    for given, kind, length in (
        (encoder_inputs, "encoder_inputs", buckets[-1][0]),
        (targets, "targets", buckets[-1][1]),
        (weights, "weights", buckets[-1][1]),
    ):
        if len(given) < length:
            raise ValueError(
                f"Length of {kind} ({len(given)}) must be at least that of last bucket "
                f"({length})."
            )
    loss = sequence_loss_by_example if per_example_loss else sequence_loss
    outputs, losses = [], []
    with tf1.name_scope(
        name,
        "model_with_buckets",
        [*encoder_inputs, *decoder_inputs, *targets, *weights],
    ):
        for index, (encoder_steps, steps) in enumerate(buckets):
            reuse = True if index > 0 else None
            with tf1.variable_scope(tf1.get_variable_scope(), reuse=reuse):
                made, _ = seq2seq(
                    encoder_inputs[:encoder_steps], decoder_inputs[:steps]
                )
                outputs.append(made)
                losses.append(
                    loss(
                        made,
                        targets[:steps],
                        weights[:steps],
                        softmax_loss_function=softmax_loss_function,
                    )
                )
    return outputs, losses
