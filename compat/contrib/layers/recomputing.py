"""`rev_block`, `RevBlock` and `recompute_grad`: memory saved by computing twice."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from compat.layers.base import Layer

tf1 = tf.compat.v1

_DEFAULT = "__rev_block_lib_default"


class RevBlock(Layer):
    """Reversible residual layers, which keep no activations for the gradient.

    Each layer is `y1 = x1 + f(x2)`, `y2 = x2 + g(y1)`, from which `x1` and `x2` can be
    had again. Variables of layer n are in the scopes `revlayer_n/f` and `revlayer_n/g`.

    Args:
        f: From a tensor (and `f_side_input`, if it is given) to one of the same shape,
            or a list of such functions, one a layer.
        g: The same for g.
        num_layers: How many layers.
        f_side_input: List of tensors that f takes beside.
        g_side_input: The same for g.
        use_efficient_backprop: Whether to compute the activations again for the
            gradient; not, they are kept.
        name: Name of layer and scope.
        **kwargs: As for `tf.layers.Layer`.

    Source: `tf.contrib.layers.RevBlock`; Gomez, Ren, Urtasun and Grosse 2017
    (arXiv:1707.04585).
    """

    def __init__(
        self,
        f: Any,
        g: Any,
        num_layers: int = 1,
        f_side_input: list[Any] | None = None,
        g_side_input: list[Any] | None = None,
        use_efficient_backprop: bool = True,
        name: str = "revblock",
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.f = list(f) if isinstance(f, Sequence) else [f] * num_layers
        self.g = list(g) if isinstance(g, Sequence) else [g] * num_layers
        for kind, functions in (("f", self.f), ("g", self.g)):
            if len(functions) != num_layers:
                raise ValueError(
                    f"expected {num_layers} functions {kind}, one a layer, received "
                    f"{len(functions)}"
                )
        self.num_layers = num_layers
        self.f_side_input = list(f_side_input or [])
        self.g_side_input = list(g_side_input or [])
        self._use_efficient_backprop = use_efficient_backprop

    def call(self, inputs: Any, forward: bool = True) -> Any:  # type: ignore[override]
        """Run the layers forward, or backward from outputs to inputs.

        Args:
            inputs: The pair `x1, x2`, or `y1, y2`.
            forward: Which way.

        Returns:
            The pair `y1, y2`, or `x1, x2`.
        """
        first, second = inputs
        if not forward:
            return self._back(first, second, self._sides())
        if self._use_efficient_backprop:
            outputs = self._efficient(first, second)
        else:
            outputs = self._run(first, second, self._sides())
        start, keys = f"{self._scope.name}/", tf1.GraphKeys
        trained = tf1.get_collection(keys.TRAINABLE_VARIABLES)
        for variable in tf1.get_collection(keys.GLOBAL_VARIABLES):
            known = any(variable is weight for weight in self.weights)
            if variable.name.startswith(start) and not known:
                trains = any(variable is other for other in trained)
                kept = (
                    self._trainable_weights if trains else self._non_trainable_weights
                )
                kept.append(variable)
        return outputs

    def forward(self, x1: Any, x2: Any) -> tuple[Any, Any]:
        """From inputs to outputs."""
        return self.apply([x1, x2], forward=True)

    def backward(self, y1: Any, y2: Any) -> tuple[Any, Any]:
        """From outputs to inputs."""
        return self.apply([y1, y2], forward=False)

    # The workings.

    def _sides(self) -> list[Any]:
        return self.f_side_input + self.g_side_input

    def _apply(
        self, kind: str, layer: int, x: Any, sides: list[Any], again: bool = False
    ) -> Any:
        """Apply `f` or `g` of a layer, in its variable scope."""
        count = len(self.f_side_input)
        own = sides[:count] if kind == "f" else sides[count:]
        function = (self.f if kind == "f" else self.g)[layer]
        outer = self._scope if again else tf1.get_variable_scope()
        reuse = True if again else None
        with tf1.variable_scope(outer, use_resource=True, reuse=reuse):
            with tf1.variable_scope(f"revlayer_{layer}/{kind}", use_resource=True):
                return function(x, own) if own else function(x)

    def _run(self, y1: Any, y2: Any, sides: list[Any]) -> tuple[Any, Any]:
        for layer in range(self.num_layers):
            y1 = y1 + self._apply("f", layer, y2, sides)
            y2 = y2 + self._apply("g", layer, y1, sides)
            if self._use_efficient_backprop:
                y1, y2 = tf1.tuple([y1, y2])
        return y1, y2

    def _back(self, x1: Any, x2: Any, sides: list[Any]) -> tuple[Any, Any]:
        for layer in reversed(range(self.num_layers)):
            x2 = x2 - self._apply("g", layer, x1, sides)
            x1 = x1 - self._apply("f", layer, x2, sides)
        return x1, x2

    def _efficient(self, x1: Any, x2: Any) -> Any:
        @tf.custom_gradient
        def run(x1: Any, x2: Any, *sides: Any) -> Any:
            outputs = self._run(x1, x2, list(sides))

            def gradient(*grads: Any, variables: Any = ()) -> Any:
                return self._grads(outputs, grads, list(sides), list(variables))

            return outputs, gradient

        return run(x1, x2, *self._sides())

    def _grads(
        self, outputs: Any, grads: Any, sides: list[Any], variables: list[Any]
    ) -> Any:
        """Gradients of inputs, sides and variables, layer by layer from the end."""
        (y1, y2), (grad1, grad2) = outputs, grads
        sources = sides + variables
        found: list[list[Any]] = [[] for _ in sources]
        for layer in reversed(range(self.num_layers)):
            y1 = tf1.stop_gradient(y1)
            of_y1 = self._apply("g", layer, y1, sides, True)
            x2 = tf1.stop_gradient(y2 - of_y1)
            of_x2 = self._apply("f", layer, x2, sides, True)
            x1 = y1 - of_x2
            more, *for_g = tf1.gradients(of_y1, [y1, *sources], grad2)
            grad1 = _sum([grad1, more])
            more, *for_f = tf1.gradients(of_x2, [x2, *sources], grad1)
            grad2 = _sum([grad2, more])
            for parts, one, other in zip(found, for_g, for_f, strict=True):
                parts += [one, other]
            # One layer at a time: what it needed is free before the next one begins.
            y1, y2, grad1, grad2 = tf1.tuple([x1, x2, grad1, grad2])
        totals = [_sum(parts) for parts in found]
        given = [grad1, grad2, *totals[: len(sides)]]
        return (given, totals[len(sides) :]) if variables else given


def _sum(parts: list[Any]) -> Any:
    there = [tf.convert_to_tensor(part) for part in parts if part is not None]
    if len(there) < 2:
        return there[0] if there else None
    return tf.add_n(there)


def rev_block(
    x1: Any,
    x2: Any,
    f: Any,
    g: Any,
    num_layers: int = 1,
    f_side_input: list[Any] | None = None,
    g_side_input: list[Any] | None = None,
    is_training: bool = True,
) -> tuple[Any, Any]:
    """`RevBlock` applied once; memory is saved while training.

    Args:
        x1: First half of the inputs; the next arguments as for the class.
        x2: Second half of the inputs.
        is_training: Whether to compute activations again for the gradient.

    Returns:
        The pair `y1, y2`.

    Source: `tf.contrib.layers.rev_block`.
    """
    block = RevBlock(
        f=f,
        g=g,
        num_layers=num_layers,
        f_side_input=f_side_input,
        g_side_input=g_side_input,
        use_efficient_backprop=is_training,
        _reuse=tf1.get_variable_scope().reuse,
    )
    return block.forward(x1, x2)


def _or_with_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a decorator also be called with its options alone."""

    @functools.wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if args or "fn" in kwargs:
            return function(*args, **kwargs)
        return functools.partial(function, **kwargs)

    return wrapped


