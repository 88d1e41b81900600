"""The phased LSTM cell, whose units open and close in time."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops

from compat.migrate.cells.base import LongCell, joined, registered, split


@registered
class PhasedLSTMCell(LongCell):
    """LSTM with a time gate `k`, which leaks while it is closed.

    With `p = mod(t - phase, period) / period`:
    `k = 2p/r` where `p < r/2`, `2 - 2p/r` where `p < r`, else `leak*p`; `r = ratio_on`.
    With `i, f = sigmoid([x; h; w*c] · mask_gates)`, `j = tanh([x; h] · new_input)`:
    `c* = f*c + i*j`, `h* = tanh(c*) * sigmoid([x; h; w*c*] · output_gate)`,
    `c' = k*c* + (1-k)*c`, `h' = k*h* + (1-k)*h`; `w` with peepholes alone.

    Args:
        units: Size of output and cell state.
        use_peepholes: Whether the gates see the cell state.
        leak: Slope of the closed gate.
        ratio_on: Share of the period in which a unit is open, to start with.
        trainable_ratio_on: Whether that share is trained.
        period_min: Shortest period to start with.
        period_max: Longest period to start with.
        **kwargs: As for `keras.Layer`.

    The inputs are `[batch, 1 + features]`: the time `t` first, then `x`
    (`keras.ops.concatenate([times, x], -1)`; contrib's are the pair `(times, x)`).

    Source: tf.contrib.rnn.PhasedLSTMCell; Neil et al. 2016 (arXiv:1610.09513).
    """

    def __init__(
        self,
        units: int,
        use_peepholes: bool = False,
        leak: float = 0.001,
        ratio_on: float = 0.1,
        trainable_ratio_on: bool = True,
        period_min: float = 1.0,
        period_max: float = 1000.0,
        **kwargs: Any,
    ) -> None:
        for name in ("projection", "forget_bias"):
            kwargs.pop(name, None)
        super().__init__(units, **kwargs)
        self.use_peepholes = use_peepholes
        self.leak, self.ratio_on = leak, ratio_on
        self.trainable_ratio_on = trainable_ratio_on
        self.period_min, self.period_max = period_min, period_max

    def build(self, shape: Any) -> None:
        units, seen = self.units, shape[-1] - 1 + self.units
        peeps = units if self.use_peepholes else 0
        self.mask = self._linear("mask_gates", seen + peeps, 2 * units)
        self.new = self._linear("new_input", seen, units)
        self.out = self._linear("output_gate", seen + peeps, units)
        self.period = self.weight("period", units, start=self._periods)
        phase = keras.initializers.RandomUniform(0.0, 1.0)
        self.phase = self.weight("phase", units, start=phase)
        self.phase.assign(self.phase * self.period)
        ratio = keras.initializers.Constant(self.ratio_on)
        self.ratio = self.weight("ratio_on", units, start=ratio)
        self.ratio.trainable = self.trainable_ratio_on

    def _linear(self, name: str, inputs: int, size: int) -> tuple[Any, Any]:
        kernel = self.weight(f"{name}/kernel", inputs, size)
        return kernel, self.weight(f"{name}/bias", size, start="zeros")

    def _periods(self, shape: Any, dtype: Any = None) -> Any:
        low, high = np.log(self.period_min), np.log(self.period_max)
        return ops.exp(keras.random.uniform(shape, low, high, dtype))

    def _open(self, time: Any) -> Any:
        shifted = time - self.phase
        # the remainder, with the gradient of what it is taken of
        remainder = ops.stop_gradient(ops.mod(shifted, self.period) - shifted)
        share = (remainder + shifted) / self.period
        rising = 2 * share / self.ratio
        closed = ops.where(share < self.ratio, 2 - rising, self.leak * share)
        return ops.where(share < 0.5 * self.ratio, rising, closed)

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        h, c = states
        time, x = inputs[:, :1], inputs[:, 1:]
        both = joined(x, h)
        i, f = split(ops.sigmoid(self._gate(both, c, self.mask)), 2)
        j = self.activation(ops.matmul(both, self.new[0]) + self.new[1])
        new_c = c * f + i * j
        o = ops.sigmoid(self._gate(both, new_c, self.out))
        new_h = self.activation(new_c) * o
        k = self._open(time)
        h, c = k * new_h + (1 - k) * h, k * new_c + (1 - k) * c
        return h, [h, c]

    def _gate(self, both: Any, c: Any, linear: tuple[Any, Any]) -> Any:
        seen = joined(both, c) if self.use_peepholes else both
        return ops.matmul(seen, linear[0]) + linear[1]

    def get_config(self) -> dict[str, Any]:
        names = ["use_peepholes", "leak", "ratio_on", "trainable_ratio_on"]
        names += ["period_min", "period_max"]
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}
