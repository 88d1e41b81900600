"""Grid cells: a recurrent cell along each axis of a grid."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from compat.migrate.cells.base import Cell, joined, registered, split
from compat.migrate.cells.lstm import PeepholeLSTMCell

# Kinds of inner cells, and what a checkpoint calls each.
_SCOPES = {"rnn": "basic_rnn_cell", "gru": "gru_cell", "basic_lstm": "basic_lstm_cell",
           "lstm": "lstm_cell"}  # fmt: skip


@registered
class RNNCell(Cell):
    """`h' = tanh([x; h] · kernel + bias)`, with 1.x's weights as they are.

    Source: tf.contrib.rnn.BasicRNNCell.
    """

    def build(self, shape: Any) -> None:
        self.kernel = self.weight("kernel", shape[-1] + self.units, self.units)
        self.bias = self.weight("bias", self.units, start="zeros")

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        product = ops.matmul(joined(inputs, states[0]), self.kernel)
        h = self.activation(product + self.bias)
        return h, [h]


@registered
class GRUCell(Cell):
    """GRU with 1.x's weights as they are.

    With `r, u = sigmoid([x; h] · gates)` and `j = tanh([x; r*h] · candidate)`:
    `h' = u*h + (1 - u)*j`.

    Source: tf.contrib.rnn.GRUCell; Cho et al. 2014 (arXiv:1406.1078).
    """

    def build(self, shape: Any) -> None:
        seen, units = shape[-1] + self.units, self.units
        self.gates = self.weight("gates/kernel", seen, 2 * units)
        self.gates_bias = self.weight("gates/bias", 2 * units, start="ones")
        self.candidate = self.weight("candidate/kernel", seen, units)
        self.candidate_bias = self.weight("candidate/bias", units, start="zeros")

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        (h,) = states
        gates = ops.matmul(joined(inputs, h), self.gates) + self.gates_bias
        r, u = split(ops.sigmoid(gates), 2)
        j = ops.matmul(joined(inputs, r * h), self.candidate) + self.candidate_bias
        h = u * h + (1 - u) * self.activation(j)
        return h, [h]


@registered
class GridCell(keras.Layer):
    """Recurrent cells along the axes of a grid; the first axis has inputs and output.

    Let `m_a` be the output and `c_a` the cell state of axis `a` of `n`. The inputs take
    the place of the first axis' state: `m_0 = x · project_m_0`, `c_0 = x ·
    project_c_0`. The axes 1 … n-1 come first, then axis 0 from what they gave:
    `m_a', c_a' = cell_a([m_0 … m_{n-2}], (c_a, m_{n-1}))`. The output is `m_0'`.

    Args:
        units: Size of each axis' output.
        axes: How many there are.
        cell: `rnn`, `gru`, `basic_lstm` or `lstm`, that of each axis.
        tied: Whether all axes have the same weights.
        non_recurrent: Activation of the first axis, which then has no state:
            `m_0' = activation([m_0 … m_{n-1}] · W + b)`; or `None`.
        forget_bias: Of LSTMs, added while they run.
        use_peepholes: Of `lstm`.
        **kwargs: As for `keras.Layer`.

    Raises:
        ValueError: For another kind of cell, or fewer axes than one.

    Source: tf.contrib.grid_rnn.Grid1BasicRNNCell, Grid1BasicLSTMCell, Grid1LSTMCell,
    Grid2BasicRNNCell, Grid2BasicLSTMCell, Grid2LSTMCell, Grid2GRUCell, Grid3LSTMCell;
    Kalchbrenner et al. 2015 (arXiv:1507.01526).
    """

    def __init__(
        self,
        units: int,
        axes: int = 2,
        cell: str = "lstm",
        tied: bool = False,
        non_recurrent: Any = None,
        forget_bias: float = 1.0,
        use_peepholes: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if cell not in _SCOPES or axes < 1:
            known = ", ".join(_SCOPES)
            raise ValueError(
                f"expected a cell among {known} and an axis or more, received {cell!r} "
                f"and {axes}"
            )
        self.units, self.axes, self.cell, self.tied = units, axes, cell, tied
        self.non_recurrent = keras.activations.get(non_recurrent)
        self.forget_bias, self.use_peepholes = forget_bias, use_peepholes
        self.inner = [self._made() for _ in range(1 if tied else axes)]
        self._first = 0 if non_recurrent is None else 1
        self.long = "lstm" in cell
        self.state_size = [units] * ((axes - self._first) * (2 if self.long else 1))
        self.output_size = units

    def _made(self) -> Any:
        if self.cell == "rnn":
            return RNNCell(self.units)
        if self.cell == "gru":
            return GRUCell(self.units)
        peeps = self.use_peepholes and self.cell == "lstm"
        bias = self.forget_bias
        return PeepholeLSTMCell(self.units, forget_bias=bias, use_peepholes=peeps)

    def build(self, shape: Any) -> None:
        self.tf1_leaves: dict[str, Any] = {}
        inputs, seen = shape[-1], (self.axes - 1) * self.units
        self.project_m = self._weight("project_m_0", inputs, self.units)
        if self.long:
            self.project_c = self._weight("project_c_0", inputs, self.units)
        for axis, cell in enumerate(self.inner):
            if axis < self._first and not self.tied:
                continue
            cell.build((None, seen))
            place = "" if self.tied else f"cell_{axis}/"
            scope = f"recurrent/{place}{_SCOPES[self.cell]}"
            leaves = cell.tf1_leaves.items()
            self.tf1_leaves |= {f"{scope}/{leaf}": w for leaf, w in leaves}
        if self._first:
            place = "" if self.tied else "cell_0/"
            scope = f"non_recurrent/{place}fully_connected"
            self.kernel = self._weight(
                f"{scope}/weights", seen + self.units, self.units
            )
            self.bias = self._weight(f"{scope}/biases", self.units)

    def _weight(self, leaf: str, *shape: int) -> Any:
        start = "zeros" if leaf.endswith("biases") else "glorot_uniform"
        name = leaf.replace("/", "_")
        made = self.add_weight(shape=shape, initializer=start, name=name)
        self.tf1_leaves[leaf] = made
        return made

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        m, c = self._unpacked(states)
        m[0] = ops.matmul(inputs, self.project_m)
        if self.long:
            c[0] = ops.matmul(inputs, self.project_c)
        after_m, after_c = dict(m), dict(c)
        for axis in range(1, self.axes):
            after_m[axis], after_c[axis] = self._step(axis, m, c)
        if self._first:
            seen = ops.concatenate([after_m[a] for a in range(self.axes)], axis=-1)
            product = ops.matmul(seen, self.kernel) + self.bias
            after_m[0] = self.non_recurrent(product)
        else:
            after_m[0], after_c[0] = self._step(0, after_m, c)
        new = []
        for axis in range(self._first, self.axes):
            new += [after_m[axis], after_c[axis]] if self.long else [after_m[axis]]
        return after_m[0], new

    def _unpacked(self, states: Any) -> tuple[dict[int, Any], dict[int, Any]]:
        axes = range(self._first, self.axes)
        if not self.long:
            return dict(zip(axes, states, strict=True)), {}
        return (
            dict(zip(axes, states[::2], strict=True)),
            dict(zip(axes, states[1::2], strict=True)),
        )

    def _step(self, axis: int, m: dict[int, Any], c: dict[int, Any]) -> tuple[Any, Any]:
        """One axis' cell: its inputs are all outputs but the last, which is its own."""
        last = m[self.axes - 1]
        seen = [m[a] for a in range(self.axes - 1)]
        inputs = ops.concatenate(seen, axis=-1) if seen else last[:, :0]
        own = [last, c[axis]] if self.long else [last]
        cell = self.inner[0 if self.tied else axis]
        _, after = cell(inputs, own)
        return after[0], after[1] if self.long else None

    def get_config(self) -> dict[str, Any]:
        names = ("units", "axes", "cell", "tied", "forget_bias", "use_peepholes")
        given = {name: getattr(self, name) for name in names}
        activation = keras.activations.serialize(self.non_recurrent)
        given["non_recurrent"] = activation if self._first else None
        return {**super().get_config(), **given}
