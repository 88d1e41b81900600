"""`LSTM`, `GRU` and `SimpleRNN` by the faster ways of `tf.nn.dynamic_rnn`."""

from __future__ import annotations

from functools import partial
from typing import Any

import keras
import tensorflow as tf

from compat import fast
from compat.fast.direction import Direction
from compat.fast.span import Span
from compat.fast.stack import Gradients
from compat.fast.weights import GRUWeights, LSTMWeights, RNNWeights
from compat.keras import masks


class _Recurrent:
    """A layer that takes a faster way inside a compiled step, where it gives the same.

    Other activations, dropout of a state and other types run by Keras 3's own loop.
    """

    def __init__(self: Any, *args: Any, implementation: Any = 2, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Keras 3's own has another meaning beside recurrent_dropout
        self._masks_by_gate = implementation in (0, 1, "cpu", "mem")

    def get_config(self: Any) -> dict[str, Any]:
        """Keras 3's, with what it does not know."""
        config = super().get_config()  # type: ignore[misc]
        return config | ({"implementation": 1} if self._masks_by_gate else {})

    def inner_loop(
        self: Any, sequences: Any, initial_state: Any, mask: Any, training: Any = False
    ) -> Any:
        """The last output `[batch, units]`, all outputs, and the last state."""
        if not (training and masks.are_known(self)):
            return self._loop(sequences, initial_state, mask, training)
        first = tf.nest.flatten(initial_state)[0]
        step_by_step = partial(keras.layers.RNN.inner_loop, self)
        of_inputs, of_state = drawn = masks.drawn(self, sequences, first)
        if self._masks_by_gate and len(of_inputs or of_state) > 1:
            with masks.for_gates(self.cell, drawn):
                return step_by_step(sequences, initial_state, mask, training=True)
        if of_inputs:
            sequences = sequences * of_inputs[0][:, None]
        if not of_state:
            return self._loop(sequences, initial_state, mask, False)
        with masks.of_state(self.cell, of_state[0]):
            return step_by_step(sequences, initial_state, mask)

    def _loop(
        self: Any, sequences: Any, initial_state: Any, mask: Any, training: Any
    ) -> Any:
        if tf.executing_eagerly() or not _fits(self, sequences, training):
            return super().inner_loop(  # type: ignore[misc]
                sequences, initial_state, mask=mask, training=training
            )
        state, mask = tf.nest.flatten(initial_state), tf.nest.flatten(mask)[0]
        if self.go_backwards:
            sequences = tf.reverse(sequences, [1])
            mask = None if mask is None else tf.reverse(mask, [1])
        steps = None if mask is None else _Steps(mask)
        if steps is not None:
            sequences = steps.together(sequences)
        run = _Run(self, steps and steps.lengths, len(state))
        inputs = tf.transpose(sequences, [1, 0, 2])
        found = iter(run(inputs, *state, *self.weights_by_gate()))
        outputs, *state = (
            next(found) if there else other
            for there, other in zip(run.wanted, (None, *state), strict=True)
        )
        last = state[0]
        outputs = last[:, None] if outputs is None else tf.transpose(outputs, [1, 0, 2])
        if steps is not None:
            any_step = steps.lengths[:, None] > 0
            last = tf.where(any_step, last, tf.zeros([], last.dtype))
            if self.return_sequences:
                outputs = steps.apart(outputs, self.zero_output_for_mask)
        return last, outputs, state


def _fits(layer: Any, sequences: Any, training: Any) -> bool:
    cell = layer.cell
    if not fast.on() or sequences.dtype != tf.float32 or sequences.shape[2] is None:
        return False
    if training and (layer.dropout or layer.recurrent_dropout):
        return False
    if cell.compute_dtype != "float32" or getattr(cell, "reset_after", False):
        return False
    gates = getattr(cell, "recurrent_activation", keras.activations.sigmoid)
    return (
        cell.activation is keras.activations.tanh and gates is keras.activations.sigmoid
    )


class _Run:
    """A layer's outputs, with a gradient by hand.

    Args:
        layer: The layer.
        lengths: int32 `[batch]`, or `None`.
        count: Of the tensors of a state, `h` first as Keras has them.
    """

    def __init__(self, layer: Any, lengths: Any, count: int) -> None:
        self._weights_of, self._lengths, self._count = layer.weights_of, lengths, count
        every = layer.return_state or layer.stateful
        # Of outputs and state, what is used: the rest has no gradients
        self.wanted = [layer.return_sequences, every or not layer.return_sequences]
        self.wanted += [every] * (count - 1)

    def _parts(self, given: Any) -> tuple[Any, Any, Any, Any]:
        """The weights, the inputs, their lengths and the first state."""
        weights = self._weights_of(*given[self._count + 1 :])
        first = _nested(given[1 : self._count + 1])
        return weights, given[0], self._lengths, first

    def _chosen(self, outputs: Any, state: Any) -> tuple[Any, ...]:
        every = outputs, *tf.nest.flatten(state)[::-1]
        return tuple(t for t, there in zip(every, self.wanted, strict=True) if there)

    def __call__(self, *given: Any) -> tuple[Any, ...]:
        """What is wanted of outputs `[time, batch, units]` and the last state.

        Args:
            given: Inputs `[time, batch, depth]`, the first state, the weights.
        """
        return tf.custom_gradient(self._by_hand)(*given)

    def _by_hand(self, *given: Any) -> tuple[Any, Any]:
        made = Direction(*self._parts(given), draws=[])

        def back(*grads: Any) -> Any:
            return tf.custom_gradient(grads_by_hand)(*given, *grads)

        def grads_by_hand(*given_and_grads: Any) -> tuple[Any, Any]:
            rest = list(given_and_grads[len(given) :])
            outputs, *last = (rest.pop(0) if there else None for there in self.wanted)
            grads = Gradients()
            of_inputs = made.back(outputs, _nested(last), grads)
            again = partial(self._second, given_and_grads, len(given))
            return [of_inputs, *map(grads.of, given[1:])], again

        return self._chosen(made.outputs, made.state), back

    def _plain(self, *given: Any) -> tuple[Any, ...]:
        """As `__call__`, step by step: can be derived as often as one likes."""
        weights, inputs, lengths, first = self._parts(given)
        times, span = tf.range(tf.shape(inputs)[0]), Span(inputs, lengths)

        def once(state: Any, now: Any) -> Any:
            x, time = now
            after = weights.step(x, state)
            if lengths is None:
                return after
            on = (time < lengths)[:, None]
            return tf.nest.map_structure(lambda a, b: tf.where(on, a, b), after, state)

        states = tf.scan(once, (inputs, times), first)
        outputs = span.whole(span.zeroed(span.within(tf.nest.flatten(states)[-1])))
        return self._chosen(outputs, tf.nest.map_structure(lambda s: s[-1], states))

    def _second(self, given_and_grads: Any, count: int, *grads: Any) -> Any:
        """Of what was given and of its gradients, from those of the latter."""
        given, first = given_and_grads[:count], given_and_grads[count:]
        with tf.GradientTape() as outer:
            outer.watch(given_and_grads)
            with tf.GradientTape() as inner:
                inner.watch(given)
                result = self._plain(*given)
            found = inner.gradient(result, given, output_gradients=first)
        return outer.gradient(
            found,
            given_and_grads,
            output_gradients=grads,
            unconnected_gradients=tf.UnconnectedGradients.ZERO,
        )


def _nested(state: Any) -> Any:
    """`[h, c]` as `(c, h)`, `[h]` as `h`."""
    return tuple(state[::-1]) if len(state) > 1 else state[0]


class _Steps:
    """The steps that a mask leaves, brought together and set apart again.

    Args:
        mask: `[batch, time]`, bool.
    """

    def __init__(self, mask: Any) -> None:
        self._mask = mask
        self.lengths = tf.reduce_sum(tf.cast(mask, tf.int32), 1)
        self._order = tf.argsort(tf.cast(~mask, tf.int32), axis=1, stable=True)

    def together(self, sequence: Any) -> Any:
        """`[batch, time, depth]` with the steps that are left first."""

        @tf.custom_gradient
        def gathered(sequence: Any) -> tuple[Any, Any]:
            def back(grad: Any) -> Any:
                inverse = tf.argsort(self._order, axis=1)
                return tf.gather(grad, inverse, batch_dims=1)

            return tf.gather(sequence, self._order, batch_dims=1), back

        return gathered(sequence)

    def apart(self, outputs: Any, zeros: bool) -> Any:
        """Outputs at every step: where one is left out, that of the step before.

        Args:
            outputs: `[batch, time, units]` of the steps that are left.
            zeros: Whether zeros stand there instead.
        """
        at = tf.cumsum(tf.cast(self._mask, tf.int32), axis=1) - 1
        there = self._mask if zeros else at >= 0
        outputs = tf.gather(outputs, tf.maximum(at, 0), batch_dims=1)
        return tf.where(there[:, :, None], outputs, tf.zeros([], outputs.dtype))


def _joined(cell: Any, gates: int) -> list[list[Any]]:
    """Kernel `[depth + units, units]` and bias `[units]` of each gate."""
    kernel = tf.concat([cell.kernel, cell.recurrent_kernel], 0)
    columns = gates * cell.units
    bias = tf.zeros([columns]) if cell.bias is None else tf.convert_to_tensor(cell.bias)
    return [
        list(one)
        for one in zip(tf.split(kernel, gates, 1), tf.split(bias, gates), strict=True)
    ]


class LSTM(_Recurrent):
    """Gates in the order `i, f, c, o`."""

    weights_of = LSTMWeights

    def weights_by_gate(self: Any) -> list[Any]:
        """Kernel and bias, in the order of the cells."""
        i, f, c, o = _joined(self.cell, 4)
        return [tf.concat(parts, -1) for parts in zip(i, c, f, o, strict=True)]


class GRU(_Recurrent):
    """Gates in the order `z, r, h`; `z` is `u` of the cells."""

    weights_of = GRUWeights

    def weights_by_gate(self: Any) -> list[Any]:
        """Kernel and bias of the gates and of the candidate."""
        z, r, candidate = _joined(self.cell, 3)
        gates = [tf.concat(parts, -1) for parts in zip(r, z, strict=True)]
        return [*gates, *candidate]


class SimpleRNN(_Recurrent):
    """No gate."""

    weights_of = RNNWeights

    def weights_by_gate(self: Any) -> list[Any]:
        """Kernel and bias."""
        (only,) = _joined(self.cell, 1)
        return only
