"""Gradients of the reductions: sum, mean, product, largest and smallest."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.count.gradients import gradient, once

v1 = tf.compat.v1


def kept_shape(shape: Any, axes: Any) -> Any:
    """Return `shape` with 1 at `axes`: the shape that keepdims=True would give.

    Args:
        shape: int32 [rank], a tensor or an array.
        axes: int32, one or many; negative ones count from the end.
    """
    shape = v1.cast(shape, tf.int32)
    axes = v1.cast(axes, tf.int32)
    rank = v1.size(shape)
    axes = tf.math.floormod(axes + rank, rank)
    number = v1.shape(axes)
    return tf.dynamic_stitch([tf.range(rank), axes], [shape, tf.fill(number, 1)])


def _at_least_1_each(whole: Any, part: Any) -> Any:
    return whole // tf.maximum(part, 1)


@gradient("Sum")
def total(op: Any, grad: Any) -> Any:
    """d sum(x) = dx at every x: the gradient repeated over what was summed."""
    x = op.inputs[0]
    axes = tf.get_static_value(op.inputs[1])
    if x.shape.rank is not None and axes is not None:
        rank = x.shape.rank
        if np.array_equal(axes, np.arange(rank)):
            grad = tf.reshape(grad, np.ones(rank, np.int32))
            if x.shape.is_fully_defined():
                repeats: Any = tf.constant(x.shape.as_list(), tf.int32)
            else:
                repeats = v1.shape(x)
            return tf.tile(grad, repeats), None
        if x.shape.is_fully_defined():
            sizes = np.array(x.shape.as_list(), np.int32)
            kept = sizes.copy()
            kept[axes] = 1
            if once(op.graph, ("kept", tuple(sizes), tuple(np.ravel(axes)))):
                kept_shape(sizes, axes if np.size(axes) else [])
                _at_least_1_each(sizes, kept)
            return tf.tile(tf.reshape(grad, kept), sizes // np.maximum(kept, 1)), None
    shape = v1.shape(x)
    kept = kept_shape(shape, op.inputs[1])
    repeats = _at_least_1_each(shape, kept)
    return tf.tile(tf.reshape(grad, kept), repeats), None


@gradient("Mean")
def mean(op: Any, grad: Any) -> Any:
    """d mean(x) = dx / n: the sum's gradient over the number of things averaged."""
    x, y = op.inputs[0], op.outputs[0]
    spread = total(op, grad)[0]
    whole, part = x.shape.num_elements(), y.shape.num_elements()
    if whole is not None and part is not None:
        count = tf.constant(whole // max(part, 1), spread.dtype)
    else:
        whole, part = v1.shape(x), v1.shape(y)
        count = _at_least_1_each(v1.reduce_prod(whole), v1.reduce_prod(part))
    return tf.truediv(spread, v1.cast(count, spread.dtype)), None


@gradient("Max", "Min")
def extreme(op: Any, grad: Any) -> Any:
    """The gradient goes to the extreme ones, in equal parts where there are several."""
    x, axes = op.inputs
    kept = kept_shape(v1.shape(x), axes)
    best = tf.reshape(op.outputs[0], kept)
    grad = tf.reshape(grad, kept)
    chosen = v1.cast(v1.equal(best, x), grad.dtype)
    number = tf.reshape(v1.reduce_sum(chosen, axes), kept)
    return tf.truediv(chosen, number) * grad, None


@gradient("Prod")
def product(op: Any, grad: Any) -> Any:
    """d prod(x) = the product of the others, dx: cumulated from both sides."""
    x = op.inputs[0]
    shape = v1.shape(x)
    axes = tf.reshape(op.inputs[1], [-1])
    kept = kept_shape(shape, op.inputs[1])
    repeats = _at_least_1_each(shape, kept)
    grad = tf.tile(tf.reshape(grad, kept), repeats)
    rank = v1.rank(x)
    axes = v1.cast(tf.math.floormod(axes + rank, rank), tf.int32)
    others = v1.setdiff1d(tf.range(0, rank), axes)[0]
    order = v1.concat([axes, others], 0)
    together = v1.reduce_prod(v1.gather(shape, axes))
    apart = v1.reduce_prod(v1.gather(shape, others))
    turned = v1.transpose(x, order)
    turned_shape = v1.shape(turned)
    flat = tf.reshape(turned, (together, apart))
    before = tf.math.cumprod(flat, axis=0, exclusive=True)
    after = tf.math.cumprod(flat, axis=0, exclusive=True, reverse=True)
    rest = tf.reshape(tf.math.conj(before) * tf.math.conj(after), turned_shape)
    out = grad * v1.transpose(rest, v1.invert_permutation(order))
    return tf.reshape(out, shape), None
