"""`Recurrent`: a loop over time whose gradient computes each step anew.

Both directions are functions of the graph, one op each, as they were in 1.15: the count
of ops after them is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat import _private

tf1 = tf.compat.v1
flatten = tf.nest.flatten
packed = tf.nest.pack_sequence_as


def Recurrent(
    theta: Any,
    state0: Any,
    inputs: Any,
    cell_fn: Callable[..., Any],
    cell_grad: Callable[..., Any] | None = None,
    extras: Any = None,
    max_input_length: Any = None,
    use_tpu: bool = False,
    aligned_end: bool = False,
) -> tuple[Any, Any]:
    """Run `state, extras = cell_fn(theta, state, inputs[t])` over time.

    Args:
        theta: Weights: a structure of tensors.
        state0: The state before: a structure of tensors.
        inputs: Structure of tensors `[time, ...]`.
        cell_fn: One step.
        cell_grad: From `(theta, state, inputs[t], extras, gradient of the next state)`
            to the gradients of the first three; by default that of `cell_fn`.
        extras: A structure like `cell_fn`'s second result; by default looked at.
        max_input_length: int32 scalar: how many steps there are; by default all.
        use_tpu: Without effect.
        aligned_end: Whether those steps are the last ones, and not the first.

    Returns:
        `(states, last state)`, the states `[time, ...]`, zeros where no step was.

    Source: `tensorflow.contrib.recurrent.python.ops.recurrent.Recurrent`.
    """
    inputs = tf.nest.map_structure(tf.convert_to_tensor, inputs)
    theta = tf.nest.map_structure(tf.convert_to_tensor, theta)
    state0 = tf.nest.map_structure(tf.convert_to_tensor, state0)
    if extras is None:
        _, extras = cell_fn(theta, state0, _at(inputs, tf.constant(0)))
        extras = tf.nest.map_structure(tf1.zeros_like, extras) if extras else extras
    if max_input_length is None:
        times = [tf1.shape(each)[0] for each in flatten(inputs)]
        max_input_length = tf.raw_ops.Max(
            input=times[0] if len(times) == 1 else tf.stack(times),
            axis=tf.constant([], tf.int32) if len(times) == 1 else [0],
        )
    loop = _Loop(theta, state0, inputs, extras, cell_fn, cell_grad, aligned_end)
    given = [*flatten(theta), *flatten(state0), *flatten(inputs), max_input_length]
    results = loop.forward(*given)
    results = list(results) if isinstance(results, (list, tuple)) else [results]
    size = len(flatten(state0))
    return packed(state0, results[:size]), packed(state0, results[size : 2 * size])


class _Loop:
    """The two functions of one call of `Recurrent`."""

    def __init__(
        self,
        theta: Any,
        state0: Any,
        inputs: Any,
        extras: Any,
        cell_fn: Callable[..., Any],
        cell_grad: Callable[..., Any] | None,
        aligned_end: bool,
    ) -> None:
        self._like = (theta, state0, inputs)
        self._extras = extras
        self._cell_fn = cell_fn
        self._cell_grad = cell_grad or self._differentiated
        self._aligned_end = aligned_end
        self._kept_extras = flatten(extras)
        leaves = [leaf for structure in self._like for leaf in flatten(structure)]
        self._shapes = [leaf.shape for leaf in leaves]
        dtypes = [leaf.dtype for leaf in leaves]
        states = [leaf.dtype for leaf in flatten(state0)]
        kept = [leaf.dtype for leaf in self._kept_extras]
        self.forward = _private.graph_function(
            self._forward,
            [*dtypes, tf.int32],
            "Forward",
            gradient=self._gradient,
        )
        self._backward_function = _private.graph_function(
            self._backward,
            [*dtypes, tf.int32, *states, *kept, *states, *states],
            "Backward",
        )

    def _structures(self, leaves: Any) -> list[Any]:
        """`theta`, the state before and the inputs, from what a function is given."""
        found = []
        begin = 0
        for structure in self._like:
            end = begin + len(flatten(structure))
            for leaf, shape in zip(
                leaves[begin:end], self._shapes[begin:end], strict=False
            ):
                leaf.set_shape(shape)
            found.append(packed(structure, list(leaves[begin:end])))
            begin = end
        return found

    def _bounds(self, inputs: Any, length: Any) -> tuple[Any, Any, Any]:
        """The first step, the one after the last, and the time of the inputs."""
        time = tf.shape(flatten(inputs)[0])[0]
        if self._aligned_end:
            return time - length, time, time
        return tf.zeros_like(length), length, time

    def _forward(self, *given: Any) -> Any:
        *leaves, length = given
        theta, state0, inputs = self._structures(leaves)
        begin, end, time = self._bounds(inputs, length)
        kept = self._kept_extras
        stores = [_empty(time, leaf) for leaf in [*flatten(state0), *kept]]

        def step(t: Any, state: list[Any], stores: list[Any]) -> Any:
            before = packed(state0, state)
            after, extras = self._cell_fn(theta, before, _at(inputs, t))
            tf.nest.assert_same_structure(before, after)
            state = [
                _shaped(new, old)
                for new, old in zip(flatten(after), state, strict=False)
            ]
            values = [*state, *(flatten(extras) if kept else [])]
            return (
                t + 1,
                state,
                [_put(s, t, v) for s, v in zip(stores, values, strict=False)],
            )

        _, state, stores = tf1.while_loop(
            lambda t, *_: t < end,
            step,
            [begin, flatten(state0), stores],
            shape_invariants=[
                begin.shape,
                [leaf.shape for leaf in flatten(state0)],
                [store.shape for store in stores],
            ],
            back_prop=False,
        )
        size = len(state)
        return [*stores[:size], *state, *stores[size:]]

    def _gradient(self, op: Any, *given: Any) -> Any:
        size = len(flatten(self._like[1]))
        d_states, d_last = given[:size], given[size : 2 * size]
        states, kept = op.outputs[:size], op.outputs[2 * size :]
        found = self._backward_function(*op.inputs, *states, *kept, *d_states, *d_last)
        found = list(found) if isinstance(found, (list, tuple)) else [found]
        return [*found, None]  # none of the number of steps

    def _backward(self, *given: Any) -> Any:
        counts = [len(flatten(structure)) for structure in self._like]
        theta, state0, inputs = self._structures(given[: sum(counts)])
        length, *rest = given[sum(counts) :]
        size, kept = counts[1], len(self._kept_extras)
        states, rest = rest[:size], rest[size:]
        extras, rest = rest[:kept], rest[kept:]
        d_states, d_last = rest[:size], rest[size:]
        begin, end, time = self._bounds(inputs, length)

        def step(t: Any, d_state: Any, d_theta: Any, d_inputs: Any) -> Any:
            # The state before a step is the one kept of the step before it; zeros
            # where steps begin later than at 0: so it was in 1.15.
            before = [
                _shaped(
                    tf.cond(t > 0, lambda s=s: tf.gather(s, t - 1), lambda z=z: z), z
                )
                for s, z in zip(states, flatten(state0), strict=False)
            ]
            total = [
                _shaped(d + tf.gather(each, t), d)
                for d, each in zip(d_state, d_states, strict=False)
            ]
            grads = self._cell_grad(
                theta,
                packed(state0, before),
                _at(inputs, t),
                packed(self._extras, [tf.gather(e, t) for e in extras])
                if kept
                else self._extras,
                packed(state0, total),
            )
            of_theta, of_state, of_inputs = (flatten(grad) for grad in grads[:3])
            return (
                t - 1,
                [
                    _shaped(new, old)
                    for new, old in zip(of_state, d_state, strict=False)
                ],
                [
                    _shaped(d + new, d)
                    for d, new in zip(d_theta, of_theta, strict=False)
                ],
                [_put(d, t, new) for d, new in zip(d_inputs, of_inputs, strict=False)],
            )

        d_state = [_shaped(d, z) for d, z in zip(d_last, flatten(state0), strict=False)]
        d_theta = [tf.zeros_like(leaf) for leaf in flatten(theta)]
        d_inputs = [tf.zeros_like(leaf) for leaf in flatten(inputs)]
        _, d_state, d_theta, d_inputs = tf1.while_loop(
            lambda t, *_: t >= begin,
            step,
            [end - 1, d_state, d_theta, d_inputs],
            back_prop=False,
        )
        return [*d_theta, *d_state, *d_inputs]

    def _differentiated(
        self, theta: Any, state: Any, inputs: Any, extras: Any, d_state: Any
    ) -> Any:
        """The gradient of a step that has none of its own."""
        after, _ = self._cell_fn(theta, state, inputs)
        structures = (theta, state, inputs)
        sources = [leaf for structure in structures for leaf in flatten(structure)]
        grads = tf1.gradients(flatten(after), sources, flatten(d_state))
        grads = [
            tf.zeros_like(source) if grad is None else tf.convert_to_tensor(grad)
            for grad, source in zip(grads, sources, strict=False)
        ]
        found = []
        for structure in structures:
            size = len(flatten(structure))
            found.append(packed(structure, grads[:size]))
            grads = grads[size:]
        return found


def _at(structure: Any, time: Any) -> Any:
    """What is at one time: the tensors of `structure` without their first axis."""
    return tf.nest.map_structure(lambda leaf: tf.gather(leaf, time), structure)


def _shaped(tensor: Any, like: Any) -> Any:
    tensor = tf.convert_to_tensor(tensor)
    tensor.set_shape(like.shape)
    return tensor


def _empty(time: Any, like: Any) -> Any:
    """Zeros for all times, to be filled one after the other."""
    shape = tf.concat([[time], tf.shape(like)], 0)
    made = tf.raw_ops.Empty(shape=shape, dtype=like.dtype, init=True)
    made.set_shape([None, *like.shape] if like.shape.rank is not None else None)
    return made


def _put(store: Any, time: Any, value: Any) -> Any:
    """`store` with `value` at one time."""
    put = tf.raw_ops.InplaceUpdate(x=store, i=[time], v=tf.expand_dims(value, 0))
    put.set_shape(store.shape)
    return put
