"""`functional_rnn`: `dynamic_rnn` by `Recurrent`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private
from compat.contrib.recurrent.recurrent import Recurrent, flatten, packed

tf1 = tf.compat.v1


class _Step:
    """A cell as a function of the graph, and what `Recurrent` is to keep of it.

    Args:
        cell: The cell.
        inputs: Structure of tensors `[time, batch, ...]`.
        state: The state before.
    """

    def __init__(self, cell: Any, inputs: Any, state: Any) -> None:
        example = tf.nest.map_structure(
            lambda leaf: tf.stop_gradient(tf.gather(leaf, 0)), inputs
        )
        self._outside = (example, state)
        self.state0: list[Any] = flatten(state)
        given = [*flatten(example), *flatten(state)]
        count = len(flatten(example))
        shapes = [leaf.shape for leaf in given]
        self._shapes: list[Any] = []

        def flat_cell_step(*leaves: Any) -> Any:
            for leaf, shape in zip(leaves, shapes, strict=False):
                leaf.set_shape(shape)
            # A scope's initializer did not reach the layers of a function.
            initializer = tf1.glorot_uniform_initializer()
            with tf1.variable_scope(tf1.get_variable_scope(), initializer=initializer):
                output, after = cell(
                    packed(example, list(leaves[:count])),
                    packed(state, list(leaves[count:])),
                )
            tf.nest.assert_same_structure(state, after)
            states = flatten(after)
            outputs = flatten(output)
            # An output that is part of the state is not kept twice.
            self._places = [
                next((i for i, s in enumerate(states) if s is one), None)
                for one in outputs
            ]
            extra = [
                one
                for one, at in zip(outputs, self._places, strict=False)
                if at is None
            ]
            self._output = output
            results = [*extra, *states]
            self._shapes = [one.shape for one in results]
            self._dtypes = [one.dtype for one in results]
            self._extra = len(extra)
            return results

        self._function = _private.graph_function(
            flat_cell_step, [leaf.dtype for leaf in given], "FlatCellStep"
        )
        self.theta: list[Any] = list(_private.captured_by(self._function))

    def before(self) -> list[Any]:
        """The outputs that are kept, as zeros, and the state before."""
        batch = [tf.shape(self.state0[0])[0]] if self._extra else []
        zeros = [
            tf.zeros(tf.concat([batch, shape[1:]], 0), dtype)
            for shape, dtype in zip(
                self._shapes[: self._extra], self._dtypes[: self._extra], strict=False
            )
        ]
        return [*zeros, *self.state0]

    def __call__(self, theta: Any, state: Any, inputs: Any) -> Any:
        """One step for `Recurrent`."""
        own = list(state)[self._extra :]
        results = _private.called_with(
            self._function, [*flatten(inputs), *own], list(theta)
        )
        for result, shape in zip(results, self._shapes, strict=False):
            result.set_shape(shape)
        return results, []

    def outputs(self, kept: list[Any]) -> Any:
        """The outputs, from what was kept of the outputs and states."""
        extra = iter(kept[: self._extra])
        states = kept[self._extra :]
        found = [next(extra) if at is None else states[at] for at in self._places]
        return packed(self._output, found)

    def state(self, kept: list[Any]) -> Any:
        """The state, likewise."""
        return packed(self._outside[1], kept[self._extra :])


def functional_rnn(
    cell: Any,
    inputs: Any,
    sequence_length: Any = None,
    initial_state: Any = None,
    dtype: Any = None,
    time_major: bool = False,
    scope: Any = None,
    use_tpu: bool = False,
    reverse: bool = False,
) -> tuple[Any, Any]:
    """`tf.nn.dynamic_rnn`, one op of the graph in each direction.

    Where a sequence is of length 0 its last state is zeros, whatever came before.

    Args:
        cell: The cell.
        inputs: Structure of tensors `[batch, time, ...]`.
        sequence_length: int vector `[batch]`, or `None`.
        initial_state: The state before; by default zeros of `dtype`.
        dtype: dtype of the default initial state.
        time_major: Whether inputs and outputs are `[time, batch, ...]`.
        scope: Variable scope, by default `rnn`.
        use_tpu: Without effect.
        reverse: Whether to run from the end; the sequences then end together.

    Returns:
        `(outputs, last state)`, the outputs zeros past a sequence's end.

    Source: `tensorflow.contrib.recurrent.python.ops.functional_rnn.functional_rnn`.
    """
    with tf1.variable_scope(scope or "rnn"):
        if not time_major:
            inputs = tf.nest.map_structure(_turned, inputs)
        inputs = tf.nest.map_structure(tf.convert_to_tensor, inputs)
        batch = tf1.shape(flatten(inputs)[0])[1]
        state = initial_state
        if state is None:
            state = cell.zero_state(batch, dtype)
        step = _Step(cell, inputs, state)
        before = step.before()
    longest = None if sequence_length is None else tf1.reduce_max(sequence_length)
    if reverse:
        inputs = tf.nest.map_structure(_backwards, inputs)
    kept, last = Recurrent(
        step.theta,
        before,
        inputs,
        step,
        max_input_length=longest,
        aligned_end=reverse,
    )
    time = flatten(inputs)[0].shape[0]
    if sequence_length is None or reverse:
        for leaf, like in zip(last, before, strict=False):
            leaf.set_shape(like.shape)
        final = step.state(last)
    else:
        final = step.state(
            [
                _at_the_end(each, like, sequence_length)
                for each, like in zip(kept, before, strict=False)
            ]
        )

    def finished(each: Any, like: Any) -> Any:
        each = _turned(_backwards(each) if reverse else each)
        each.set_shape([like.shape[0], time, *like.shape[1:]])
        if sequence_length is not None:
            each = _cut(each, sequence_length)
        return _turned(each) if time_major else each

    # Only of what is an output, and once.
    like = step.outputs(before)
    outputs = tf.nest.map_structure(finished, step.outputs(kept), like)
    return outputs, final


def bidirectional_functional_rnn(
    cell_fw: Any,
    cell_bw: Any,
    inputs: Any,
    initial_state_fw: Any = None,
    initial_state_bw: Any = None,
    dtype: Any = None,
    sequence_length: Any = None,
    time_major: bool = False,
    use_tpu: bool = False,
    fast_reverse: bool = False,
    scope: Any = None,
) -> tuple[Any, Any]:
    """`tf.nn.bidirectional_dynamic_rnn` by `functional_rnn`.

    Args:
        cell_fw: The cell that goes forward.
        cell_bw: The cell that goes back.
        inputs: Structure of tensors `[batch, time, ...]`.
        initial_state_fw: The first cell's state before; by default zeros of `dtype`.
        initial_state_bw: The second's.
        dtype: dtype of the default initial states.
        sequence_length: int vector `[batch]`, or `None`.
        time_major: Whether inputs and outputs are `[time, batch, ...]`.
        use_tpu: Without effect.
        fast_reverse: Whether the sequences end together: no sequence is turned alone.
        scope: Variable scope, by default `bidirectional_rnn`.

    Returns:
        `((outputs, outputs), (last state, last state))`.

    Source: `tensorflow.contrib.recurrent.python.ops.functional_rnn
    .bidirectional_functional_rnn`.
    """
    axes = (0, 1) if time_major else (1, 0)

    def turned(leaf: Any) -> Any:
        if sequence_length is not None:
            return tf1.reverse_sequence(
                leaf, sequence_length, seq_axis=axes[0], batch_axis=axes[1]
            )
        return tf.reverse(leaf, [axes[0]])

    given = {
        "sequence_length": sequence_length,
        "dtype": dtype,
        "time_major": time_major,
        "use_tpu": use_tpu,
    }
    with tf1.variable_scope(scope or "bidirectional_rnn"):
        with tf1.variable_scope("fw") as forward:
            output_fw, state_fw = functional_rnn(
                cell_fw,
                inputs,
                initial_state=initial_state_fw,
                scope=forward,
                **given,
            )
        with tf1.variable_scope("bw") as back:
            if not fast_reverse:
                inputs = tf.nest.map_structure(turned, inputs)
            output_bw, state_bw = functional_rnn(
                cell_bw,
                inputs,
                initial_state=initial_state_bw,
                scope=back,
                reverse=fast_reverse,
                **given,
            )
    if not fast_reverse:
        output_bw = tf.nest.map_structure(turned, output_bw)
    return (output_fw, output_bw), (state_fw, state_bw)


def _turned(leaf: Any) -> Any:
    """`[time, batch, ...]` for `[batch, time, ...]`, and the other way round."""
    rank = leaf.shape.rank
    return tf1.transpose(leaf, [1, 0, *range(2, rank or 3)])


def _backwards(leaf: Any) -> Any:
    return tf.reverse(leaf, [0])


def _steps(batch: Any, time: Any) -> Any:
    """`[batch, time]`: the number of each step."""
    return tf.reshape(tf.tile(tf.range(time), [batch]), [batch, time])


def _at_the_end(kept: Any, like: Any, sequence_length: Any) -> Any:
    """What was kept at each sequence's last step, `[batch, ...]`."""
    shape = tf1.shape(kept)
    time, batch = shape[0], shape[1]
    steps = _steps(batch, time)
    lengths = tf.tile(tf.reshape(sequence_length, [-1, 1]), [1, time])
    is_last = tf1.transpose(tf.cast(tf.equal(steps, lengths - 1), kept.dtype), [1, 0])
    for _ in range(like.shape.rank - 1):
        is_last = tf.expand_dims(is_last, -1)
    found = tf1.reduce_sum(is_last * kept, axis=0)
    found.set_shape(like.shape)
    return found


def _cut(outputs: Any, sequence_length: Any) -> Any:
    """`outputs` `[batch, time, ...]`, zeros past each sequence's end."""
    shape = tf1.shape(outputs)
    rank = outputs.shape.rank
    sizes = [shape[axis] for axis in range(rank)]
    steps = _steps(sizes[0], sizes[1])
    lengths = tf.tile(tf.reshape(sequence_length, [-1, 1]), [1, sizes[1]])
    within = tf.cast(tf.less(steps, lengths), outputs.dtype)
    for _ in range(rank - 2):
        within = tf.expand_dims(within, -1)
    return tf.tile(within, [1, 1, *sizes[2:]]) * outputs
