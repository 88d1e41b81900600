"""Optimizers that also shrink the weights themselves, beside the gradient's step."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.opt.common import rows_added

tf1 = tf.compat.v1


def _key(variable: Any) -> Any:
    return variable.ref()


class DecoupledWeightDecayExtension:
    """Beside an optimizer among the bases: `θ ← θ − weight_decay θ` before its step.

    `class AdamW(DecoupledWeightDecayExtension, tf.train.AdamOptimizer)`, with the
    weight decay as the first argument of its constructor.

    Args:
        weight_decay: Float or scalar tensor. It is not multiplied by the learning
            rate.
        **kwargs: What the optimizer takes.

    Source: `tf.contrib.opt.DecoupledWeightDecayExtension`; Loshchilov & Hutter, 2017.
    """

    def __init__(self, weight_decay: Any, **kwargs: Any):
        self._decay_var_list: set[Any] | None = None  # none: of all variables
        self._use_locking: bool
        self._weight_decay = weight_decay
        self._weight_decay_tensor: Any = None
        super().__init__(**kwargs)

    def minimize(
        self,
        loss: Any,
        global_step: Any = None,
        var_list: Any = None,
        gate_gradients: int = tf1.train.Optimizer.GATE_OP,
        aggregation_method: Any = None,
        colocate_gradients_with_ops: bool = False,
        name: str | None = None,
        grad_loss: Any = None,
        decay_var_list: Any = None,
    ) -> Any:
        """Move variables against a loss's gradients, and shrink some of them.

        Args:
            loss: Tensor, or a function that gives it in eager execution.
            global_step: As in `tf.train.Optimizer.minimize`, like all others but
            decay_var_list: Has no effect in 1.15: all variables shrink.

        Source: `tf.contrib.opt.DecoupledWeightDecayExtension.minimize`.
        """
        self._decay_var_list = _set_of(decay_var_list)
        return super().minimize(  # type: ignore[misc]
            loss,
            global_step=global_step,
            var_list=var_list,
            gate_gradients=gate_gradients,
            aggregation_method=aggregation_method,
            colocate_gradients_with_ops=colocate_gradients_with_ops,
            name=name,
            grad_loss=grad_loss,
        )

    def apply_gradients(
        self,
        grads_and_vars: Any,
        global_step: Any = None,
        name: str | None = None,
        decay_var_list: Any = None,
    ) -> Any:
        """Move variables by their gradients, and shrink some of them.

        Args:
            grads_and_vars: List of `(gradient, variable)`.
            global_step: Variable that counts the steps.
            name: Name of the op.
            decay_var_list: Variables to shrink; by default all.

        Source: `tf.contrib.opt.DecoupledWeightDecayExtension.apply_gradients`.
        """
        # Called by `minimize`, this forgets what that was given, as in 1.15.
        self._decay_var_list = _set_of(decay_var_list)
        return super().apply_gradients(  # type: ignore[misc]
            grads_and_vars, global_step=global_step, name=name
        )

    def _prepare(self) -> None:
        self._weight_decay_tensor = tf.convert_to_tensor(
            self._weight_decay, name="weight_decay"
        )
        super()._prepare()  # type: ignore[misc]

    def _is_shrunk(self, var: Any) -> bool:
        return not self._decay_var_list or _key(var) in self._decay_var_list

    def _shrink(self, var: Any) -> Any:
        if not self._is_shrunk(var):
            return tf.no_op()
        return var.assign_sub(self._weight_decay * var, self._use_locking)

    def _shrink_rows(self, var: Any, indices: Any) -> Any:
        if not self._is_shrunk(var):
            return tf.no_op()
        change = -self._weight_decay * tf1.gather(var, indices)
        return rows_added(var, indices, change)

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        with tf1.control_dependencies([self._shrink(var)]):
            return super()._apply_dense(grad, var)  # type: ignore[misc]

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        with tf1.control_dependencies([self._shrink(var)]):
            return super()._resource_apply_dense(grad, var)  # type: ignore[misc]

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        shrunk = self._shrink_rows(var, grad.indices)
        with tf1.control_dependencies([shrunk]):
            return super()._apply_sparse(grad, var)  # type: ignore[misc]

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        shrunk = self._shrink_rows(var, indices)
        with tf1.control_dependencies([shrunk]):
            return super()._resource_apply_sparse(  # type: ignore[misc]
                grad, var, indices
            )


def _set_of(variables: Any) -> set[Any] | None:
    return {_key(variable) for variable in variables} if variables else None


def extend_with_decoupled_weight_decay(base_optimizer: type) -> type:
    """A class like an optimizer's, whose first argument is the weight decay.

    Args:
        base_optimizer: Class of an optimizer.

    Source: `tf.contrib.opt.extend_with_decoupled_weight_decay`.
    """

    class OptimizerWithDecoupledWeightDecay(  # type: ignore[misc]
        DecoupledWeightDecayExtension, base_optimizer
    ):
        """The optimizer, and `DecoupledWeightDecayExtension`."""

        def __init__(self, weight_decay: Any, *args: Any, **kwargs: Any):
            super().__init__(weight_decay, *args, **kwargs)

    return OptimizerWithDecoupledWeightDecay


class MomentumWOptimizer(
    DecoupledWeightDecayExtension,
    tf1.train.MomentumOptimizer,  # type: ignore[name-defined]
):
    """Momentum, with weights that also shrink by themselves.

    Args:
        weight_decay: How much of a weight goes in each step.
        learning_rate: As in `tf.train.MomentumOptimizer`, like all that follow.

    Source: `tf.contrib.opt.MomentumWOptimizer`.
    """

    def __init__(
        self,
        weight_decay: Any,
        learning_rate: Any,
        momentum: Any,
        use_locking: bool = False,
        name: str = "MomentumW",
        use_nesterov: bool = False,
    ):
        super().__init__(
            weight_decay,
            learning_rate=learning_rate,
            momentum=momentum,
            use_locking=use_locking,
            name=name,
            use_nesterov=use_nesterov,
        )


class AdamWOptimizer(
    DecoupledWeightDecayExtension,
    tf1.train.AdamOptimizer,  # type: ignore[name-defined]
):
    """Adam, with weights that also shrink by themselves.

    Args:
        weight_decay: How much of a weight goes in each step.
        learning_rate: As in `tf.train.AdamOptimizer`, like all that follow.

    Source: `tf.contrib.opt.AdamWOptimizer`.
    """

    def __init__(
        self,
        weight_decay: Any,
        learning_rate: Any = 0.001,
        beta1: Any = 0.9,
        beta2: Any = 0.999,
        epsilon: Any = 1e-8,
        use_locking: bool = False,
        name: str = "AdamW",
    ):
        super().__init__(
            weight_decay,
            learning_rate=learning_rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=epsilon,
            use_locking=use_locking,
            name=name,
        )
