"""Stacks of bidirectional networks, and what turns batch-major into time-major."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.nn.recurrent import bidirectional_dynamic_rnn

tf1 = tf.compat.v1

static_bidirectional_rnn = tf1.nn.static_bidirectional_rnn
static_state_saving_rnn = tf1.nn.static_state_saving_rnn


def transpose_batch_time(x: Any) -> Any:
    """Swap the first two axes.

    Args:
        x: Tensor `[batch, time, …]` of known rank.

    Returns:
        Tensor `[time, batch, …]`; a vector or scalar as it is.

    Raises:
        TypeError: When the rank of `x` is not known.

    Source: `tf.contrib.rnn.transpose_batch_time`.
    """
    shape = x.shape
    if shape.ndims is not None and shape.ndims < 2:
        return x
    swapped = tf1.transpose(x, tf.concat([[1, 0], tf.range(2, tf.rank(x))], axis=0))
    if shape.ndims is None:
        raise TypeError("expected x of known rank, received unknown")
    sizes = shape.as_list()
    swapped.set_shape([sizes[1], sizes[0], *sizes[2:]])
    return swapped


def best_effort_input_batch_size(flat_input: Any) -> Any:
    """The batch size of time-major inputs, known beforehand if it can be.

    Args:
        flat_input: List of tensors `[time, batch, …]`.

    Returns:
        int from the first whose batch size is known, else an int32 scalar tensor.

    Source: `tf.contrib.rnn.best_effort_input_batch_size`.
    """
    for tensor in flat_input:
        if tensor.shape.ndims is not None and tensor.shape.ndims >= 2:
            batch = tensor.shape.as_list()[1]
            if batch is not None:
                return batch
    return tf.shape(flat_input[0])[1]


def _check_stack(
    cells_fw: Any, cells_bw: Any, initial_states_fw: Any, initial_states_bw: Any
) -> None:
    for name, cells in (("fw", cells_fw), ("bw", cells_bw)):
        if cells is None:
            raise ValueError(
                f"Must specify at least one {name} cell for BidirectionalRNN."
            )
        if not isinstance(cells, list):
            raise ValueError(
                f"cells_{name} must be a list of RNNCells (one per layer)."
            )
    if len(cells_fw) != len(cells_bw):
        raise ValueError(
            "Forward and Backward cells must have the same depth: received "
            f"{len(cells_fw)} and {len(cells_bw)}."
        )
    for name, states in (("fw", initial_states_fw), ("bw", initial_states_bw)):
        if states is not None and not isinstance(states, list):
            raise ValueError(
                f"initial_states_{name} must be a list of state tensors "
                "(one per layer)."
            )
        if states is not None and len(states) != len(cells_fw):
            raise ValueError(
                f"initial_states_{name}: expected one state per layer "
                f"({len(cells_fw)}), received {len(states)}"
            )


def stack_bidirectional_rnn(
    cells_fw: Any,
    cells_bw: Any,
    inputs: Any,
    initial_states_fw: Any = None,
    initial_states_bw: Any = None,
    dtype: Any = None,
    sequence_length: Any = None,
    scope: Any = None,
) -> tuple[Any, Any, Any]:
    """Bidirectional layers one after the other, unrolled over time.

    Args:
        cells_fw: List of cells, one a layer, that run forward in time.
        cells_bw: The same for backward.
        inputs: List of tensors `[batch, depth]`, one a step.
        initial_states_fw: List of states, one a layer; by default zeros of `dtype`.
        initial_states_bw: The same for backward.
        dtype: Needed where there are no initial states.
        sequence_length: Int tensor `[batch]`, or `None`.
        scope: Variable scope; by default `stack_bidirectional_rnn`.

    Returns:
        `(outputs, states_fw, states_bw)`: a list of `[batch, both sizes]`, one a step,
        and the last states, tuples with one a layer.

    Raises:
        ValueError: For cells or states that are no lists of one length.

    Source: `tf.contrib.rnn.stack_bidirectional_rnn`.
    """
    _check_stack(cells_fw, cells_bw, initial_states_fw, initial_states_bw)
    last_fw, last_bw = [], []
    with tf1.variable_scope(scope or "stack_bidirectional_rnn"):
        for layer, (cell_fw, cell_bw) in enumerate(
            zip(cells_fw, cells_bw, strict=True)
        ):
            with tf1.variable_scope(f"cell_{layer}") as cell_scope:
                inputs, state_fw, state_bw = static_bidirectional_rnn(
                    cell_fw,
                    cell_bw,
                    inputs,
                    initial_states_fw[layer] if initial_states_fw else None,
                    initial_states_bw[layer] if initial_states_bw else None,
                    sequence_length=sequence_length,
                    dtype=dtype,
                    scope=cell_scope,
                )
                last_fw.append(state_fw)
                last_bw.append(state_bw)
    return inputs, tuple(last_fw), tuple(last_bw)


def stack_bidirectional_dynamic_rnn(
    cells_fw: Any,
    cells_bw: Any,
    inputs: Any,
    initial_states_fw: Any = None,
    initial_states_bw: Any = None,
    dtype: Any = None,
    sequence_length: Any = None,
    parallel_iterations: int | None = None,
    time_major: bool = False,
    scope: Any = None,
    swap_memory: bool = False,
) -> tuple[Any, Any, Any]:
    """Bidirectional layers one after the other, each by `bidirectional_dynamic_rnn`.

    Args:
        cells_fw: List of cells, one a layer, that run forward in time.
        cells_bw: The same for backward.
        inputs: Tensor `[batch, time, depth]`, or `[time, batch, depth]` if time-major.
        initial_states_fw: List of states, one a layer; by default zeros of `dtype`.
        initial_states_bw: The same for backward.
        dtype: Needed where there are no initial states.
        sequence_length: Int tensor `[batch]`, or `None`.
        parallel_iterations: As for `dynamic_rnn`.
        time_major: Whether time is the first axis of inputs and outputs.
        scope: Variable scope; by default `stack_bidirectional_rnn`.
        swap_memory: As for `dynamic_rnn`.

    Returns:
        `(outputs, states_fw, states_bw)`: `[batch, time, both sizes]`, and the last
        states, tuples with one a layer.

    Raises:
        ValueError: For cells or states that are no lists of one length.

    Source: `tf.contrib.rnn.stack_bidirectional_dynamic_rnn`.
    """
    _check_stack(cells_fw, cells_bw, initial_states_fw, initial_states_bw)
    last_fw, last_bw = [], []
    with tf1.variable_scope(scope or "stack_bidirectional_rnn"):
        for layer, (cell_fw, cell_bw) in enumerate(
            zip(cells_fw, cells_bw, strict=True)
        ):
            with tf1.variable_scope(f"cell_{layer}"):
                outputs, (state_fw, state_bw) = bidirectional_dynamic_rnn(
                    cell_fw,
                    cell_bw,
                    inputs,
                    initial_state_fw=initial_states_fw[layer]
                    if initial_states_fw
                    else None,
                    initial_state_bw=initial_states_bw[layer]
                    if initial_states_bw
                    else None,
                    sequence_length=sequence_length,
                    parallel_iterations=parallel_iterations,
                    dtype=dtype,
                    swap_memory=swap_memory,
                    time_major=time_major,
                )
                inputs = tf.concat(outputs, 2)
                last_fw.append(state_fw)
                last_bw.append(state_bw)
    return inputs, tuple(last_fw), tuple(last_bw)
