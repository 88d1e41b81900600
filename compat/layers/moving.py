"""Moving averages, the fused batch normalization, and conditions known beforehand."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def known(condition: Any) -> bool | None:
    """A condition's value where it is known already, else `None`."""
    if tf.is_tensor(condition):
        value = tf.get_static_value(condition)
        return None if value is None else bool(value)
    return bool(condition)


def select(
    condition: Any, if_true: Callable[[], Any], if_false: Callable[[], Any]
) -> Any:
    """`tf.cond`, or the one branch where the condition is known already."""
    value = known(condition)
    if value is None:
        return tf1.cond(condition, if_true, if_false)
    return if_true() if value else if_false()


@contextlib.contextmanager
def in_one_piece(scope: Any) -> Iterator[None]:
    """Make variables of a scope whole, as 1.15 did with averages."""
    partitioner = scope.partitioner
    scope.set_partitioner(None)
    try:
        yield
    finally:
        scope.set_partitioner(partitioner)


def assign_moving_average(
    variable: Any, value: Any, momentum: Any, zero_debias: bool = False
) -> Any:
    """Move an average: `variable -= (variable - value) · (1 - momentum)`.

    Args:
        variable: The average.
        value: What it moves towards.
        momentum: Float, or scalar tensor.
        zero_debias: Whether to take out the weight of the zero it began with.

    Returns:
        The variable after that.
    """
    given = [variable, value, momentum]
    with tf1.name_scope(None, "AssignMovingAvg", given) as scope:
        with tf1.colocate_with(variable):
            decay = 1.0 - momentum
            if not tf.is_tensor(decay):
                decay = tf.convert_to_tensor(decay, name="decay")
            if decay.dtype != variable.dtype.base_dtype:
                decay = tf1.cast(decay, variable.dtype.base_dtype)
            if zero_debias:
                return _without_zero(variable, value, decay, scope)
            change = (variable - tf1.cast(value, variable.dtype.base_dtype)) * decay
            return tf1.assign_sub(variable, change, name=scope)


def _without_zero(variable: Any, value: Any, decay: Any, scope: str) -> Any:
    """The average of the values so far, `biased / (1 - (1 - decay)^steps)`."""
    with tf1.variable_scope(variable.op.name, values=[variable, value, decay]):
        biased = tf1.get_variable(
            "biased",
            variable.shape,
            dtype=variable.dtype.base_dtype,
            initializer=tf1.zeros_initializer(),
            trainable=False,
        )
        step = tf1.get_variable(
            "local_step",
            [],
            dtype=variable.dtype.base_dtype,
            initializer=tf1.zeros_initializer(),
            trainable=False,
        )
    moved = tf1.assign_sub(biased, (biased - value) * decay)
    steps = tf1.assign_add(step, 1.0)
    return tf1.assign(variable, moved / (1 - tf.pow(1.0 - decay, steps)), name=scope)


def fused_batch_norm(
    inputs: Any,
    scale: Any,
    offset: Any,
    averages: Any,
    epsilon: float,
    data_format: str,
) -> tuple[Any, Any, Any]:
    """Batch normalization in one op.

    Args:
        inputs: Tensor of rank 4.
        scale: Gamma.
        offset: Beta.
        averages: Mean and variance to use; nothing for those of the batch.
        epsilon: Added to the variance.
        data_format: `NHWC` or `NCHW`.

    Returns:
        The outputs, mean and variance.
    """
    training = not averages
    mean, variance = averages or (tf.constant([]), tf.constant([]))
    result = tf.raw_ops.FusedBatchNormV3(
        x=inputs,
        scale=scale,
        offset=offset,
        mean=mean,
        variance=variance,
        epsilon=max(epsilon, 1.001e-5),
        data_format=data_format,
        is_training=training,
    )
    return result[0], result[1], result[2]
