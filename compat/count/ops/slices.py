"""Slices with tensors for bounds, and of shapes, as 1.15 knew them."""

from __future__ import annotations

import functools
import numbers
from collections.abc import Callable
from typing import Any

import tensorflow as tf

v1 = tf.compat.v1
_Tensor = tf.Tensor


def _parts(spec: Any) -> list[Any]:
    return list(spec) if isinstance(spec, (list, tuple)) else [spec]


def _is_index(part: Any) -> bool:
    if isinstance(part, _Tensor):
        return part.dtype.base_dtype == tf.int32 and not part.shape.rank
    return isinstance(part, numbers.Integral) and not isinstance(part, bool)


def _has_tensor_bound(spec: Any) -> bool:
    """Whether a slice in `spec` has a tensor for a bound, and all else 1.15 allowed."""
    found = False
    for part in _parts(spec):
        if isinstance(part, slice):
            for bound in (part.start, part.stop, part.step):
                if bound is not None and not isinstance(bound, int):
                    if not _is_index(bound):
                        return False
                    found = found or isinstance(bound, _Tensor)
        elif part is not None and part is not Ellipsis and not _is_index(part):
            return False
    return found


def _sliced(tensor: Any, spec: Any, var: Any) -> Any:
    begin: list[Any] = []
    end: list[Any] = []
    strides: list[Any] = []
    masks = dict.fromkeys(("begin", "end", "ellipsis", "new_axis", "shrink_axis"), 0)
    for index, part in enumerate(_parts(spec)):
        bit = 1 << index
        first, last, step = 0, 0, 1
        if isinstance(part, slice):
            first = 0 if part.start is None else part.start
            last = 0 if part.stop is None else part.stop
            step = 1 if part.step is None else part.step
            masks["begin"] |= bit if part.start is None else 0
            masks["end"] |= bit if part.stop is None else 0
        elif part is None:
            masks["new_axis"] |= bit
        elif part is Ellipsis:
            masks["ellipsis"] |= bit
        else:
            first, last = part, part + 1
            masks["shrink_axis"] |= bit
        begin.append(first)
        end.append(last)
        strides.append(step)
    with v1.name_scope(
        None, "strided_slice", [tensor, *begin, *end, *strides]
    ) as scope:
        packed = [v1.stack(some) for some in (begin, end, strides)]
        named = {f"{kind}_mask": mask for kind, mask in masks.items()}
        return v1.strided_slice(tensor, *packed, **named, var=var, name=scope)


def packed_once(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let `x[a:b]` pack numbers beside a tensor bound as numbers.

    TensorFlow 2 makes a constant of every number that a bound leaves out, and so packs
    ops where 1.15 had one constant.

    Args:
        function: TensorFlow's own `tensor[spec]`.
    """

    @functools.wraps(function)
    def getitem(tensor: Any, slice_spec: Any, var: Any = None) -> Any:
        if tf.executing_eagerly() or not _has_tensor_bound(slice_spec):
            return function(tensor, slice_spec, var)
        return _sliced(tensor, slice_spec, var)

    return getitem


def _are_sizes(tensor: Any) -> bool:
    """Whether `tensor` holds the sizes of a tensor of a TensorFlow 1.x graph."""
    if not isinstance(tensor, _Tensor) or tf.executing_eagerly():
        return False
    return tensor.op.type == "Shape" and not tensor.graph.building_function


def size_not_known(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let `tf.shape(x)[0]` be a size that is not known while the graph is built.

    TensorFlow 2 knows it where `x` has some axes whose size is known; 1.15 did where
    all were. It looks for a slice of one index and no masks: a bit for an axis that
    the slice has not is a mask that changes nothing.

    Args:
        function: The op of slices.
    """

    @functools.wraps(function)
    def strided_slice(input: Any, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("shrink_axis_mask") == 1 and _are_sizes(input):
            kwargs["end_mask"] = kwargs.get("end_mask", 0) | 2
        return function(input, *args, **kwargs)

    return strided_slice


def sizes_not_known(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let `tf.unstack(tf.shape(x))` be such sizes, too: the only axis is the last.

    Args:
        function: The op that unstacks.
    """

    @functools.wraps(function)
    def unpack(value: Any, num: int, axis: int = 0, name: str | None = None) -> Any:
        return function(value, num, -1 if _are_sizes(value) else axis, name)

    return unpack
