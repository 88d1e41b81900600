"""The grid cells of one, two and three axes."""

from __future__ import annotations

import functools
from typing import Any

from compat.contrib.grid_rnn.grid import GridRNNCell
from compat.nn.rnn_cell.basic import BasicRNNCell, GRUCell
from compat.nn.rnn_cell.lstm import BasicLSTMCell, LSTMCell
from compat.signatures import like, taking

_PEEPHOLES = "use_peepholes forget_bias"


def _every(
    self: Any,
    num_units: int,
    tied: bool = False,
    non_recurrent_fn: Any = None,
    use_peepholes: bool = False,
    forget_bias: float = 1.0,
    state_is_tuple: bool = True,
    output_is_tuple: bool = True,
) -> None:
    """The arguments of all grids."""


def _grid(axes: int, cell: Any, own: str = "", **defaults: Any) -> Any:
    """The `__init__` of a grid whose first axis has inputs, outputs and priority.

    Args:
        axes: How many there are.
        cell: The class of their cells.
        own: The arguments that are the cells'.
        **defaults: Defaults of these that are others.
    """
    more = "tied non_recurrent_fn " if axes > 1 else ""
    order = f"self num_units {more}{own} state_is_tuple output_is_tuple"

    @taking(like(_every, order=order, **defaults))
    def __init__(self: Any, **given: Any) -> None:
        options = {name: given.pop(name) for name in own.split()}
        GridRNNCell.__init__(
            self,
            num_dims=axes,
            input_dims=0,
            output_dims=0,
            priority_dims=0,
            non_recurrent_dims=None if given.get("non_recurrent_fn") is None else 0,
            cell_fn=functools.partial(cell, **options) if options else cell,
            **given,
        )

    return __init__


class Grid1BasicRNNCell(GridRNNCell):
    """A grid of one axis with a `BasicRNNCell`.

    Source: `tf.contrib.grid_rnn.Grid1BasicRNNCell`.
    """

    __init__ = _grid(1, BasicRNNCell)


class Grid1BasicLSTMCell(GridRNNCell):
    """A grid of one axis with a `BasicLSTMCell`.

    Source: `tf.contrib.grid_rnn.Grid1BasicLSTMCell`.
    """

    __init__ = _grid(1, BasicLSTMCell, "forget_bias", forget_bias=1)


class Grid1LSTMCell(GridRNNCell):
    """A grid of one axis with an `LSTMCell`.

    Source: `tf.contrib.grid_rnn.Grid1LSTMCell`.
    """

    __init__ = _grid(1, LSTMCell, _PEEPHOLES)


class Grid2BasicRNNCell(GridRNNCell):
    """A grid of two axes with `BasicRNNCell`s.

    Args:
        non_recurrent_fn: Makes the first axis one without a state, of this activation.

    Source: `tf.contrib.grid_rnn.Grid2BasicRNNCell`.
    """

    __init__ = _grid(2, BasicRNNCell)


class Grid2BasicLSTMCell(GridRNNCell):
    """A grid of two axes with `BasicLSTMCell`s.

    Args:
        non_recurrent_fn: Makes the first axis one without a state, of this activation.

    Source: `tf.contrib.grid_rnn.Grid2BasicLSTMCell`.
    """

    __init__ = _grid(2, BasicLSTMCell, "forget_bias", forget_bias=1)


class Grid2LSTMCell(GridRNNCell):
    """A grid of two axes with `LSTMCell`s.

    Args:
        non_recurrent_fn: Makes the first axis one without a state, of this activation.

    Source: `tf.contrib.grid_rnn.Grid2LSTMCell`.
    """

    __init__ = _grid(2, LSTMCell, _PEEPHOLES)


class Grid3LSTMCell(GridRNNCell):
    """A grid of three axes with `LSTMCell`s.

    Args:
        non_recurrent_fn: Makes the first axis one without a state, of this activation.

    Source: `tf.contrib.grid_rnn.Grid3LSTMCell`.
    """

    __init__ = _grid(3, LSTMCell, _PEEPHOLES)


class Grid2GRUCell(GridRNNCell):
    """A grid of two axes with `GRUCell`s.

    Args:
        non_recurrent_fn: Makes the first axis one without a state, of this activation.

    Source: `tf.contrib.grid_rnn.Grid2GRUCell`.
    """

    __init__ = _grid(2, GRUCell)
