"""Gated cells with a single state: `UGRNNCell`, `IntersectionRNNCell`, `SRUCell`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.rnn.linear import Linear
from compat.count.ops.arrays import split
from compat.layers.input_spec import InputSpec
from compat.nn.rnn_cell.base import LayerRNNCell, RNNCell, activation_function

tf1 = tf.compat.v1


class _OneState(RNNCell):
    """A cell whose output is as large as its state."""

    _num_units: int

    @property
    def state_size(self) -> int:
        return self._num_units

    @property
    def output_size(self) -> int:
        return self._num_units


class UGRNNCell(_OneState):
    """Update-gate cell of Collins et al. 2016 (arXiv:1611.09913).

    With `g, c = split([x; h] · kernel + bias)`:
    `h' = sigmoid(g + forget_bias)*h + (1 - sigmoid(g + forget_bias))*activation(c)`.

    Args:
        num_units: Size of output and state.
        initializer: For the weights; by default the scope's.
        forget_bias: Added to the gate at run time.
        activation: Of the candidate.
        reuse: Whether to reuse variables of the scope.

    Source: `tf.contrib.rnn.UGRNNCell`.
    """

    def __init__(
        self,
        num_units: int,
        initializer: Any = None,
        forget_bias: float = 1.0,
        activation: Any = tf.tanh,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._initializer = initializer
        self._forget_bias = forget_bias
        self._activation = activation
        self._linear: Linear | None = None

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        _known_depth(inputs)
        scope = tf1.get_variable_scope()
        with tf1.variable_scope(scope, initializer=self._initializer):
            both = tf.concat([inputs, state], 1)
            if self._linear is None:
                self._linear = Linear(both, 2 * self._num_units, True)
            gate, candidate = split(self._linear(both), 2, axis=1)
            candidate = self._activation(candidate)
            gate = tf.sigmoid(gate + self._forget_bias)
            new_state = gate * state + (1.0 - gate) * candidate
        return new_state, new_state


class IntersectionRNNCell(_OneState):
    """Cell with gates in depth and in time (Collins et al. 2016, arXiv:1611.09913).

    With `yh, h, yi, y` the four parts of `[x; h] · kernel + bias`:
    `h' = gh*h + (1-gh)*tanh(hc)` and `output = gy*x + (1-gy)*y_activation(yc)`, where
    `gh = sigmoid(· + forget_bias)` and `gy = sigmoid(· + forget_bias)`.

    Args:
        num_units: Size of output and state.
        num_in_proj: Size to project the inputs to, that of the outputs, or `None`.
        initializer: For the weights; by default the scope's.
        forget_bias: Added to both gates at run time.
        y_activation: Of the candidate of the output.
        reuse: Whether to reuse variables of the scope.

    Source: `tf.contrib.rnn.IntersectionRNNCell`.
    """

    def __init__(
        self,
        num_units: int,
        num_in_proj: int | None = None,
        initializer: Any = None,
        forget_bias: float = 1.0,
        y_activation: Any = tf.nn.relu,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._num_input_proj = num_in_proj
        self._initializer = initializer
        self._forget_bias = forget_bias
        self._y_activation = y_activation
        self._projection: Linear | None = None
        self._linear: Linear | None = None

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        depth, units = _known_depth(inputs), self._num_units
        scope = tf1.get_variable_scope()
        with tf1.variable_scope(scope, initializer=self._initializer):
            if depth != units:
                if self._num_input_proj is None:
                    raise ValueError(
                        "Must have input size == output size for Intersection RNN. To "
                        "fix, num_in_proj should be set to num_units at cell init: "
                        f"input size {depth}, num_units {units}."
                    )
                if self._num_input_proj != units:
                    raise ValueError(
                        "Must project inputs to num_units at cell init: num_in_proj "
                        f"{self._num_input_proj}, num_units {units}."
                    )
                with tf1.variable_scope("in_projection"):
                    if self._projection is None:
                        self._projection = Linear(inputs, self._num_input_proj, True)
                    inputs = self._projection(inputs)
            both = tf.concat([inputs, state], 1)
            if self._linear is None:
                self._linear = Linear(both, 4 * units, True)
            parts = self._linear(both)
            gate_h, h, gate_y, y = (
                parts[:, part * units : (part + 1) * units] for part in range(4)
            )
            h, y = tf.tanh(h), self._y_activation(y)
            gate_h = tf.sigmoid(gate_h + self._forget_bias)
            gate_y = tf.sigmoid(gate_y + self._forget_bias)
            new_state = gate_h * state + (1.0 - gate_h) * h
            output = gate_y * inputs + (1.0 - gate_y) * y
        return output, new_state


class SRUCell(LayerRNNCell):
    """Simple recurrent unit of Lei et al. 2017 (arXiv:1709.02755).

    With `x1, f, r, x2 = split(x · kernel)`, and `f` and `r` through bias and sigmoid:
    `c' = f*c + (1-f)*x1`, `output = r*activation(c') + (1-r)*x2`.

    Args:
        num_units: Size of output and state.
        activation: By default tanh.
        reuse: Whether to reuse variables of the scope.
        name: Name of layer and scope.
        **kwargs: As for `tf.layers.Layer`.

    Source: `tf.contrib.rnn.SRUCell`.
    """

    def __init__(
        self,
        num_units: int,
        activation: Any = None,
        reuse: bool | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(_reuse=reuse, name=name, **kwargs)
        self._num_units = num_units
        self._activation = activation_function(activation, tf.tanh)
        self.input_spec = InputSpec(ndim=2)

    @property
    def state_size(self) -> int:
        return self._num_units

    @property
    def output_size(self) -> int:
        return self._num_units

    def build(self, inputs_shape: Any) -> None:
        depth = tf.TensorShape(inputs_shape).as_list()[1]
        if depth is None:
            raise ValueError(
                f"Expected inputs.shape[-1] to be known, saw shape: {inputs_shape}"
            )
        units = self._num_units
        self._kernel = self.add_variable("kernel", [depth, 4 * units])
        self._bias = self.add_variable(
            "bias", [2 * units], initializer=tf1.constant_initializer(0)
        )
        self.built = True

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        product = tf.matmul(inputs, self._kernel)
        candidate, f, r, passed = split(product, 4, axis=1)
        gates = tf.nn.bias_add(tf.concat([f, r], 1), self._bias)
        f, r = split(tf.sigmoid(gates), 2, axis=1)
        c = f * state + (1.0 - f) * candidate
        return r * self._activation(c) + (1.0 - r) * passed, c


def _known_depth(inputs: Any) -> int:
    depth = inputs.shape.with_rank(2).as_list()[1]
    if depth is None:
        raise ValueError("Could not infer input size from inputs.get_shape()[-1]")
    return depth
