"""Gradients clipped and multiplied, and a train op that makes one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1

Pairs = Sequence[tuple[Any, Any]]


def add_gradients_summaries(grads_and_vars: Pairs) -> list[Any]:
    """A histogram and a norm of each gradient, as summaries.

    Args:
        grads_and_vars: Pairs of gradient and variable.

    Source: `tf.contrib.training.add_gradients_summaries`.
    """
    made = []
    for gradient, variable in grads_and_vars:
        if gradient is None:
            tf1.logging.info("Var %s has no gradient", variable.op.name)
            continue
        values = getattr(gradient, "values", gradient)
        name = variable.op.name
        made.append(tf1.summary.histogram(f"{name}_gradient", values))
        norm = tf1.global_norm([values])
        made.append(tf1.summary.scalar(f"{name}_gradient_norm", norm))
    return made


def clip_gradient_norms(gradients_to_variables: Pairs, max_norm: float) -> list[Any]:
    """The gradients, each clipped to a norm.

    Args:
        gradients_to_variables: Pairs of gradient and variable.
        max_norm: The norm.

    Source: `tf.contrib.training.clip_gradient_norms`.
    """
    clipped = []
    for gradient, variable in gradients_to_variables:
        if isinstance(gradient, tf.IndexedSlices):
            values = tf.clip_by_norm(gradient.values, max_norm)
            gradient = tf.IndexedSlices(values, gradient.indices, gradient.dense_shape)
        elif gradient is not None:
            gradient = tf.clip_by_norm(gradient, max_norm)
        clipped.append((gradient, variable))
    return clipped


def clip_gradient_norms_fn(max_norm: float) -> Callable[[Pairs], list[Any]]:
    """`clip_gradient_norms` as a function of the gradients alone.

    Source: `tf.contrib.training.clip_gradient_norms_fn`.
    """
    return lambda pairs: clip_gradient_norms(pairs, max_norm)


def multiply_gradients(
    grads_and_vars: Pairs, gradient_multipliers: dict[Any, Any]
) -> list[Any]:
    """The gradients, some of them multiplied.

    Args:
        grads_and_vars: Pairs of gradient and variable.
        gradient_multipliers: From a variable, or its op's name, to a factor.

    Raises:
        ValueError: For no dict, an empty one, or a variable without gradient.

    Source: `tf.contrib.training.multiply_gradients`.
    """
    if not isinstance(grads_and_vars, list):
        raise ValueError("`grads_and_vars` must be a list.")
    if not isinstance(gradient_multipliers, dict) or not gradient_multipliers:
        raise ValueError("`gradient_multipliers` is empty or no dict.")
    by_name = {
        getattr(getattr(key, "op", key), "name", key): factor
        for key, factor in gradient_multipliers.items()
    }
    result = []
    for gradient, variable in grads_and_vars:
        if variable.op.name in by_name:
            if gradient is None:
                raise ValueError("Requested multiple of `None` gradient.")
            factor = tf.convert_to_tensor(
                by_name[variable.op.name], gradient.dtype.base_dtype
            )
            if isinstance(gradient, tf.IndexedSlices):
                gradient = tf.IndexedSlices(
                    gradient.values * factor, gradient.indices, gradient.dense_shape
                )
            else:
                gradient = gradient * factor
        result.append((gradient, variable))
    return result


_USE_GLOBAL_STEP = 0


def create_train_op(
    total_loss: Any,
    optimizer: Any,
    global_step: Any = _USE_GLOBAL_STEP,
    update_ops: Any = None,
    variables_to_train: Any = None,
    transform_grads_fn: Any = None,
    summarize_gradients: bool = False,
    gate_gradients: int = tf1.train.Optimizer.GATE_OP,
    aggregation_method: Any = None,
    colocate_gradients_with_ops: bool = False,
    check_numerics: bool = True,
) -> Any:
    """The loss, as a tensor that also makes one training step when it is run.

    Args:
        total_loss: Scalar tensor.
        optimizer: A `tf.train.Optimizer`.
        global_step: The step to count; by default the graph's, `None` for none.
        update_ops: Ops to run before; by default those in `tf.GraphKeys.UPDATE_OPS`.
        variables_to_train: By default all trainable ones.
        transform_grads_fn: From pairs of gradient and variable to pairs.
        summarize_gradients: Whether to add summaries of the gradients.
        gate_gradients: Passed on to the optimizer, like the two that follow.
        aggregation_method: See above.
        colocate_gradients_with_ops: See above.
        check_numerics: Whether a loss that is NaN or infinite is an error.

    Source: `tf.contrib.training.create_train_op`.
    """
    if global_step is _USE_GLOBAL_STEP:
        global_step = tf1.train.get_or_create_global_step()
    collected = set(tf1.get_collection(tf1.GraphKeys.UPDATE_OPS))
    update_ops = collected if update_ops is None else set(update_ops)
    if not collected.issubset(update_ops):
        tf1.logging.warning(
            "update_ops in create_train_op does not contain all the update_ops in "
            "GraphKeys.UPDATE_OPS"
        )
    if update_ops:
        with tf1.control_dependencies(list(update_ops)):
            barrier = tf1.no_op(name="update_barrier")
        with tf1.control_dependencies([barrier]):
            total_loss = tf1.identity(total_loss)
    if variables_to_train is None:
        variables_to_train = tf1.trainable_variables()
    else:
        for variable in variables_to_train:
            assert variable in tf1.trainable_variables()
    assert variables_to_train
    pairs = optimizer.compute_gradients(
        total_loss,
        variables_to_train,
        gate_gradients=gate_gradients,
        aggregation_method=aggregation_method,
        colocate_gradients_with_ops=colocate_gradients_with_ops,
    )
    if transform_grads_fn:
        pairs = transform_grads_fn(pairs)
    if summarize_gradients:
        with tf1.name_scope("summarize_grads"):
            add_gradients_summaries(pairs)
    updates = optimizer.apply_gradients(pairs, global_step=global_step)
    with tf1.name_scope("train_op"):
        if check_numerics:
            total_loss = tf.debugging.check_numerics(
                total_loss, "LossTensor is inf or nan"
            )
        with tf1.control_dependencies([updates]):
            train_op = tf1.identity(total_loss, name="control_dependency")
    steps = tf1.get_collection_ref(tf1.GraphKeys.TRAIN_OP)
    if not any(train_op is other for other in steps):
        steps.append(train_op)
    return train_op
