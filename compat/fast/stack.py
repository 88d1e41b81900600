"""Layers on top of each other over a whole sequence, forwards and backwards."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.fast.gru import GRU
from compat.fast.lstm import LSTM
from compat.fast.masks import Draws, DrawsOfRows, Dropout, VariationalDropout
from compat.fast.simple import BasicRNN
from compat.fast.span import Span
from compat.fast.weights import Dropped, GRUWeights, LSTMWeights, RNNWeights, Stacked

_LAYERS: dict[type, Any] = {LSTMWeights: LSTM, GRUWeights: GRU, RNNWeights: BasicRNN}


class Gradients:
    """Gradients of a loss by tensor; a tensor that is used twice gets their sum."""

    def __init__(self) -> None:
        self._of: dict[int, Any] = {}

    def add(self, tensor: Any, grad: Any) -> None:
        """Add to the gradient of `tensor`."""
        known = self._of.get(id(tensor))
        self._of[id(tensor)] = grad if known is None else known + grad

    def of(self, tensor: Any) -> Any:
        """The gradient of `tensor`, or `None`."""
        return self._of.get(id(tensor))


def once_each(tensors: list[Any]) -> list[Any]:
    """The tensors without repetitions."""
    return list({id(tensor): tensor for tensor in tensors}.values())


def run(
    layer: Any, inputs: Any, state: Any, span: Span, draws: Draws | DrawsOfRows
) -> Any:
    """Run a layer, or layers on top of each other, over a sequence.

    Args:
        layer: What is known of it, see `compat.fast.weights`.
        inputs: `[length, batch, depth]`.
        state: The first state, nested like the layer's.
        span: Where sequences end.
        draws: The random numbers of dropout.

    Returns:
        What has `outputs` `[length, batch, units]`, the last `state`, `given`, the
        tensors of the weights, and `back(grad, state_grad, grads)`, which adds to
        `grads` those of first states and weights and gives those of the inputs.
    """
    if isinstance(layer, Stacked):
        return _Stack(layer, inputs, state, span, draws)
    if isinstance(layer, Dropped):
        return _Dropped(layer, inputs, state, span, draws)
    return _Layer(layer, inputs, state, span)


class _Layer:
    def __init__(self, layer: Any, inputs: Any, state: Any, span: Span) -> None:
        self._layer = _LAYERS[type(layer)](layer, inputs, state, span)
        self._first = tf.nest.flatten(state)
        self.outputs, self.state = self._layer.outputs, self._layer.state
        self.given = self._layer.given

    def back(self, grad: Any, state_grad: Any, grads: Gradients) -> Any:
        if grad is None and all(s is None for s in tf.nest.flatten(state_grad)):
            return None
        dx, first, weights = self._layer.back(grad, state_grad)
        for tensor, its in zip(self.given, weights, strict=True):
            grads.add(tensor, its)
        for tensor, its in zip(self._first, tf.nest.flatten(first), strict=True):
            grads.add(tensor, its)
        return dx


class _Stack:
    def __init__(
        self,
        stack: Stacked,
        inputs: Any,
        state: Any,
        span: Span,
        draws: Draws | DrawsOfRows,
    ) -> None:
        self._runs = []
        for inner, first in zip(stack.layers, state, strict=True):
            self._runs.append(run(inner, inputs, first, span, draws))
            inputs = self._runs[-1].outputs
        self.outputs = inputs
        self.state = tuple(one.state for one in self._runs)
        self.given = [tensor for one in self._runs for tensor in one.given]

    def back(self, grad: Any, state_grad: Any, grads: Gradients) -> Any:
        for one, last in zip(self._runs[::-1], state_grad[::-1], strict=True):
            grad = one.back(grad, last, grads)
        return grad


class _Dropped:
    def __init__(
        self,
        dropped: Dropped,
        inputs: Any,
        state: Any,
        span: Span,
        draws: Draws | DrawsOfRows,
    ) -> None:
        def mask(which: str, sequence: Any) -> Any:
            if which not in dropped.keep:
                return lambda sequence: sequence
            keep_prob = dropped.keep[which]
            if which in dropped.noise:
                return VariationalDropout(dropped.noise[which], keep_prob)
            return Dropout(draws.next(sequence.shape.dims[2].value, keep_prob))

        self._in = mask("input", inputs)
        self._run = run(dropped.layer, self._in(inputs), state, span, draws)
        self._out = mask("output", self._run.outputs)
        self.outputs, self.state = self._out(self._run.outputs), self._run.state
        self.given = self._run.given

    def back(self, grad: Any, state_grad: Any, grads: Gradients) -> Any:
        grad = None if grad is None else self._out(grad)
        grad = self._run.back(grad, state_grad, grads)
        return None if grad is None else self._in(grad)
