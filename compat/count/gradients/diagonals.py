"""Gradients of diagonals of matrices."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.gradients import gradient

v1 = tf.compat.v1


@gradient("MatrixDiag")
def made(op: Any, grad: Any) -> Any:
    """The gradient's diagonal."""
    return tf.raw_ops.MatrixDiagPart(input=grad, name="diag_part")


@gradient("MatrixDiagPart")
def part(op: Any, grad: Any) -> Any:
    """The gradient as a diagonal, zeros elsewhere."""
    shape = op.inputs[0].shape[-2:]
    if shape.is_fully_defined() and shape[0] == shape[1]:
        return tf.raw_ops.MatrixDiag(diagonal=grad, name="diag")
    nothing = v1.zeros_like(op.inputs[0])
    return tf.raw_ops.MatrixSetDiag(input=nothing, diagonal=grad, name="set_diag")


def _diagonal_shape(op: Any, grad: Any) -> Any:
    matrix, diagonal = op.inputs[0].shape, op.inputs[1].shape
    if matrix.rank is not None:
        batch = matrix[:-2].merge_with(diagonal[:-1])
        rows, columns = matrix[-2:].as_list()
        short = None if None in (rows, columns) else min(rows, columns)
        known = batch.concatenate(short)
        if known.is_fully_defined():
            return known
    shape, rank = v1.shape(grad), v1.rank(grad)
    batch = v1.slice(shape, [0], v1.stack([rank - 2], name="size"))
    sizes = v1.slice(shape, v1.stack([rank - 2], name="begin"), [2])
    return v1.concat([batch, [v1.reduce_min(sizes)]], 0)


@gradient("MatrixSetDiag")
def replaced(op: Any, grad: Any) -> Any:
    """The gradient without its diagonal, and its diagonal."""
    nothing = v1.zeros(_diagonal_shape(op, grad), grad.dtype)
    rest = tf.raw_ops.MatrixSetDiag(input=grad, diagonal=nothing, name="set_diag")
    return rest, tf.raw_ops.MatrixDiagPart(input=grad, name="diag_part")
