"""The train op of slim: gradients multiplied, then clipped, then applied."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.training import training

tf1 = tf.compat.v1


def create_train_op(
    total_loss: Any,
    optimizer: Any,
    global_step: Any = training._USE_GLOBAL_STEP,
    update_ops: Any = None,
    variables_to_train: Any = None,
    clip_gradient_norm: float = 0,
    summarize_gradients: bool = False,
    gate_gradients: int = tf1.train.Optimizer.GATE_OP,
    aggregation_method: Any = None,
    colocate_gradients_with_ops: bool = False,
    gradient_multipliers: dict[Any, Any] | None = None,
    check_numerics: bool = True,
) -> Any:
    """The loss, as a tensor that also makes one training step when it is run.

    Args:
        total_loss: Scalar tensor.
        optimizer: A `tf.train.Optimizer`.
        global_step: The step to count; by default the graph's, `None` for none.
        update_ops: Ops to run before; by default those in `tf.GraphKeys.UPDATE_OPS`.
        variables_to_train: By default all trainable ones.
        clip_gradient_norm: Norm that each gradient is clipped to, if above 0.
        summarize_gradients: Whether to add summaries of the gradients.
        gate_gradients: Passed on to the optimizer, like the two that follow.
        aggregation_method: See above.
        colocate_gradients_with_ops: See above.
        gradient_multipliers: From a variable, or its op's name, to a factor.
        check_numerics: Whether a loss that is NaN or infinite is an error.

    Source: `tf.contrib.slim.learning.create_train_op`.
    """

    def changed(pairs: Any) -> Any:
        if gradient_multipliers:
            with tf1.name_scope("multiply_grads"):
                pairs = training.multiply_gradients(pairs, gradient_multipliers)
        if clip_gradient_norm > 0:
            with tf1.name_scope("clip_grads"):
                pairs = training.clip_gradient_norms(pairs, clip_gradient_norm)
        return pairs

    return training.create_train_op(
        total_loss=total_loss,
        optimizer=optimizer,
        global_step=global_step,
        update_ops=update_ops,
        variables_to_train=variables_to_train,
        transform_grads_fn=changed,
        summarize_gradients=summarize_gradients,
        gate_gradients=gate_gradients,
        aggregation_method=aggregation_method,
        colocate_gradients_with_ops=colocate_gradients_with_ops,
        check_numerics=check_numerics,
    )
