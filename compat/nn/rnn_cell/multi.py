"""`MultiRNNCell`: cells on top of each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from compat.layers.base import Layer
from compat.layers.tracking import TrackableReference
from compat.nn.rnn_cell.base import RNNCell, assert_like_rnncell

tf1 = tf.compat.v1


class MultiRNNCell(RNNCell):
    """Cells in a row: the output of one is the input of the next.

    Args:
        cells: The cells, the first one nearest to the inputs.
        state_is_tuple: Whether the state is a tuple, one entry a cell, or one tensor
            with the cells' states side by side.

    Raises:
        ValueError: For no cells, or tuple states where `state_is_tuple` is false.
        TypeError: When `cells` is not a list or tuple, or holds something else.

    Source: `tf.nn.rnn_cell.MultiRNNCell`.
    """

    def __init__(self, cells: Sequence[Any], state_is_tuple: bool = True) -> None:
        super().__init__()
        if not cells:
            raise ValueError("Must specify at least one cell for MultiRNNCell.")
        if not isinstance(cells, (list, tuple)):
            raise TypeError(f"cells must be a list or tuple, but saw: {cells}.")
        for number, cell in enumerate(cells):
            assert_like_rnncell(f"cell {number}", cell)
        if len({id(cell) for cell in cells}) < len(cells):
            tf1.logging.log_first_n(
                tf1.logging.WARN,
                "At least two cells provided to MultiRNNCell are the same object "
                "and will share weights.",
                1,
            )
        self._cells = list(cells)
        self._state_is_tuple = state_is_tuple
        if not state_is_tuple and any(
            tf.nest.is_nested(cell.state_size) for cell in cells
        ):
            sizes = [cell.state_size for cell in cells]
            raise ValueError(
                "Some cells return tuples of states, but the flag "
                f"state_is_tuple is not set.  State sizes are: {sizes}"
            )

    @property
    def _checkpoint_dependencies(self) -> list[TrackableReference]:
        cells = enumerate(self._cells)
        return [TrackableReference(f"cell-{i}", cell) for i, cell in cells]

    @property
    def state_size(self) -> Any:
        sizes = tuple(cell.state_size for cell in self._cells)
        return sizes if self._state_is_tuple else sum(sizes)

    @property
    def output_size(self) -> Any:
        return self._cells[-1].output_size

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        with tf1.name_scope(f"{type(self).__name__}ZeroState", values=[batch_size]):
            if self._state_is_tuple:
                return tuple(cell.zero_state(batch_size, dtype) for cell in self._cells)
            return super().zero_state(batch_size, dtype)

    @property
    def trainable_weights(self) -> list[Any]:
        if not self.trainable:
            return []
        return [w for cell in self._layers() for w in cell.trainable_weights]

    @property
    def non_trainable_weights(self) -> list[Any]:
        weights = [w for cell in self._layers() for w in cell.non_trainable_weights]
        if self.trainable:
            return weights
        return [w for cell in self._layers() for w in cell.trainable_weights] + weights

    def _layers(self) -> list[Any]:
        return [cell for cell in self._cells if isinstance(cell, Layer)]

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        if self._state_is_tuple and not tf.nest.is_nested(state):
            raise ValueError(
                f"Expected state to be a tuple of length {len(self.state_size)}, "
                f"but received: {state}"
            )
        states: list[Any] = []
        start = 0
        for number, cell in enumerate(self._cells):
            with tf1.variable_scope(f"cell_{number}"):
                if self._state_is_tuple:
                    current = state[number]
                else:
                    current = tf.slice(state, [0, start], [-1, cell.state_size])
                    start += cell.state_size
                inputs, new_state = cell(inputs, current)
                states.append(new_state)
        return inputs, tuple(states) if self._state_is_tuple else tf.concat(states, 1)
