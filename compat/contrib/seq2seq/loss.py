"""`sequence_loss`: weighted cross-entropy of sequences of logits."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def sequence_loss(
    logits: Any,
    targets: Any,
    weights: Any,
    average_across_timesteps: bool = True,
    average_across_batch: bool = True,
    sum_over_timesteps: bool = False,
    sum_over_batch: bool = False,
    softmax_loss_function: Any = None,
    name: str | None = None,
) -> Any:
    """Cross-entropy per step times its weight, averaged or summed as asked for.

    An average divides by the sum of the weights, so a step of weight 0 (padding) counts
    neither above nor below the line.

    Args:
        logits: Float tensor `[batch, time, classes]`.
        targets: Int tensor `[batch, time]`.
        weights: Float tensor `[batch, time]`.
        average_across_timesteps: Whether to divide the sum over time by that of the
            weights.
        average_across_batch: The same over the batch.
        sum_over_timesteps: Whether to divide it by the number of weights that are not
            zero instead; excludes the average over time.
        sum_over_batch: The same over the batch.
        softmax_loss_function: `(labels, logits)` to the loss per step; by default
            sparse softmax cross-entropy.
        name: Name scope; by default `sequence_loss`.

    Returns:
        Scalar, or `[batch]`, `[time]` or `[batch, time]` for what is neither averaged
        nor summed.

    Raises:
        ValueError: For a tensor of another rank, or an average and a sum over one axis.

    Source: `tf.contrib.seq2seq.sequence_loss`.
    """
    if len(logits.shape) != 3:
        raise ValueError(
            "Logits must be a [batch_size x sequence_length x logits] tensor"
        )
    if len(targets.shape) != 2:
        raise ValueError("Targets must be a [batch_size x sequence_length] tensor")
    if len(weights.shape) != 2:
        raise ValueError("Weights must be a [batch_size x sequence_length] tensor")
    for average, total, axis in (
        (average_across_timesteps, sum_over_timesteps, "timesteps"),
        (average_across_batch, sum_over_batch, "batch"),
    ):
        if average and total:
            raise ValueError(
                f"average_across_{axis} and sum_over_{axis} cannot be set to True at "
                "same time."
            )
    with tf1.name_scope(name, "sequence_loss", [logits, targets, weights]):
        classes = tf.shape(logits)[2]
        flat_logits = tf.reshape(logits, [-1, classes])
        flat_targets = tf.reshape(targets, [-1])
        if softmax_loss_function is None:
            crossent = tf1.nn.sparse_softmax_cross_entropy_with_logits(
                labels=flat_targets, logits=flat_logits
            )
        else:
            crossent = softmax_loss_function(labels=flat_targets, logits=flat_logits)
        crossent *= tf.reshape(weights, [-1])
        if average_across_timesteps and average_across_batch:
            return tf1.div_no_nan(tf1.reduce_sum(crossent), tf1.reduce_sum(weights))
        if sum_over_timesteps and sum_over_batch:
            count = tf1.count_nonzero(weights, dtype=crossent.dtype)
            return tf1.div_no_nan(tf1.reduce_sum(crossent), count)
        crossent = tf.reshape(crossent, tf.shape(logits)[0:2])
        for average, total, along in (
            (average_across_timesteps, sum_over_timesteps, 1),
            (average_across_batch, sum_over_batch, 0),
        ):
            if average:
                size = tf1.reduce_sum(weights, axis=along)
            elif total:
                size = tf1.count_nonzero(weights, axis=along, dtype=crossent.dtype)
            else:
                continue
            crossent = tf1.div_no_nan(tf1.reduce_sum(crossent, axis=along), size)
        return crossent


class SequenceLoss:
    """`sequence_loss` as an object, called with targets before logits.

    Args:
        average_across_timesteps: As for `sequence_loss`, and so are the others.
        average_across_batch: As above.
        sum_over_timesteps: As above.
        sum_over_batch: As above.
        softmax_loss_function: As above.
        name: As above.

    Source: `tensorflow.contrib.seq2seq.python.ops.loss.SequenceLoss`, not public.
    """

    def __init__(
        self,
        average_across_timesteps: bool = False,
        average_across_batch: bool = False,
        sum_over_timesteps: bool = True,
        sum_over_batch: bool = True,
        softmax_loss_function: Any = None,
        name: str | None = None,
    ) -> None:
        self.average_across_timesteps = average_across_timesteps
        self.average_across_batch = average_across_batch
        self.sum_over_timesteps = sum_over_timesteps
        self.sum_over_batch = sum_over_batch
        self.softmax_loss_function = softmax_loss_function
        self.name = name

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any) -> Any:
        """The loss of logits `y_pred` for targets `y_true`."""
        return sequence_loss(
            y_pred,
            y_true,
            sample_weight,
            average_across_timesteps=self.average_across_timesteps,
            average_across_batch=self.average_across_batch,
            sum_over_timesteps=self.sum_over_timesteps,
            sum_over_batch=self.sum_over_batch,
            softmax_loss_function=self.softmax_loss_function,
            name=self.name,
        )
