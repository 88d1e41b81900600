"""A layer of `BasicRNNCell` over a whole sequence."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.fast import choice
from compat.fast.span import Span
from compat.fast.steps import before, over_time, steps, turned, weight_grads

raw = tf.raw_ops


class BasicRNN:
    """One layer, run as it is made: `h' = tanh([x; h] · kernel + bias)`.

    Args, attributes and `back` as for `compat.fast.lstm.LSTM`; the state is `h`.
    """

    def __init__(self, layer: Any, inputs: Any, state: Any, span: Span) -> None:
        self._inputs, self._span, self._units = inputs, span, layer.units
        self._h = state
        self._kernel, bias = layer.kernel, layer.bias
        self.given = [self._kernel, bias]
        depth = inputs.shape.dims[2].value
        recurrent = self._kernel[depth:]

        def step(parts: list[Any], state: list[Any]) -> tuple[list[Any], list[Any]]:
            h = tf.tanh(parts[0] + tf.matmul(state[0], recurrent))
            return [h], [h]

        projected = over_time(inputs, self._kernel[:depth], bias)
        (self._kept,), _ = steps(step, [projected], [state], [self._units], span)
        self._hs = self.outputs = self._kept.whole
        self.state = span.last(self._hs, state)

    def back(self, grad: Any, state_grad: Any) -> tuple[Any, Any, list[Any]]:
        """The gradients of inputs, first state and weights; see `LSTM.back`."""
        matmul = choice.grads_matmul(self._units)
        to_inputs, to_h = turned(self._kernel, self._inputs)
        dh = self._span.spread(grad, state_grad)

        def step(parts: list[Any], state: list[Any]) -> tuple[list[Any], list[Any]]:
            h, dh = parts
            gates = raw.TanhGrad(y=h, dy=dh + state[0])
            return [gates], [matmul(gates, to_h)]

        zeros = [tf.zeros_like(self._h)]
        (kept,), (first,) = steps(
            step, [self._kept, dh], zeros, [self._units], self._span, backwards=True
        )
        gates, hs = kept.whole, before(self._hs, self._h)
        weights = weight_grads(gates, self._inputs, hs, matmul)
        dx = over_time(gates, to_inputs)
        return dx, self._span.first(first, state_grad), weights
