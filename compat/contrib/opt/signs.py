"""AddSign and PowerSign, found by a search for optimizers; how fast the sign fades."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.opt.common import called, cast, rows_subtracted

tf1 = tf.compat.v1


class _SignOptimizer(tf1.train.Optimizer):  # type: ignore[name-defined]
    """A step by the gradient, more of it where gradient and mean agree in sign."""

    _strength = ""

    def __init__(
        self,
        learning_rate: Any,
        strength: Any,
        beta: Any,
        sign_decay_fn: Callable[[Any], Any] | None,
        use_locking: bool,
        name: str,
    ):
        super().__init__(use_locking, name)
        self._rate_given, self._strength_given = learning_rate, strength
        self._beta_given, self._sign_decay_fn = beta, sign_decay_fn

    def apply_gradients(
        self, grads_and_vars: Any, global_step: Any = None, name: str | None = None
    ) -> Any:
        """Move the variables by their gradients.

        Args:
            grads_and_vars: List of `(gradient, variable)`.
            global_step: Variable that counts the steps.
            name: Name of the op.

        Source: `tf.train.Optimizer.apply_gradients`.
        """
        self._fading = None
        if self._sign_decay_fn is not None:
            self._fading = self._sign_decay_fn(global_step)
        return super().apply_gradients(
            grads_and_vars, global_step=global_step, name=name
        )

    def _create_slots(self, var_list: Any) -> None:
        for variable in var_list:
            self._zeros_slot(variable, "m", self._name)

    def _prepare(self) -> None:
        self._rate = tf.convert_to_tensor(
            called(self._rate_given), name="learning_rate"
        )
        self._beta = tf.convert_to_tensor(called(self._beta_given), name="beta")
        self._strong = tf.convert_to_tensor(
            called(self._strength_given), name=self._strength
        )
        if self._sign_decay_fn is None:
            self._decay = tf.convert_to_tensor(1.0, name="sign_decay")
        else:
            self._decay = tf.convert_to_tensor(self._fading, name="sign_decay")

    def _dense(self, op: Any, of: Any, grad: Any, var: Any) -> Any:
        return op(
            var=of(var),
            m=of(self.get_slot(var, "m")),
            lr=cast(self._rate, var),
            sign_decay=cast(self._decay, var),
            beta=cast(self._beta, var),
            grad=grad,
            use_locking=self._use_locking,
            **{self._strength: cast(self._strong, var)},
        )

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        m = self.get_slot(var, "m")
        scale, rate = self._scale(var), cast(self._rate, var)
        decay, beta = cast(self._decay, var), cast(self._beta, var)
        mean = tf1.assign(
            m, (m * beta) + (grad * (1 - beta)), use_locking=self._use_locking
        )
        signs = tf.sign(grad.values)
        agreed = tf1.gather(tf.sign(mean), grad.indices) * signs
        step = rate * scale(decay, agreed) * grad.values
        moved = rows_subtracted(var, grad.indices, step)
        return tf.group(moved, mean)

    def _scale(self, var: Any) -> Callable[[Any, Any], Any]:
        raise NotImplementedError


class AddSignOptimizer(_SignOptimizer):
    """`θ ← θ − lr (α + f(t) sign(g) sign(m)) g`, `m` the mean of the gradients.

    Args:
        learning_rate: Float or scalar tensor.
        alpha: Float or scalar tensor: how much of the gradient is always taken.
        beta: Float or scalar tensor: how slowly the mean moves.
        sign_decay_fn: From the global step to `f(t)`; by default 1.
        use_locking: Whether updates lock the variables.
        name: Name scope of the update.

    Source: `tf.contrib.opt.AddSignOptimizer`; Bello et al., 2017.
    """

    _strength = "alpha"

    def __init__(
        self,
        learning_rate: Any = 0.1,
        alpha: Any = 1.0,
        beta: Any = 0.9,
        sign_decay_fn: Callable[[Any], Any] | None = None,
        use_locking: bool = False,
        name: str = "AddSignOptimizer",
    ):
        super().__init__(learning_rate, alpha, beta, sign_decay_fn, use_locking, name)

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        return self._dense(tf.raw_ops.ApplyAddSign, lambda one: one, grad, var)

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        op = tf.raw_ops.ResourceApplyAddSign
        return self._dense(op, lambda one: one.handle, grad, var)

    def _scale(self, var: Any) -> Callable[[Any, Any], Any]:
        alpha = cast(self._strong, var)
        return lambda decay, agreed: alpha + decay * agreed


class PowerSignOptimizer(_SignOptimizer):
    """`θ ← θ − lr base^(f(t) sign(g) sign(m)) g`, `m` the mean of the gradients.

    Args:
        learning_rate: Float or scalar tensor.
        base: Float: what is raised.
        beta: Float or scalar tensor: how slowly the mean moves.
        sign_decay_fn: From the global step to `f(t)`; by default 1.
        use_locking: Whether updates lock the variables.
        name: Name scope of the update.

    Source: `tf.contrib.opt.PowerSignOptimizer`; Bello et al., 2017.
    """

    _strength = "logbase"

    def __init__(
        self,
        learning_rate: Any = 0.1,
        base: float = math.e,
        beta: Any = 0.9,
        sign_decay_fn: Callable[[Any], Any] | None = None,
        use_locking: bool = False,
        name: str = "PowerSignOptimizer",
    ):
        log = math.log(base)
        super().__init__(learning_rate, log, beta, sign_decay_fn, use_locking, name)

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        return self._dense(tf.raw_ops.ApplyPowerSign, lambda one: one, grad, var)

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        op = tf.raw_ops.ResourceApplyPowerSign
        return self._dense(op, lambda one: one.handle, grad, var)

    def _scale(self, var: Any) -> Callable[[Any, Any], Any]:
        base, log = tf1.cast(math.e, var.dtype.base_dtype), cast(self._strong, var)
        return lambda decay, agreed: tf.pow(base, log * decay * agreed)


def get_linear_decay_fn(decay_steps: int) -> Callable[[Any], Any]:
    """A function from the step to what is left of 1, in a straight line.

    Args:
        decay_steps: Number of steps after which nothing is left.

    Source: `tensorflow.contrib.opt.python.training.sign_decay`.
    """

    def linear_decay(global_step: Any) -> Any:
        step = _least(global_step, decay_steps, "linear_decay")
        left = tf1.cast(decay_steps, tf.int32) - tf1.cast(step, tf.int32)
        share = tf1.cast(left, tf.float32) / tf1.cast(decay_steps, tf.float32)
        return tf.maximum(0.0, share)

    return linear_decay


def get_cosine_decay_fn(
    decay_steps: int, num_periods: float = 0.5, zero_after: float | None = None
) -> Callable[[Any], Any]:
    """A function from the step to a cosine between 1 and 0.

    Args:
        decay_steps: Number of steps of all periods.
        num_periods: Number of periods of the cosine.
        zero_after: Number of periods after which all is 0.

    Source: `tensorflow.contrib.opt.python.training.sign_decay`.
    """

    def cosine_decay(global_step: Any) -> Any:
        step = _least(global_step, decay_steps, "cosine_decay")
        share = tf1.cast(step, tf.float32) / tf1.cast(decay_steps, tf.float32)
        passed = 2.0 * num_periods * share
        decayed = 0.5 * (1.0 + tf.cos(tf.constant(math.pi) * passed))
        if zero_after is None:
            return decayed
        return tf1.where(tf.greater_equal(passed, 2.0 * zero_after), 0.0, decayed)

    return cosine_decay


def get_restart_decay_fn(
    decay_steps: int, num_periods: float = 1, zero_after: float | None = None
) -> Callable[[Any], Any]:
    """A function from the step to half a cosine, begun anew in each period.

    Args:
        decay_steps: Number of steps of all periods.
        num_periods: Number of periods.
        zero_after: Number of periods after which all is 0.

    Source: `tensorflow.contrib.opt.python.training.sign_decay`.
    """

    def restart_decay(global_step: Any) -> Any:
        step = _least(global_step, decay_steps, "cosine_decay")
        passed = tf.math.floormod(
            num_periods * tf1.cast(step, tf.float32), float(decay_steps)
        ) / tf1.cast(decay_steps, tf.float32)
        decayed = 0.5 * (1.0 + tf.cos(tf.constant(math.pi) * passed))
        if zero_after is None:
            return decayed
        periods = tf1.cast(num_periods * step, tf.float32)
        periods = periods / tf1.cast(decay_steps, tf.float32)
        return tf1.where(tf.greater_equal(periods, zero_after), 0.0, decayed)

    return restart_decay


def _least(global_step: Any, decay_steps: int, name: str) -> Any:
    if global_step is None:
        raise ValueError(f"global_step is required for {name}.")
    return tf.minimum(global_step, decay_steps)


__all__ = [
    "AddSignOptimizer",
    "PowerSignOptimizer",
    "get_cosine_decay_fn",
    "get_linear_decay_fn",
    "get_restart_decay_fn",
]
