"""A recurrent layer whose cell looks into a memory at each step."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from compat.migrate.blocks.attention import registered


class _AttentionCell(keras.Layer):
    """The cell: its state is the cell's own, the attention, and the weights.

    The memory is set by the layer around it for the time of a call.
    """

    def __init__(self, cell: Any, attention: Any, size: int | None, output: bool,
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(**kwargs)
        self.cell, self.attention = cell, attention
        self.attention_size, self.output_attention = size, output
        self.memory = self.keys = self.mask = None
        self.state_size: Any = []
        self.output_size: Any = None

    def prepare(self, inputs_shape: Any, memory_shape: Any) -> None:
        """Make the weights, and say the states' sizes."""
        context = memory_shape[-1]
        looked = self.attention_size or context
        # a saved one comes with its parts built
        if not self.cell.built:
            self.cell.build((inputs_shape[0], inputs_shape[-1] + looked))
        out = self.cell.output_size
        if not self.attention.built:
            self.attention.build((inputs_shape[0], out), memory_shape)
        if self.attention_size:
            self.kernel = self.add_weight(
                shape=(out + context, looked), name="attention_layer_kernel"
            )
        own = self.cell.state_size
        self.own = list(own) if isinstance(own, (list, tuple)) else [own]
        self.looked = looked
        self.state_size = [*self.own, looked, memory_shape[1]]
        self.output_size = looked if self.output_attention else out
        self.built = True

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        *own, attention, before = states
        joined = ops.concatenate([inputs, attention], axis=-1)
        output, next_own = self.cell(joined, own)
        weights = self.attention(output, self.keys, self.mask, before)
        context = ops.squeeze(ops.matmul(ops.expand_dims(weights, 1), self.memory), 1)
        attention = context
        if self.attention_size:
            both = ops.concatenate([output, context], axis=-1)
            attention = ops.matmul(both, self.kernel)
        next_own = next_own if isinstance(next_own, (list, tuple)) else [next_own]
        given = attention if self.output_attention else output
        # the weights too, so that the layer can give their history
        return ops.concatenate([given, weights], axis=-1), [
            *next_own, attention, weights
        ]  # fmt: skip


@registered
class AttentionRNN(keras.Layer):
    """A recurrent layer with attention: the attention goes back into the cell.

    At each step, with `m` the memory (zero outside of its mask) and `a` the attention
    of the step before:
    `output, state = cell([x; a], state)`, `w = attention(output, m)`,
    `a' = [output; Σ w*m] · attention_layer`, or `Σ w*m` without an `attention_size`.
    `keras.layers.Attention` on a decoder's outputs is another thing: nothing goes back.

    Args:
        cell: Any cell for `keras.layers.RNN`.
        attention: One of the mechanisms here.
        attention_size: Size of the attention (`attention_layer_size`), or `None`.
        output_attention: Whether the output is the attention; else the cell's own.
        **kwargs: As for `keras.Layer`.

    Source: tf.contrib.seq2seq.AttentionWrapper, run by tf.nn.dynamic_rnn or a
    BasicDecoder with a TrainingHelper.
    """

    def __init__(
        self,
        cell: Any,
        attention: Any,
        attention_size: int | None = None,
        output_attention: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.cell, self.attention = cell, attention
        self.attention_size, self.output_attention = attention_size, output_attention
        self._step = _AttentionCell(cell, attention, attention_size, output_attention)
        self._rnn: Any = None

    def build(self, inputs_shape: Any, memory_shape: Any) -> None:
        """Make the weights, for inputs `[batch, time, i]`, a memory `[batch, t, m]`."""
        self._step.prepare(inputs_shape, memory_shape)
        self._rnn = keras.layers.RNN(
            self._step, return_sequences=True, return_state=True
        )
        self.built = True

    def call(
        self,
        inputs: Any,
        memory: Any,
        *,
        memory_mask: Any = None,
        mask: Any = None,
        initial_state: Any = None,
    ) -> Any:
        """Run over a sequence.

        Args:
            inputs: `[batch, time, i]`.
            memory: `[batch, t, m]`.
            memory_mask: `[batch, t]`, true where the memory is.
            mask: `[batch, time]`, true where the inputs are; a state stays as it is
                elsewhere.
            initial_state: The cell's own states (`[h, c]`), or all that `states` was.

        Returns:
            The outputs `[batch, time, output]`, the weights `[batch, time, t]`
            (`alignment_history`), and the states: the cell's own, attention, weights.
        """
        size = self._step.output_size
        states = self.start(memory, memory_mask, initial_state)
        given, *after = self._rnn(inputs, initial_state=states, mask=mask)
        return given[:, :, :size], given[:, :, size:], after

    def start(self, memory: Any, memory_mask: Any = None, initial: Any = None) -> Any:
        """Set the memory, and give the states before the first step."""
        step = self._step
        if memory_mask is not None:
            memory_mask = ops.cast(memory_mask, "bool")
            memory = ops.where(memory_mask[:, :, None], memory, 0.0)
        step.memory, step.mask = memory, memory_mask
        step.keys = step.attention.keys(memory)
        states = list(initial) if initial is not None else []
        none = ops.zeros_like(memory[:, 0, :1])
        if not states:
            states = [ops.tile(none, (1, size)) for size in step.own]
        if len(states) == len(step.own):
            states += [
                ops.tile(none, (1, step.looked)),
                step.attention.initial(step.keys),
            ]
        return states

    def step(self, inputs: Any, states: Any) -> Any:
        """One step after `start`: the output `[batch, output]`, and the states."""
        given, after = self._step(inputs, states)
        return given[:, : self._step.output_size], after

    def get_config(self) -> dict[str, Any]:
        serialize = keras.saving.serialize_keras_object
        return {
            **super().get_config(),
            "cell": serialize(self.cell),
            "attention": serialize(self.attention),
            "attention_size": self.attention_size,
            "output_attention": self.output_attention,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> AttentionRNN:
        read = keras.saving.deserialize_keras_object
        given = {**config, "cell": read(config["cell"])}
        return cls(**{**given, "attention": read(config["attention"])})
