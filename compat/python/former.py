"""Functions of `tensorflow.python` that nothing of today's TensorFlow has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf


class RegisterShape:
    """`ops.RegisterShape("Op")(function)`: gives the function back, as in 1.15.

    Shapes had been the business of the ops themselves since TensorFlow 0.12.

    Args:
        op_type: Type of the op.
    """

    def __init__(self, op_type: str) -> None:
        if not isinstance(op_type, str):
            raise TypeError("op_type must be a string")
        self._op_type = op_type

    def __call__(self, function: Callable[..., Any] | None) -> Any:
        return function


def has_fully_defined_shape(tensor: Any) -> bool:
    """Whether all sizes of a tensor are known."""
    return tensor.shape.is_fully_defined()


def static_shape(tensor: Any) -> tuple[int | None, ...] | None:
    """The sizes of a tensor, `None` for those that are not known, or for all."""
    shape = tf.TensorShape(tensor.shape)
    return None if shape.rank is None else tuple(shape.as_list())


def object_list_uid(objects: Any) -> str:
    """One string for the identities of one object or several."""
    listed = objects if isinstance(objects, (list, tuple)) else [objects]
    return ", ".join(str(abs(id(each))) for each in listed)


def get_reachable_from_inputs(inputs: Any, targets: Any = None) -> set[Any]:
    """The tensors of the graph that come from others.

    Args:
        inputs: List of tensors or variables.
        targets: Where to stop once all are found, or `None`.

    Returns:
        Set of tensors, with `inputs` themselves.

    Source: `tensorflow.python.layers.utils.get_reachable_from_inputs`.
    """
    reached = _Ones(inputs)
    wanted = _Ones(targets or ())
    waiting = list(inputs)
    while waiting:
        one = waiting.pop()
        ops = [one.op] if isinstance(one, tf.Variable) else one.consumers()
        for output in (output for op in ops for output in op.outputs):
            if output in reached:
                continue
            reached.add(output)
            waiting.append(output)
            if targets is not None and all(target in reached for target in wanted):
                return reached.as_set()
    return reached.as_set()


class _Ones:
    """A set by identity: tensors may be compared with each other element by element."""

    def __init__(self, members: Any) -> None:
        self._members = {id(member): member for member in members}

    def __contains__(self, member: Any) -> bool:
        return id(member) in self._members

    def __iter__(self) -> Any:
        return iter(self._members.values())

    def add(self, member: Any) -> None:
        self._members[id(member)] = member

    def as_set(self) -> set[Any]:
        """A plain set of the members."""
        return set(self._members.values())
