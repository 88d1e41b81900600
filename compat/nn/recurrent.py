"""`tf.nn.dynamic_rnn`, `bidirectional_dynamic_rnn` and `static_rnn`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.fast import choice, network
from compat.fast.swap import apart
from compat.nn.dropout import kept_draws

tf1 = tf.compat.v1


def _ops(draws: list[Any]) -> list[Any]:
    """The `RandomUniform` ops of uniform numbers as 1.15 scaled them."""
    return [draw.op.inputs[0].op.inputs[0].op for draw in draws]


def _lengths(sequence_length: Any) -> Any:
    if sequence_length is None:
        return None
    with apart():
        return tf.cast(sequence_length, tf.int32)


def dynamic_rnn(
    cell: Any,
    inputs: Any,
    sequence_length: Any = None,
    initial_state: Any = None,
    dtype: Any = None,
    parallel_iterations: int | None = None,
    swap_memory: bool = False,
    time_major: bool = False,
    scope: Any = None,
) -> tuple[Any, Any]:
    """Run a cell over time, in a loop as long as the longest sequence.

    Args:
        cell: An RNN cell.
        inputs: Tensor `[batch, time, depth]`, or `[time, batch, depth]` if time-major;
            or a nested structure of such.
        sequence_length: Int tensor `[batch]`, or `None` where all are as long as time.
        initial_state: The state to start from; by default zeros of `dtype`.
        dtype: Of the zeros, needed where there is no initial state.
        parallel_iterations: How many steps may overlap; 32 by default.
        swap_memory: Has no effect on a CPU.
        time_major: Whether time is the first axis of inputs and outputs.
        scope: Variable scope; by default `rnn`.

    Returns:
        `(outputs, state)`: `[batch, time, size]`, or time-major, zeros past the end of
        each sequence; and the state after each sequence's last step.

    Raises:
        TypeError: When `cell` is no RNN cell.
        ValueError: For inputs of unknown depth, or neither state nor dtype.

    Source: `tf.nn.dynamic_rnn`.
    """
    with kept_draws() as draws:
        plain = tf1.nn.dynamic_rnn(
            cell,
            inputs,
            sequence_length,
            initial_state,
            dtype,
            parallel_iterations,
            swap_memory,
            time_major,
            scope,
        )
    tensor = network.only(inputs)
    if not network.can([cell], [tensor], 3, plain):
        return plain
    lengths, ops = _lengths(sequence_length), _ops(draws)
    return _swapped(
        plain, cell, tensor, lengths, initial_state, ops, time_major, reverse=False
    )


def bidirectional_dynamic_rnn(
    cell_fw: Any,
    cell_bw: Any,
    inputs: Any,
    sequence_length: Any = None,
    initial_state_fw: Any = None,
    initial_state_bw: Any = None,
    dtype: Any = None,
    parallel_iterations: int | None = None,
    swap_memory: bool = False,
    time_major: bool = False,
    scope: Any = None,
) -> tuple[Any, Any]:
    """Run one cell over time forwards, and one backwards from each sequence's end.

    Args:
        cell_fw: RNN cell that runs forwards.
        cell_bw: RNN cell that runs backwards.
        inputs: Tensor `[batch, time, depth]`, or `[time, batch, depth]` if time-major;
            or a nested structure of such.
        sequence_length: Int tensor `[batch]`, or `None` where all are as long as time.
        initial_state_fw: The state to start from; by default zeros of `dtype`.
        initial_state_bw: The same for backwards.
        dtype: Of the zeros, needed where there are no initial states.
        parallel_iterations: How many steps may overlap; 32 by default.
        swap_memory: Has no effect on a CPU.
        time_major: Whether time is the first axis of inputs and outputs.
        scope: Variable scope; by default `bidirectional_rnn`.

    Returns:
        `((outputs_fw, outputs_bw), (state_fw, state_bw))`, as `dynamic_rnn` gives each.

    Raises:
        TypeError: When a cell is no RNN cell.
        ValueError: For inputs of unknown depth, or neither states nor dtype.

    Source: `tf.nn.bidirectional_dynamic_rnn`.
    """
    with kept_draws() as draws:
        plain = tf1.nn.bidirectional_dynamic_rnn(
            cell_fw,
            cell_bw,
            inputs,
            sequence_length,
            initial_state_fw,
            initial_state_bw,
            dtype,
            parallel_iterations,
            swap_memory,
            time_major,
            scope,
        )
    tensor = network.only(inputs)
    if not network.can([cell_fw, cell_bw], [tensor], 3, plain):
        return plain
    lengths, ops = _lengths(sequence_length), _ops(draws)
    first = choice.masks(cell_fw)
    # One after the other: a script may run one direction alone
    outputs_fw, state_fw = _swapped(
        (plain[0][0], plain[1][0]),
        *(cell_fw, tensor, lengths, initial_state_fw, ops[:first], time_major, False),
    )
    outputs_bw, state_bw = _swapped(
        (plain[0][1], plain[1][1]),
        *(cell_bw, tensor, lengths, initial_state_bw, ops[first:], time_major, True),
    )
    return (outputs_fw, outputs_bw), (state_fw, state_bw)


def _swapped(
    plain: Any,
    cell: Any,
    inputs: Any,
    lengths: Any,
    initial_state: Any,
    draws: list[Any],
    time_major: bool,
    reverse: bool,
) -> Any:
    """Outputs and state in a faster way, instead of the plain ones."""
    with apart():
        there = network.time_major(inputs, time_major)
        one = network.Direction(
            cell, there, lengths, initial_state, draws, reverse=reverse
        )
        faster = network.time_major(one.outputs, time_major), one.state

    def back(slope: Any, slopes: Any) -> list[Any]:
        outputs = network.time_major(slope[0], time_major)
        return [network.time_major(one.back(outputs, slope[1], slopes), time_major)]

    return network.hand_over(plain, faster, [inputs], one.given, back)


def static_rnn(
    cell: Any,
    inputs: Any,
    initial_state: Any = None,
    dtype: Any = None,
    sequence_length: Any = None,
    scope: Any = None,
) -> tuple[Any, Any]:
    """Run a cell over a list of inputs, one a time step.

    Args:
        cell: An RNN cell.
        inputs: List of tensors `[batch, depth]`, or of nested structures of such.
        initial_state: The state to start from; by default zeros of `dtype`.
        dtype: Of the zeros, needed where there is no initial state.
        sequence_length: Int tensor `[batch]`, or `None` where all are as long as time.
        scope: Variable scope; by default `rnn`.

    Returns:
        `(outputs, state)`: a list of `[batch, size]`, zeros past the end of each
        sequence; and the state after each sequence's last step.

    Raises:
        TypeError: When `cell` is no RNN cell, or `inputs` no list.
        ValueError: For no inputs, inputs of unknown depth, or neither state nor dtype.

    Source: `tf.nn.static_rnn`.
    """
    with kept_draws() as draws:
        plain = tf1.nn.static_rnn(
            cell, inputs, initial_state, dtype, sequence_length, scope
        )
    # The branches that 1.15 built for sequences of different lengths draw as they like
    if draws and sequence_length is not None:
        return plain
    tensors = [network.only(step) for step in inputs]
    if not network.can([cell], tensors, 2, plain):
        return plain
    with apart():
        one = network.Direction(
            cell,
            tf.stack(tensors),
            _lengths(sequence_length),
            initial_state,
            _ops(draws),
            written_out=True,
        )
        faster = tf.unstack(one.outputs, len(tensors)), one.state

    def back(slope: Any, slopes: Any) -> list[Any]:
        outputs = network.stacked(slope[0])
        dx = one.back(outputs, slope[1], slopes)
        return [None] * len(tensors) if dx is None else tf.unstack(dx, len(tensors))

    return network.hand_over(plain, faster, tensors, one.given, back)
