"""An LSTM layer over a whole sequence: `BasicLSTMCell`, plain `LSTMCell`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.fast import choice
from compat.fast.span import Span
from compat.fast.steps import before, over_time, steps, turned, weight_grads

raw = tf.raw_ops


class LSTM:
    """One layer, run as it is made.

    With `i, j, f, o = split([x; h] · kernel + bias)`, after their sigmoid or tanh:
    `c' = f*c + i*j`, `h' = o*tanh(c')`.

    Args:
        layer: Its weights: `LSTMWeights`.
        inputs: `[length, batch, depth]`.
        state: The first state, `(c, h)`.
        span: Where sequences end.

    Attributes:
        outputs: `[length, batch, units]`.
        state: The last valid state.
        given: The tensors of the weights.
    """

    def __init__(self, layer: Any, inputs: Any, state: Any, span: Span) -> None:
        self._inputs, self._span, self._units = inputs, span, layer.units
        self._kernel, self._bias = layer.kernel, layer.bias
        self._c, self._h = state
        self.given = [self._kernel, self._bias]
        self._forget_bias = layer.forget_bias
        self._in_one = choice.block_forward(self._units, span.static)
        c, h = self._block() if self._in_one else self._steps()
        self.state = c, h

    def _block_inputs(self) -> dict[str, Any]:
        unused = tf.zeros([self._units])  # no peepholes
        return {
            "seq_len_max": tf.cast(self._span.length, tf.int64),
            "x": self._inputs,
            "cs_prev": self._c,
            "h_prev": self._h,
            "w": self._kernel,
            "wci": unused,
            "wcf": unused,
            "wco": unused,
            "b": self._bias,
            "use_peephole": False,
        }

    def _block(self) -> tuple[Any, Any]:
        self._run = run = raw.BlockLSTM(
            forget_bias=self._forget_bias, cell_clip=-1.0, **self._block_inputs()
        )
        self.outputs = run.h
        return self._span.last(run.cs, self._c), self._span.last(run.h, self._h)

    def _steps(self) -> tuple[Any, Any]:
        """One step after the other; each leaves what the gradient needs of it."""
        depth = self._inputs.shape.dims[2].value
        of_h = self._kernel[depth:]

        def step(parts: list[Any], state: list[Any]) -> tuple[list[Any], list[Any]]:
            c, h = state
            i, j, f, o = tf.split(parts[0] + tf.matmul(h, of_h), 4, 1)
            i, j, o = tf.sigmoid(i), tf.tanh(j), tf.sigmoid(o)
            f = tf.sigmoid(f + self._forget_bias)
            next_c = f * c + i * j
            tanh_c = tf.tanh(next_c)
            h = o * tanh_c
            return [i, j, f, o, c, tanh_c, next_c, h], [next_c, h]

        projected = over_time(self._inputs, self._kernel[:depth], self._bias)
        sizes = [self._units] * 8
        first, span = [self._c, self._h], self._span
        (*self._kept, cs, hs), (c, h) = steps(step, [projected], first, sizes, span)
        self.outputs = hs.whole
        if span.lengths is None:
            return c, h
        return span.last(cs.whole, self._c), span.last(hs.whole, self._h)

    def back(self, grad: Any, state_grad: Any) -> tuple[Any, Any, list[Any]]:
        """The gradients of inputs, first state and weights.

        Args:
            grad: Of the outputs, or `None`.
            state_grad: Of the last state, each part may be `None`.
        """
        last_c, last_h = state_grad
        dh = self._span.spread(grad, last_h)
        dc = self._span.spread(None, last_c)
        one = self._in_one and choice.block_gradient(self._units, self._span.static)
        gradient = self._block_gradient if one else self._gradient
        dx, c, h, kernel, bias = gradient(dh, dc)
        first = self._span.first(c, last_c), self._span.first(h, last_h)
        return dx, first, [kernel, bias]

    def _block_gradient(self, dh: Any, dc: Any) -> tuple[Any, ...]:
        forward, zeros = self._run, tf.zeros_like(self._run.h)
        run = raw.BlockLSTMGrad(
            **{name: getattr(forward, name) for name in forward._fields},
            cs_grad=zeros if dc is None else dc,
            h_grad=zeros if dh is None else dh,
            **self._block_inputs(),
        )
        kernel, bias = run.w_grad, run.b_grad
        if not isinstance(self._span.batch, int):
            # The op leaves them as they were for a batch, or half a batch, of no rows
            rows = self._span.batch > 0
            kernel, bias = (tf.where(rows, s, tf.zeros_like(s)) for s in (kernel, bias))
        return run.x_grad, run.cs_prev_grad, run.h_prev_grad, kernel, bias

    def _gradient(self, dh: Any, dc: Any) -> tuple[Any, ...]:
        """Step by step, the weights' gradients for all steps at once."""
        matmul = choice.grads_matmul(self._units)
        to_inputs, to_h = turned(self._kernel, self._inputs)
        if self._in_one:
            i, cs, f, o, j, tanh_c, _ = self._run
            kept = [i, j, f, o, before(cs, self._c), tanh_c]
        else:
            kept = self._kept
        sequences = [*kept, *(s for s in (dh, dc) if s is not None)]

        def step(parts: list[Any], state: list[Any]) -> tuple[list[Any], list[Any]]:
            i, j, f, o, before_c, tanh_c, *grads = parts
            h, c = state
            if dh is not None:
                h = h + grads[0]
            if dc is not None:
                c = c + grads[-1]
            c = c + raw.TanhGrad(y=tanh_c, dy=h * o)
            of_gates = [
                raw.SigmoidGrad(y=i, dy=c * j),
                raw.TanhGrad(y=j, dy=c * i),
                raw.SigmoidGrad(y=f, dy=c * before_c),
                raw.SigmoidGrad(y=o, dy=h * tanh_c),
            ]
            gates = tf.concat(of_gates, 1)
            return [gates], [matmul(gates, to_h), c * f]

        zeros = [tf.zeros_like(self._h), tf.zeros_like(self._c)]
        (made,), (h, c) = steps(
            step, sequences, zeros, [4 * self._units], self._span, backwards=True
        )
        gates, hs = made.whole, before(self.outputs, self._h)
        kernel, bias = weight_grads(gates, self._inputs, hs, matmul)
        return over_time(gates, to_inputs), c, h, kernel, bias
