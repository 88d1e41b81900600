"""Relatives of Adam: AdaMax, Nadam, and Adam that moves only the rows it is given."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat._private import setting
from compat.contrib.opt.common import (
    called,
    cast,
    is_resource,
    rows_added,
    rows_change,
    rows_subtracted,
    rows_written,
)

tf1 = tf.compat.v1


class AdaMaxOptimizer(tf1.train.AdamOptimizer):  # type: ignore[name-defined]
    """Adam with the largest gradient so far in place of the mean of squares.

    `m ← β₁ m + (1 − β₁) g`, `v ← max(β₂ v, |g|)`,
    `θ ← θ − α / (1 − β₁ᵗ) · m / (v + ε)`.

    Args:
        learning_rate: Float or scalar tensor: α.
        beta1: Float or scalar tensor: how slowly the mean of the gradients moves.
        beta2: Float or scalar tensor: how slowly the largest one shrinks.
        epsilon: Small number beside which nothing is divided by zero.
        use_locking: Whether updates lock the variables.
        name: Name scope of the update.

    Source: `tf.contrib.opt.AdaMaxOptimizer`; Kingma et al., 2014 (section 7).
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta1: Any = 0.9,
        beta2: Any = 0.999,
        epsilon: Any = 1e-8,
        use_locking: bool = False,
        name: str = "AdaMax",
    ):
        super().__init__(learning_rate, beta1, beta2, epsilon, use_locking, name)
        self._given = (learning_rate, beta1, beta2, epsilon)

    def _get_beta_accumulators(self) -> Any:
        graph = None if tf.executing_eagerly() else tf1.get_default_graph()
        return self._get_non_slot_variable("beta1_power", graph=graph)

    def _create_slots(self, var_list: Any) -> None:
        first = min(var_list, key=lambda variable: variable.name)
        self._create_non_slot_variable(
            initial_value=called(self._given[1]),
            name="beta1_power",
            colocate_with=first,
        )
        for variable in var_list:
            self._zeros_slot(variable, "m", self._name)
            self._zeros_slot(variable, "v", self._name)

    def _prepare(self) -> None:
        names = ("learning_rate", "beta1", "beta2", "epsilon")
        self._rate, self._one, self._two, self._small = (
            tf.convert_to_tensor(called(value), name=name)
            for value, name in zip(self._given, names, strict=True)
        )

    def _numbers(self, variable: Any) -> dict[str, Any]:
        return {
            "lr": cast(self._rate, variable),
            "beta1": cast(self._one, variable),
            "beta2": cast(self._two, variable),
            "epsilon": cast(self._small, variable),
        }

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        return tf.raw_ops.ApplyAdaMax(
            var=var,
            m=self.get_slot(var, "m"),
            v=self.get_slot(var, "v"),
            beta1_power=cast(self._get_beta_accumulators(), var),
            **self._numbers(var),
            grad=grad,
            use_locking=self._use_locking,
        )

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        return tf.raw_ops.ResourceApplyAdaMax(
            var=var.handle,
            m=self.get_slot(var, "m").handle,
            v=self.get_slot(var, "v").handle,
            beta1_power=cast(self._get_beta_accumulators(), var),
            **self._numbers(var),
            grad=grad,
            use_locking=self._use_locking,
        )

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        return self._resource_apply_sparse(grad.values, var, grad.indices)

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        rate, one, two, small = self._numbers(var).values()
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        mean = tf1.gather(m, indices) * one + grad * (1 - one)
        mean_written = rows_written(m, indices, mean)
        largest = tf.maximum(tf1.gather(v, indices) * two, tf.abs(grad))
        largest_written = rows_written(v, indices, largest)
        power = cast(self._get_beta_accumulators(), var)
        step = -rate / (1 - power) * (mean / (largest + small))
        moved = rows_added(var, indices, step)
        return tf.group(moved, mean_written, largest_written)

    def _finish(self, update_ops: Any, name_scope: Any) -> Any:
        with tf1.control_dependencies(update_ops):
            power = self._get_beta_accumulators()
            with tf1.colocate_with(power):
                next_power = power.assign(
                    power * self._one, use_locking=self._use_locking
                )
        return tf.group(*update_ops, next_power, name=name_scope)


