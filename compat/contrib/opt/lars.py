"""LARS: each layer's rate by the sizes of its weights and gradients."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.opt.common import called

tf1 = tf.compat.v1


class LARSOptimizer(tf1.train.Optimizer):  # type: ignore[name-defined]
    """Momentum whose rate for a layer is `lr · eeta |w| / (|g| + weight_decay |w|)`.

    Args:
        learning_rate: Float, scalar tensor or function.
        momentum: Float.
        weight_decay: Float: how much of a weight is added to its gradient.
        eeta: Float: how large a step may be beside the weights.
        epsilon: Small number below the fraction.
        name: Name scope of the update.
        skip_list: List of parts of names: these variables keep the plain rate.
        use_nesterov: Whether to look one step ahead.

    Raises:
        ValueError: For a negative momentum.

    Source: `tf.contrib.opt.LARSOptimizer`; You et al., 2017.
    """

    def __init__(
        self,
        learning_rate: Any,
        momentum: Any = 0.9,
        weight_decay: Any = 0.0001,
        eeta: Any = 0.001,
        epsilon: Any = 0.0,
        name: str = "LARSOptimizer",
        skip_list: Any = None,
        use_nesterov: bool = False,
    ):
        if momentum < 0.0:
            raise ValueError(f"momentum should be positive: {momentum}")
        super().__init__(use_locking=False, name=name)
        self._learning_rate, self._momentum = learning_rate, momentum
        self._weight_decay, self._eeta, self._epsilon = weight_decay, eeta, epsilon
        self._skip_list, self._use_nesterov = skip_list, use_nesterov

    def _create_slots(self, var_list: Any) -> None:
        for variable in var_list:
            self._zeros_slot(variable, "momentum", self._name)

    def _prepare(self) -> None:
        self._learning_rate_tensor = tf.convert_to_tensor(
            called(self._learning_rate), name="learning_rate"
        )
        self._momentum_tensor = tf.convert_to_tensor(
            called(self._momentum), name="momentum"
        )

    def compute_lr(self, grad: Any, var: Any) -> tuple[Any, Any]:
        """The rate for a variable, and its gradient with the weight decay.

        Args:
            grad: The variable's gradient.
            var: The variable.

        Returns:
            `(rate, gradient)`.

        Source: `tf.contrib.opt.LARSOptimizer.compute_lr`.
        """
        rate = called(self._learning_rate)
        if self._skip_list and any(one in var.name for one in self._skip_list):
            return rate, grad
        weights = tf1.norm(var, ord=2)
        gradients = tf1.norm(grad, ord=2)
        some_weight, some_gradient = tf.greater(weights, 0), tf.greater(gradients, 0)
        above = self._eeta * weights
        below = gradients + self._weight_decay * weights + self._epsilon
        trust = tf1.where(
            some_weight, tf1.where(some_gradient, above / below, 1.0), 1.0
        )
        return rate * trust, grad + self._weight_decay * var

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        return self._dense(tf.raw_ops.ApplyMomentum, lambda one: one, grad, var)

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        op = tf.raw_ops.ResourceApplyMomentum
        return self._dense(op, lambda one: one.handle, grad, var)

    def _dense(self, op: Any, of: Any, grad: Any, var: Any) -> Any:
        rate, grad = self.compute_lr(grad, var)
        return op(
            var=of(var),
            accum=of(self.get_slot(var, "momentum")),
            lr=tf1.cast(1.0, var.dtype.base_dtype),
            grad=grad * rate,
            momentum=self._momentum,
            use_locking=False,
            use_nesterov=self._use_nesterov,
        )

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        return tf.raw_ops.SparseApplyMomentum(
            var=var,
            accum=self.get_slot(var, "momentum"),
            lr=tf1.cast(self._learning_rate_tensor, var.dtype.base_dtype),
            grad=grad.values,
            indices=grad.indices,
            momentum=tf1.cast(self._momentum_tensor, var.dtype.base_dtype),
            use_locking=False,
            use_nesterov=self._use_nesterov,
        )

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        return tf.raw_ops.ResourceSparseApplyMomentum(
            var=var.handle,
            accum=self.get_slot(var, "momentum").handle,
            lr=tf1.cast(self._learning_rate_tensor, grad.dtype),
            grad=grad,
            indices=indices,
            momentum=tf1.cast(self._momentum_tensor, grad.dtype),
            use_locking=False,
            use_nesterov=self._use_nesterov,
        )
