"""Fused cells: a whole sequence, time-major, in one call."""

from __future__ import annotations

import abc
from typing import Any

import tensorflow as tf

from compat.nn.recurrent import dynamic_rnn, static_rnn

tf1 = tf.compat.v1


class FusedRNNCell(abc.ABC):
    """A recurrent network over a whole sequence at once.

    Source: `tf.contrib.rnn.FusedRNNCell`.
    """

    @abc.abstractmethod
    def __call__(
        self,
        inputs: Any,
        initial_state: Any = None,
        dtype: Any = None,
        sequence_length: Any = None,
        scope: Any = None,
    ) -> tuple[Any, Any]:
        """Run over all time steps.

        Args:
            inputs: Tensor `[time, batch, depth]`, or a list of `[batch, depth]`.
            initial_state: State to start from; by default zeros of `dtype`.
            dtype: Needed when `initial_state` is `None`.
            sequence_length: Int tensor `[batch]`, or `None`.
            scope: Variable scope of the weights.

        Returns:
            `(outputs, state)`: outputs like `inputs`, and the last state.
        """


class FusedRNNCellAdaptor(FusedRNNCell):
    """Runs an ordinary cell over the whole sequence.

    Args:
        cell: An RNN cell.
        use_dynamic_rnn: Whether by `dynamic_rnn`; else by `static_rnn`.

    Source: `tf.contrib.rnn.FusedRNNCellAdaptor`.
    """

    def __init__(self, cell: Any, use_dynamic_rnn: bool = False) -> None:
        self._cell = cell
        self._use_dynamic_rnn = use_dynamic_rnn

    def __call__(
        self,
        inputs: Any,
        initial_state: Any = None,
        dtype: Any = None,
        sequence_length: Any = None,
        scope: Any = None,
    ) -> tuple[Any, Any]:
        """Run over all time steps; see `FusedRNNCell.__call__`."""
        is_list = isinstance(inputs, list)
        options = {
            "sequence_length": sequence_length,
            "initial_state": initial_state,
            "dtype": dtype,
            "scope": scope,
        }
        if self._use_dynamic_rnn:
            if is_list:
                inputs = tf.stack(inputs)
            outputs, state = dynamic_rnn(self._cell, inputs, time_major=True, **options)
            return (tf1.unstack(outputs) if is_list else outputs), state
        if not is_list:
            inputs = tf1.unstack(inputs)
        outputs, state = static_rnn(self._cell, inputs, **options)
        return (outputs if is_list else tf.stack(outputs)), state


class TimeReversedFusedRNN(FusedRNNCell):
    """Runs a fused cell from the last time step to the first.

    Each sequence is turned within its own length; the outputs are turned back.

    Args:
        cell: A fused cell.

    Source: `tf.contrib.rnn.TimeReversedFusedRNN`.
    """

    def __init__(self, cell: Any) -> None:
        self._cell = cell

    def _reverse(self, values: Any, lengths: Any) -> Any:
        if isinstance(values, list):
            return list(reversed(values))
        if lengths is None:
            return tf.reverse(values, [0])
        return tf1.reverse_sequence(values, lengths, 0, batch_axis=1)

    def __call__(
        self,
        inputs: Any,
        initial_state: Any = None,
        dtype: Any = None,
        sequence_length: Any = None,
        scope: Any = None,
    ) -> tuple[Any, Any]:
        """Run over all time steps; see `FusedRNNCell.__call__`."""
        outputs, state = self._cell(
            self._reverse(inputs, sequence_length),
            initial_state=initial_state,
            dtype=dtype,
            sequence_length=sequence_length,
            scope=scope,
        )
        return self._reverse(outputs, sequence_length), state
