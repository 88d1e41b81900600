"""`PhasedLSTMCell`: an LSTM whose units open and close in time."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.rnn.linear import Linear
from compat.count.ops.arrays import split
from compat.count.ops.random import random_uniform
from compat.nn.rnn_cell.base import RNNCell
from compat.nn.rnn_cell.lstm import LSTMStateTuple

tf1 = tf.compat.v1


def _log_uniform(low: float, high: float) -> Any:
    """An initializer: exp of uniform numbers between log(low) and log(high)."""

    def initializer(shape: Any, dtype: Any, partition_info: Any = None) -> Any:
        low_log = tf1.log(tf.cast(low, dtype))
        high_log = tf1.log(tf.cast(high, dtype))
        return tf.exp(random_uniform(shape, low_log, high_log, dtype))

    return initializer


class PhasedLSTMCell(RNNCell):
    """LSTM with a time gate (Neil et al. 2016, arXiv:1610.09513).

    A unit has a period, a phase and the share of the period in which it is open; in
    that share the gate `k` rises to 1 and falls again, else it leaks. New cell state
    and output are `k*new + (1-k)*old`. The inputs are `(time, x)`.

    Args:
        num_units: Size of output and of each part of the state.
        use_peepholes: Whether gates also see the cell state.
        leak: Slope of the closed gate.
        ratio_on: Share of the period in which a unit is open, to start with.
        trainable_ratio_on: Whether that share is trained.
        period_init_min: Shortest period to start with.
        period_init_max: Longest period to start with.
        reuse: Whether to reuse variables of the scope.

    Source: `tf.contrib.rnn.PhasedLSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        use_peepholes: bool = False,
        leak: float = 0.001,
        ratio_on: float = 0.1,
        trainable_ratio_on: bool = True,
        period_init_min: float = 1.0,
        period_init_max: float = 1000.0,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._leak = leak
        self._ratio_on = ratio_on
        self._trainable_ratio_on = trainable_ratio_on
        self._period_init_min = period_init_min
        self._period_init_max = period_init_max
        self._linears: dict[str, Linear] = {}

    @property
    def state_size(self) -> LSTMStateTuple:
        return LSTMStateTuple(self._num_units, self._num_units)

    @property
    def output_size(self) -> int:
        return self._num_units

    def _linear(self, name: str, args: list[Any], size: int) -> Any:
        if name not in self._linears:
            self._linears[name] = Linear(args, size, True)
        return self._linears[name](args)

    def _time_gate(self, time: Any) -> Any:
        # Variables and the gate are float32 whatever the times are; the remainder is
        # taken in the type of the times: large float64 times keep their fractions.
        units, dtype = [self._num_units], tf.float32
        start = _log_uniform(self._period_init_min, self._period_init_max)
        period = tf1.get_variable("period", units, dtype, initializer=start)
        phase = tf1.get_variable(
            "phase",
            units,
            dtype,
            initializer=tf1.random_uniform_initializer(0.0, period.initial_value),
        )
        ratio_on = tf1.get_variable(
            "ratio_on",
            units,
            dtype,
            initializer=tf1.constant_initializer(self._ratio_on),
            trainable=self._trainable_ratio_on,
        )
        phase, period = tf.cast(phase, time.dtype), tf.cast(period, time.dtype)
        shifted = time - phase
        # The remainder, with the slope of what it is taken of.
        remainder = tf.stop_gradient(tf.math.floormod(shifted, period) - shifted)
        ratio = tf.cast((remainder + shifted) / period, dtype)
        rising = 2 * ratio / ratio_on
        falling = 2 - rising
        closed = self._leak * ratio
        gate = tf1.where(ratio < ratio_on, falling, closed)
        return tf1.where(ratio < 0.5 * ratio_on, rising, gate)

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        """Run one step.

        Args:
            inputs: `(time, x)` of shapes `[batch, 1]` and `[batch, depth]`.
            state: `LSTMStateTuple`.
        """
        c, h = state
        time, x = inputs
        peephole = [c] if self._use_peepholes else []
        with tf1.variable_scope("mask_gates"):
            gates = self._linear("mask", [x, h, *peephole], 2 * self._num_units)
            input_gate, forget_gate = split(tf.sigmoid(gates), 2, axis=1)
        with tf1.variable_scope("new_input"):
            new_input = tf.tanh(self._linear("new", [x, h], self._num_units))
        new_c = c * forget_gate + input_gate * new_input
        peephole = [new_c] if self._use_peepholes else []
        with tf1.variable_scope("output_gate"):
            gate = self._linear("output", [x, h, *peephole], self._num_units)
            output_gate = tf.sigmoid(gate)
        new_h = tf.tanh(new_c) * output_gate
        open_ = self._time_gate(time)
        new_c = open_ * new_c + (1 - open_) * c
        new_h = open_ * new_h + (1 - open_) * h
        return new_h, LSTMStateTuple(new_c, new_h)
