"""Gradients of what is put into a `tf.TensorArray`: read from its gradient's array."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.gradients import gradient

v1 = tf.compat.v1


def _gradients_scope(tensor: Any) -> str:
    """Return the scope of the `tf.gradients` call that `tensor` was built by."""
    path = tensor.name.split("/")
    last = [i for i, part in enumerate(path) if part.startswith("gradients")][-1]
    return "/".join(path[: last + 1])


def _gradients_array(op: Any, flow: Any) -> tuple[Any, Any]:
    """Return the handle of the array's gradient's array, and its flow."""
    with v1.name_scope("TensorArrayGrad"):
        array, _ = tf.raw_ops.TensorArrayGradV3(
            handle=op.inputs[0], flow_in=flow, source=_gradients_scope(flow)
        )
        with v1.control_dependencies([array]):
            ready = v1.identity(flow, name="gradient_flow")
    return array, ready


@gradient("TensorArrayWriteV3")
def write(op: Any, flow: Any) -> Any:
    """The gradient written at the same place of the gradient's own array."""
    array, ready = _gradients_array(op, flow)
    grad = tf.raw_ops.TensorArrayReadV3(
        handle=array, index=op.inputs[1], flow_in=ready, dtype=op.get_attr("T")
    )
    grad.set_shape(op.inputs[2].shape)
    return None, None, grad, flow


@gradient("TensorArrayScatterV3")
def scatter(op: Any, flow: Any) -> Any:
    """The gradients at the same places, stacked."""
    array, ready = _gradients_array(op, flow)
    grad = tf.raw_ops.TensorArrayGatherV3(
        handle=array, indices=op.inputs[1], flow_in=ready, dtype=op.get_attr("T")
    )
    return None, None, grad, flow


@gradient("TensorArraySplitV3")
def split(op: Any, flow: Any) -> Any:
    """The gradients of the parts, one after the other."""
    array, ready = _gradients_array(op, flow)
    grad, _ = tf.raw_ops.TensorArrayConcatV3(
        handle=array, flow_in=ready, dtype=op.get_attr("T")
    )
    return None, grad, None, flow
