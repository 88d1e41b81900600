"""An optimizer that keeps moving averages of the variables, and saves them instead."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class MovingAverageOptimizer(tf1.train.Optimizer):  # type: ignore[name-defined]
    """An optimizer, and moving averages of the variables that it trains.

    Its `swapping_saver` writes the averages under the variables' names.

    Args:
        opt: The optimizer.
        average_decay: How slowly the averages move.
        num_updates: Scalar variable: number of steps so far, to begin faster.
        sequential_update: Whether averages are taken after the step, not beside it.

    Source: `tf.contrib.opt.MovingAverageOptimizer`.
    """

    def __init__(
        self,
        opt: Any,
        average_decay: Any = 0.9999,
        num_updates: Any = None,
        sequential_update: bool = True,
    ):
        self._optimizer = opt
        self._ema = tf1.train.ExponentialMovingAverage(
            average_decay, num_updates=num_updates
        )
        self._swapped: dict[str, Any] | None = None
        self._sequential_update = sequential_update

    def compute_gradients(self, *args: Any, **kwargs: Any) -> Any:
        """The optimizer's gradients.

        Source: `tf.train.Optimizer.compute_gradients`.
        """
        return self._optimizer.compute_gradients(*args, **kwargs)

    def apply_gradients(
        self, grads_and_vars: Any, global_step: Any = None, name: str | None = None
    ) -> Any:
        """Take the optimizer's step, and move the averages.

        Args:
            grads_and_vars: List of `(gradient, variable)`.
            global_step: Variable that counts the steps.
            name: Name of the optimizer's op.

        Source: `tf.train.Optimizer.apply_gradients`.
        """
        step = self._optimizer.apply_gradients(
            grads_and_vars, global_step=global_step, name=name
        )
        variables = [v for gradient, v in grads_and_vars if gradient is not None]
        before = [step] if self._sequential_update else []
        with tf1.control_dependencies(before):
            averaged = self._ema.apply(variables)
        self._swapped = {}
        for variable in variables:
            average = self._ema.average(variable)
            self._swapped[variable.op.name] = average
            self._swapped[average.op.name] = variable
        return tf.group(step, averaged, name="train_with_avg")

    def swapping_saver(
        self, var_list: Any = None, name: str = "swapping_saver", **kwargs: Any
    ) -> Any:
        """A saver that writes averages for variables, and variables for averages.

        Args:
            var_list: Variables; by default all.
            name: Name scope of its ops.
            **kwargs: What `tf.train.Saver` takes.

        Raises:
            RuntimeError: Before `apply_gradients` or `minimize`.
            ValueError: For an average without its variable.

        Source: `tf.contrib.opt.MovingAverageOptimizer.swapping_saver`.
        """
        if self._swapped is None:
            raise RuntimeError(
                "Must call apply_gradients or minimize before creating the "
                "swapping_saver"
            )
        if var_list is None:
            var_list = tf1.global_variables()
        names = (
            dict(var_list)
            if isinstance(var_list, dict)
            else {variable.op.name: variable for variable in var_list}
        )
        missing = [
            key
            for key, value in self._swapped.items()
            if value.op.name in names and key not in names
        ]
        if missing:
            raise ValueError(
                f"Variable to swap {missing[0]} is not part of variables to save. "
                "This breaks MovingAverageOptimizer."
            )
        names = {key: self._swapped.get(key, value) for key, value in names.items()}
        return tf1.train.Saver(names, name=name, **kwargs)
