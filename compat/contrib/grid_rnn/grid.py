"""`GridRNNCell`: recurrent cells along the axes of a grid (Kalchbrenner et al. 2015).

The cell of each axis sees the outputs of all axes but the last, and takes the output of
the last one for its own: `h_i = cell_i([m_0 … m_{n-2}], (c_i, m_{n-1}))`. Axes without
priority come first, from what was before; then those with priority, from what the first
have given.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.grid_rnn.config import config
from compat.contrib.layers.initializers import xavier_initializer
from compat.contrib.layers.layers import fully_connected
from compat.count.ops.arrays import split
from compat.nn.rnn_cell.base import RNNCell
from compat.nn.rnn_cell.lstm import LSTMCell, LSTMStateTuple

tf1 = tf.compat.v1


class GridRNNCell(RNNCell):
    """A cell with a state along each recurrent axis of a grid.

    Args:
        num_units: Size of each axis' output.
        num_dims: Number of axes.
        input_dims: Axis or axes that get the inputs, cut into as many parts.
        output_dims: Axis or axes whose outputs are the cell's.
        priority_dims: Axis or axes that come after the others and see their outputs.
        non_recurrent_dims: Axis or axes without a state.
        tied: Whether all axes have the same weights.
        cell_fn: From `num_units` to the cell of an axis; by default an `LSTMCell`.
        non_recurrent_fn: Activation of the axes without a state, by default ReLU.
        state_is_tuple: Whether states are tuples by axis, or one tensor.
        output_is_tuple: Whether outputs are tuples by axis, or one tensor.

    Raises:
        TypeError: When `cell_fn` gives no `RNNCell`.
        ValueError: For numbers that are no axes.

    Source: `tf.contrib.grid_rnn.GridRNNCell`; arXiv:1507.01526.
    """

    def __init__(
        self,
        num_units: int,
        num_dims: int = 1,
        input_dims: Any = None,
        output_dims: Any = None,
        priority_dims: Any = None,
        non_recurrent_dims: Any = None,
        tied: bool = False,
        cell_fn: Callable[[int], Any] | None = None,
        non_recurrent_fn: Any = None,
        state_is_tuple: bool = True,
        output_is_tuple: bool = True,
    ) -> None:
        super().__init__()
        self._state_is_tuple = state_is_tuple
        self._output_is_tuple = output_is_tuple
        self._config = config(
            num_dims,
            input_dims,
            output_dims,
            priority_dims,
            non_recurrent_dims,
            tf.nn.relu if non_recurrent_fn is None else non_recurrent_fn,
            tied,
            num_units,
        )
        make = LSTMCell if cell_fn is None else cell_fn
        self._cells = [make(num_units) for _ in range(1 if tied else num_dims)]
        if tied:
            self._cells *= num_dims
        for cell in self._cells:
            if not isinstance(cell, RNNCell):
                raise TypeError(
                    f"cell_fn must return an RNNCell instance, saw: {type(cell)}"
                )
        self._state_size: Any = tuple(
            self._cells[axis].state_size for axis in self._config.recurrents
        )
        self._output_size: Any = tuple(
            self._cells[axis].output_size for axis in self._config.outputs
        )
        if not state_is_tuple:
            self._state_size = sum(tf.nest.flatten(self._state_size))
        if not output_is_tuple:
            self._output_size = sum(self._output_size)

    @property
    def output_size(self) -> Any:
        return self._output_size

    @property
    def state_size(self) -> Any:
        return self._state_size

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> tuple[Any, Any]:
        """Run one step.

        Args:
            inputs: Tensor `[batch, depth]`, the depth a multiple of the number of
                axes with inputs.
            state: Tuple of the states of the recurrent axes, or one tensor.
            scope: Variable scope of the weights; by default the class name.

        Returns:
            `(outputs, state)`, tuples by axis or single tensors.
        """
        before = self._states(state)
        with tf1.variable_scope(scope or type(self).__name__):
            self._project(inputs, before)
            after: dict[int, Any] = {}
            self._pass(self._config.non_priority, before, after, True)
            self._pass(self._config.priority, before, after, False)
            outputs: Any = tuple(_m(after[axis]) for axis in self._config.outputs)
            states: Any = tuple(after[axis] for axis in self._config.recurrents)
            if not self._output_is_tuple:
                outputs = _joined(list(outputs))
            if not self._state_is_tuple:
                states = _joined(tf.nest.flatten(states))
        return outputs, states

    def _has_c(self) -> bool:
        return isinstance(self._cells[0].state_size, tuple)

    def _states(self, state: Any) -> dict[int, Any]:
        """The state of each recurrent axis, by its number."""
        recurrents = self._config.recurrents
        if self._state_is_tuple:
            return dict(zip(recurrents, state, strict=False))
        sizes = [self._cells[axis].state_size for axis in recurrents]
        parts = []
        begin = 0
        for size in tf.nest.flatten(sizes):
            parts.append(tf.slice(state, [0, begin], [-1, size]))
            begin += size
        return dict(
            zip(recurrents, tf.nest.pack_sequence_as(sizes, parts), strict=False)
        )

    def _project(self, inputs: Any, before: dict[int, Any]) -> None:
        """Put the inputs, by a weight each, in the place of their axes' states."""
        axes = self._config.inputs
        if inputs is None or not axes or inputs.shape[1] == 0:
            return
        units = self._config.num_units
        for axis, part in zip(axes, split(inputs, len(axes), 1), strict=False):
            depth = part.shape[1]

            def projected(name: str, part: Any = part, depth: Any = depth) -> Any:
                weight = tf1.get_variable(name, [depth, units], dtype=part.dtype)
                return tf.matmul(part, weight)

            m = projected(f"project_m_{axis}")
            if self._has_c():
                before[axis] = LSTMStateTuple(projected(f"project_c_{axis}"), m)
            else:
                before[axis] = m

    def _pass(
        self,
        axes: list[int],
        before: dict[int, Any],
        after: dict[int, Any],
        first: bool,
    ) -> None:
        """Run the cells of `axes`: what they give goes into `after`."""
        if not axes:
            return
        seen = {**before, **after}
        numbers = range(self._config.num_dims)
        others = [_m(seen[axis]) for axis in numbers[:-1] if axis in seen]
        if others:
            inputs = _concat(others)
        else:  # no inputs are still inputs of width 0
            some = _m(next(iter(seen.values())))
            inputs = tf.zeros([some.shape[0], 0], some.dtype)
        last = _m(seen.get(numbers[-1]))
        reuse = True if self._config.tied and not first else None
        for axis in axes:
            place = "" if self._config.tied else f"/cell_{axis}"
            activation = self._config.dims[axis].non_recurrent_fn
            if activation is None:
                own = before[axis]
                own = LSTMStateTuple(own[0], last) if isinstance(own, tuple) else last
                with tf1.variable_scope(f"recurrent{place}", reuse=reuse):
                    _, after[axis] = self._cells[axis](inputs, own)
                continue
            with tf1.variable_scope(f"non_recurrent{place}", reuse=reuse):
                both = tf.concat([inputs, last], 1) if inputs.shape[1] else last
                after[axis] = fully_connected(
                    both,
                    self._config.num_units,
                    activation_fn=activation,
                    weights_initializer=(
                        tf1.get_variable_scope().initializer or xavier_initializer()
                    ),
                )


def _m(state: Any) -> Any:
    """What of a state is the output."""
    return state[1] if isinstance(state, tuple) else state


def _concat(parts: list[Any]) -> Any:
    """`tf.concat`, which for one tensor made an op of another name in 1.15."""
    return tf1.concat(parts, 1)


def _joined(parts: list[Any]) -> Any:
    return _concat(parts) if parts else tf.zeros([0, 0])
