"""An LSTM layer over a whole sequence: `BasicLSTMCell`, plain `LSTMCell`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.fast import choice
from compat.fast.span import Span
from compat.fast.steps import before, over_time, steps, turned, weight_slopes
from compat.nn.rnn_cell.lstm import LSTMStateTuple

raw = tf.raw_ops


class LSTM:
    """One layer, run as it is made.

    With `i, j, f, o = split([x; h] · kernel + bias)`, after their sigmoid or tanh:
    `c' = f*c + i*j`, `h' = o*tanh(c')`.

    Args:
        cell: `BasicLSTMCell` or `LSTMCell`.
        inputs: `[length, batch, depth]`.
        state: The first state, `(c, h)`.
        span: Where sequences end.

    Attributes:
        outputs: `[length, batch, units]`.
        state: The last valid state.
        given: The tensors of the weights.
    """

    def __init__(self, cell: Any, inputs: Any, state: Any, span: Span) -> None:
        self._inputs, self._span, self._units = inputs, span, cell._num_units
        self._kernel, self._bias = (
            choice.weight(cell._kernel),
            choice.weight(cell._bias),
        )
        self._c, self._h = state
        self.given = [self._kernel, self._bias]
        self._forget_bias = float(cell._forget_bias)
        if choice.block_forward(self._units, span.static):
            run = self._block()
        else:
            run = self._steps()
        self._i, self._cs, self._f, self._o, self._j, self._tanh_c, self._hs = run
        self.outputs = self._hs
        c, h = span.last(self._cs, self._c), span.last(self._hs, self._h)
        self.state = LSTMStateTuple(c, h)

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

    def _block(self) -> Any:
        return raw.BlockLSTM(
            forget_bias=self._forget_bias, cell_clip=-1.0, **self._block_inputs()
        )

    def _steps(self) -> Any:
        depth = self._inputs.shape.dims[2].value
        of_h = self._kernel[depth:]

        def step(parts: list[Any], state: list[Any]) -> tuple[list[Any], list[Any]]:
            c, h = state
            i, j, f, o = tf.split(parts[0] + tf.matmul(h, of_h), 4, 1)
            i, j, o = tf.sigmoid(i), tf.tanh(j), tf.sigmoid(o)
            f = tf.sigmoid(f + self._forget_bias)
            c = f * c + i * j
            tanh_c = tf.tanh(c)
            h = o * tanh_c
            return [i, c, f, o, j, tanh_c, h], [c, h]

        projected = over_time(self._inputs, self._kernel[:depth], self._bias)
        sizes = [self._units] * 7
        return steps(step, [projected], [self._c, self._h], sizes, self._span)[0]

    def back(self, slope: Any, state_slope: Any) -> tuple[Any, Any, list[Any]]:
        """The slopes of inputs, first state and weights.

        Args:
            slope: Of the outputs, or `None`.
            state_slope: Of the last state, each part may be `None`.
        """
        last_c, last_h = state_slope
        dh = self._span.spread(slope, last_h)
        dc = self._span.spread(None, last_c)
        if choice.block_gradient(self._units):
            dx, c, h, kernel, bias = self._block_gradient(dh, dc)
        else:
            dx, c, h, kernel, bias = self._gradient(dh, dc)
        first = self._span.first(c, last_c), self._span.first(h, last_h)
        return dx, first, [kernel, bias]

    def _block_gradient(self, dh: Any, dc: Any) -> tuple[Any, ...]:
        zeros = tf.zeros_like(self._hs)
        run = raw.BlockLSTMGrad(
            i=self._i,
            cs=self._cs,
            f=self._f,
            o=self._o,
            ci=self._j,
            co=self._tanh_c,
            h=self._hs,
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
        """All that needs no state for all steps at once; the rest step by step."""
        i, j, f, o, tanh_c = self._i, self._j, self._f, self._o, self._tanh_c
        to_inputs, to_h = turned(self._kernel, self._inputs)
        of_gates = tf.concat(
            [
                raw.SigmoidGrad(y=i, dy=j),
                raw.TanhGrad(y=j, dy=i),
                raw.SigmoidGrad(y=f, dy=before(self._cs, self._c)),
                raw.SigmoidGrad(y=o, dy=tanh_c),
            ],
            2,
        )
        sequences = [of_gates, raw.TanhGrad(y=tanh_c, dy=o), f]
        sequences += [s for s in (dh, dc) if s is not None]

        def step(parts: list[Any], state: list[Any]) -> tuple[list[Any], list[Any]]:
            of_gates, of_c, f, *slopes = parts
            h, c = state
            if dh is not None:
                h = h + slopes[0]
            if dc is not None:
                c = c + slopes[-1]
            c = c + h * of_c
            gates = tf.concat([c, c, c, h], 1) * of_gates
            return [gates], [tf.matmul(gates, to_h), c * f]

        zeros = [tf.zeros_like(self._h), tf.zeros_like(self._c)]
        (gates,), (h, c) = steps(
            step, sequences, zeros, [4 * self._units], self._span, backwards=True
        )
        hs = before(self._hs, self._h)
        kernel, bias = weight_slopes(gates, self._inputs, hs)
        return over_time(gates, to_inputs), c, h, kernel, bias
