"""`AttentionWrapper`: a cell that asks attention mechanisms at every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.seq2seq.attention_base import AttentionMechanism
from compat.contrib.seq2seq.attention_state import AttentionWrapperState
from compat.layers.core import Dense
from compat.nn.rnn_cell.base import RNNCell, assert_like_rnncell, zero_states

tf1 = tf.compat.v1


def _compute_attention(
    attention_mechanism: Any,
    cell_output: Any,
    attention_state: Any,
    attention_layer: Any,
) -> tuple[Any, Any, Any]:
    """Give `(attention, alignments, next state)` of one mechanism.

    The context is the sum of the values weighted by the alignments; the attention is
    the layer of [cell output; context], or the context itself.
    """
    alignments, next_state = attention_mechanism(cell_output, state=attention_state)
    weights = tf.expand_dims(alignments, 1)
    context = tf.squeeze(tf.matmul(weights, attention_mechanism.values), [1])
    if attention_layer is None:
        return context, alignments, next_state
    attention = attention_layer(tf.concat([cell_output, context], 1))
    return attention, alignments, next_state


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


class AttentionWrapper(RNNCell):
    """A cell whose input holds the last attention, and whose output asks for the next.

    Args:
        cell: The cell.
        attention_mechanism: One mechanism, or a list of them.
        attention_layer_size: Depth of the attention, one a mechanism: a dense layer of
            [cell output; context]. By default the attention is the context itself.
        alignment_history: Whether the state keeps all steps' alignments.
        cell_input_fn: From `(inputs, attention)` to the cell's input; by default both,
            one after the other.
        output_attention: Whether the output is the attention, or that of the cell.
        initial_cell_state: State for `zero_state` to begin with, of the memory's batch.
        name: Name of the layer and of its variable scope.
        attention_layer: Layers of your own, one a mechanism.
        attention_fn: From `(mechanism, cell output, mechanism's state, layer)` to
            `(attention, alignments, next state)`.
        dtype: dtype of the layer.

    Raises:
        TypeError: For a mechanism or a function of another kind.
        ValueError: For other than one layer or size a mechanism, or both.

    Source: `tf.contrib.seq2seq.AttentionWrapper`.
    """

    def __init__(
        self,
        cell: Any,
        attention_mechanism: Any,
        attention_layer_size: Any = None,
        alignment_history: bool = False,
        cell_input_fn: Callable[..., Any] | None = None,
        output_attention: bool = True,
        initial_cell_state: Any = None,
        name: str | None = None,
        attention_layer: Any = None,
        attention_fn: Callable[..., Any] | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        assert_like_rnncell("cell", cell)
        self._is_multi = isinstance(attention_mechanism, (list, tuple))
        mechanisms = _checked_mechanisms(attention_mechanism)
        if cell_input_fn is None:
            cell_input_fn = _inputs_and_attention
        elif not callable(cell_input_fn):
            raise TypeError(
                "cell_input_fn must be callable, saw type: "
                f"{type(cell_input_fn).__name__}"
            )
        if attention_layer_size is not None and attention_layer is not None:
            raise ValueError(
                "Only one of attention_layer_size and attention_layer should be set"
            )
        self._attention_layers: list[Any] | None = None
        if attention_layer_size is not None:
            sizes = _listed(attention_layer_size)
            _one_each("attention_layer_size", "integer", sizes, mechanisms)
            self._attention_layers = [
                Dense(
                    size,
                    name="attention_layer",
                    use_bias=False,
                    dtype=getattr(mechanism, "dtype", None),
                )
                for size, mechanism in zip(sizes, mechanisms, strict=True)
            ]
            self._attention_layer_size = sum(sizes)
        elif attention_layer is not None:
            layers = _listed(attention_layer)
            _one_each("attention_layer", "layer", layers, mechanisms)
            self._attention_layers = layers
            self._attention_layer_size = sum(
                _layer_depth(layer, cell, mechanism)
                for layer, mechanism in zip(layers, mechanisms, strict=True)
            )
        else:
            self._attention_layer_size = sum(
                mechanism.values.shape.as_list()[-1] for mechanism in mechanisms
            )
        self._cell = cell
        self._attention_mechanisms = mechanisms
        self._cell_input_fn = cell_input_fn
        self._attention_fn = attention_fn or _compute_attention
        self._output_attention = output_attention
        self._alignment_history = alignment_history
        self._initial_cell_state = None
        with tf1.name_scope(name, "AttentionWrapperInit"):
            if initial_cell_state is not None:
                last = tf.nest.flatten(initial_cell_state)[-1]
                self._initial_cell_state = self._checked(
                    initial_cell_state,
                    _size(last),
                    "check_initial_cell_state",
                    f"When constructing AttentionWrapper {self._base_name}: "
                    "Non-matching batch sizes between the memory (encoder output) "
                    "and initial_cell_state.  Are you using the BeamSearchDecoder?  "
                    "You may need to tile your initial state via the "
                    "tf.contrib.seq2seq.tile_batch function with argument "
                    "multiple=beam_width.",
                )

    def _checked(self, tensors: Any, batch_size: Any, name: str, message: str) -> Any:
        """`tensors`, once all mechanisms were found to have this batch size."""
        checks = [
            tf1.assert_equal(batch_size, mechanism.batch_size, message=message)
            for mechanism in self._attention_mechanisms
        ]
        with tf.control_dependencies(checks):
            return tf.nest.map_structure(lambda t: tf.identity(t, name=name), tensors)

    def _item_or_tuple(self, items: Any) -> Any:
        found = tuple(items)
        return found if self._is_multi else found[0]

    @property
    def output_size(self) -> Any:
        if self._output_attention:
            return self._attention_layer_size
        return self._cell.output_size

    @property
    def state_size(self) -> Any:
        mechanisms = self._attention_mechanisms
        return AttentionWrapperState(
            cell_state=self._cell.state_size,
            time=tf.TensorShape([]),
            attention=self._attention_layer_size,
            alignments=self._item_or_tuple(m.alignments_size for m in mechanisms),
            attention_state=self._item_or_tuple(m.state_size for m in mechanisms),
            alignment_history=self._item_or_tuple(
                m.alignments_size if self._alignment_history else () for m in mechanisms
            ),
        )

    def zero_state(self, batch_size: Any, dtype: Any) -> AttentionWrapperState:
        """The state before the first step.

        Args:
            batch_size: int, or int32 scalar tensor: that of the memory.
            dtype: dtype of the state.

        Returns:
            `AttentionWrapperState`, with `initial_cell_state` where it was given.
        """
        with tf1.name_scope(f"{type(self).__name__}ZeroState", values=[batch_size]):
            cell_state = self._initial_cell_state
            if cell_state is None:
                cell_state = self._cell.get_initial_state(
                    batch_size=batch_size, dtype=dtype
                )
            cell_state = self._checked(
                cell_state,
                batch_size,
                "checked_cell_state",
                f"When calling zero_state of AttentionWrapper {self._base_name}: "
                "Non-matching batch sizes between the memory (encoder output) and the "
                "requested batch size.  Are you using the BeamSearchDecoder?  If so, "
                "make sure your encoder output has been tiled to beam_width via "
                "tf.contrib.seq2seq.tile_batch, and the batch_size= argument passed to "
                "zero_state is batch_size * beam_width.",
            )
            mechanisms = self._attention_mechanisms
            alignments = [m.initial_alignments(batch_size, dtype) for m in mechanisms]
            return AttentionWrapperState(
                cell_state=cell_state,
                time=tf.zeros([], dtype=tf.int32),
                attention=zero_states(self._attention_layer_size, batch_size, dtype),
                alignments=self._item_or_tuple(alignments),
                attention_state=self._item_or_tuple(
                    m.initial_state(batch_size, dtype) for m in mechanisms
                ),
                alignment_history=self._item_or_tuple(
                    tf.TensorArray(dtype, 0, dynamic_size=True, element_shape=a.shape)
                    if self._alignment_history
                    else ()
                    for a in alignments
                ),
            )

    def call(self, inputs: Any, state: Any) -> tuple[Any, AttentionWrapperState]:
        """Run the cell on inputs and last attention, then ask the mechanisms."""
        if not isinstance(state, AttentionWrapperState):
            raise TypeError(
                "Expected state to be instance of AttentionWrapperState. "
                f"Received type {type(state)} instead."
            )
        cell_inputs = self._cell_input_fn(inputs, state.attention)
        cell_output, cell_state = self._cell(cell_inputs, state.cell_state)
        cell_output = self._checked(
            cell_output,
            _size(cell_output),
            "checked_cell_output",
            f"When applying AttentionWrapper {self.name}: Non-matching batch sizes "
            "between the memory (encoder output) and the query (decoder output).  Are "
            "you using the BeamSearchDecoder?  You may need to tile your memory input "
            "via the tf.contrib.seq2seq.tile_batch function with argument "
            "multiple=beam_width.",
        )
        if self._is_multi:
            states, histories = state.attention_state, state.alignment_history
        else:
            states, histories = (state.attention_state,), (state.alignment_history,)
        attentions, alignments, next_states, next_histories = [], [], [], []
        for index, mechanism in enumerate(self._attention_mechanisms):
            layers = self._attention_layers
            attention, aligned, next_state = self._attention_fn(
                mechanism, cell_output, states[index], layers[index] if layers else None
            )
            history: Any = ()
            if self._alignment_history:
                history = histories[index].write(state.time, aligned)
            attentions.append(attention)
            alignments.append(aligned)
            next_states.append(next_state)
            next_histories.append(history)
        attention = tf.concat(attentions, 1)
        next_wrapper_state = AttentionWrapperState(
            time=state.time + 1,
            cell_state=cell_state,
            attention=attention,
            attention_state=self._item_or_tuple(next_states),
            alignments=self._item_or_tuple(alignments),
            alignment_history=self._item_or_tuple(next_histories),
        )
        output = attention if self._output_attention else cell_output
        return output, next_wrapper_state


def _inputs_and_attention(inputs: Any, attention: Any) -> Any:
    return tf.concat([inputs, attention], -1)


def _checked_mechanisms(given: Any) -> tuple[Any, ...]:
    if not isinstance(given, (list, tuple)):
        if not isinstance(given, AttentionMechanism):
            raise TypeError(
                "attention_mechanism must be an AttentionMechanism or list of multiple "
                f"AttentionMechanism instances, saw type: {type(given).__name__}"
            )
        return (given,)
    for mechanism in given:
        if not isinstance(mechanism, AttentionMechanism):
            raise TypeError(
                "attention_mechanism must contain only instances of "
                f"AttentionMechanism, saw type: {type(mechanism).__name__}"
            )
    return tuple(given)


def _one_each(argument: str, kind: str, given: list[Any], mechanisms: Any) -> None:
    if len(given) != len(mechanisms):
        raise ValueError(
            f"If provided, {argument} must contain exactly one {kind} per "
            f"attention_mechanism, saw: {len(given)} vs {len(mechanisms)}"
        )


def _layer_depth(layer: Any, cell: Any, mechanism: Any) -> int:
    depth = cell.output_size + mechanism.values.shape.as_list()[-1]
    return tf.TensorShape(layer.compute_output_shape([None, depth])).as_list()[-1]


def _size(tensor: Any) -> Any:
    known = tensor.shape.as_list()[0]
    return tf.shape(tensor)[0] if known is None else known
