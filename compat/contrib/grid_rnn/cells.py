"""The grid cells of one, two and three axes."""

from __future__ import annotations

import functools
from typing import Any

from compat.contrib.grid_rnn.grid import GridRNNCell
from compat.nn.rnn_cell.basic import BasicRNNCell, GRUCell
from compat.nn.rnn_cell.lstm import BasicLSTMCell, LSTMCell


def _lstm(use_peepholes: bool, forget_bias: float) -> Any:
    return functools.partial(
        LSTMCell, use_peepholes=use_peepholes, forget_bias=forget_bias
    )


def _basic_lstm(forget_bias: float) -> Any:
    return functools.partial(BasicLSTMCell, forget_bias=forget_bias)


class _OneAxis(GridRNNCell):
    """A grid of one axis, which has the inputs, the outputs and priority."""

    def __init__(
        self, num_units: int, cell_fn: Any, state_is_tuple: bool, output_is_tuple: bool
    ) -> None:
        super().__init__(
            num_units=num_units,
            num_dims=1,
            input_dims=0,
            output_dims=0,
            priority_dims=0,
            tied=False,
            cell_fn=cell_fn,
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
        )


class _MoreAxes(GridRNNCell):
    """A grid whose first axis has the inputs, the outputs and priority."""

    def __init__(
        self,
        num_dims: int,
        num_units: int,
        tied: bool,
        non_recurrent_fn: Any,
        cell_fn: Any,
        state_is_tuple: bool,
        output_is_tuple: bool,
    ) -> None:
        super().__init__(
            num_units=num_units,
            num_dims=num_dims,
            input_dims=0,
            output_dims=0,
            priority_dims=0,
            tied=tied,
            non_recurrent_dims=None if non_recurrent_fn is None else 0,
            cell_fn=cell_fn,
            non_recurrent_fn=non_recurrent_fn,
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
        )


class Grid1BasicRNNCell(_OneAxis):
    """A grid of one axis with a `BasicRNNCell`.

    Source: `tf.contrib.grid_rnn.Grid1BasicRNNCell`.
    """

    def __init__(
        self, num_units: int, state_is_tuple: bool = True, output_is_tuple: bool = True
    ) -> None:
        super().__init__(num_units, BasicRNNCell, state_is_tuple, output_is_tuple)


class Grid1BasicLSTMCell(_OneAxis):
    """A grid of one axis with a `BasicLSTMCell`.

    Source: `tf.contrib.grid_rnn.Grid1BasicLSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        forget_bias: float = 1,
        state_is_tuple: bool = True,
        output_is_tuple: bool = True,
    ) -> None:
        cell = _basic_lstm(forget_bias)
        super().__init__(num_units, cell, state_is_tuple, output_is_tuple)


class Grid1LSTMCell(_OneAxis):
    """A grid of one axis with an `LSTMCell`.

    Source: `tf.contrib.grid_rnn.Grid1LSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        use_peepholes: bool = False,
        forget_bias: float = 1.0,
        state_is_tuple: bool = True,
        output_is_tuple: bool = True,
    ) -> None:
        cell = _lstm(use_peepholes, forget_bias)
        super().__init__(num_units, cell, state_is_tuple, output_is_tuple)


class Grid2BasicRNNCell(_MoreAxes):
    """A grid of two axes with `BasicRNNCell`s.

    Args:
        non_recurrent_fn: Makes the first axis one without a state, of this activation.

    Source: `tf.contrib.grid_rnn.Grid2BasicRNNCell`.
    """

    def __init__(
        self,
        num_units: int,
        tied: bool = False,
        non_recurrent_fn: Any = None,
        state_is_tuple: bool = True,
        output_is_tuple: bool = True,
    ) -> None:
        super().__init__(
            2,
            num_units,
            tied,
            non_recurrent_fn,
            BasicRNNCell,
            state_is_tuple,
            output_is_tuple,
        )


class Grid2BasicLSTMCell(_MoreAxes):
    """A grid of two axes with `BasicLSTMCell`s.

    Args:
        non_recurrent_fn: Makes the first axis one without a state, of this activation.

    Source: `tf.contrib.grid_rnn.Grid2BasicLSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        tied: bool = False,
        non_recurrent_fn: Any = None,
        forget_bias: float = 1,
        state_is_tuple: bool = True,
        output_is_tuple: bool = True,
    ) -> None:
        super().__init__(
            2,
            num_units,
            tied,
            non_recurrent_fn,
            _basic_lstm(forget_bias),
            state_is_tuple,
            output_is_tuple,
        )


class Grid2LSTMCell(_MoreAxes):
    """A grid of two axes with `LSTMCell`s.

    Args:
        non_recurrent_fn: Makes the first axis one without a state, of this activation.

    Source: `tf.contrib.grid_rnn.Grid2LSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        tied: bool = False,
        non_recurrent_fn: Any = None,
        use_peepholes: bool = False,
        forget_bias: float = 1.0,
        state_is_tuple: bool = True,
        output_is_tuple: bool = True,
    ) -> None:
        super().__init__(
            2,
            num_units,
            tied,
            non_recurrent_fn,
            _lstm(use_peepholes, forget_bias),
            state_is_tuple,
            output_is_tuple,
        )


class Grid3LSTMCell(_MoreAxes):
    """A grid of three axes with `LSTMCell`s.

    Args:
        non_recurrent_fn: Makes the first axis one without a state, of this activation.

    Source: `tf.contrib.grid_rnn.Grid3LSTMCell`.
    """

    def __init__(
        self,
        num_units: int,
        tied: bool = False,
        non_recurrent_fn: Any = None,
        use_peepholes: bool = False,
        forget_bias: float = 1.0,
        state_is_tuple: bool = True,
        output_is_tuple: bool = True,
    ) -> None:
        super().__init__(
            3,
            num_units,
            tied,
            non_recurrent_fn,
            _lstm(use_peepholes, forget_bias),
            state_is_tuple,
            output_is_tuple,
        )


class Grid2GRUCell(_MoreAxes):
    """A grid of two axes with `GRUCell`s.

    Args:
        non_recurrent_fn: Makes the first axis one without a state, of this activation.

    Source: `tf.contrib.grid_rnn.Grid2GRUCell`.
    """

    def __init__(
        self,
        num_units: int,
        tied: bool = False,
        non_recurrent_fn: Any = None,
        state_is_tuple: bool = True,
        output_is_tuple: bool = True,
    ) -> None:
        super().__init__(
            2,
            num_units,
            tied,
            non_recurrent_fn,
            GRUCell,
            state_is_tuple,
            output_is_tuple,
        )
