"""Gradients of the element-wise ops of two inputs, which may broadcast.

Where one input was broadcast against the other, its gradient is summed over the axes
that broadcasting added and takes its shape back:

    dx = reshape(sum(dz * dz/dx, axes added to x), shape of x)
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.count.gradients import gradient, once

v1 = tf.compat.v1


def _known(op: Any) -> tuple[list[int], list[int]] | None:
    """Return both inputs' shapes if both are fully known."""
    shapes = [tensor.shape for tensor in op.inputs]
    if not all(shape.is_fully_defined() for shape in shapes):
        return None
    return shapes[0].as_list(), shapes[1].as_list()


class _Folded:
    """Sums the two inputs' gradients back to their shapes.

    Args:
        op: The forward op.
        grad: The gradient of its output.
        lean: Whether 1.15 took known shapes into account: it then found the axes once
            for each pair of shapes, and left alone what was not broadcast.
    """

    def __init__(self, op: Any, grad: Any, lean: bool = True) -> None:
        known = _known(op) if lean and grad.shape.is_fully_defined() else None
        if known is not None:
            out = grad.shape.as_list()
            self._needed = [shape != out for shape in known]
            self._shapes: list[Any] = [np.array(shape, np.int32) for shape in known]
            self._axes: list[Any] = [np.array(_added(s, out), np.int32) for s in known]
            if once(op.graph, ("broadcast", tuple(known[0]), tuple(known[1]))):
                s0, s1 = (
                    tf.constant(shape, tf.int32, name=f"BroadcastGradientArgs/s{i}")
                    for i, shape in enumerate(self._shapes)
                )
                tf.raw_ops.BroadcastGradientArgs(s0=s0, s1=s1)
            return
        shape = _shape_op if lean else v1.shape
        self._needed = [True, True]
        self._shapes = [shape(op.inputs[0]), shape(op.inputs[1])]
        self._axes = []

    def find_axes(self) -> None:
        """Build the op that finds the axes, if the shapes were not known."""
        if not self._axes:
            s0, s1 = self._shapes
            self._axes = list(tf.raw_ops.BroadcastGradientArgs(s0=s0, s1=s1))

    def back(self, index: int, grad: Any) -> Any:
        """Return `grad` summed to the shape of input `index`."""
        self.find_axes()
        if not self._needed[index]:
            return grad
        return tf.reshape(v1.reduce_sum(grad, self._axes[index]), self._shapes[index])


def _added(shape: list[int], out: list[int]) -> list[int]:
    """Return the axes of `out` along which `shape` was broadcast."""
    padded = [1] * (len(out) - len(shape)) + shape
    return [
        axis
        for axis, (size, whole) in enumerate(zip(padded, out, strict=True))
        if axis < len(out) - len(shape) or (size == 1 and whole != 1)
    ]


def _shape_op(tensor: Any) -> Any:
    return tf.raw_ops.Shape(input=tensor)


def _same_shapes(op: Any, grad: Any) -> bool:
    known = _known(op)
    return known is not None and known[0] == known[1] == (
        grad.shape.as_list() if grad.shape.is_fully_defined() else None
    )


@gradient("Add", "AddV2")
def add(op: Any, grad: Any) -> Any:
    """d(x + y) = dx + dy."""
    if _same_shapes(op, grad):
        return grad, grad
    folded = _Folded(op, grad)
    return folded.back(0, grad), folded.back(1, grad)


@gradient("Sub")
def subtract(op: Any, grad: Any) -> Any:
    """d(x - y) = dx - dy."""
    if _same_shapes(op, grad):
        return grad, -grad
    folded = _Folded(op, grad)
    return folded.back(0, grad), folded.back(1, -grad)


@gradient("Mul")
def multiply(op: Any, grad: Any) -> Any:
    """d(x y) = y dx + x dy."""
    x, y = op.inputs
    if _same_shapes(op, grad) and grad.dtype in (tf.int32, tf.float32):
        return tf.raw_ops.Mul(x=grad, y=y), tf.raw_ops.Mul(x=grad, y=x)
    folded = _Folded(op, grad)
    folded.find_axes()
    x, y = tf.math.conj(x), tf.math.conj(y)
    left = folded.back(0, tf.raw_ops.Mul(x=grad, y=y))
    return left, folded.back(1, tf.raw_ops.Mul(x=x, y=grad))


_DIVISIONS = {
    "RealDiv": tf.raw_ops.RealDiv,
    "Div": tf.raw_ops.Div,
    "DivNoNan": tf.raw_ops.DivNoNan,
}


@gradient(*_DIVISIONS)
def divide(op: Any, grad: Any) -> Any:
    """d(x / y) = dx / y - x / y / y dy."""
    x, y = op.inputs
    folded = _Folded(op, grad, lean=False)
    folded.find_axes()
    divided = _DIVISIONS[op.type]
    x, y = tf.math.conj(x), tf.math.conj(y)
    left = folded.back(0, divided(x=grad, y=y))
    by_y = divided(x=divided(x=-x, y=y), y=y)
    return left, folded.back(1, grad * by_y)


