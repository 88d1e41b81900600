"""Gradients that come too late are dropped."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class DropStaleGradientOptimizer(tf1.train.Optimizer):  # type: ignore[name-defined]
    """An optimizer that takes no step if others took too many since the gradient.

    Args:
        opt: The optimizer.
        staleness: How many steps of others may lie between a gradient and its step.
        use_locking: Whether updates lock the variables.
        name: Name of the optimizer.

    Source: `tf.contrib.opt.DropStaleGradientOptimizer`.
    """

    def __init__(
        self,
        opt: Any,
        staleness: int,
        use_locking: bool = False,
        name: str = "DropStaleGradient",
    ):
        super().__init__(use_locking, name)
        self._opt, self._staleness = opt, staleness
        self._local_step: Any = None

    def compute_gradients(self, loss: Any, *args: Any, **kwargs: Any) -> Any:
        """Gradients of a loss, beside the step at which it was worked out.

        Source: `tf.train.Optimizer.compute_gradients`.
        """
        self._local_step = tf1.train.get_global_step() + 1
        with tf1.control_dependencies([self._local_step]):
            loss = tf1.identity(loss)
        return self._opt.compute_gradients(loss, *args, **kwargs)

    def get_slot(self, *args: Any, **kwargs: Any) -> Any:
        """A slot of the optimizer's.

        Source: `tf.train.Optimizer.get_slot`.
        """
        return self._opt.get_slot(*args, **kwargs)

    def get_slot_names(self, *args: Any, **kwargs: Any) -> Any:
        """Names of the optimizer's slots.

        Source: `tf.train.Optimizer.get_slot_names`.
        """
        return self._opt.get_slot_names(*args, **kwargs)

    def apply_gradients(
        self, grads_and_vars: Any, global_step: Any = None, name: str | None = None
    ) -> Any:
        """Take the step, or count that it was too late.

        Args:
            grads_and_vars: List of `(gradient, variable)`.
            global_step: Variable that counts the steps of all.
            name: Name of the optimizer's op.

        Source: `tf.train.Optimizer.apply_gradients`.
        """
        dropped = tf1.get_variable(
            "stale_counter", [], initializer=tf1.zeros_initializer(), trainable=False
        )
        gradients = [one for one, _ in grads_and_vars if one is not None]

        def accept() -> Any:
            step = self._opt.apply_gradients(grads_and_vars, global_step, name)
            with tf1.control_dependencies([step]):
                return tf1.identity(0.0)

        def drop() -> Any:
            return tf1.identity(1.0)

        with tf1.control_dependencies(gradients):
            late = tf1.train.get_global_step() - self._local_step
            late = tf1.reshape(late, [])
        is_new = tf.less_equal(late, self._staleness)
        count = tf1.assign_add(dropped, tf1.cond(is_new, accept, drop))
        steps = tf1.train.get_global_step() + 1
        share = dropped / tf1.cast(steps, tf.float32)
        tf1.summary.scalar("Gradient staleness percentage", share)
        return count
