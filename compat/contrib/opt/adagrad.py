"""Adagrad whose sums of squares may stand still for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import tensorflow as tf

from compat._private import setting

tf1 = tf.compat.v1


class RegAdagradOptimizer(tf1.train.AdagradOptimizer):  # type: ignore[name-defined]
    """Adagrad that can take a step without adding to its sums of squares.

    It is for losses, like a regularization, whose gradients should not slow down the
    others.

    Args:
        learning_rate: Float or scalar tensor.
        initial_accumulator_value: What the sums begin with.
        use_locking: Whether updates lock the variables.
        name: Name scope of the update.

    Source: `tf.contrib.opt.RegAdagradOptimizer`.
    """

    def __init__(
        self,
        learning_rate: Any,
        initial_accumulator_value: float = 0.1,
        use_locking: bool = False,
        name: str = "RegAdagrad",
    ):
        super().__init__(
            learning_rate,
            initial_accumulator_value=initial_accumulator_value,
            use_locking=use_locking,
            name=name,
        )
        self._updates_slots = True

    @contextmanager
    def avoid_updating_slots(self) -> Iterator[None]:
        """In the block, steps leave the sums of squares as they are.

        Source: `tf.contrib.opt.RegAdagradOptimizer.avoid_updating_slots`.
        """
        before, self._updates_slots = self._updates_slots, False
        try:
            yield
        finally:
            self._updates_slots = before

    def _update(self, op: Any, of: Any, var: Any, **given: Any) -> Any:
        rate = setting(self, "learning_rate_tensor")
        return op(
            var=of(var),
            accum=of(self.get_slot(var, "accumulator")),
            lr=tf1.cast(rate, var.dtype.base_dtype),
            use_locking=self._use_locking,
            update_slots=self._updates_slots,
            **given,
        )

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        return self._update(tf.raw_ops.ApplyAdagrad, _itself, var, grad=grad)

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        return self._update(tf.raw_ops.ResourceApplyAdagrad, _handle, var, grad=grad)

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        op = tf.raw_ops.SparseApplyAdagrad
        return self._update(op, _itself, var, grad=grad.values, indices=grad.indices)

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        op = tf.raw_ops.ResourceSparseApplyAdagrad
        return self._update(op, _handle, var, grad=grad, indices=indices)


def _itself(variable: Any) -> Any:
    return variable


def _handle(variable: Any) -> Any:
    return variable.handle
