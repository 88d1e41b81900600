"""Tensors of a model before there is data: what Keras 2's graph did, on Keras 3's.

In Keras 2 every function of the backend took the tensors of a model, in a loss of the
user's own, say, or between two layers. Keras 3's symbolic tensors go through layers and
`keras.ops` alone; so a function that is given one becomes an operation of Keras 3.
"""

from __future__ import annotations

import functools
from typing import Any

import keras
import tensorflow as tf

from compat.keras import seeds


def is_symbolic(structure: Any) -> bool:
    """Whether a structure has a symbolic tensor in it."""
    return any(isinstance(one, keras.KerasTensor) for one in leaves(structure))


def leaves(structure: Any) -> list[Any]:
    """All that is in lists, tuples and dicts."""
    if isinstance(structure, (list, tuple)):
        return [leaf for one in structure for leaf in leaves(one)]
    if isinstance(structure, dict):
        return leaves(list(structure.values()))
    return [structure]


def connect(inputs: Any, outputs: Any) -> None:
    """Make inputs that are outputs too look used, which Keras 3.12 asks of each."""
    given = {id(one) for one in leaves(inputs)}
    for tensor in leaves(outputs):
        if id(tensor) in given and isinstance(tensor, keras.KerasTensor):
            keras.layers.Identity()(tensor)


@functools.cache
def functional() -> Any:
    """Keras 3's class for a model of inputs and outputs."""
    place = keras.Input((1,))
    connect(place, place)
    return type(keras.Model(place, place))


class Lifted(keras.Operation):
    """A function of tensors as an operation of Keras 3.

    Args:
        function: What runs once there is data.
    """

    def __init__(self, function: Any) -> None:
        super().__init__()
        self.function = function
        self._seeds = seeds.OpSeeds()

    def call(self, *args: Any, **kwargs: Any) -> Any:
        with seeds.kept(self._seeds):
            return self.function(*args, **kwargs)

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        args, kwargs = tf.nest.map_structure(_dense, (args, kwargs))
        return super().compute_output_spec(*args, **kwargs)


def _dense(one: Any) -> Any:
    """Keras 3 takes the product of a tensor and a number for a sparse tensor."""
    made = isinstance(one, keras.KerasTensor) and one.sparse
    if made and node_of(one).input_tensors:
        return keras.KerasTensor(one.shape, one.dtype)
    return one


def lift(function: Any) -> Any:
    """A function that symbolic tensors may be given to as well."""

    @functools.wraps(function)
    def lifted(*args: Any, **kwargs: Any) -> Any:
        if is_symbolic([args, kwargs]):
            return Lifted(function)(*args, **kwargs)
        return function(*args, **kwargs)

    return lifted


def node_of(tensor: Any) -> Any:
    """Where a symbolic tensor comes from."""
    operation, index, _ = tensor._keras_history
    return operation._inbound_nodes[index]


def sources(tensors: Any, stop: Any = ()) -> list[Any]:
    """The inputs that symbolic tensors hang on, in the order in which they are met.

    Args:
        tensors: Symbolic tensors.
        stop: Tensors to go back to and no further; they are among the sources.
    """
    ends, found, seen = {id(one) for one in stop}, [], set()
    waiting = list(tensors)
    while waiting:
        tensor = waiting.pop()
        if id(tensor) in seen:
            continue
        seen.add(id(tensor))
        node = node_of(tensor)
        if id(tensor) in ends or not node.input_tensors:
            found.append(tensor)
        else:
            waiting += reversed(node.input_tensors)
    return found


def frontier(tensors: Any, stop: Any) -> list[Any]:
    """What symbolic tensors need besides `stop`: as little and as late as possible.

    Returns:
        Tensors that do not hang on any of `stop`, and together with `stop` are enough.
    """
    ends = {id(one) for one in stop}
    hangs: dict[int, bool] = {}

    def does_hang(tensor: Any) -> bool:
        key = id(tensor)
        if key not in hangs:
            hangs[key] = key in ends
            before = node_of(tensor).input_tensors
            hangs[key] = key in ends or any([does_hang(one) for one in before])
        return hangs[key]

    found: dict[int, Any] = {}
    waiting = list(tensors)
    while waiting:
        tensor = waiting.pop()
        if id(tensor) in ends:
            continue
        if does_hang(tensor):
            waiting += node_of(tensor).input_tensors
        else:
            found[id(tensor)] = tensor
    return list(found.values())


def runner(inputs: list[Any], outputs: list[Any]) -> Any:
    """A function from values of symbolic tensors to values of others.

    Args:
        inputs: Symbolic tensors, which may be of the middle of a model.
        outputs: Symbolic tensors that hang on them.
    """
    connect(inputs, outputs)
    return keras.Function(list(inputs), list(outputs))


class Gradients(keras.Operation):
    """`K.gradients`: of the sum of a symbolic tensor, by others or by variables.

    Args:
        loss: The symbolic tensor.
        by: Symbolic tensors and variables.
        inputs: The inputs that they hang on.
    """

    def __init__(self, loss: Any, by: list[Any], inputs: list[Any]) -> None:
        super().__init__()
        self._loss, self._by, self._inputs = loss, by, inputs
        self._tensors = [one for one in by if isinstance(one, keras.KerasTensor)]
        needed = sources([loss], self._tensors)
        self._needed = [
            *self._tensors,
            *(one for one in needed if all(one is not t for t in self._tensors)),
        ]
        self._before = runner(inputs, self._needed)
        self._after = runner(self._needed, [loss])

    def call(self, *values: Any) -> Any:
        given = [tf.convert_to_tensor(v) for v in self._before(list(values))]
        places = {id(t): v for t, v in zip(self._needed, given, strict=True)}
        by = [places[id(one)] if id(one) in places else _value(one) for one in self._by]
        with tf.GradientTape() as tape:
            tape.watch(by)
            (loss,) = self._after(given)
        unconnected = tf.UnconnectedGradients.ZERO
        return tape.gradient(loss, by, unconnected_gradients=unconnected)

    def compute_output_spec(self, *values: Any) -> Any:
        return [keras.KerasTensor(tuple(one.shape), _type(one)) for one in self._by]


def _value(variable: Any) -> Any:
    return variable.value if isinstance(variable, keras.Variable) else variable


def _type(tensor: Any) -> str:
    return keras.backend.standardize_dtype(tensor.dtype)


def gradients(loss: Any, variables: Any) -> list[Any]:
    """`K.gradients(loss, variables)`.

    Args:
        loss: A symbolic tensor.
        variables: A symbolic tensor or a variable, or several.
    """
    by = list(variables) if isinstance(variables, (list, tuple)) else [variables]
    symbolic = [one for one in by if isinstance(one, keras.KerasTensor)]
    inputs = sources([loss, *symbolic])
    return list(Gradients(loss, by, inputs)(*inputs))
