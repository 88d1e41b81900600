"""A layer of `GRUCell` over a whole sequence."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.fast import choice
from compat.fast.span import Span
from compat.fast.steps import before, over_time, steps, turned, weight_grads

raw = tf.raw_ops


class GRU:
    """One layer, run as it is made.

    With `r, u = sigmoid([x; h] · gates/kernel + gates/bias)`:
    `c = tanh([x; r*h] · candidate/kernel + candidate/bias)`, `h' = u*h + (1-u)*c`.

    Args, attributes and `back` as for `compat.fast.lstm.LSTM`; the state is `h`.
    """

    def __init__(self, layer: Any, inputs: Any, state: Any, span: Span) -> None:
        self._inputs, self._span, self._units = inputs, span, layer.units
        self._h = state
        depth = inputs.shape.dims[2].value
        self.given = [
            layer.gate_kernel,
            layer.gate_bias,
            layer.candidate_kernel,
            layer.candidate_bias,
        ]
        gates, gate_bias, candidate, candidate_bias = self.given
        self._kernels = gates, candidate
        gates_of_h, candidate_of_h = gates[depth:], candidate[depth:]

        def step(parts: list[Any], state: list[Any]) -> tuple[list[Any], list[Any]]:
            of_gates, of_candidate = parts
            (h,) = state
            r, u = tf.split(tf.sigmoid(of_gates + tf.matmul(h, gates_of_h)), 2, 1)
            reset = r * h
            c = tf.tanh(of_candidate + tf.matmul(reset, candidate_of_h))
            new_h = u * h + (1 - u) * c
            return [r, u, reset, c, new_h], [new_h]

        projected = [
            over_time(inputs, gates[:depth], gate_bias),
            over_time(inputs, candidate[:depth], candidate_bias),
        ]
        kept, _ = steps(step, projected, [state], [self._units] * 5, span)
        self._r, self._u, self._reset, self._c, self._hs = (k.whole for k in kept)
        self.outputs = self._hs
        self.state = span.last(self._hs, state)

    def back(self, grad: Any, state_grad: Any) -> tuple[Any, Any, list[Any]]:
        """The gradients of inputs, first state and weights; see `LSTM.back`."""
        matmul = choice.grads_matmul(self._units)
        gates_to_inputs, gates_to_h = turned(self._kernels[0], self._inputs)
        candidate_to_inputs, candidate_to_reset = turned(self._kernels[1], self._inputs)
        hs = before(self._hs, self._h)
        sequences = [
            self._span.spread(grad, state_grad),
            self._r,
            self._u,
            raw.TanhGrad(y=self._c, dy=1 - self._u),  # h' by the candidate's product
            raw.SigmoidGrad(y=self._u, dy=hs - self._c),  # h' by u's
            raw.SigmoidGrad(y=self._r, dy=hs),  # r*h by r's
        ]

        def step(parts: list[Any], state: list[Any]) -> tuple[list[Any], list[Any]]:
            grad, r, u, by_candidate, by_u, by_r = parts
            dh = grad + state[0]
            dc = dh * by_candidate
            reset = matmul(dc, candidate_to_reset)
            both = tf.concat([reset * by_r, dh * by_u], 1)
            before = dh * u + reset * r + matmul(both, gates_to_h)
            return [both, dc], [before]

        zeros = [tf.zeros_like(self._h)]
        sizes = [2 * self._units, self._units]
        kept, (first,) = steps(
            step, sequences, zeros, sizes, self._span, backwards=True
        )
        both, dc = (one.whole for one in kept)
        weights = [
            *weight_grads(both, self._inputs, hs, matmul),
            *weight_grads(dc, self._inputs, self._reset, matmul),
        ]
        dx = over_time(both, gates_to_inputs) + over_time(dc, candidate_to_inputs)
        return dx, self._span.first(first, state_grad), weights
