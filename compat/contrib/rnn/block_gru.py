"""GRU cells of which a step is one op."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.rnn import block_gradients
from compat.layers.input_spec import InputSpec
from compat.nn.rnn_cell.base import LayerRNNCell

tf1 = tf.compat.v1
block_gradients.install()


def known_depth(shape: Any) -> int:
    """The last, known, axis of `shape`, or `ValueError`."""
    depth = tf.TensorShape(shape).as_list()[-1]
    if depth is None:
        raise ValueError(f"Expected inputs.shape[-1] to be known, saw shape: {shape}")
    return depth


class GRUBlockCell(LayerRNNCell):
    """A GRU cell computed by one op; same equations as `GRUCell`.

    Args:
        num_units: Size of output and state.
        cell_size: The older name of `num_units`.
        reuse: Whether to reuse variables of the scope.
        name: Name of layer and scope.

    Raises:
        ValueError: For both sizes, or none.

    Source: `tf.contrib.rnn.GRUBlockCell`.
    """

    # The kernel and bias of both gates, then those of the candidate.
    _weight_names = ("w_ru", "b_ru", "w_c", "b_c")

    def __init__(
        self,
        num_units: int | None = None,
        cell_size: int | None = None,
        reuse: bool | None = None,
        name: str = "gru_cell",
    ) -> None:
        super().__init__(_reuse=reuse, name=name)
        if (cell_size is None) == (num_units is None):
            raise ValueError("Exactly one of num_units or cell_size must be provided.")
        self._cell_size: Any = num_units if num_units is not None else cell_size
        self.input_spec = InputSpec(ndim=2)

    @property
    def state_size(self) -> Any:
        return self._cell_size

    @property
    def output_size(self) -> Any:
        return self._cell_size

    def build(self, input_shape: Any) -> None:
        depth = known_depth(input_shape) + self._cell_size
        units = self._cell_size
        shapes = ([depth, 2 * units], [2 * units], [depth, units], [units])
        starts = (
            None,
            tf1.constant_initializer(1.0),
            None,
            tf1.constant_initializer(0.0),
        )
        (
            self._gate_kernel,
            self._gate_bias,
            self._candidate_kernel,
            self._candidate_bias,
        ) = (
            self.add_variable(name, shape, initializer=start)
            for name, shape, start in zip(
                self._weight_names, shapes, starts, strict=True
            )
        )
        self.built = True

    def call(self, inputs: Any, h_prev: Any) -> tuple[Any, Any]:  # type: ignore[override]
        new_h = tf.raw_ops.GRUBlockCell(
            x=inputs,
            h_prev=h_prev,
            w_ru=self._gate_kernel,
            w_c=self._candidate_kernel,
            b_ru=self._gate_bias,
            b_c=self._candidate_bias,
        ).h
        return new_h, new_h


class GRUBlockCellV2(GRUBlockCell):
    """`GRUBlockCell` with the variable names of `GRUCell`: their checkpoints agree.

    Source: `tf.contrib.rnn.GRUBlockCellV2`.
    """

    _weight_names = ("gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias")
