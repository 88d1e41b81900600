"""LSTM cells with peepholes, projection, layer normalization and coupled gates."""

from __future__ import annotations

from typing import Any

from keras import ops

from compat.migrate.cells.base import LongCell, joined, registered, split

# Of tf.contrib.layers.layer_norm.
_EPSILON = 1e-12


@registered
class PeepholeLSTMCell(LongCell):
    """LSTM whose gates see the cell state, and whose output may be projected.

    With `i, j, f, o = split([x; h] · kernel + bias)`:
    `c' = sigmoid(f + forget_bias + w_f*c)*c + sigmoid(i + w_i*c)*tanh(j)`,
    `h' = (sigmoid(o + w_o*c')*tanh(c')) · projection`.

    Args:
        units: Size of the cell state.
        projection: Size of the output, or `None` for no projection.
        forget_bias: Added to the forget gate at run time.
        use_peepholes: Whether there are `w_f`, `w_i` and `w_o`.
        cell_clip: Bound on the absolute value of the cell state, or `None`.
        proj_clip: The same for the projected output.
        **kwargs: As for `keras.Layer`, and `activation`.

    Source: tf.nn.rnn_cell.LSTMCell, tf.contrib.rnn.LSTMBlockCell; Sak et al. 2014.
    """

    def __init__(
        self,
        units: int,
        projection: int | None = None,
        forget_bias: float = 1.0,
        use_peepholes: bool = True,
        cell_clip: float | None = None,
        proj_clip: float | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(units, projection, forget_bias, **kwargs)
        self.use_peepholes = use_peepholes
        self.cell_clip = cell_clip
        self.proj_clip = proj_clip

    def build(self, shape: Any) -> None:
        units = self.units
        self.kernel = self.weight("kernel", shape[-1] + self.output_size, 4 * units)
        self.bias = self.weight("bias", 4 * units, start="zeros")
        if self.use_peepholes:
            self.w_f = self.weight("w_f_diag", units)
            self.w_i = self.weight("w_i_diag", units)
            self.w_o = self.weight("w_o_diag", units)
        if self.projection:
            self.project = self.weight("projection/kernel", units, self.projection)

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        h, c = states
        i, j, f, o = split(ops.matmul(joined(inputs, h), self.kernel) + self.bias, 4)
        f = f + self.forget_bias
        if self.use_peepholes:
            f, i = f + self.w_f * c, i + self.w_i * c
        c = ops.sigmoid(f) * c + ops.sigmoid(i) * self.activation(j)
        c = _clipped(c, self.cell_clip)
        if self.use_peepholes:
            o = o + self.w_o * c
        h = ops.sigmoid(o) * self.activation(c)
        if self.projection:
            h = _clipped(ops.matmul(h, self.project), self.proj_clip)
        return h, [h, c]

    def get_config(self) -> dict[str, Any]:
        return {
            **super().get_config(),
            "use_peepholes": self.use_peepholes,
            "cell_clip": self.cell_clip,
            "proj_clip": self.proj_clip,
        }


@registered
class LayerNormLSTMCell(LongCell):
    """LSTM with layer normalization of each gate and of the cell state; no bias.

    With `i, j, f, o = split([x; h] · kernel)`, each normalized:
    `c' = norm(sigmoid(f + forget_bias)*c + sigmoid(i)*tanh(j))`,
    `h' = sigmoid(o)*tanh(c')`.

    Args:
        units: Size of output and cell state.
        forget_bias: Added to the forget gate at run time.
        **kwargs: As for `keras.Layer`, and `activation`.

    Source: tf.contrib.rnn.LayerNormBasicLSTMCell; Ba et al. 2016 (arXiv:1607.06450).
    """

    def __init__(self, units: int, forget_bias: float = 1.0, **kwargs: Any) -> None:
        kwargs.pop("projection", None)
        super().__init__(units, None, forget_bias, **kwargs)

    def build(self, shape: Any) -> None:
        units = self.units
        self.kernel = self.weight("kernel", shape[-1] + units, 4 * units)
        self.norms = [
            (
                self.weight(f"{name}/gamma", units, start="ones"),
                self.weight(f"{name}/beta", units, start="zeros"),
            )
            for name in ("input", "transform", "forget", "output", "state")
        ]

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        h, c = states
        gates = split(ops.matmul(joined(inputs, h), self.kernel), 4)
        i, j, f, o = (
            _normalized(gate, *norm)
            for gate, norm in zip(gates, self.norms[:4], strict=True)
        )
        c = c * ops.sigmoid(f + self.forget_bias) + ops.sigmoid(i) * self.activation(j)
        c = _normalized(c, *self.norms[4])
        h = self.activation(c) * ops.sigmoid(o)
        return h, [h, c]


@registered
class CoupledInputForgetGateLSTMCell(LongCell):
    """LSTM whose input gate is what its forget gate leaves.

    With `j, f, o = split([x; h] · W + B)` and `f' = sigmoid(f + forget_bias + w_f*c)`:
    `c' = f'*c + (1 - f')*tanh(j)`, `h' = (sigmoid(o + w_o*c')*tanh(c')) · W_P`.

    Args:
        units: Size of the cell state.
        projection: Size of the output, or `None` for no projection.
        forget_bias: Added to the forget gate at run time.
        use_peepholes: Whether there are `w_f` and `w_o`.
        **kwargs: As for `keras.Layer`, and `activation`.

    Source: tf.contrib.rnn.CoupledInputForgetGateLSTMCell; Greff et al. 2015
    (arXiv:1503.04069).
    """

    def __init__(
        self,
        units: int,
        projection: int | None = None,
        forget_bias: float = 1.0,
        use_peepholes: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(units, projection, forget_bias, **kwargs)
        self.use_peepholes = use_peepholes

    def build(self, shape: Any) -> None:
        units = self.units
        self.kernel = self.weight("W_0", shape[-1] + self.output_size, 3 * units)
        self.bias = self.weight("B", 3 * units, start="zeros")
        if self.use_peepholes:
            self.w_f = self.weight("W_F_diag", units)
            self.w_o = self.weight("W_O_diag", units)
        if self.projection:
            self.project = self.weight("W_P_0", units, self.projection)

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        h, c = states
        j, f, o = split(ops.matmul(joined(inputs, h), self.kernel) + self.bias, 3)
        f = f + self.forget_bias
        if self.use_peepholes:
            f = f + self.w_f * c
        f = ops.sigmoid(f)
        c = f * c + (1 - f) * self.activation(j)
        if self.use_peepholes:
            o = o + self.w_o * c
        h = ops.sigmoid(o) * self.activation(c)
        if self.projection:
            h = ops.matmul(h, self.project)
        return h, [h, c]

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "use_peepholes": self.use_peepholes}


def _clipped(x: Any, bound: float | None) -> Any:
    return x if bound is None else ops.clip(x, -bound, bound)


def _normalized(x: Any, gamma: Any, beta: Any) -> Any:
    mean, variance = ops.moments(x, axes=-1, keepdims=True)
    return (x - mean) * ops.rsqrt(variance + _EPSILON) * gamma + beta