class _OfAdam(tf1.train.AdamOptimizer):  # type: ignore[name-defined]
    """Adam's numbers for one variable, as its update of rows uses them."""

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta1: Any = 0.9,
        beta2: Any = 0.999,
        epsilon: Any = 1e-8,
        use_locking: bool = False,
        name: str = "Adam",
    ):
        super().__init__(learning_rate, beta1, beta2, epsilon, use_locking, name)

    def _numbers(self, var: Any) -> tuple[Any, ...]:
        """The powers of β₁ and β₂; the rate, β₁, β₂ and ε."""
        one_power, two_power = setting(self, "get_beta_accumulators")()
        given = [setting(self, f"{name}_t") for name in ("lr", "beta1", "beta2")]
        given.append(setting(self, "epsilon_t"))
        return (
            cast(one_power, var),
            cast(two_power, var),
            *(cast(number, var) for number in given),
        )

    def _rate(self, var: Any) -> tuple[Any, ...]:
        """The rate of this step; β₁, β₂ and ε."""
        one, two = setting(self, "get_beta_accumulators")()
        rate, beta1, beta2, small = (
            cast(setting(self, f"{name}_t"), var)
            for name in ("lr", "beta1", "beta2", "epsilon")
        )
        root = tf.sqrt(1 - cast(two, var))
        return rate * root / (1 - cast(one, var)), beta1, beta2, small


class NadamOptimizer(_OfAdam):
    """Adam with Nesterov's momentum: it looks one step ahead.

    Its arguments are those of `tf.train.AdamOptimizer`.

    Source: `tf.contrib.opt.NadamOptimizer`; Dozat, 2016.
    """

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        one_power, two_power, rate, beta1, beta2, small = self._numbers(var)
        return tf.raw_ops.ApplyAdam(
            var=var,
            m=self.get_slot(var, "m"),
            v=self.get_slot(var, "v"),
            beta1_power=one_power,
            beta2_power=two_power,
            lr=rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=small,
            grad=grad,
            use_locking=self._use_locking,
            use_nesterov=True,
        )

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        one_power, two_power, rate, beta1, beta2, small = self._numbers(var)
        return tf.raw_ops.ResourceApplyAdam(
            var=var.handle,
            m=self.get_slot(var, "m").handle,
            v=self.get_slot(var, "v").handle,
            beta1_power=one_power,
            beta2_power=two_power,
            lr=rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=small,
            grad=grad,
            use_locking=self._use_locking,
            use_nesterov=True,
        )

    def _apply_sparse_shared(
        self, grad: Any, var: Any, indices: Any, scatter_add: Any
    ) -> Any:
        rate, beta1, beta2, small = self._rate(var)
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        share = grad * (1 - beta1)
        shrunk = tf1.assign(m, m * beta1, use_locking=self._use_locking)
        with tf1.control_dependencies([shrunk]):
            mean = scatter_add(m, indices, share)
            ahead = share + beta1 * tf1.gather(mean, indices)
        squares = grad * grad * (1 - beta2)
        shrunk = tf1.assign(v, v * beta2, use_locking=self._use_locking)
        with tf1.control_dependencies([shrunk]):
            variance = scatter_add(v, indices, squares)
            root = tf.sqrt(tf1.gather(variance, indices))
        moved = scatter_add(var, indices, -rate * ahead / (root + small))
        return tf.group(moved, ahead, variance)


class LazyAdamOptimizer(_OfAdam):
    """Adam that leaves alone the rows of a variable that a gradient does not name.

    Its arguments are those of `tf.train.AdamOptimizer`, whose means move in all rows.

    Source: `tf.contrib.opt.LazyAdamOptimizer`.
    """

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        return lazily(self, self._rate(var), grad.values, var, grad.indices)

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        return lazily(self, self._rate(var), grad, var, indices)


def lazily(
    optimizer: Any, numbers: tuple[Any, ...], grad: Any, var: Any, indices: Any
) -> Any:
    """Adam's update of some rows of a variable and of its two means."""
    rate, beta1, beta2, small = numbers
    m, v = optimizer.get_slot(var, "m"), optimizer.get_slot(var, "v")
    mean = beta1 * tf1.gather(m, indices) + (1 - beta1) * grad
    if is_resource(var):
        mean_written: Any = rows_change(m, tf1.scatter_update, indices, mean)
    else:
        mean_written = rows_written(m, indices, mean)
    variance = beta2 * tf1.gather(v, indices) + (1 - beta2) * tf.square(grad)
    if is_resource(var):
        variance_written: Any = rows_change(v, tf1.scatter_update, indices, variance)
        step = rate * mean / (tf.sqrt(variance) + small)
        moved = rows_change(var, tf1.scatter_sub, indices, step)
    else:
        variance_written = rows_written(v, indices, variance)
        mean = tf1.gather(mean_written, indices)
        below = tf.sqrt(tf1.gather(variance_written, indices)) + small
        moved = rows_subtracted(var, indices, rate * mean / below)
    return tf.group(moved, mean_written, variance_written)
