"""Variables that are kept short after each step."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class VariableClippingOptimizer(tf1.train.Optimizer):  # type: ignore[name-defined]
    """An optimizer after whose step variables are clipped by their norms.

    Args:
        opt: The optimizer.
        vars_to_clip_dims: Dict from a variable to the list of its axes over which the
            norm is taken: `[1]` for each row of a matrix.
        max_norm: The largest norm.
        use_locking: Whether updates lock the variables.
        colocate_clip_ops_with_vars: Whether to clip on the variables' devices.
        name: Name of the optimizer.

    Source: `tf.contrib.opt.VariableClippingOptimizer`.
    """

    def __init__(
        self,
        opt: Any,
        vars_to_clip_dims: Any,
        max_norm: Any,
        use_locking: bool = False,
        colocate_clip_ops_with_vars: bool = False,
        name: str = "VariableClipping",
    ):
        super().__init__(use_locking, name)
        self._opt = opt
        self._dims = {
            (variable.ref() if hasattr(variable, "ref") else variable): dims
            for variable, dims in vars_to_clip_dims.items()
        }
        self._max_norm = max_norm
        self._colocate = colocate_clip_ops_with_vars

    def compute_gradients(self, *args: Any, **kwargs: Any) -> Any:
        """The optimizer's gradients.

        Source: `tf.train.Optimizer.compute_gradients`.
        """
        return self._opt.compute_gradients(*args, **kwargs)

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
        """Take the optimizer's step, and clip.

        Args:
            grads_and_vars: List of `(gradient, variable)`.
            global_step: Variable that counts the steps.
            name: Name of the op.

        Source: `tf.train.Optimizer.apply_gradients`.
        """
        with tf1.name_scope(name, self._name) as opened:
            step = self._opt.apply_gradients(grads_and_vars, global_step=global_step)
            ops = [step]
            with tf1.control_dependencies([step]):
                for gradient, variable in grads_and_vars:
                    if gradient is None or variable.ref() not in self._dims:
                        continue
                    with tf1.name_scope("clip_" + variable.op.name):
                        if isinstance(gradient, tf.IndexedSlices):
                            ops.append(self._clip_rows(gradient, variable))
                        else:
                            ops.append(self._clip(variable))
            return tf.group(*ops, name=opened)

    def _device(self, variable: Any) -> Any:
        return tf1.device(variable.device if self._colocate else None)

    def _clip(self, variable: Any) -> Any:
        with self._device(variable):
            now = variable.read_value()
            short = tf.clip_by_norm(now, self._max_norm, self._dims[variable.ref()])
            # 1.15 wrote the difference, so that what others add meanwhile stays.
            change = now - short
        with tf1.device(variable.device):
            return variable.assign_sub(change, use_locking=self._use_locking)

    def _clip_rows(self, gradient: Any, variable: Any) -> Any:
        dims = self._dims[variable.ref()]
        with self._device(variable):
            rows = tf1.gather(variable, gradient.indices)
            short = tf.clip_by_norm(rows, self._max_norm, dims)
            change = rows - short
        with tf1.colocate_with(variable):
            return tf1.scatter_sub(
                variable, gradient.indices, change, use_locking=self._use_locking
            )
