"""`tf.nn.dynamic_rnn`, `bidirectional_dynamic_rnn` and `static_rnn`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import tensorflow as tf

from compat import hooks
from compat.count.ops.dropout import kept_draws
from compat.errors import reworded

tf1 = tf.compat.v1


_WORDS = (
    (
        r"^(Input size .* but saw value None) for input=.*",
        r"\1.",
    ),
    (
        r"^Argument (sequence_length must be a vector of length batch_size)\. "
        r"Received .* of shape: (\(.*\))$",
        r"\1, but saw shape: \2",
    ),
    (r"^Argument `inputs` must be a sequence\..*", "inputs must be a sequence"),
    (r"^Argument `inputs` must not be empty\.$", "inputs must not be empty"),
)
_NO_DTYPE = r"^If no initial_state is provided, argument `dtype` must be specified$"
_WORDS_OF_LOOPS = (
    *_WORDS,
    (_NO_DTYPE, "If there is no initial_state, you must give a dtype."),
)
_WORDS_OF_LISTS = (
    *_WORDS,
    (_NO_DTYPE, "If no initial_state is provided, dtype must be specified"),
)


class _Built:
    """What is built in a block.

    Attributes:
        draws: `RandomUniform` ops of its dropout, in order.
        ops: All ops, and the place of each in their order.
    """

    draws: list[Any]
    ops: dict[Any, int]

    def before(self, outputs: Any) -> list[Any]:
        """The draws that were built before what a network hands on."""
        if not self.draws:
            return []
        # what is not among them is in a function, where no faster way is taken
        last = self.ops.get(tf.nest.flatten(outputs)[0].op, 0)
        return [draw for draw in self.draws if self.ops.get(draw, last) < last]

    def is_network(self, kind: str, cell: Any, **arguments: Any) -> None:
        """Say what it is: a network that may run in a faster way.

        Args:
            kind: What built it.
            cell: See `compat.fast.network.Network`, as for the rest.
            **arguments: Likewise.
        """
        if hooks.networks is None or tf.executing_eagerly():
            return
        arguments = {"draws": self.draws, "built": self.ops, **arguments}
        hooks.networks().add(kind, cell=cell, **arguments)


@contextmanager
def _building() -> Iterator[_Built]:
    built, graph = _Built(), tf1.get_default_graph()
    built.draws, built.ops = [], {}
    count = len(graph.get_operations())
    with kept_draws() as draws:
        yield built
    if tf.executing_eagerly():
        return  # nothing is built, and what is drawn has no op
    new = graph.get_operations()[count:]
    built.ops = {op: place for place, op in enumerate(new)}
    # 1.15 scaled and moved the numbers
    built.draws = [draw.op.inputs[0].op.inputs[0].op for draw in draws]


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
    with _building() as built, reworded(_WORDS_OF_LOOPS):
        outputs, state = tf1.nn.dynamic_rnn(
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
    built.is_network(
        "dynamic_rnn",
        cell,
        inputs=inputs,
        lengths=sequence_length,
        initial_state=initial_state,
        outputs=outputs,
        state=state,
        time_major=time_major,
    )
    return outputs, state


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
    with _building() as built, reworded(_WORDS_OF_LOOPS):
        outputs, states = tf1.nn.bidirectional_dynamic_rnn(
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
    if hooks.networks is None:
        return outputs, states
    forwards = built.before(outputs[0])
    directions = [
        (cell_fw, initial_state_fw, forwards),
        (cell_bw, initial_state_bw, built.draws[len(forwards) :]),
    ]
    for index, (cell, initial_state, draws) in enumerate(directions):
        built.is_network(
            "bidirectional_dynamic_rnn",
            cell,
            inputs=inputs,
            lengths=sequence_length,
            initial_state=initial_state,
            draws=draws,
            outputs=outputs[index],
            state=states[index],
            time_major=time_major,
            reverse=index == 1,
        )
    return outputs, states


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
    with _building() as built, reworded(_WORDS_OF_LISTS):
        outputs, state = tf1.nn.static_rnn(
            cell, inputs, initial_state, dtype, sequence_length, scope
        )
    # The branches that 1.15 built for sequences of different lengths draw as they like
    if not (built.draws and sequence_length is not None):
        built.is_network(
            "static_rnn",
            cell,
            inputs=inputs,
            lengths=sequence_length,
            initial_state=initial_state,
            outputs=outputs,
            state=state,
        )
    return outputs, state
