"""`AttentionCellWrapper`: attention over a cell's own last outputs."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.rnn.linear import Linear
from compat.nn.rnn_cell.base import RNNCell, assert_like_rnncell

tf1 = tf.compat.v1


class AttentionCellWrapper(RNNCell):
    """Feeds a cell its inputs beside what it attended to (arXiv:1409.0473).

    The wrapper keeps the cell's last `attn_length` projected outputs; the new state
    asks, and `softmax(sum(attn_v * tanh(W·h + query)))` weighs them.

    Args:
        cell: The cell.
        attn_length: How many of the last outputs to attend to.
        attn_size: Size of the output and of what is kept; by default the cell's.
        attn_vec_size: Size of the attention's hidden layer; by default `attn_size`.
        input_size: Size of what the cell gets; by default that of the inputs.
        state_is_tuple: Whether the state is `(cell state, attention, kept outputs)`, or
            all in one tensor.
        reuse: Whether to reuse variables of the scope.

    Raises:
        TypeError: When `cell` is not an RNN cell.
        ValueError: For a length that is not positive, or a cell with a tuple of states
            and `state_is_tuple=False`.

    Source: `tf.contrib.rnn.AttentionCellWrapper`.
    """

    def __init__(
        self,
        cell: Any,
        attn_length: int,
        attn_size: int | None = None,
        attn_vec_size: int | None = None,
        input_size: int | None = None,
        state_is_tuple: bool = True,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        if tf.nest.is_nested(cell.state_size) and not state_is_tuple:
            raise ValueError(
                "Cell returns tuple of states, but the flag state_is_tuple is not set. "
                f"State size is: {cell.state_size}"
            )
        if attn_length <= 0:
            raise ValueError(
                f"attn_length should be greater than zero, got {attn_length}"
            )
        self._cell = cell
        self._attn_length = attn_length
        self._attn_size = cell.output_size if attn_size is None else attn_size
        self._attn_vec_size = (
            self._attn_size if attn_vec_size is None else attn_vec_size
        )
        self._input_size = input_size
        self._state_is_tuple = state_is_tuple
        self._linears: dict[str, Linear] = {}

    @property
    def state_size(self) -> Any:
        kept = self._attn_size * self._attn_length
        sizes = (self._cell.state_size, self._attn_size, kept)
        return sizes if self._state_is_tuple else sum(sizes)

    @property
    def output_size(self) -> Any:
        return self._attn_size

    def _linear(self, name: str, args: Any, size: int) -> Any:
        if name not in self._linears:
            self._linears[name] = Linear(args, size, True)
        return self._linears[name](args)

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        size, length = self._attn_size, self._attn_length
        if self._state_is_tuple:
            state, attns, kept = state
        else:
            whole, cell_size = state, self._cell.state_size
            state = tf.slice(whole, [0, 0], [-1, cell_size])
            attns = tf.slice(whole, [0, cell_size], [-1, size])
            kept = tf.slice(whole, [0, cell_size + size], [-1, size * length])
        kept = tf.reshape(kept, [-1, length, size])
        input_size = self._input_size
        if input_size is None:
            input_size = inputs.shape.as_list()[1]
        inputs = self._linear("inputs", [inputs, attns], input_size)
        cell_output, new_state = self._cell(inputs, state)
        query = new_state
        if self._state_is_tuple:
            query = tf.concat(tf.nest.flatten(new_state), 1)
        new_attns, newest = self._attention(query, kept)
        with tf1.variable_scope("attn_output_projection"):
            output = self._linear("output", [cell_output, new_attns], size)
        kept = tf.concat([newest, tf.expand_dims(output, 1)], 1)
        new_state = (new_state, new_attns, tf.reshape(kept, [-1, length * size]))
        return output, new_state if self._state_is_tuple else tf.concat(new_state, 1)

    def _attention(self, query: Any, kept: Any) -> tuple[Any, Any]:
        """What `query` attends to of `kept`, and `kept` without the oldest."""
        size, length, hidden_size = (
            self._attn_size,
            self._attn_length,
            self._attn_vec_size,
        )
        with tf1.variable_scope("attention"):
            kernel = tf1.get_variable("attn_w", [1, 1, size, hidden_size])
            vector = tf1.get_variable("attn_v", [hidden_size])
            outputs = tf.reshape(kept, [-1, length, 1, size])
            hidden = tf1.nn.conv2d(outputs, kernel, [1, 1, 1, 1], "SAME")
            asked = self._linear("query", query, hidden_size)
            asked = tf.reshape(asked, [-1, 1, 1, hidden_size])
            scores = tf1.reduce_sum(vector * tf.tanh(hidden + asked), [2, 3])
            weights = tf.reshape(tf1.nn.softmax(scores), [-1, length, 1, 1])
            attended = tf1.reduce_sum(weights * outputs, [1, 2])
            new_attns = tf.reshape(attended, [-1, size])
            return new_attns, tf.slice(kept, [0, 1, 0], [-1, -1, -1])
