"""keras.backend: what of it meant a graph or a session, on eager TensorFlow."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from compat.keras import (
    activations,
    losses,
    names,
    opcounts,
    phase,
    randoms,
    seeds,
    symbolic,
    tensors,
)


def get_value(x: Any) -> Any:
    """The value of a variable, as NumPy."""
    return np.asarray(x)[()] if hasattr(x, "shape") else x


def set_value(x: Any, value: Any) -> None:
    """Set a variable."""
    x.assign(np.asarray(value, x.dtype if isinstance(x.dtype, str) else x.dtype.name))


def batch_get_value(variables: Any) -> list[Any]:
    return [get_value(x) for x in variables]


def batch_set_value(pairs: Any) -> None:
    for variable, value in pairs:
        set_value(variable, value)


def evaluate(x: Any) -> Any:
    """`K.eval`: the value of a tensor or a variable."""
    return np.asarray(x)


def function(
    inputs: Any, outputs: Any, updates: Any = None, **_: Any
) -> Callable[[Any], Any]:
    """`K.function`: from values of inputs to values of tensors that hang on them.

    Args:
        inputs: Symbolic tensors, and `K.learning_phase()` among them.
        outputs: Symbolic tensors that depend on them, variables, or values.
        updates: Pairs of a variable and the symbolic tensor that is its next value.

    Returns:
        A function of a list of arrays (and of 0 or 1 for the phase).
    """
    several = isinstance(outputs, (list, tuple))
    every = list(outputs) if several else [outputs]
    updates = [one for one in updates or () if isinstance(one, tuple)]
    ends = [one for one in every if symbolic.is_symbolic(one)]
    ends += [one for _, one in updates if symbolic.is_symbolic(one)]
    flat = symbolic.leaves(inputs)
    places = [one for one in flat if not isinstance(one, phase.LearningPhase)]
    symbolic.connect(places, ends)
    model: Any = keras.Model(places, ends) if ends else None

    @functools.cache
    def computed(training: bool) -> Any:
        shapes = [tf.TensorSpec(place.shape, place.dtype) for place in places]

        @tf.function(input_signature=shapes, autograph=False)
        def of_arrays(*given: Any) -> Any:
            with phase.of_call(training):
                return tf.nest.flatten(model(list(given), training=training))

        return of_arrays.get_concrete_function()

    def run(values: Any) -> Any:
        training = bool(phase.chosen())
        given = []
        for place, value in zip(flat, symbolic.leaves(list(values)), strict=False):
            if isinstance(place, phase.LearningPhase):
                training = bool(value)
            else:
                given.append(tf.constant(np.asarray(value, place.dtype)))
        results = list(computed(training)(*given)) if model is not None else []
        found = [
            get_value(results.pop(0) if symbolic.is_symbolic(one) else one)
            for one in every
        ]
        for changed, value in updates:
            value = results.pop(0) if symbolic.is_symbolic(value) else value
            set_value(changed, value)
        return found if several else found[0]

    return run


def learning_phase() -> Any:
    """An input for `K.function`, or what `set_learning_phase` was given."""
    chosen = phase.chosen()
    return phase.LearningPhase() if chosen is None else chosen


def in_train_phase(x: Any, alt: Any, training: Any = None) -> Any:
    """`x` in training, `alt` otherwise; functions are called."""
    if training is None or isinstance(training, phase.LearningPhase):
        training = phase.current()
    chosen = x if training else alt
    return chosen() if callable(chosen) else chosen


def in_test_phase(x: Any, alt: Any, training: Any = None) -> Any:
    """`alt` in training, `x` otherwise."""
    return in_train_phase(alt, x, training)


def clear_session() -> None:
    """Forget models, and count names from 1 again."""
    names.reset()
    opcounts.reset(phase=True)
    seeds.set_graph_seed(None)
    keras.backend.clear_session()


def int_shape(x: Any) -> Any:
    """A tensor's shape, `None` where it is open."""
    return tuple(getattr(x, "shape", ()))


def update(x: Any, new_x: Any) -> Any:
    """Set a variable, or say so to `K.function` for a tensor without data."""
    return (x, new_x) if symbolic.is_symbolic(new_x) else x.assign(new_x)


def update_add(x: Any, increment: Any) -> Any:
    if symbolic.is_symbolic(increment):
        return update(x, symbolic.lift(lambda one: x + one)(increment))
    return x.assign(x + increment)


def update_sub(x: Any, decrement: Any) -> Any:
    if symbolic.is_symbolic(decrement):
        return update(x, symbolic.lift(lambda one: x - one)(decrement))
    return x.assign(x - decrement)


def _with_target_first(loss: Any) -> Any:
    def function(target: Any, output: Any, from_logits: bool = False, **_: Any) -> Any:
        return loss(target, output, from_logits=from_logits)

    return function


def _elementwise_binary_crossentropy(
    target: Any, output: Any, from_logits: bool = False
) -> Any:
    target = tf.cast(target, output.dtype)
    if not from_logits:
        small = keras.backend.epsilon()
        output = tf.clip_by_value(output, small, 1.0 - small)
        output = tf.math.log(output / (1.0 - output))
    return tf.nn.sigmoid_cross_entropy_with_logits(target, output)


_NAMES: dict[str, Any] = {
    "batch_get_value": batch_get_value,
    "batch_set_value": batch_set_value,
    "binary_crossentropy": _elementwise_binary_crossentropy,
    "categorical_crossentropy": _with_target_first(losses.categorical_crossentropy),
    "clear_session": clear_session,
    "eval": evaluate,
    "function": function,
    "get_session": lambda: _session(),
    "get_uid": lambda prefix="": names.uid(prefix, "keras"),
    "get_value": get_value,
    "hard_sigmoid": activations.hard_sigmoid,
    "in_test_phase": in_test_phase,
    "in_train_phase": in_train_phase,
    "int_shape": int_shape,
    "learning_phase": learning_phase,
    "manual_variable_initialization": lambda value: None,
    "random_normal": randoms.random_normal,
    "random_normal_variable": randoms.random_normal_variable,
    "random_uniform_variable": randoms.random_uniform_variable,
    "random_uniform": randoms.random_uniform,
    "reset_uids": names.reset,
    "set_learning_phase": phase.fix,
    "set_session": lambda session: None,
    "set_value": set_value,
    "sparse_categorical_crossentropy": _with_target_first(
        losses.sparse_categorical_crossentropy
    ),
    "truncated_normal": randoms.truncated_normal,
    "update": update,
    "update_add": update_add,
    "update_sub": update_sub,
    "variable": randoms.variable,
}


def _session() -> Any:
    from compat.keras.eager import Session

    return Session()


# Of ours, what may be given symbolic tensors.
_LIFTED = {
    "binary_crossentropy",
    "categorical_crossentropy",
    "hard_sigmoid",
    "random_normal",
    "random_uniform",
    "sparse_categorical_crossentropy",
    "truncated_normal",
}


@functools.cache
def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.backend`, or `None`."""
    if name in tensors.PLAIN:
        return tensors.PLAIN[name]
    own = _NAMES.get(name) or tensors.LIFTED.get(name)
    if own is not None:
        lifted = name in _LIFTED or name in tensors.LIFTED
        return symbolic.lift(own) if lifted else own
    real = getattr(tf.keras.backend, name, None)
    if name in tensors.NOT_LIFTED or not inspect.isfunction(real):
        return None
    return symbolic.lift(real)
