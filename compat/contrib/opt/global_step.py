"""Adam whose powers of β₁ and β₂ come from the global step, not from variables."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.opt.adam import lazily
from compat.contrib.opt.common import called, cast, rows_added

tf1 = tf.compat.v1


class AdamGSOptimizer(tf1.train.Optimizer):  # type: ignore[name-defined]
    """Adam that counts its steps by a global step, so that several may share it.

    Args:
        global_step: Tensor, variable or function that gives the step, from 0.
        learning_rate: Float or scalar tensor.
        beta1: Float or scalar tensor: how slowly the mean of the gradients moves.
        beta2: Float or scalar tensor: the same of their squares.
        epsilon: Small number beside which nothing is divided by zero.
        use_locking: Whether updates lock the variables.
        name: Name scope of the update.

    Source: `tf.contrib.opt.AdamGSOptimizer`.
    """

    def __init__(
        self,
        global_step: Any = 0,
        learning_rate: Any = 0.001,
        beta1: Any = 0.9,
        beta2: Any = 0.999,
        epsilon: Any = 1e-8,
        use_locking: bool = False,
        name: str = "Adam",
    ):
        super().__init__(use_locking, name)
        self._given = (learning_rate, beta1, beta2, epsilon)
        self._global_step = global_step
        self._step_on_worker: Any = None

    def _create_slots(self, var_list: Any) -> None:
        for variable in var_list:
            self._zeros_slot(variable, "m", self._name)
            self._zeros_slot(variable, "v", self._name)

    def _prepare(self) -> None:
        names = ("learning_rate", "beta1", "beta2", "epsilon")
        self._rate, self._one, self._two, self._small = (
            tf.convert_to_tensor(called(value), name=name)
            for value, name in zip(self._given, names, strict=True)
        )
        step = tf.identity(called(self._global_step))
        self._step_on_worker = tf1.cast(step + 1, tf.float32)

    def _get_beta_accumulators(self) -> tuple[Any, Any]:
        step = self._step_on_worker
        return (
            tf.pow(self._one, tf1.cast(step, self._one.dtype)),
            tf.pow(self._two, tf1.cast(step, self._two.dtype)),
        )

    def _update(self, op: Any, of: Any, grad: Any, var: Any) -> Any:
        one_power, two_power = self._get_beta_accumulators()
        return op(
            var=of(var),
            m=of(self.get_slot(var, "m")),
            v=of(self.get_slot(var, "v")),
            beta1_power=cast(one_power, var),
            beta2_power=cast(two_power, var),
            lr=cast(self._rate, var),
            beta1=cast(self._one, var),
            beta2=cast(self._two, var),
            epsilon=cast(self._small, var),
            grad=grad,
            use_locking=self._use_locking,
        )

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        return self._update(tf.raw_ops.ApplyAdam, lambda one: one, grad, var)

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        op = tf.raw_ops.ResourceApplyAdam
        return self._update(op, lambda one: one.handle, grad, var)

    def _step(self, var: Any) -> tuple[Any, ...]:
        """The rate of this step; β₁, β₂ and ε."""
        one_power, two_power = (
            cast(power, var) for power in self._get_beta_accumulators()
        )
        beta1, beta2, small = (
            cast(one, var) for one in (self._one, self._two, self._small)
        )
        rate = cast(self._rate, var) * tf.sqrt(1 - two_power) / (1 - one_power)
        return rate, beta1, beta2, small

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        def add(to: Any, indices: Any, values: Any) -> Any:
            return tf1.scatter_add(to, indices, values, use_locking=self._use_locking)

        return self._apply_rows(grad.values, var, grad.indices, add)

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        return self._apply_rows(grad, var, indices, rows_added)

    def _apply_rows(self, grad: Any, var: Any, indices: Any, add: Any) -> Any:
        rate, beta1, beta2, small = self._step(var)
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        share = grad * (1 - beta1)
        shrunk = tf1.assign(m, m * beta1, use_locking=self._use_locking)
        with tf1.control_dependencies([shrunk]):
            mean = add(m, indices, share)
        squares = (grad * grad) * (1 - beta2)
        shrunk = tf1.assign(v, v * beta2, use_locking=self._use_locking)
        with tf1.control_dependencies([shrunk]):
            variance = add(v, indices, squares)
        root = tf.sqrt(variance)
        moved = tf1.assign_sub(
            var, rate * mean / (root + small), use_locking=self._use_locking
        )
        return tf.group(moved, mean, variance)


class LazyAdamGSOptimizer(AdamGSOptimizer):
    """`AdamGSOptimizer` that leaves alone the rows that a gradient does not name.

    Source: `tf.contrib.opt.LazyAdamGSOptimizer`.
    """

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        return lazily(self, self._step(var), grad.values, var, grad.indices)

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        return lazily(self, self._step(var), grad, var, indices)