@_or_with_options
def recompute_grad(
    fn: Callable[..., Any],
    use_data_dep: Any = _DEFAULT,
    tupleize_grads: bool = False,
) -> Callable[..., Any]:
    """Make a function compute its activations again for the gradient.

    Args:
        fn: From tensors, by position, to a tensor or a tuple of tensors; its variables
            must be resource variables (`use_resource=True`). If it takes
            `is_recomputing`, it is told whether this is the second time.
        use_data_dep: Ignored: it waits for the gradients by control dependencies.
        tupleize_grads: Whether no gradient is to be had before all are there.

    Returns:
        The function.

    Source: `tf.contrib.layers.recompute_grad`.
    """

    _refuse_closed_over(fn)
    told = "is_recomputing" in inspect.signature(fn).parameters

    @functools.wraps(fn)
    def wrapped(*args: Any) -> Any:
        scope = tf1.get_variable_scope()

        def called(args: Any, again: bool) -> Any:
            return fn(*args, is_recomputing=again) if told else fn(*args)

        @tf.custom_gradient
        def run(*args: Any) -> Any:
            outputs = called(args, False)

            def gradient(*grads: Any, variables: Any = ()) -> Any:
                with tf1.control_dependencies(list(grads)):
                    again = [tf.identity(arg) for arg in args]
                    with tf1.variable_scope(scope, reuse=True):
                        with tf.GradientTape() as tape:
                            results = called(again, True)
                _refuse_others(variables, tape.watched_variables())
                results = results if isinstance(results, (list, tuple)) else [results]
                sources = [*again, *variables]
                found = tf1.gradients(list(results), sources, list(grads))
                if tupleize_grads:
                    found = tf1.tuple(found)
                if not variables:
                    return found
                return found[: len(args)], found[len(args) :]

            return outputs, gradient

        return run(*args)

    return wrapped


def _refuse_closed_over(fn: Callable[..., Any]) -> None:
    """Raise `ValueError` when a function uses a tensor that is not its argument."""
    for name, value in inspect.getclosurevars(fn).nonlocals.items():
        if tf.is_tensor(value) or isinstance(value, tf.Variable):
            raise ValueError(
                f"fn decorated with @recompute_grad closes over Tensor {value.name} "
                f"(local variable name: {name}). The decorated fn must not close over "
                "Tensors or Variables because gradients will NOT be computed for them "
                "through fn. To ensure correct gradients, make the Tensor an input to "
                "fn."
            )


def _refuse_others(used: Any, used_again: Any) -> None:
    """Raise `ValueError` when the second time brought other variables."""
    first = {id(variable) for variable in used}
    if any(id(variable) not in first for variable in used_again):
        raise ValueError(
            "The variables used on recompute were different than the variables "
            "originally used. The function wrapped with @recompute_grad likely creates "
            "its own variable scope with a default name and has been called twice in "
            "the same enclosing scope. To fix, ensure each call to the function "
            "happens in its own unique variable scope."
        )
