"""Losses that are made of a model's own tensors: `add_loss`, and functions over them.

In Keras 2 a loss function could name any tensor of the model, since all of them were
nodes of one graph. Here such tensors are found by calling the function once with
symbolic ones; a call of the model then gives them beside its outputs.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from types import CodeType, FunctionType, MethodType
from typing import Any

import keras

from compat.keras import symbolic


class Hidden:
    """Keeps Keras from tracking what it holds."""

    def __init__(self, value: Any) -> None:
        self.value = value


def mentions_tensors(function: Any) -> bool:
    """Whether a function can see a symbolic tensor that it is not given."""
    return any(isinstance(one, keras.KerasTensor) for one in _seen_by(function, set()))


def _seen_by(function: Any, known: set[int]) -> Iterator[Any]:
    if id(function) in known:
        return
    known.add(id(function))
    if isinstance(function, functools.partial):
        found = [function.func, *function.args, *function.keywords.values()]
    elif isinstance(function, MethodType):
        found = [function.__func__, *vars(function.__self__).values()]
    elif isinstance(function, FunctionType):
        space = function.__globals__
        found = [
            cell.cell_contents for cell in function.__closure__ or () if _full(cell)
        ]
        found += [space[n] for n in _names(function.__code__) if n in space]
        found += [*(function.__defaults__ or ())]
    elif hasattr(function, "__dict__") and callable(function):
        found = [type(function).__call__, *vars(function).values()]
    else:
        return
    for one in found:
        if isinstance(one, (list, tuple)):
            yield from one
        yield one
        if isinstance(one, (FunctionType, MethodType, functools.partial)):
            yield from _seen_by(one, known)


def _full(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:  # not assigned yet
        return False


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


class WithTensors:
    """What a model of inputs and outputs computes beside its outputs."""

    inputs: Any
    outputs: Any

    @property
    def _beside(self) -> Any:
        """Losses that were added, tensors that functions see, values of one call."""
        if "_kept_beside" not in self.__dict__:
            self._kept_beside = Hidden(_Beside())
        return self._kept_beside.value

    def add_loss(self, losses: Any, inputs: Any = None) -> None:
        """Add to what is minimized: a tensor of the model, or of a call of it."""
        if not symbolic.is_symbolic(losses):
            super().add_loss(losses)  # type: ignore[misc]
            return
        given = losses if isinstance(losses, (list, tuple)) else [losses]
        self._beside.losses += given
        self._beside.model = None
        self._forget_steps()  # type: ignore[attr-defined]

    def closed(self, function: Any, place: int) -> Any:
        """A loss or metric that may see the model's tensors, as one of two arguments.

        Args:
            function: As the user gave it: `(y_true, y_pred)`.
            place: The number of the output that it is of.
        """
        outputs = getattr(self, "outputs", None)
        if not outputs or not mentions_tensors(function):
            return function
        output = outputs[place]
        target = keras.Input(
            batch_shape=(None,) * len(output.shape), dtype=output.dtype
        )
        result = function(target, output)
        if not symbolic.is_symbolic(result):
            return function
        needed = symbolic.frontier([result], [target, output])
        beside = self._beside
        places = [beside.place_of(one) for one in needed]
        run = symbolic.runner([target, output, *needed], [result])

        @functools.wraps(function)
        def of_two(y_true: Any, y_pred: Any) -> Any:
            values = [beside.values[at] for at in places]
            return run([y_true, y_pred, *values])[0]

        return of_two

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        beside = self._beside
        wanted = [*beside.losses, *beside.tensors]
        if not wanted or symbolic.is_symbolic(inputs):
            return super().call(inputs, training=training, mask=mask)  # type: ignore[misc]
        if beside.model is None:
            beside.model = keras.Model(list(self.inputs), [*self.outputs, *wanted])
        given = symbolic.leaves(inputs)
        results = beside.model(given, training=training)
        count = len(self.outputs)
        outputs, losses = results[:count], results[count : count + len(beside.losses)]
        beside.values = results[count + len(losses) :]
        for loss in losses:
            super().add_loss(loss)  # type: ignore[misc]
        return outputs[0] if count == 1 else outputs


class _Beside:
    def __init__(self) -> None:
        self.losses: list[Any] = []
        self.tensors: list[Any] = []
        self.values: list[Any] = []
        self.model: Any = None

    def place_of(self, tensor: Any) -> int:
        """The number of a tensor among those that functions see."""
        for place, one in enumerate(self.tensors):
            if one is tensor:
                return place
        self.tensors.append(tensor)
        self.model = None
        return len(self.tensors) - 1
