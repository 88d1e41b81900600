"""Optimizers outside TensorFlow, SciPy's above all, that ask it for gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1


class ExternalOptimizerInterface:
    """Minimizes a loss by an algorithm that is no graph: subclasses say which.

    Variables are packed into one vector, and the algorithm asks for the loss and its
    gradient there. Only at the end are the variables written.

    Args:
        loss: Scalar tensor.
        var_list: Variables; by default those that are trained.
        equalities: Scalar tensors to keep at zero.
        inequalities: Scalar tensors to keep at or above zero.
        var_to_bounds: Dict from a variable to `(lower, upper)`: numbers or arrays.
        **optimizer_kwargs: For the algorithm.

    Source: `tf.contrib.opt.ExternalOptimizerInterface`.
    """

    def __init__(
        self,
        loss: Any,
        var_list: Any = None,
        equalities: Any = None,
        inequalities: Any = None,
        var_to_bounds: Any = None,
        **optimizer_kwargs: Any,
    ):
        self._loss = loss
        self._equalities = equalities or []
        self._inequalities = inequalities or []
        self._vars = tf1.trainable_variables() if var_list is None else list(var_list)
        self._packed_bounds: list[tuple[Any, Any]] | None = None
        if var_to_bounds is not None:
            self._packed_bounds = _bounds(self._vars, var_to_bounds)
        self._update_placeholders = [
            tf1.placeholder(variable.dtype) for variable in self._vars
        ]
        self._var_updates = [
            variable.assign(tf1.reshape(fed, variable.shape.as_list()))
            for variable, fed in zip(self._vars, self._update_placeholders, strict=True)
        ]
        loss_grads = _gradients(loss, self._vars)
        equality_grads = [_gradients(one, self._vars) for one in self._equalities]
        inequality_grads = [_gradients(one, self._vars) for one in self._inequalities]
        self.optimizer_kwargs = optimizer_kwargs
        self._packed_var = self._pack(self._vars)
        self._packed_loss_grad = self._pack(loss_grads)
        self._packed_equality_grads = [self._pack(one) for one in equality_grads]
        self._packed_inequality_grads = [self._pack(one) for one in inequality_grads]
        sizes = [int(np.prod(v.shape.as_list(), dtype=int)) for v in self._vars]
        ends = np.cumsum(sizes).tolist()
        self._packing_slices = [
            slice(end - size, end) for size, end in zip(sizes, ends, strict=True)
        ]

    def minimize(
        self,
        session: Any = None,
        feed_dict: Any = None,
        fetches: Any = None,
        step_callback: Callable[..., Any] | None = None,
        loss_callback: Callable[..., Any] | None = None,
        **run_kwargs: Any,
    ) -> None:
        """Minimize the loss, and write the variables.

        Args:
            session: Session; by default the current one.
            feed_dict: What to feed whenever the loss is asked for.
            fetches: Tensors to give to `loss_callback`.
            step_callback: Called with the packed variables after each step.
            loss_callback: Called with the values of `fetches` whenever the loss is
                asked for.
            **run_kwargs: For `Session.run`.

        Source: `tf.contrib.opt.ExternalOptimizerInterface.minimize`.
        """
        session = session or tf1.get_default_session()
        feed_dict, fetches = feed_dict or {}, fetches or []
        loss_callback = loss_callback or (lambda *values: None)
        step_callback = step_callback or (lambda values: None)
        given = (session, feed_dict, fetches)
        at_loss = self._asked(
            [self._loss, self._packed_loss_grad], *given, loss_callback
        )
        at_equalities = self._all_asked(self._equalities, *given)
        at_equality_grads = self._all_asked(self._packed_equality_grads, *given)
        at_inequalities = self._all_asked(self._inequalities, *given)
        at_inequality_grads = self._all_asked(self._packed_inequality_grads, *given)
        found = self._minimize(
            initial_val=session.run(self._packed_var),
            loss_grad_func=at_loss,
            equality_funcs=at_equalities,
            equality_grad_funcs=at_equality_grads,
            inequality_funcs=at_inequalities,
            inequality_grad_funcs=at_inequality_grads,
            packed_bounds=self._packed_bounds,
            step_callback=step_callback,
            optimizer_kwargs=self.optimizer_kwargs,
        )
        values = [found[part] for part in self._packing_slices]
        session.run(
            self._var_updates,
            feed_dict=dict(zip(self._update_placeholders, values, strict=True)),
            **run_kwargs,
        )

    def _minimize(
        self,
        initial_val: Any,
        loss_grad_func: Any,
        equality_funcs: Any,
        equality_grad_funcs: Any,
        inequality_funcs: Any,
        inequality_grad_funcs: Any,
        packed_bounds: Any,
        step_callback: Any,
        optimizer_kwargs: Any,
    ) -> Any:
        """What a subclass says: the vector at which the loss is least."""
        raise NotImplementedError(
            "To use ExternalOptimizerInterface, subclass from it and implement the "
            "_minimize() method."
        )

    @classmethod
    def _pack(cls, tensors: Any) -> Any:
        if not tensors:
            return None
        if len(tensors) == 1:
            return tf1.reshape(tensors[0], [-1])
        return tf1.concat([tf1.reshape(tensor, [-1]) for tensor in tensors], 0)

    def _asked(
        self,
        tensors: Any,
        session: Any,
        feed_dict: Any,
        fetches: Any,
        callback: Callable[..., Any] | None = None,
    ) -> Callable[[Any], Any]:
        """A function from the packed variables to the values of tensors."""
        tensors = list(tensors) if isinstance(tensors, (list, tuple)) else [tensors]
        number = len(tensors)

        def values_at(x: Any) -> Any:
            fed = {
                variable: x[part].reshape(variable.shape.as_list())
                for variable, part in zip(self._vars, self._packing_slices, strict=True)
            }
            fed.update(feed_dict)
            seen = session.run(tensors + list(fetches), feed_dict=fed)
            if callback is not None:
                callback(*seen[number:])
            return (
                seen[0] if number == 1 else [np.asarray(one) for one in seen[:number]]
            )

        return values_at

    def _all_asked(self, tensors: Any, *given: Any) -> list[Callable[[Any], Any]]:
        return [self._asked(tensor, *given) for tensor in tensors]


def _gradients(tensor: Any, variables: Any) -> list[Any]:
    gradients = tf1.gradients(tensor, variables)
    return [
        tf1.zeros_like(variable) if gradient is None else gradient
        for gradient, variable in zip(gradients, variables, strict=True)
    ]


def _bounds(variables: Any, given: Any) -> list[tuple[Any, Any]]:
    known = {(key.ref() if hasattr(key, "ref") else key): v for key, v in given.items()}
    packed: list[tuple[Any, Any]] = []
    for variable in variables:
        shape = variable.shape.as_list()
        lower, upper = -np.inf, np.inf
        if variable.ref() in known:
            lower, upper = known[variable.ref()]
        lower = -np.inf if lower is None else lower
        upper = np.inf if upper is None else upper
        low = np.broadcast_to(np.asarray(lower, float), shape).flatten()
        high = np.broadcast_to(np.asarray(upper, float), shape).flatten()
        packed += zip(low, high, strict=True)
    return packed


class ScipyOptimizerInterface(ExternalOptimizerInterface):
    """`scipy.optimize.minimize`: L-BFGS-B, or SLSQP where there are constraints.

    Its arguments are those of `ExternalOptimizerInterface`; the algorithm takes
    `method`, `options` and whatever else SciPy does.

    Source: `tf.contrib.opt.ScipyOptimizerInterface`.
    """

    _DEFAULT_METHOD = "L-BFGS-B"

    def _minimize(
        self,
        initial_val: Any,
        loss_grad_func: Any,
        equality_funcs: Any,
        equality_grad_funcs: Any,
        inequality_funcs: Any,
        inequality_grad_funcs: Any,
        packed_bounds: Any,
        step_callback: Any,
        optimizer_kwargs: Any,
    ) -> Any:
        import scipy.optimize

        def loss_and_gradient(x: Any) -> Any:
            loss, gradient = loss_grad_func(x)
            return float(loss), gradient.astype("float64")

        optimizer_kwargs = dict(optimizer_kwargs)
        method = optimizer_kwargs.pop("method", self._DEFAULT_METHOD)
        constraints = [
            {"type": kind, "fun": _double(function), "jac": _double(gradient)}
            for kind, functions, gradients in (
                ("eq", equality_funcs, equality_grad_funcs),
                ("ineq", inequality_funcs, inequality_grad_funcs),
            )
            for function, gradient in zip(functions, gradients, strict=True)
        ]
        given = {
            "jac": True,
            "callback": step_callback,
            "method": method,
            "constraints": constraints,
            "bounds": packed_bounds,
        }
        for name in given:
            if name in optimizer_kwargs:
                if name == "bounds":
                    raise ValueError(
                        "Bounds must be set using the var_to_bounds argument"
                    )
                raise ValueError(
                    f"Optimizer keyword arg '{name}' is set automatically and cannot "
                    "be injected manually"
                )
        given.update(optimizer_kwargs)
        start = np.asarray(initial_val, np.float64)
        result = scipy.optimize.minimize(loss_and_gradient, start, **given)
        said = [
            "Optimization terminated with:",
            f"  Message: {_text(result.message)}",
            f"  Objective function value: {result.fun:f}",
        ]
        if hasattr(result, "nit"):
            said.append(f"  Number of iterations: {result.nit}")
        if hasattr(result, "nfev"):
            said.append(f"  Number of functions evaluations: {result.nfev}")
        tf1.logging.info("\n".join(said))
        return result["x"]


def _double(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """In the precision that SciPy asks of constraints by now."""
    return lambda x: np.asarray(function(x), np.float64)


def _text(message: Any) -> str:
    return message.decode() if isinstance(message, bytes) else str(message)