@gradient("FloorMod")
def floor_mod(op: Any, grad: Any) -> Any:
    """d(x mod y) = dx - floor(x / y) dy."""
    x, y = op.inputs
    folded = _Folded(op, grad, lean=False)
    folded.find_axes()
    quotient = tf.raw_ops.FloorDiv(x=x, y=y)
    return folded.back(0, grad), folded.back(1, grad * -quotient)


def _chosen(op: Any, grad: Any, compare: Any) -> Any:
    x, y = op.inputs
    folded = _Folded(op, grad, lean=False)
    nothing = tf.raw_ops.Fill(
        dims=v1.shape(grad), value=tf.constant(0, grad.dtype, name="zeros/Const")
    )
    mask = compare(x=x, y=y)
    folded.find_axes()
    left = folded.back(0, v1.where(mask, grad, nothing))
    return left, folded.back(1, v1.where(mask, nothing, grad))


@gradient("Maximum")
def maximum(op: Any, grad: Any) -> Any:
    """The gradient goes to x where x >= y, to y elsewhere."""
    return _chosen(op, grad, tf.raw_ops.GreaterEqual)


@gradient("Minimum")
def minimum(op: Any, grad: Any) -> Any:
    """The gradient goes to x where x <= y, to y elsewhere."""
    return _chosen(op, grad, tf.raw_ops.LessEqual)


@gradient("SquaredDifference")
def squared_difference(op: Any, grad: Any) -> Any:
    """d(x - y)^2 = 2 (x - y) (dx - dy)."""
    x, y = op.inputs
    two = tf.constant(2.0, grad.dtype, name="scalar")
    by_x = tf.raw_ops.Mul(x=two, y=grad) * (x - y)
    if _same_shapes(op, grad):
        return by_x, -by_x
    folded = _Folded(op, grad)
    left = folded.back(0, by_x)
    return left, -folded.back(1, by_x)


@gradient("Pow")
def power(op: Any, grad: Any) -> Any:
    """d(x^y) = y x^(y-1) dx + x^y log(x) dy, the latter 0 where x <= 0."""
    x, y = op.inputs
    z = op.outputs[0]
    folded = _Folded(op, grad)
    folded.find_axes()
    x, y, z = tf.math.conj(x), tf.math.conj(y), tf.math.conj(z)
    left = folded.back(0, grad * y * tf.raw_ops.Pow(x=x, y=y - 1))
    positive = v1.not_equal(x, 0) if x.dtype.is_complex else x > 0
    ones = tf.raw_ops.Fill(dims=v1.shape(x), value=tf.constant(1, x.dtype))
    logarithm = v1.where(
        positive, tf.math.log(v1.where(positive, x, ones)), v1.zeros_like(x)
    )
    return left, folded.back(1, grad * z * logarithm)


@gradient("Atan2")
def arc_tangent(op: Any, grad: Any) -> Any:
    """d atan(y / x) = (x dy - y dx) / (x^2 + y^2); 1.15 did not broadcast."""
    y, x = op.inputs
    scaled = tf.truediv(grad, tf.square(x) + tf.square(y))
    return x * scaled, -y * scaled


@gradient("MulNoNan")
def multiply_no_nan(op: Any, grad: Any) -> Any:
    """d(x y) = y dx + x dy, 0 where y is 0."""
    x, y = op.inputs
    folded = _Folded(op, grad, lean=False)
    folded.find_axes()
    left = folded.back(0, tf.raw_ops.MulNoNan(x=grad, y=y))
    return left, folded.back(1, tf.raw_ops.MulNoNan(x=x, y=grad))


@gradient("SelectV2")
def select(op: Any, grad: Any) -> Any:
    """The gradient goes to x where the condition holds, to y elsewhere."""
    condition, x, y = op.inputs
    nothing = v1.zeros([], grad.dtype.base_dtype)
    whole: Any = None
    backs: list[Any] = [None]
    for index, tensor in enumerate((x, y)):
        both = (grad, nothing) if index == 0 else (nothing, grad)
        part = tf.raw_ops.SelectV2(condition=condition, t=both[0], e=both[1])
        shape = v1.shape(tensor)
        whole = v1.shape(op.outputs[0]) if whole is None else whole
        axes, _ = tf.raw_ops.BroadcastGradientArgs(s0=shape, s1=whole)
        backs.append(tf.reshape(v1.reduce_sum(part, axes, keepdims=True), shape))
    return tuple(backs)


@gradient("BroadcastTo")
def broadcast_to(op: Any, grad: Any) -> Any:
    """The gradient summed over what was broadcast."""
    shape = v1.shape(op.inputs[0])
    _, axes = tf.raw_ops.BroadcastGradientArgs(s0=op.inputs[1], s1=shape)
    return tf.reshape(v1.reduce_sum(grad, axes, keepdims=True), shape), None
