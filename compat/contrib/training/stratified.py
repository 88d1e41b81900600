"""Batches whose classes come as often as is asked."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.training.resampling import kept

tf1 = tf.compat.v1

# The count of each class before the first label is seen.
_BEFORE = 10
_NEARLY = 1e-6


def _verify_input(
    tensor_list: list[Any], labels: Any, probs_list: list[Any]
) -> tuple[list[Any], Any, list[Any]]:
    """The tensors, labels and probabilities, behind assertions of what they must be."""
    checked = []
    for one in probs_list:
        one.shape.assert_has_rank(1)
        one.shape.assert_is_fully_defined()
    classes = probs_list[0].shape[0]
    for one in probs_list:
        if one.shape[0] != classes:
            raise ValueError("Probability parameters must have the same length.")
    labels.shape.assert_has_rank(1)
    for one in probs_list:
        total = tf1.reduce_sum(one)
        checks = [
            tf1.assert_non_negative(one),
            tf1.assert_less(total, 1.0 + _NEARLY),
            tf1.assert_less(1.0 - _NEARLY, total),
        ]
        with tf1.control_dependencies(checks):
            checked.append(tf1.identity(one, name="control_dependency"))
    size = tf1.shape(labels)[0]
    checks = [tf1.assert_positive(size)]
    with tf1.control_dependencies(checks):
        labels = tf1.identity(labels, name="control_dependency")
    values = []
    for tensor in tensor_list:
        same = tf1.assert_equal(tf1.shape(tensor)[0], size)
        with tf1.control_dependencies([*checks, same]):
            values.append(tf1.identity(tensor, name="control_dependency"))
    within = [
        tf1.assert_integer(labels),
        tf1.assert_non_negative(labels),
        tf1.assert_less(labels, tf1.cast(classes, labels.dtype)),
    ]
    with tf1.control_dependencies(within):
        labels = tf1.identity(labels, name="control_dependency")
    return values, labels, checked


def _estimate_data_distribution(labels: Any, num_classes: int) -> Any:
    """How often each class came so far."""
    counts = tf1.Variable(
        initial_value=[_BEFORE] * num_classes,
        trainable=False,
        name="class_count",
        dtype=tf.int64,
    )
    seen = tf1.one_hot(labels, num_classes, dtype=tf.int64)
    total = tf1.assign_add(counts, tf1.reduce_sum(seen, 0)) + 0
    return tf1.cast(total / tf1.reduce_sum(total), tf.float32)


def _acceptance(initial: Any, target: Any) -> Any:
    """The probability to keep an example of each class."""
    good = tf1.logical_or(tf1.not_equal(initial, 0.0), tf1.equal(target, 0.0))
    message = (
        "All classes with zero initial probability must also have zero target "
        "probability: "
    )
    check = tf1.Assert(tf1.reduce_all(good), [message, initial, target])
    with tf1.control_dependencies([check]):
        initial = tf1.identity(initial, name="control_dependency")
    ratio = target / initial
    ratio = tf.where(tf1.is_nan(ratio), tf1.zeros_like(ratio), ratio)
    accept = ratio / tf1.reduce_max(ratio)
    rejected = tf1.reduce_sum((1.0 - accept) * initial)

    def warned() -> Any:
        message = "Proportion of examples rejected by sampler is high: "
        return tf1.Print(accept, [accept], message, first_n=10)

    return tf1.cond(rejected < 0.5, lambda: accept, warned)


def stratified_sample(
    tensors: Any,
    labels: Any,
    target_probs: Any,
    batch_size: int,
    init_probs: Any = None,
    enqueue_many: bool = False,
    queue_capacity: int = 16,
    threads_per_queue: int = 1,
    name: str | None = None,
) -> tuple[list[Any], Any]:
    """Batches whose classes come as often as `target_probs` says; the rest is dropped.

    Args:
        tensors: List of tensors: one example, or many.
        labels: Integer tensor: the example's class, or the classes of many.
        target_probs: How often each class is to come.
        batch_size: Size of a batch.
        init_probs: How often each class comes; counted on the way by default.
        enqueue_many: Whether `tensors` are many examples, `[batch, ...]`.
        queue_capacity: How many examples may wait.
        threads_per_queue: Number of threads of each queue.
        name: Name scope.

    Returns:
        `(tensors, labels)`: list of tensors `[batch_size, ...]`, and their classes.

    Raises:
        ValueError: For probabilities of different lengths.

    Source: `tf.contrib.training.stratified_sample`.
    """
    with tf1.name_scope(name, "stratified_sample", [*tensors, labels]):
        values = [tf1.convert_to_tensor(tensor) for tensor in tensors]
        labels = tf1.convert_to_tensor(labels)
        target = tf1.convert_to_tensor(target_probs, dtype=tf.float32)
        if not enqueue_many:
            values = [tf1.expand_dims(value, 0) for value in values]
            labels = tf1.expand_dims(labels, 0)
        if init_probs is None:
            target.shape.assert_has_rank(1)
            initial = _estimate_data_distribution(labels, target.shape[0])
        else:
            initial = tf1.convert_to_tensor(init_probs, dtype=tf.float32)
        values, labels, (initial, target) = _verify_input(
            values, labels, [initial, target]
        )
        accept = _acceptance(initial, target)
        one = tf1.train.batch(
            [*values, labels],
            batch_size=1,
            num_threads=threads_per_queue,
            capacity=queue_capacity,
            enqueue_many=True,
        )
        one = [tf1.squeeze(tensor, [0]) for tensor in one]
        chance = tf1.gather(accept, one[-1])
        batch = kept(one, chance, batch_size, threads_per_queue)
    return batch[:-1], batch[-1]
