"""Examples taken more or less often: by rates, by weights, by a probability."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.count.ops.random import random_uniform
from compat.layers.moving import assign_moving_average

tf1 = tf.compat.v1


def _repeat_range(counts: Any) -> Any:
    """`0` `counts[0]` times, then `1` `counts[1]` times, and so on."""
    with tf1.name_scope("repeat_range", values=[counts]):
        counts = tf.convert_to_tensor(counts)

        def step(parts: Any, index: Any) -> tuple[Any, Any]:
            parts = parts.write(index, tf1.fill(counts[index : index + 1], index))
            return parts, index + 1

        size = tf1.shape(counts)[0]
        parts = tf.TensorArray(tf.int32, size, infer_shape=False)
        parts, index = tf1.while_loop(
            lambda parts, index: index < size,
            step,
            [parts, 0],
            parallel_iterations=1,
            back_prop=False,
        )
        return tf1.cond(index > 0, parts.concat, lambda: tf1.zeros([0], dtype=tf.int32))


def resample_at_rate(
    inputs: Any,
    rates: Any,
    scope: str | None = None,
    seed: int | None = None,
    back_prop: bool = False,
) -> list[Any]:
    """Each example as often as a Poisson distribution of its rate says.

    Args:
        inputs: List of tensors `[batch, ...]`.
        rates: Tensor `[batch]`: how often to expect each example.
        scope: Name scope.
        seed: Seed of what is drawn.
        back_prop: Whether gradients pass through.

    Returns:
        List of tensors, their first axis as long as was drawn.

    Source: `tf.contrib.training.resample_at_rate`.
    """
    with tf1.name_scope(scope, "resample_at_rate", values=list(inputs)):
        rates = tf.convert_to_tensor(rates, name="rates")
        drawn = tf1.random_poisson(rates, (), rates.dtype, seed=seed)
        indices = _repeat_range(tf1.cast(drawn, tf.int32))
        if not back_prop:
            indices = tf.stop_gradient(indices)
        return [tf1.gather(tensor, indices) for tensor in inputs]


def weighted_resample(
    inputs: Any,
    weights: Any,
    overall_rate: Any,
    scope: str | None = None,
    mean_decay: float = 0.999,
    seed: int | None = None,
) -> tuple[list[Any], Any]:
    """Each example as often as its weight, against the mean so far, says.

    Args:
        inputs: List of tensors `[batch, ...]`.
        weights: Tensor `[batch]`.
        overall_rate: How many examples to expect for each one given.
        scope: Name scope.
        mean_decay: How slowly the mean of the weights moves.
        seed: Seed of what is drawn.

    Returns:
        `(outputs, rates)`: the list of resampled tensors, and each one's rate.

    Source: `tf.contrib.training.weighted_resample`.
    """
    with tf1.name_scope(scope, "weighted_resample", list(inputs)) as opened:
        weights = tf.convert_to_tensor(weights, name="weights")
        with tf1.variable_scope("estimate_mean", values=[weights]):
            mean = tf1.get_variable(
                "estimated_mean",
                initializer=tf1.cast(0, weights.dtype),
                trainable=False,
                collections=[tf1.GraphKeys.LOCAL_VARIABLES],
            )
            mean = assign_moving_average(
                mean, tf.reduce_mean(weights), mean_decay, zero_debias=True
            )
        rates = overall_rate * weights / mean
        results = resample_at_rate([rates, *inputs], rates, scope=opened, seed=seed)
        return results[1:], results[0]


def rejection_sample(
    tensors: Any,
    accept_prob_fn: Callable[[Any], Any],
    batch_size: int,
    queue_threads: int = 1,
    enqueue_many: bool = False,
    prebatch_capacity: int = 16,
    prebatch_threads: int = 1,
    runtime_checks: bool = False,
    name: str | None = None,
) -> list[Any]:
    """Batches of examples, each kept with a probability of its own.

    Args:
        tensors: List of tensors: one example, or many.
        accept_prob_fn: From the example to a scalar between 0 and 1.
        batch_size: Size of a batch.
        queue_threads: Number of threads that put examples into the queue.
        enqueue_many: Whether `tensors` are many examples, `[batch, ...]`.
        prebatch_capacity: How many of the many may wait.
        prebatch_threads: Number of threads for the many.
        runtime_checks: Whether to look at the probability at run time.
        name: Name scope.

    Returns:
        List of tensors `[batch_size, ...]`.

    Source: `tf.contrib.training.rejection_sample`.
    """
    with tf1.name_scope(name, "rejection_sample", list(tensors)):
        values = [tf1.convert_to_tensor(tensor) for tensor in tensors]
        if enqueue_many:
            one = tf1.train.batch(
                values,
                batch_size=1,
                num_threads=prebatch_threads,
                capacity=prebatch_capacity,
                enqueue_many=True,
            )
            one = one if isinstance(one, list) else [one]
            values = [tf1.squeeze(tensor, [0]) for tensor in one]
        probability = tf1.convert_to_tensor(accept_prob_fn(values))
        probability.shape.assert_is_compatible_with([])
        if runtime_checks:
            with tf1.control_dependencies(
                [
                    tf1.assert_less_equal(0.0, probability),
                    tf1.assert_less_equal(probability, 1.0),
                ]
            ):
                probability = tf1.identity(probability, name="control_dependency")
            probability = tf1.identity(probability, name="prob_with_checks")
        return kept(values, probability, batch_size, queue_threads)


def kept(values: list[Any], probability: Any, batch_size: int, threads: int) -> Any:
    """Batches of the examples that a draw keeps.

    Args:
        values: List of tensors: one example.
        probability: Scalar: how likely it is kept.
        batch_size: Size of a batch.
        threads: Number of threads.

    Returns:
        List of tensors `[batch_size, ...]`.
    """
    keep = random_uniform([]) < probability
    batch = tf1.train.maybe_batch(values, keep, batch_size, num_threads=threads)
    return batch if isinstance(batch, list) else [batch]
