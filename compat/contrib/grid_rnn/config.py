"""How the axes of a grid cell are: which one has inputs, outputs, a state."""

from __future__ import annotations

from typing import Any, NamedTuple


class GridRNNDimension(NamedTuple):
    """One axis of the grid."""

    idx: int
    is_input: bool
    is_output: bool
    is_priority: bool
    non_recurrent_fn: Any


class GridRNNConfig(NamedTuple):
    """All axes of the grid, and their numbers by kind."""

    num_dims: int
    dims: list[GridRNNDimension]
    inputs: list[int]
    outputs: list[int]
    recurrents: list[int]
    priority: list[int]
    non_priority: list[int]
    tied: bool
    num_units: int


def numbers(given: Any, num_dims: int) -> list[int]:
    """The axes that an argument names, in order: one, several, or `None` for none.

    Raises:
        ValueError: For a number that is no axis.
    """
    if given is None:
        return []
    listed = list(given) if isinstance(given, (list, tuple)) else [given]
    if any(number < 0 or number >= num_dims for number in listed):
        raise ValueError(f"Invalid dims: {listed}. Must be in [0, {num_dims})")
    return sorted(set(listed))


def config(
    num_dims: int,
    input_dims: Any,
    output_dims: Any,
    priority_dims: Any,
    non_recurrent_dims: Any,
    non_recurrent_fn: Any,
    tied: bool,
    num_units: int,
) -> GridRNNConfig:
    """Put the arguments of a grid cell in order.

    Raises:
        ValueError: For fewer than one axis, or a number that is no axis.
    """
    if num_dims < 1:
        raise ValueError(f"dims must be >= 1: {num_dims}")
    inputs = numbers(input_dims, num_dims)
    outputs = numbers(output_dims, num_dims)
    priority = numbers(priority_dims, num_dims)
    non_recurrent = numbers(non_recurrent_dims, num_dims)
    axes = range(num_dims)
    return GridRNNConfig(
        num_dims,
        [
            GridRNNDimension(
                axis,
                axis in inputs,
                axis in outputs,
                axis in priority,
                non_recurrent_fn if axis in non_recurrent else None,
            )
            for axis in axes
        ],
        inputs,
        outputs,
        [axis for axis in axes if axis not in non_recurrent],
        priority,
        [axis for axis in axes if axis not in priority],
        tied,
        num_units,
    )
