"""Update-gate, simple recurrent, and searched cells."""

from __future__ import annotations

from typing import Any

from keras import ops

from compat.migrate.cells.base import Cell, LongCell, joined, registered, split


@registered
class UGRNNCell(Cell):
    """Update-gate cell.

    With `g, j = split([x; h] · kernel + bias)` and `g' = sigmoid(g + forget_bias)`:
    `h' = g'*h + (1 - g')*tanh(j)`.

    Args:
        units: Size of output and state.
        forget_bias: Added to the gate at run time.
        **kwargs: As for `keras.Layer`, and `activation`.

    Source: tf.contrib.rnn.UGRNNCell; Collins et al. 2016 (arXiv:1611.09913).
    """

    def __init__(self, units: int, forget_bias: float = 1.0, **kwargs: Any) -> None:
        super().__init__(units, **kwargs)
        self.forget_bias = forget_bias

    def build(self, shape: Any) -> None:
        units = self.units
        self.kernel = self.weight("kernel", shape[-1] + units, 2 * units)
        self.bias = self.weight("bias", 2 * units, start="zeros")

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        (h,) = states
        g, j = split(ops.matmul(joined(inputs, h), self.kernel) + self.bias, 2)
        g = ops.sigmoid(g + self.forget_bias)
        h = g * h + (1 - g) * self.activation(j)
        return h, [h]

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "forget_bias": self.forget_bias}


@registered
class SRUCell(Cell):
    """Simple recurrent unit: no product with the state.

    With `j, f, r, x' = split(x · kernel)`, and `f` and `r` through bias and sigmoid:
    `c' = f*c + (1 - f)*j`, `output = r*tanh(c') + (1 - r)*x'`.

    Args:
        units: Size of output and state.
        **kwargs: As for `keras.Layer`, and `activation`.

    Source: tf.contrib.rnn.SRUCell; Lei et al. 2017 (arXiv:1709.02755).
    """

    def build(self, shape: Any) -> None:
        self.kernel = self.weight("kernel", shape[-1], 4 * self.units)
        self.bias = self.weight("bias", 2 * self.units, start="zeros")

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        (c,) = states
        j, f, r, passed = split(ops.matmul(inputs, self.kernel), 4)
        gates = ops.sigmoid(ops.concatenate([f, r], axis=-1) + self.bias)
        f, r = split(gates, 2)
        c = f * c + (1 - f) * j
        return r * self.activation(c) + (1 - r) * passed, [c]


@registered
class NASCell(LongCell):
    """The cell that a search over architectures found.

    Args:
        units: Size of the cell state.
        projection: Size of the output, or `None` for no projection.
        use_bias: Whether there is a bias.
        **kwargs: As for `keras.Layer`.

    Source: tf.contrib.rnn.NASCell; Zoph and Le 2016 (arXiv:1611.01578).
    """

    def __init__(
        self,
        units: int,
        projection: int | None = None,
        use_bias: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(units, projection, **kwargs)
        self.use_bias = use_bias

    def build(self, shape: Any) -> None:
        size = 8 * self.units
        self.recurrent = self.weight("recurrent_kernel", self.output_size, size)
        self.kernel = self.weight("kernel", shape[-1], size)
        if self.use_bias:
            self.bias = self.weight("bias", size, start="zeros")
        if self.projection:
            self.project = self.weight(
                "projection_weights", self.units, self.projection
            )

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        h, c = states
        of_state = ops.matmul(h, self.recurrent)
        if self.use_bias:
            of_state = of_state + self.bias
        s = split(of_state, 8)
        x = split(ops.matmul(inputs, self.kernel), 8)
        left = ops.sigmoid(x[0] + s[0]) * ops.relu(x[1] + s[1])
        right = ops.sigmoid(x[2] + s[2]) + ops.relu(x[3] * s[3])
        first = ops.tanh(ops.tanh(left) + c)
        c = first * ops.tanh(right)
        third = ops.tanh(ops.tanh(x[4] + s[4]) * ops.sigmoid(x[5] + s[5]))
        fourth = ops.sigmoid(ops.tanh(x[6] + s[6]) + ops.sigmoid(x[7] + s[7]))
        h = ops.tanh(c * ops.tanh(third + fourth))
        if self.projection:
            h = ops.matmul(h, self.project)
        return h, [h, c]

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "use_bias": self.use_bias}
