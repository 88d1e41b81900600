"""Gradients of ops that move things about, and of those with nothing to move."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.gradients import gradient

v1 = tf.compat.v1


@gradient("Reshape")
def reshape(op: Any, grad: Any) -> Any:
    """The gradient in the shape of the input."""
    return tf.reshape(grad, v1.shape(op.inputs[0])), None


@gradient("StridedSlice")
def strided_slice(op: Any, grad: Any) -> Any:
    """The gradient at the slice, zeros elsewhere."""
    x, begin, end, strides = op.inputs
    kinds = ("begin", "end", "ellipsis", "new_axis", "shrink_axis")
    masks = {f"{kind}_mask": op.get_attr(f"{kind}_mask") for kind in kinds}
    back = tf.raw_ops.StridedSliceGrad(
        shape=v1.shape(x, out_type=begin.dtype),
        begin=begin,
        end=end,
        strides=strides,
        dy=grad,
        **masks,
    )
    return back, None, None, None


def _without_batches(op: Any) -> bool:
    return not op.get_attr("batch_dims")


@gradient("GatherV2", when=_without_batches)
def gather(op: Any, grad: Any) -> Any:
    """The gradient as rows of a sparse one; along other axes added up."""
    x, indices, axis = op.inputs
    shape = v1.cast(v1.shape(x, out_type=tf.int64), tf.int32)
    count = tf.expand_dims(v1.size(indices), 0)
    if tf.get_static_value(axis) != 0:
        return _along(axis, shape, indices, grad), None, None
    values = tf.reshape(grad, v1.concat([count, shape[1:]], 0))
    rows = tf.IndexedSlices(values, tf.reshape(indices, count), shape)
    return rows, None, None


def _along(axis: Any, shape: Any, indices: Any, grad: Any) -> Any:
    """Add up the gradients of what was gathered along `axis`: it comes first for that.

    Args:
        axis: Scalar tensor.
        shape: Of what was gathered from, an int32 tensor.
        indices: What was gathered.
        grad: Of the result.
    """
    outer = v1.strided_slice(shape, [0], [axis], [1])
    inner = v1.strided_slice(shape, [axis], [0], [1], end_mask=1)[1:]
    flat = v1.concat([outer, [-1], inner], 0)
    rank, before = v1.size(flat), v1.size(outer)
    first, left = tf.range(0, 0), tf.range(0, before)
    right = tf.range(before + 1, rank)
    grad = tf.reshape(grad, flat)
    grad = v1.transpose(grad, v1.concat([first, [before], left, right], 0))
    number = shape[axis]
    indices = tf.reshape(indices, tf.expand_dims(v1.size(indices), 0))
    added = v1.unsorted_segment_sum(grad, indices, number)
    return v1.transpose(added, v1.concat([first, left + 1, [0], right], 0))


@gradient("SparseSegmentSum", "SparseSegmentSumWithNumSegments")
def sparse_segment_sum(op: Any, grad: Any) -> Any:
    """Each row's gradient is that of its segment, added up where a row comes again."""
    x, indices, segments = op.inputs[:3]
    rows = v1.shape(x)[0]
    back = v1.unsorted_segment_sum(v1.gather(grad, segments), indices, rows)
    return back, *([None] * (len(op.inputs) - 1))


def _by_one_op(back: Any) -> Any:
    def averaged(op: Any, grad: Any) -> Any:
        x, indices, segments = op.inputs[:3]
        given = back(
            grad=grad, indices=indices, segment_ids=segments, output_dim0=v1.shape(x)[0]
        )
        return given, *([None] * (len(op.inputs) - 1))

    return averaged


for _kind, _back in (
    ("Mean", tf.raw_ops.SparseSegmentMeanGrad),
    ("SqrtN", tf.raw_ops.SparseSegmentSqrtNGrad),
):
    gradient(f"SparseSegment{_kind}", f"SparseSegment{_kind}WithNumSegments")(
        _by_one_op(_back)
    )


@gradient("SparseSoftmaxCrossEntropyWithLogits")
def sparse_softmax_cross_entropy(op: Any, grad: Any, _unused: Any) -> Any:
    """d loss = (softmax - one hot) dloss, which the op gives beside the loss."""
    by_logits = tf.raw_ops.PreventGradient(
        input=op.outputs[1],
        message="the second derivative of sparse_softmax_cross_entropy_with_logits "
        "is not defined",
    )
    return v1.expand_dims(grad, -1) * by_logits, None


@gradient("Sign")
def sign(op: Any, grad: Any) -> Any:
    """Zero everywhere."""
    x = op.inputs[0]
    with v1.name_scope("zeros") as scope:
        nothing = tf.constant(0, x.dtype, name="Const")
    return tf.raw_ops.Fill(dims=v1.shape(x), value=nothing, name=scope)


@gradient("BatchMatMulV2")
def batch_matmul(op: Any, grad: Any) -> Any:
    """dx = dz y', dy = x' dz, each summed over the batch axes it was broadcast over."""
    x, y = op.inputs
    turned = op.get_attr("adj_x"), op.get_attr("adj_y")

    def times(left: Any, right: Any, adj_x: bool, adj_y: bool) -> Any:
        return tf.raw_ops.BatchMatMulV2(x=left, y=right, adj_x=adj_x, adj_y=adj_y)

    if turned == (False, False):
        dx, dy = times(grad, y, False, True), times(x, grad, True, False)
    elif turned == (False, True):
        dx, dy = times(grad, y, False, False), times(grad, x, True, False)
    elif turned == (True, False):
        dx, dy = times(y, grad, False, True), times(x, grad, False, False)
    else:
        dx, dy = times(y, grad, True, True), times(grad, x, True, True)
    if x.shape.is_fully_defined() and x.shape == y.shape:
        return dx, dy
    shapes = v1.shape(x), v1.shape(y)
    axes = tf.raw_ops.BroadcastGradientArgs(s0=shapes[0][:-2], s1=shapes[1][:-2])
    return (
        tf.reshape(v1.reduce_sum(dx, axes[0]), shapes[0]),
        tf.reshape(v1.reduce_sum(dy, axes[1]), shapes[1]),
    )
